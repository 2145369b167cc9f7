/**
 * Applications on Cloudflare: in a Durable Object, whose pages talk to each other and which sleeps while nothing happens, or in a Worker,
 * whose connections know nothing of one another, nor of forms with files that come by HTTP.
 *
 * The object and its Worker, whole:
 *
 * ```ts ignore
 * import { DurableApplication } from "@n2o/n2o/host/cloudflare";
 *
 * export class Pages extends DurableApplication {
 *   settings({ kv, env }) {
 *     return { routes: { "/": { event() {} } }, secret: env.N2O_SECRET };
 *   }
 * }
 *
 * export default {
 *   fetch: (request, env) => env.PAGES.get(env.PAGES.idFromName("main")).fetch(request),
 * };
 * ```
 *
 * The compatibility flag `nodejs_compat` is needed, and the class among the `new_sqlite_classes` of a migration. There is no disk: static
 * folders are URLs of a server, or a matter of the platform's own assets. Nothing is started: the runtime listens.
 *
 * @module
 */
import { applicationOn, type Bootstrap } from "../application.ts";
import { cloudflare } from "./host.ts";

export type { Application, Bootstrap } from "../application.ts";
export type { Config, Given, Made, OpenedEndpoint, OpenEndpoint } from "../config.ts";
export type { Static } from "../static/files.ts";
export type { Peer, Proxies } from "../session/proxy.ts";
export type { RequestSettings } from "../session/request.ts";
export type { App, AppContext } from "../deps.ts";
export type { Listening } from "../config.ts";
export { DurableApplication, type ObjectConfig, type ObjectGiven } from "./object.ts";
export type { DurableContext, HeldSocket } from "./runtime.ts";

/**
 * Makes an application in a Worker; see `application` of the root, and {@linkcode DurableApplication} for one in an object.
 *
 * @throws {N2oError} `config` for settings that cannot work; the message names the key. `start` always throws it.
 */
export const application: Bootstrap = applicationOn(cloudflare);
