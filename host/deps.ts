/**
 * The bootstrap's dependencies, each at one version.
 *
 * @module
 */
export { type Context, Hono } from "npm:hono@4.13.19";
export { upgradeWebSocket } from "npm:hono@4.13.19/deno";
export { etag } from "npm:hono@4.13.19/etag";
