/**
 * The check that the settings of an application can work.
 *
 * @module
 */
import { isInteger, isObject } from "../../base/mod.ts";
import type { Kv } from "../../kvs/mod.ts";
import * as n2o from "../../n2o/mod.ts";
import type { Config } from "../config.ts";
import { complaintOfProtocols, type ProtocolSetting } from "../protocols.ts";
import { isRange } from "../session/address.ts";

/** For each key, what is wrong with a value, or nothing. */
const RULES: Readonly<Record<keyof Config, (value: unknown) => string | undefined>> = {
  routes: (value) => isFunction(value) ? undefined : routes(value),
  kv: (value) =>
    has(value, "get", "set", "list", "atomic")
      ? undefined
      : "give a store, as openKv() resolves to",
  protocols: (value) => isFunction(value) ? undefined : complaintOfProtocols(value),
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
  scripts: truth,
  storage: (value) =>
    has(value, "load", "set", "delete") ? undefined : "give an object with load(), set(), delete()",
  bus: (value) =>
    has(value, "send", "reg", "unreg") ? undefined : "give a bus, as localBus() makes one",
  mqtt: (value) =>
    has(value, "start", "invite")
      ? undefined
      : "give a carrier, as mqttCarrier() of n2o/mqtt makes one",
  once: (value) =>
    value === "process" || value === "store" ? undefined : 'give "process" or "store"',
  presence: (value) =>
    isFunction(value) || has(value, "track", "untrack", "list", "watch", "unwatch", "close")
      ? undefined
      : "give leasedPresence of n2o/presence, or a presence",
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
  tcp: (value) => isFunction(value) ? undefined : "give what onTcp({ port }) of n2o/tcp answers",
  udp: (value) => isFunction(value) ? undefined : "give what onUdp({ port }) of n2o/udp answers",
  formatter: (value) =>
    isFunction(value) ? undefined : "give a function from a request to a formatter, as () => json",
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
  if (!isFunction(config.routes)) checkedRoutes(config.routes ?? {}, config);
  if (config.once === "store" && config.kv === undefined) {
    throw wrong("once", 'events are claimed in the store: give kv, or once: "process"');
  }
  return config;
}

/** Checks the routes that a function of the settings made: there may be none where an application has routes of its own. */
export function checkedRoutes(
  made: n2o.Routes,
  { app, routes: given }: { readonly app?: unknown; readonly routes?: unknown },
): n2o.Routes {
  refuse("routes", routes(made));
  if (app !== undefined && given !== undefined && Object.keys(made).length === 0) return made;
  if (Object.keys(made).length === 0) throw wrong("routes", "is missing: give at least one page");
  if (!Object.keys(made).some((name) => /^\/|\*$/.test(name))) {
    throw wrong("routes", 'no page has a path: paths begin with a slash, like "/home"');
  }
  return made;
}

/** Checks the protocols that a function of the settings made. */
export function checkedProtocols(made: readonly ProtocolSetting[]): readonly ProtocolSetting[] {
  refuse("protocols", complaintOfProtocols(made));
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
