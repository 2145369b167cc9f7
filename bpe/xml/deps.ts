/**
 * What the module takes from elsewhere, each at one version.
 *
 * @module
 */
export { Parser } from "npm:saxen@11.2.0";
