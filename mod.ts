/**
 * N2O.ts: real-time business applications whose pages live on the server.
 *
 * ```ts
 * import { application, n2o, nitro } from "@n2o/n2o";
 *
 * const page = {
 *   event(event: unknown) {
 *     if (event === "init") nitro.update("out", nitro.panel({ id: "out", body: `Hello ${n2o.user()}` }));
 *   },
 * };
 * const { app } = await application({ routes: { "/app/index.htm": page }, secret: "sixteen or more random characters" });
 * // const { start } = ...; await start();
 * console.assert((await app.request("/n2o/n2o.js")).status === 200);
 * ```
 *
 * Processes, expressions, other hosts and what needs a library of its own are entries of their own: `./bpe`, `./host/node` ...
 *
 * @module
 */
export {
  type App,
  type AppContext,
  type Application,
  application,
  type Bootstrap,
  type Config,
  type Given,
  type Listening,
  type Made,
  type Peer,
  type Proxies,
  type RequestSettings,
  type Static,
} from "./host/deno/mod.ts";
export { commitAndSend, type Telling } from "./host/announce.ts";
export * as kvs from "./kvs/mod.ts";
export * as n2o from "./n2o/mod.ts";
export * as nitro from "./nitro/mod.ts";
