/**
 * The libraries of the console, each with its version.
 *
 * @module
 */
export { default as SuperJSON } from "npm:superjson@2.2.6";
