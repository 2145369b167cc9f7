/**
 * Applications on Deno.
 *
 * @module
 */
import { applicationOn, type Bootstrap } from "../application.ts";
import { deno } from "./deno.ts";

export type { Application, Bootstrap } from "../application.ts";
export type { App, AppContext } from "../deps.ts";
export type { Config, Given, Made, OpenedEndpoint, OpenEndpoint } from "../config.ts";
export type { Static } from "../static/files.ts";
export type { Peer, Proxies } from "../session/proxy.ts";
export type { RequestSettings } from "../session/request.ts";
export type { Listening } from "../config.ts";
export { main } from "./main.ts";

/**
 * Makes an application on Deno: pages over `/ws/`, the client under `/n2o/n2o.js`, files where `static` says.
 *
 * @example
 * ```ts
 * import { application } from "@n2o/n2o/host/deno";
 * import * as nitro from "@n2o/n2o/nitro";
 *
 * const page = {
 *   event(event: unknown) {
 *     if (event === "init") nitro.insertTop("main", nitro.h1({ body: "Hello" }));
 *   },
 * };
 * const { start } = await application({ routes: { "/": page }, port: 0, log: () => {} });
 * const { port, stop } = await start();
 * const answer = await fetch(`http://localhost:${port}/`);
 * if (!(await answer.text()).includes('<main id="main">')) throw new Error("no page");
 * await stop();
 * ```
 *
 * @throws {N2oError} `config` for settings that cannot work; the message names the key.
 */
export const application: Bootstrap = applicationOn(deno);
