/**
 * Cookies that a page sets from within the browser, and those of its request. The session's own is none of them: no script sees it.
 *
 * @module
 */
import { context } from "../n2o/mod.ts";
import { NitroError } from "./error.ts";
import { wire } from "./wire/wire.ts";

/** How a cookie is kept. */
export interface CookieOptions {
  /** Seconds until it is forgotten; two hours by default, and 0 forgets it at once. */
  readonly seconds?: number;
  /** Below which path it is sent; `/` by default. */
  readonly path?: string;
}

const SECONDS = 7_200;
/** The longest name and value together that browsers keep (RFC 6265bis, section 5.5). */
const LONGEST = 4_096;

/** The text of the cookie `name` of the request that opened the connection, or `undefined`. */
export function cookie(name: string): string | undefined;
/**
 * Has the browser keep a cookie: `cookie("theme", "dark", { seconds: 86_400 })`. Any text is a value: what a cookie must not hold is
 * written with percent signs, and read back as it was.
 *
 * @throws {NitroError} `render` for a name or path that is none, for seconds that are no number, and beyond 4,096 bytes.
 */
export function cookie(name: string, value: string, options?: CookieOptions): void;
export function cookie(
  name: string,
  value?: string,
  { seconds = SECONDS, path = "/" }: CookieOptions = {},
): string | undefined | void {
  if (value === undefined) return cookies().get(name);
  const pair = `${name}=${written(value)}`;
  check(/^[\w!#$%&'*+.^`|~-]+$/.test(name), `the name "${name}" has other than letters and digits`);
  check(/^\/[\x20-\x7e]*$/.test(path) && !path.includes(";"), `the path "${path}" is none`);
  check(Number.isFinite(seconds), `${seconds} are no seconds`);
  check(pair.length <= LONGEST, `${pair.length} bytes are too many, a browser keeps ${LONGEST}`);
  wire({ action: "cookie", text: `${pair}; path=${path}; expires=${cookieExpire(seconds)}` });
}

/** The date at which a cookie of so many seconds is forgotten, as HTTP writes it. */
export function cookieExpire(seconds: number = SECONDS): string {
  const { clock } = context().server;
  return new Date(Math.min(Math.max(clock.now() + seconds * 1_000, 0), LAST)).toUTCString();
}

/** The last second of the year 9999: no date of HTTP is later. */
const LAST = 253_402_300_799_000;

/** The cookies of the request that opened the connection, but for the session's; of a name that is there twice the first one. */
export function cookies(): ReadonlyMap<string, string> {
  const { req, server: { sessions } } = context(), found = new Map<string, string>();
  for (const pair of (req.headers.cookie ?? "").slice(0, MOST).split(";")) {
    const at = pair.indexOf("="), name = pair.slice(0, at).trim();
    if (at < 1 || found.has(name) || name.replace(/^__Host-/, "") === sessions.cookie) continue;
    found.set(name, read(pair.slice(at + 1).trim()));
  }
  return found;
}

/** The longest `Cookie` header that is looked at, in characters. */
const MOST = 16_384;

function written(value: string): string {
  // The characters that a value may hold as they are, but for the percent sign (RFC 6265, section 4.1.1).
  return value.toWellFormed().replace(/[^!#$&-+\--:<-[\]-~]/gu, encodeURIComponent);
}

/** A value as it was before `written`; one that somebody else wrote stays as it is. */
function read(value: string): string {
  if (!value.includes("%")) return value;
  try {
    return decodeURIComponent(value);
  } catch (error) {
    if (error instanceof URIError) return value;
    throw error;
  }
}

function check(isGood: boolean, problem: string): void {
  if (!isGood) throw new NitroError("render", `cookie: ${problem}`);
}
