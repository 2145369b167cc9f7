/**
 * The dependencies of the room, each at one version.
 *
 * @module
 */
export { Hono } from "npm:hono@4.13.19";
export { applyPatch } from "npm:rfc6902@5.4.0";
