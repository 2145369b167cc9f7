/**
 * The bootstrap's dependencies, each at one version, and the types of Hono under which an application's routes are known.
 *
 * @module
 */
export { type Context, Hono } from "npm:hono@4.13.19";
export { matchedRoutes } from "npm:hono@4.13.19/route";
export { getMimeType, mimes } from "npm:hono@4.13.19/utils/mime";
export { defineWebSocketHelper, type UpgradeWebSocket, WSContext } from "npm:hono@4.13.19/ws";

/** A Hono application. By way of this very file: the class itself would be a private type to what reads the docs. */
export type App = InstanceType<(typeof import("./deps.ts"))["Hono"]>;

/** What Hono knows of a request. */
export type AppContext = Parameters<Parameters<App["notFound"]>[0]>[0];
