/**
 * Settings of an application, and the check that they can work.
 *
 * @module
 */
import { isInteger, isObject, type Log } from "../base/mod.ts";
import type { Kv } from "../kvs/mod.ts";
import * as n2o from "../n2o/mod.ts";
import type { App } from "./deps.ts";
import type { Gate } from "./host.ts";
import type { MetricsSetting } from "./metrics.ts";
import { isProtocolName, type ProtocolSetting } from "./protocols.ts";
import type { Requests } from "./request_log.ts";
import { isRange } from "./session/address.ts";
import type { RequestSettings } from "./session/request.ts";
import type { Static } from "./static/static.ts";

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
export interface Config<Store extends Kv | undefined = Kv | undefined> extends RequestSettings {
  /** Pages by path (`/app/index.htm`, `/app/*`), and modules that events are delegated to by any other name. */
  readonly routes: Made<n2o.Routes, Store>;
  /**
   * The persistent store: sessions are kept in it. Without one they end with the process. While the application listens it maintains the
   * store (see `maintain` of kvs); a host that listens itself does so by a cron of its own that calls `expire`.
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
  /** Names of applications by the table of their transport: each has four processes there; `{ ws: ["app"] }` by default. */
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
  /** Where sessions are kept beyond the process; in `kv` by default. */
  readonly storage?: n2o.SessionStorage | undefined;
  /** The bus that pages talk over; one within the process by default. Whoever made it closes it. */
  readonly bus?: n2o.Bus | undefined;
  /**
   * Over what an event that arrives again is carried out once: this process (by default), or all processes on the same `kv`, at one commit
   * an event, after a crash in its middle its client hears `unknown` (see `n2o.claim` for exactly once).
   */
  readonly once?: "process" | "store" | undefined;
  /** Who is in which topic; by default what the nodes on the bus tell one another. */
  readonly presence?: n2o.Presence | undefined;
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
  /** Where incidents are reported; the console by default. */
  readonly log?: Log | undefined;
  /** Whether a missing secret is an error; by default where the host says that it is in production. */
  readonly production?: boolean | undefined;
}

/** For each key, what is wrong with a value, or nothing. */
const RULES: Readonly<Record<keyof Config, (value: unknown) => string | undefined>> = {
  routes: (value) => isFunction(value) ? undefined : routes(value),
  kv: (value) =>
    has(value, "get", "set", "list", "atomic")
      ? undefined
      : "give a store, as openKv() resolves to",
  protocols: (value) => isFunction(value) ? undefined : protocols(value),
  app: (value) => isFunction(value) ? undefined : "give a function that adds routes to a Hono app",
  tables: (value) => all(value, isText) ? undefined : "give a list of names",
  services: (value) =>
    entries(value, (apps) => all(apps, isText), "the name of a table with a list of names"),
  secret: (value) =>
    isSecret(value) || (all(value, isSecret) && isList(value, 1, 16))
      ? undefined
      : "give at least 16 random characters, or a list of 1 to 16 of such",
  cookie: (value) =>
    isText(value) && n2o.isCookieName(value)
      ? undefined
      : "give a name of letters, digits, - and _, 64 at most, that does not begin with __",
  port: (value) => isInteger(value, 0, 65_535) ? undefined : "give an integer from 0 to 65535",
  hostname: (value) => isText(value) ? undefined : "give a name or an address",
  origin: (value) =>
    (isText(value) ? isOrigin(value) : all(value, isOrigin))
      ? undefined
      : "give origins like https://example.com, or *",
  proxy: (value) =>
    isInteger(value, 0, 16) || all(value, (each) => isText(each) && isRange(each))
      ? undefined
      : "give the number of proxies (0 to 16), or their addresses and networks like 10.0.0.0/8",
  identify: (value) =>
    isFunction(value) ? undefined : "give a function from a request to { user, roles }",
  static: (value) =>
    entries(
      value,
      (folders, path) => isPath(path) && (isFolder(folders) || all(folders, isFolder)),
      'a path like "/app/" with the URL of a folder (or a list of them), each with a slash at the end',
    ),
  shell: (value) =>
    typeof value === "boolean" || isFunction(value)
      ? undefined
      : "give true, false, or a function from a path to a document",
  csp: (value) =>
    value === false || (isText(value) && /^[\x20-\x7e]+$/.test(value))
      ? undefined
      : "give a policy of one line, or false",
  ttl: seconds,
  lifetime: seconds,
  prolongate: truth,
  keepAlive: truth,
  pickleTtl: seconds,
  storage: (value) =>
    has(value, "load", "set", "delete") ? undefined : "give an object with load(), set(), delete()",
  bus: (value) =>
    has(value, "send", "reg", "unreg") ? undefined : "give a bus, as localBus() makes one",
  once: (value) =>
    value === "process" || value === "store" ? undefined : 'give "process" or "store"',
  presence: (value) =>
    has(value, "track", "untrack", "list", "watch", "unwatch", "close")
      ? undefined
      : "give a presence, as leasedPresence() makes one",
  clock: (value) =>
    has(value, "now", "setTimeout", "clearTimeout")
      ? undefined
      : "give a clock, an object with now(), setTimeout() and clearTimeout()",
  limits: (value) =>
    entries(
      value,
      isLimit,
      `a limit (${Object.keys(n2o.defaultLimits).join(", ")}) with a positive integer`,
    ),
  metrics: (value) =>
    isObject(value) && (isFunction(value.guard) ? value.port === undefined : isPort(value))
      ? undefined
      : "give { port } of an address that you trust, or { guard } with a function of a request",
  requests: (value) =>
    value === true || isFunction(value) ? undefined : "give true, or a function of an entry",
  listener: (value) =>
    has(value, "listen", "upgrade")
      ? undefined
      : "give one that a host has, as guarded of host/node",
  log: (value) => isFunction(value) ? undefined : "give a function (level, message, details)",
  production: truth,
};

