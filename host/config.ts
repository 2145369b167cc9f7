/**
 * Settings of an application, and what is made of them. That they can work is checked in `bootstrap/checked.ts`.
 *
 * @module
 */
import type { Log } from "../base/mod.ts";
import type { Kv } from "../kvs/mod.ts";
import type * as n2o from "../n2o/mod.ts";
import type { App } from "./deps.ts";
import type { Gate } from "./host.ts";
import type { ProtocolSetting } from "./protocols.ts";
import type { Requests } from "./request_log.ts";
import type { RequestSettings } from "./session/request.ts";
import type { Static } from "./static/files.ts";

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

/** Opens an endpoint of a server. Whoever opens it is the caller's: the bootstrap loads none. */
export type OpenEndpoint = (server: n2o.Server) => Promise<OpenedEndpoint>;

/** An endpoint that listens. */
export interface OpenedEndpoint {
  /** The port that it listens on. */
  readonly port: number;
  /** Takes nobody more; resolves when all have left. */
  close(): Promise<void>;
}

/** Who sees the metrics: whoever reaches a port (of this machine alone, unless told), or whose request a guard lets in. */
export type MetricsSetting =
  | { readonly port: number; readonly hostname?: string }
  | { readonly guard: (request: Request) => boolean | Promise<boolean> };

/** Settings of an application. */
export interface Config<Store extends Kv | undefined = Kv | undefined> extends RequestSettings {
  /** Pages by path (`/app/index.htm`, `/app/*`), and modules that events are delegated to by any other name. */
  readonly routes: Made<n2o.Routes, Store>;
  /**
   * The persistent store: sessions are kept in it. Without one they end with the process. While the application listens it maintains the
   * store (see `maintain` of `kvs/expiry`); a host that listens itself does so by a cron of its own that calls `expire`.
   */
  readonly kv?: Store | undefined;
  /**
   * The protocol chain, `["n2o_heart", "nitro_n2o"]` by default: these two by name or as `n2o.heart` and `nitro.nitro`, others as what
   * makes them answers. In development two that would answer the same message are told in the log.
   */
  readonly protocols?: Made<readonly ProtocolSetting[], Store> | undefined;
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
  /** Names of applications by the table of their transport: each has four processes there; `{ ws: ["app"] }` by default, with `mqtt: ["app"]` where there is a broker. */
  readonly services?: n2o.ServerOptions["services"] | undefined;
  /**
   * At least 16 random characters that seal tokens and pickles, the same on every machine. Of a list the first seals and all open: put a
   * new one in front. Without it one is made for development.
   */
  readonly secret?: string | readonly string[] | undefined;
  /** TCP port; 8001 by default, 0 for any free one. Deno Deploy and Cloudflare choose it themselves. */
  readonly port?: number | undefined;
  /** Address to listen on; all by default. */
  readonly hostname?: string | undefined;
  /** The Content-Security-Policy of every answer that has none, `false` for none; `default-src 'self'` and no framing by default. */
  readonly csp?: string | false | undefined;
  /** The name of the sessions' cookie, `n2o` by default: of two applications on one host, whatever their ports, each needs its own. */
  readonly cookie?: string | undefined;
  /** Seconds that a session lives unused; 900 by default. */
  readonly ttl?: number | undefined;
  /** Seconds that a session lives at most, however much it is used; a week by default. */
  readonly lifetime?: number | undefined;
  /** Whether a session that is used lives on; true by default. */
  readonly prolongate?: boolean | undefined;
  /** Whether a page that is merely open keeps its cookie's session alive; false by default. */
  readonly keepAlive?: boolean | undefined;
  /** Seconds that the pickles in a page stay valid; 86,400 by default. */
  readonly pickleTtl?: number | undefined;
  /** Whether pages may send JavaScript text to clients of the classic wire; false by default. */
  readonly scripts?: boolean | undefined;
  /** Where sessions are kept beyond the process; in `kv` by default. */
  readonly storage?: n2o.SessionStorage | undefined;
  /**
   * A broker that clients may come over beside the WebSocket: `mqttCarrier({ url })` of the entry `n2o/mqtt`. Connected while the
   * application listens.
   */
  readonly mqtt?: n2o.Carrier | undefined;
  /** The bus that pages talk over; one within the process by default. Whoever made it closes it. */
  readonly bus?: n2o.Bus | undefined;
  /**
   * Over what an event that arrives again is carried out once: this process (by default), or all processes on the same `kv`, at one commit
   * an event, after a crash in its middle its client hears `unknown` (see `n2o.claim` for exactly once).
   */
  readonly once?: "process" | "store" | undefined;
  /** Who is in which topic: `leasedPresence` of the entry `n2o/presence`, where the nodes on the bus tell one another; none by default. */
  readonly presence?: n2o.ServerOptions["presence"] | undefined;
  /** Time; the host's by default. */
  readonly clock?: n2o.ServerOptions["clock"] | undefined;
  /** Bounds of what a client may cause. */
  readonly limits?: Partial<n2o.Limits> | undefined;
  /**
   * Who sees `/n2o/metrics`: whoever reaches a port of its own (of `hostname`, 127.0.0.1 by default, where `/n2o/health` is as well), or
   * whose request a guard lets in. Nobody by default.
   */
  readonly metrics?: MetricsSetting | undefined;
  /** Whether each request is logged, with an id: true to the log, or a function that takes the entries. Not by default. */
  readonly requests?: Requests | undefined;
  /**
   * What takes connections in place of the host's own listener. Deno's cannot time out who never ends the headers of a request: where it
   * stands at the network's edge, without a proxy before it, give `guarded` of `host/node`.
   */
  readonly listener?: Gate | undefined;
  /**
   * Opens an endpoint of TCP beside the port of HTTP when the application starts, as `onTcp({ port: 8002, path: "/app" })` of `n2o/tcp`
   * does. Not by default.
   */
  readonly tcp?: OpenEndpoint | undefined;
  /** Opens an endpoint of UDP, as `onUdp({ port: 8003 })` of `n2o/udp` does. Not by default. */
  readonly udp?: OpenEndpoint | undefined;
  /** How terms are written and read on a connection, by its request: BERT where this answers undefined, as it does by default. */
  readonly formatter?: n2o.ServerOptions["formatter"] | undefined;
  /** Where incidents are reported; the console by default. */
  readonly log?: Log | undefined;
  /** Whether a missing secret is an error; by default where the host says that it is in production. */
  readonly production?: boolean | undefined;
}

