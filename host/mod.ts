/**
 * Applications on a host of your own: say what it lends, and have the function `application` for it.
 *
 * The hosts that are here already are entries of their own: `host/deno` (which is what the root gives), `host/deploy`,
 * `host/cloudflare`, `host/node`.
 *
 * @example
 * ```ts
 * import { applicationOn } from "@n2o/n2o/host";
 *
 * const application = applicationOn({
 *   name: "a host without sockets",
 *   upgrade: () => Promise.resolve(new Response("no sockets here", { status: 501 })),
 *   isProduction: () => false,
 * });
 * const { app } = await application({ routes: { "/": { event() {} } }, log: () => {} });
 * if ((await app.request("/n2o/n2o.js")).status !== 200) throw new Error("no client");
 * ```
 *
 * @module
 */
export { commitAndSend, type Telling } from "./announce.ts";
export { type Application, applicationOn, type Bootstrap } from "./application.ts";
export type {
  Config,
  Given,
  Made,
  MetricsSetting,
  OpenedEndpoint,
  OpenEndpoint,
} from "./config.ts";
export type { ProtocolName, ProtocolSetting } from "./protocols.ts";
export type { Peer, Proxies } from "./session/proxy.ts";
export type { RequestSettings } from "./session/request.ts";
export type { Fetch, Gate, Host, Listener, ListenOptions } from "./host.ts";
export type { Listening } from "./config.ts";
export type { Files, OpenFile, Stat, Static } from "./static/files.ts";
export { type RequestEntry, requestId, type Requests } from "./request_log.ts";
export { storage } from "./storage.ts";
export type { App, AppContext } from "./deps.ts";