function routes(value: unknown): string | undefined {
  return entries(value, isPage, "a path (or a name) with a module that exports event()") ??
    guards(value);
}

function guards(value: unknown): string | undefined {
  // As: entries() looked at it.
  const routes = value as n2o.Routes;
  for (const [name, { guard }] of Object.entries(routes)) {
    if (guard === undefined) continue;
    const complaint = isObject(guard) ? n2o.complaintOf(guard, false) : "give { login, roles }";
    if (complaint !== undefined) return `"${name}" has a guard that cannot work: ${complaint}`;
    const login = n2o.route(routes, guard.login.replace(/[?#].*/s, ""));
    if (login !== undefined && routes[login]?.guard !== undefined) {
      return `"${name}": the page "${login}" where one logs in is guarded itself`;
    }
  }
  return undefined;
}

function protocols(value: unknown): string | undefined {
  return all(value, (each) => has(each, "info") || isProtocolName(each))
    ? undefined
    : 'give a list of objects with info(), or "n2o_heart" and "nitro_n2o"; others by what makes them, such as bpeN2o(bpe)';
}

function seconds(value: unknown): string | undefined {
  return isInteger(value, 1, 2 ** 31) ? undefined : "give seconds, 1 or more";
}

function truth(value: unknown): string | undefined {
  return typeof value === "boolean" ? undefined : "give true or false";
}

/**
 * Checks settings; what their functions will make is checked by {@linkcode checkedRoutes} and {@linkcode checkedProtocols}.
 *
 * @throws {N2oError} `config`; the message begins with the key.
 */
export function checked<Store extends Kv | undefined>(config: Config<Store>): Config<Store> {
  if (!isObject(config)) throw wrong("config", "give an object of settings, routes at least");
  for (const [key, value] of Object.entries(config)) {
    if (!isKey(key)) {
      throw wrong(key, `there is no such setting, there are ${Object.keys(RULES).join(", ")}`);
    }
    refuse(key, value === undefined ? undefined : RULES[key](value));
  }
  if (!isFunction(config.routes)) checkedRoutes(config.routes ?? {});
  if (config.once === "store" && config.kv === undefined) {
    throw wrong("once", 'events are claimed in the store: give kv, or once: "process"');
  }
  return config;
}

/** Checks the routes that a function of the settings made. */
export function checkedRoutes(made: n2o.Routes): n2o.Routes {
  refuse("routes", routes(made));
  if (Object.keys(made).length === 0) throw wrong("routes", "is missing: give at least one page");
  if (!Object.keys(made).some((name) => /^\/|\*$/.test(name))) {
    throw wrong("routes", 'no page has a path: paths begin with a slash, like "/home"');
  }
  return made;
}

/** Checks the protocols that a function of the settings made. */
export function checkedProtocols(made: readonly ProtocolSetting[]): readonly ProtocolSetting[] {
  refuse("protocols", protocols(made));
  return made;
}

function refuse(key: string, complaint: string | undefined): void {
  if (complaint !== undefined) throw wrong(key, complaint);
}

function wrong(key: string, complaint: string): n2o.N2oError {
  return new n2o.N2oError("config", `${key}: ${complaint}`);
}

function isKey(key: string): key is keyof Config {
  return Object.hasOwn(RULES, key);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isSecret(value: unknown): boolean {
  return isText(value) && value.length >= 16;
}

function isList(value: unknown, least: number, most: number): boolean {
  return Array.isArray(value) && value.length >= least && value.length <= most;
}

function isOrigin(value: unknown): boolean {
  return value === "*" || (isText(value) && URL.canParse(value) && new URL(value).origin === value);
}

function isLimit(value: unknown, name: string): boolean {
  return Object.hasOwn(n2o.defaultLimits, name) && isInteger(value, 1, Number.MAX_SAFE_INTEGER);
}

function isFunction(value: unknown): value is (...given: never[]) => unknown {
  return typeof value === "function";
}

/** Whether a request can ask for what is below a path. */
function isPath(path: string): boolean {
  const names = path.split("/");
  return names.shift() === "" && names.pop() === "" &&
    names.every((name) => !/^(?:|\.|\.\.)$|[\\\p{Cc}]/u.test(name));
}

function isFolder(value: unknown): boolean {
  return value instanceof URL && value.pathname.endsWith("/");
}

function isPort({ port, hostname, guard }: Readonly<Record<string, unknown>>): boolean {
  return isInteger(port, 0, 65_535) && guard === undefined &&
    (hostname === undefined || isText(hostname));
}

function isPage(value: unknown): boolean {
  return has(value, "event");
}

/** Whether a value has methods of these names. */
function has(value: unknown, ...names: readonly string[]): boolean {
  return isObject(value) && names.every((name) => typeof value[name] === "function");
}

function all(value: unknown, test: (each: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(test);
}

function entries(
  value: unknown,
  test: (each: unknown, name: string) => boolean,
  expected: string,
): string | undefined {
  if (!isObject(value) || Array.isArray(value)) return `give ${expected}`;
  const bad = Object.entries(value).find(([name, each]) => !test(each, name));
  return bad === undefined ? undefined : `"${bad[0]}" does not fit: give ${expected}`;
}
