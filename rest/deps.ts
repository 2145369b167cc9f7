/**
 * The dependencies of the room, each at one version.
 *
 * @module
 */
export { type Context, Hono } from "npm:hono@4.13.19";
export { METHOD_NAME_ALL } from "npm:hono@4.13.19/router";
export { RegExpRouter } from "npm:hono@4.13.19/router/reg-exp-router";
export { SmartRouter } from "npm:hono@4.13.19/router/smart-router";
export { TrieRouter } from "npm:hono@4.13.19/router/trie-router";
export { applyPatch } from "npm:rfc6902@5.4.0";
