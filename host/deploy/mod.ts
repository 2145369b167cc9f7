/**
 * Applications on Deno Deploy: as on Deno, but the platform chooses the port, asks nobody to end, and is always production.
 *
 * Isolates come and go and share nothing but the store: `openKv()` opens the database attached to the application, and pages of
 * different isolates hear of each other by its feeds only.
 *
 * A program that exports `fetch: app.fetch` starts nothing: what `start` opens and keeps (`mqtt`, `tcp`, `udp`, a port of `metrics`, the
 * store's maintenance) is there only where it is called.
 *
 * @module
 */
import { applicationOn, type Bootstrap } from "../application.ts";
import { deno } from "../deno/deno.ts";
import { onStray } from "../deno/stray.ts";
import { serve } from "../deno/serve.ts";

export type { Application, Bootstrap } from "../application.ts";
export type { Config, Given, Made, OpenedEndpoint, OpenEndpoint } from "../config.ts";
export type { Static } from "../static/files.ts";
export type { Peer, Proxies } from "../session/proxy.ts";
export type { RequestSettings } from "../session/request.ts";
export type { App, AppContext } from "../deps.ts";
export type { Listening } from "../config.ts";

/**
 * Makes an application on Deno Deploy; see `application` of the root. The settings `port` and `hostname` mean nothing there.
 *
 * @throws {N2oError} `config` for settings that cannot work; the message names the key.
 */
export const application: Bootstrap = applicationOn({
  name: "Deno Deploy",
  upgrade: deno.upgrade,
  address: deno.address,
  files: deno.files,
  isProduction: () => true,
  listen: (fetch, { log }) => serve(fetch, {}, log),
  onStray,
});
