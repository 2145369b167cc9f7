/**
 * The library of the format, with its version.
 *
 * @module
 */
export { SuperJSON } from "npm:superjson@2.2.7";
