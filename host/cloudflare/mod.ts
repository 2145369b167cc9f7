/**
 * Applications on Cloudflare: in a Durable Object, whose pages talk to each other, or in a Worker, whose connections know nothing of
 * one another.
 *
 * The runtime holds sockets of one request apart from those of another, except inside an object. The object and its Worker, whole:
 *
 * ```ts ignore
 * import { DurableObject } from "cloudflare:workers";
 * import { application } from "https://host/host/cloudflare/mod.ts";
 * import { durableKv } from "https://host/kvs/host/durable/durable.ts";
 *
 * export class Pages extends DurableObject {
 *   #kv = durableKv(this.ctx);
 *   #made = application({
 *     kv: this.#kv,
 *     routes: { "/": { event() {} } },
 *     secret: this.env.N2O_SECRET,
 *   });
 *   async fetch(request) {
 *     return (await this.#made).app.fetch(request);
 *   }
 *   alarm() {
 *     this.#kv.alarm();
 *   }
 * }
 *
 * export default {
 *   fetch: (request, env) => env.PAGES.get(env.PAGES.idFromName("main")).fetch(request),
 * };
 * ```
 *
 * The compatibility flag `nodejs_compat` is needed. There is no disk: static folders are URLs of a server, or a matter of the
 * platform's own assets. Nothing is started: the runtime listens.
 *
 * @module
 */
import { applicationOn, type Bootstrap } from "../application.ts";
import type { Host } from "../host.ts";
import { upgradeWebSocket } from "./websocket.ts";

export type { Application, Bootstrap } from "../application.ts";
export type { Config, Given, Made } from "../config.ts";
export type { Peer, Proxies } from "../session/proxy.ts";
export type { RequestSettings } from "../session/request.ts";
export type { App, AppContext } from "../deps.ts";
export type { Listening } from "../start.ts";
export type { Static } from "../static/static.ts";

const cloudflare: Host = {
  name: "Cloudflare",
  upgrade: (c, events) => upgradeWebSocket(c, events),
  // The network's edge sets it, whatever a client wrote.
  address: (c) => c.req.header("cf-connecting-ip"),
  isProduction: () => true,
};

/**
 * Makes an application on Cloudflare; see `application` of the root.
 *
 * @throws {N2oError} `config` for settings that cannot work; the message names the key. `start` always throws it.
 */
export const application: Bootstrap = applicationOn(cloudflare);
