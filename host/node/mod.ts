/**
 * Applications on Node, from version 20 on. An entry of its own: it needs `ws` and `@hono/node-server`.
 *
 * Node itself runs the modules bundled to JavaScript, as by `deno bundle main.ts -o main.js`. It has no Deno KV: give `openKv` the
 * target `:memory:`, a store on Redis (`kvs/redis`), or none.
 *
 * @module
 */
import { applicationOn, type Bootstrap } from "../application.ts";
import { node } from "./node.ts";

export type { Application, Bootstrap } from "../application.ts";
export type { Config, Given, Made, OpenedEndpoint, OpenEndpoint } from "../config.ts";
export type { Static } from "../static/files.ts";
export type { Peer, Proxies } from "../session/proxy.ts";
export type { RequestSettings } from "../session/request.ts";
export type { App, AppContext } from "../deps.ts";
export type { Listening } from "../config.ts";
export { guarded } from "./node.ts";

/**
 * Makes an application on Node; see `application` of the root.
 *
 * @example
 * ```ts
 * import { application } from "@n2o/n2o/host/node";
 *
 * const { start } = await application({ routes: { "/": { event() {} } }, port: 0, log: () => {} });
 * const { port, stop } = await start();
 * if (!(await fetch(`http://localhost:${port}/`)).ok) throw new Error("no page");
 * await stop();
 * ```
 *
 * @throws {N2oError} `config` for settings that cannot work; the message names the key.
 */
export const application: Bootstrap = applicationOn(node);
