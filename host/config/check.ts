/**
 * Settings of an application, and the check that they can work.
 *
 * @module
 */
import type { Kv } from "../kvs/mod.ts";
import * as n2o from "../n2o/mod.ts";

/** Settings of an application. */
export interface Config {
  /** Pages by path (`/app/index.htm`, `/app/*`), and modules that events are delegated to by any other name. */
  readonly routes: n2o.Routes;
  /** The persistent store: sessions are kept in it. Without one they end with the process. */
  readonly kv?: Kv | undefined;
  /** The protocol chain; pages and heartbeat by default. */
  readonly protocols?: readonly n2o.Protocol[] | undefined;
  /** Names of the operational tables; the seven that the services need by default. */
  readonly tables?: readonly string[] | undefined;
  /** At least 16 random characters that seal tokens and pickles, the same on every machine. Without it one is made for development. */
  readonly secret?: string | undefined;
  /** TCP port; 8001 by default, 0 for any free one. */
  readonly port?: number | undefined;
  /** Address to listen on; all by default. */
  readonly hostname?: string | undefined;
  /** Origins whose pages may connect, `*` for all; the application's own by default. */
  readonly origin?: string | readonly string[] | undefined;
  /** Folders of files by the path they are served under: `{ "/app/": new URL("./static/", import.meta.url) }`. */
  readonly static?: Readonly<Record<string, URL>> | undefined;
  /** The Content-Security-Policy of every answer, `false` for none; `default-src 'self'` and no framing by default. */
  readonly csp?: string | false | undefined;
  /** Seconds that a session lives unused; 900 by default. */
  readonly ttl?: number | undefined;
  /** Bounds of what a client may cause. */
  readonly limits?: Partial<n2o.Limits> | undefined;
  /** Where incidents are reported; the console by default. */
  readonly log?: n2o.Log | undefined;
  /** Whether a missing secret is an error; by default where the host says that it is in production. */
  readonly production?: boolean | undefined;
}

/** For each key, what is wrong with a value, or nothing. */
const RULES: Readonly<Record<keyof Config, (value: unknown) => string | undefined>> = {
  routes: (value) =>
    entries(value, isPage, "a path (or a name) with a module that exports event()"),
  kv: (value) =>
    has(value, "get", "set", "list", "atomic")
      ? undefined
      : "give a store, as openKv() resolves to",
  protocols: (value) =>
    all(value, (each) => has(each, "info")) ? undefined : "give a list of objects with info()",
  tables: (value) => all(value, isText) ? undefined : "give a list of names",
  secret: (value) =>
    isText(value) && value.length >= 16 ? undefined : "give at least 16 random characters",
  port: (value) => isInteger(value, 0, 65_535) ? undefined : "give an integer from 0 to 65535",
  hostname: (value) => isText(value) ? undefined : "give a name or an address",
  origin: (value) =>
    (isText(value) ? isOrigin(value) : all(value, isOrigin))
      ? undefined
      : "give origins like https://example.com, or *",
  static: (value) =>
    entries(
      value,
      (folder, path) =>
        folder instanceof URL && folder.pathname.endsWith("/") && /^\/(.*\/)?$/.test(path),
      'a path like "/app/" with the URL of a folder, both with a slash at the end',
    ),
  csp: (value) =>
    value === false || (isText(value) && /^[\x20-\x7e]+$/.test(value))
      ? undefined
      : "give a policy of one line, or false",
  ttl: (value) => isInteger(value, 1, 2 ** 31) ? undefined : "give seconds, 1 or more",
  limits: (value) =>
    entries(
      value,
      isLimit,
      `a limit (${Object.keys(n2o.defaultLimits).join(", ")}) with a positive integer`,
    ),
  log: (value) =>
    typeof value === "function" ? undefined : "give a function (level, message, details)",
  production: (value) => typeof value === "boolean" ? undefined : "give true or false",
};

/**
 * Checks settings.
 *
 * @throws {N2oError} `config`; the message begins with the key.
 */
export function checked(config: Config): Config {
  for (const [key, value] of Object.entries(config)) {
    if (!isKey(key)) {
      throw wrong(key, `there is no such setting, there are ${Object.keys(RULES).join(", ")}`);
    }
    const complaint = value === undefined ? undefined : RULES[key](value);
    if (complaint !== undefined) throw wrong(key, complaint);
  }
  if (Object.keys(config.routes ?? {}).length === 0) {
    throw wrong("routes", "is missing: give at least one page");
  }
  return config;
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

function isInteger(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}

function isOrigin(value: unknown): boolean {
  return value === "*" || (isText(value) && URL.parse(value)?.origin === value);
}

function isLimit(value: unknown, name: string): boolean {
  return Object.hasOwn(n2o.defaultLimits, name) && isInteger(value, 1, Number.MAX_SAFE_INTEGER);
}

function isPage(value: unknown): boolean {
  return has(value, "event");
}

/** Whether a value has methods of these names. */
function has(value: unknown, ...names: readonly string[]): boolean {
  return typeof value === "object" && value !== null &&
    names.every((name) => typeof Reflect.get(value, name) === "function");
}

function all(value: unknown, test: (each: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(test);
}

function entries(
  value: unknown,
  test: (each: unknown, name: string) => boolean,
  expected: string,
): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return `give ${expected}`;
  }
  const bad = Object.entries(value).find(([name, each]) => !test(each, name));
  return bad === undefined ? undefined : `"${bad[0]}" does not fit: give ${expected}`;
}
