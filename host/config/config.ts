/**
 * Settings of an application.
 *
 * @module
 */
import type { Log } from "../../base/mod.ts";
import type { Kv } from "../../kvs/mod.ts";
import type * as n2o from "../../n2o/mod.ts";
import type { App } from "../hono.ts";
import type { Static } from "../static/static.ts";

/** What a function of the settings is given: what exists before any page does. */
export interface Given<Store extends Kv | undefined = Kv | undefined> {
  /** What the connections share: the bus, the sessions, the log, the clock. Its routes and protocols are still to come. */
  readonly server: n2o.Server;
  /** The store of the settings. */
  readonly kv: Store;
  /** Has `close` called when the application has stopped, those added last first: for what a function of the settings opens. */
  onStop(close: () => void | Promise<void>): void;
}

/** A setting, or a function that makes it of what is given. */
export type Made<T, Store extends Kv | undefined> = T | ((given: Given<Store>) => T | Promise<T>);

/** Settings of an application. */
export interface Config<Store extends Kv | undefined = Kv | undefined> {
  /** Pages by path (`/app/index.htm`, `/app/*`), and modules that events are delegated to by any other name. */
  readonly routes: Made<n2o.Routes, Store>;
  /**
   * The persistent store: sessions are kept in it. Without one they end with the process. While the application listens it maintains the
   * store (see `maintain` of kvs); a host that listens itself does so by a cron of its own that calls `expire`.
   */
  readonly kv?: Store | undefined;
  /** The protocol chain; pages and heartbeat by default. */
  readonly protocols?: Made<readonly n2o.Protocol[], Store> | undefined;
  /**
   * Adds routes and middleware of the application's own. They come before all others: what they answer is not asked of the WebSocket
   * endpoint, the client, static folders or shells.
   */
  readonly app?: ((app: App, given: Given<Store>) => void | Promise<void>) | undefined;
  /**
   * Folders of files by the path they are served under: `{ "/app/": new URL("./static/", import.meta.url) }`. Files and folders whose
   * names begin with a dot are not served; the path may have such a name, as `/.well-known/`.
   */
  readonly static?: Static | undefined;
  /**
   * Whether a path of `routes` that is asked for by HTTP, and that no static folder has, is answered with a document that loads the
   * client and has an empty `<main id="main">`; a function makes other documents. True by default where there is no `static`.
   */
  readonly shell?: boolean | ((path: string) => string) | undefined;
  /** Names of the operational tables; the seven that the services need by default. */
  readonly tables?: readonly string[] | undefined;
  /** At least 16 random characters that seal tokens and pickles, the same on every machine. Without it one is made for development. */
  readonly secret?: string | undefined;
  /** TCP port; 8001 by default, 0 for any free one. Deno Deploy and Cloudflare choose it themselves. */
  readonly port?: number | undefined;
  /** Address to listen on; all by default. */
  readonly hostname?: string | undefined;
  /** Origins whose pages may connect, `*` for all; the application's own by default. */
  readonly origin?: string | readonly string[] | undefined;
  /** The Content-Security-Policy of every answer that has none, `false` for none; `default-src 'self'` and no framing by default. */
  readonly csp?: string | false | undefined;
  /** Seconds that a session lives unused; 900 by default. */
  readonly ttl?: number | undefined;
  /** Whether a session that is used lives on; true by default. */
  readonly prolongate?: boolean | undefined;
  /** Seconds that the pickles in a page stay valid; 86,400 by default. */
  readonly pickleTtl?: number | undefined;
  /** Where sessions are kept beyond the process; in `kv` by default. */
  readonly storage?: n2o.SessionStorage | undefined;
  /** The bus that pages talk over; one within the process by default. */
  readonly bus?: n2o.Bus | undefined;
  /** Time; the host's by default. */
  readonly clock?: n2o.ServerOptions["clock"] | undefined;
  /** Bounds of what a client may cause. */
  readonly limits?: Partial<n2o.Limits> | undefined;
  /** Where incidents are reported; the console by default. */
  readonly log?: Log | undefined;
  /** Whether a missing secret is an error; by default where the host says that it is in production. */
  readonly production?: boolean | undefined;
}
