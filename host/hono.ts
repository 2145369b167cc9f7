/**
 * The types of Hono under which an application's routes are known, at the version of `deps.ts`.
 *
 * @module
 */

/** A Hono application. */
export type App = InstanceType<(typeof import("./deps.ts"))["Hono"]>;

/** What Hono knows of a request. */
export type AppContext = Parameters<Parameters<App["notFound"]>[0]>[0];
