/**
 * The cookie of a session in the headers of a request. Its text is what `Sessions.seal` makes; no script ever sees it.
 *
 * @module
 */

/** The name of the cookie where the settings give none. */
export const COOKIE = "n2o";

/**
 * The name of the cookie, by that of the settings. One that is sent over TLS alone has the prefix `__Host-`: browsers let no other host,
 * and no plain connection, set it (RFC 6265bis, section 4.1.3.2).
 */
export function cookieName(isSecure: boolean, name: string = COOKIE): string {
  return isSecure ? `__Host-${name}` : name;
}

/** Whether a text may be the name of a cookie in the settings: letters, digits, `-` and `_`, 64 at most, and no prefix of browsers' own. */
export function isCookieName(name: string): boolean {
  return /^(?!__)[\w-]{1,64}$/.test(name);
}

/** The longest `Cookie` header that is looked at, in characters. */
const LONGEST = 16_384;

/**
 * What the `Cookie` header of a request says of the session, or `undefined`: the text under `__Host-n2o`, else that under `n2o`, or
 * under the other name that the settings give it.
 *
 * A name that is there twice says nothing: one of the two was put there by somebody else, and nobody knows which.
 *
 * @example
 * ```ts
 * import { cookieOf } from "@n2o/n2o/n2o";
 *
 * if (cookieOf("theme=dark; n2o=AbC") !== "AbC") throw new Error("not found");
 * if (cookieOf("n2o=AbC; n2o=dEf") !== undefined) throw new Error("one of the two was taken");
 * ```
 */
export function cookieOf(header: string | undefined, cookie: string = COOKIE): string | undefined {
  if (header === undefined || header.length > LONGEST) return undefined;
  const pairs = header.split(";").map((pair) => pair.trim());
  for (const name of [cookieName(true, cookie), cookieName(false, cookie)]) {
    const found = pairs.filter((pair) => pair.startsWith(`${name}=`));
    if (found.length > 0) return found.length === 1 ? found[0]?.slice(name.length + 1) : undefined;
  }
  return undefined;
}

/** How many cookies of one name are looked at: a browser has one, somebody else may have added some. */
const MOST = 16;

/** All texts that the `Cookie` header has under a name, in its order, 16 at most. */
export function cookiesOf(header: string | undefined, name: string): readonly string[] {
  if (header === undefined || header.length > LONGEST) return [];
  return header.split(";").map((pair) => pair.trim()).filter((pair) => pair.startsWith(`${name}=`))
    .slice(0, MOST).map((pair) => pair.slice(name.length + 1).replace(/^"(.*)"$/, "$1"));
}
