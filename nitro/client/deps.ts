/**
 * What builds the client, and is no part of it.
 *
 * @module
 */
export { minify } from "npm:terser@5.51.4";