/** An application that listens. */
export interface Listening {
  /** The TCP port. */
  readonly port: number;
  /** The TCP port of `/n2o/metrics`, where it has one of its own. */
  readonly metrics: number | undefined;
  /** The port of the setting `tcp`. */
  readonly tcp: number | undefined;
  /** The port of the setting `udp`. */
  readonly udp: number | undefined;
  /**
   * Closes every connection with code 1001, and the port; resolves when all is closed, after five seconds or so at the latest. A second
   * call waits for the first.
   */
  stop(): Promise<void>;
  /** Resolves when the application was stopped. */
  readonly finished: Promise<void>;
}

/** An application that is made and answers requests; it listens once it is started. */
export interface Application {
  /**
   * Its routes: add your own behind all others before the first request, or have another Hono application route to it, at its root: the
   * client asks for `/n2o/` and `/ws/` there.
   */
  readonly app: App;
  /** What its connections share. */
  readonly server: n2o.Server;
  /**
   * Listens where the host lets a program do so, once; SIGINT and SIGTERM stop it. Elsewhere the host takes `app.fetch`.
   *
   * @throws {N2oError} `config` for a port that is taken, an address that is not this machine's, a host where nothing listens, and when it
   * was started before.
   */
  start(): Promise<Listening>;
}

/** Makes an application of settings. */
export type Bootstrap = <Store extends Kv | undefined = undefined>(
  config: Config<Store>,
) => Promise<Application>;
