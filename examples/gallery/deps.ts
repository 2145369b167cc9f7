/**
 * The library of what writes the other spelling; the gallery itself runs without.
 *
 * @module
 */
export { default as ts } from "npm:typescript@5.9.3";
