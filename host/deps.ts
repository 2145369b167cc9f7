/**
 * The bootstrap's dependencies, each at one version.
 *
 * @module
 */
export { type Context, Hono } from "npm:hono@4.13.19";
export { getMimeType, mimes } from "npm:hono@4.13.19/utils/mime";
export { defineWebSocketHelper, type UpgradeWebSocket, WSContext } from "npm:hono@4.13.19/ws";
