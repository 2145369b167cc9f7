/**
 * The guard against foreign sites: whose pages may open a socket, or ask for what changes something, with the cookie of a person. The one
 * rule of pages and of the API.
 *
 * A browser says in `Origin` (RFC 6454) which page asks and in `Sec-Fetch-Site` how that is related to this server; no script can change
 * either. Both have to fit where both are there.
 *
 * @module
 */

/** What a request says of where it comes from. */
export interface OriginClaim {
  /** The header `Origin`. */
  readonly origin: string | undefined;
  /** The header `Sec-Fetch-Site`. */
  readonly site: string | undefined;
  /** The host that was asked for, as the browser knows it. */
  readonly host: string | undefined;
  /** Whether it came over TLS. */
  readonly isSecure: boolean;
}

/**
 * Whether a page of where a request comes from may do so; `allowed` are the origins of the settings, the server's own by default.
 *
 * @example
 * ```ts
 * import { isAdmittedOrigin } from "@n2o/n2o/base";
 *
 * const asked = { site: undefined, host: "shop.example", isSecure: true };
 * if (!isAdmittedOrigin({ ...asked, origin: "https://shop.example" }, undefined)) throw new Error("its own page");
 * if (isAdmittedOrigin({ ...asked, origin: "https://evil.example" }, undefined)) throw new Error("a foreign page");
 * ```
 */
export function isAdmittedOrigin(
  { origin, site, host, isSecure }: OriginClaim,
  allowed: string | readonly string[] | undefined,
): boolean {
  if (origin === undefined) return isOwnSite(site);
  if (allowed === undefined) return isOwnSite(site) && isOwnOrigin(origin, host, isSecure);
  const origins = [allowed].flat(), asked = serialised(origin);
  // Of another site whatever the settings name: these are meant.
  return origins.includes("*") || (asked !== undefined && origins.includes(asked));
}

/** Whether `Sec-Fetch-Site` speaks of this origin, or of a person who typed the address; older browsers do not send it. */
function isOwnSite(site: string | undefined): boolean {
  return site === undefined || site === "same-origin" || site === "none";
}

/**
 * Whether an origin is that of the host that was asked for. Over TLS it has to be one of `https`; without, TLS may end at a proxy of which
 * nobody told.
 *
 * @example
 * ```ts
 * import { isOwnOrigin } from "@n2o/n2o/base";
 *
 * if (!isOwnOrigin("https://shop.example", "shop.example:443", true)) throw new Error("the port of its scheme");
 * if (isOwnOrigin("http://shop.example", "shop.example", true)) throw new Error("in the clear");
 * ```
 */
export function isOwnOrigin(origin: string, host: string | undefined, isSecure: boolean): boolean {
  const asked = serialised(origin);
  if (asked === undefined || host === undefined || /[/?#@\\\s]/.test(host)) return false;
  const [scheme] = asked.split("//");
  if (scheme === undefined || !(isSecure ? /^https:$/ : /^https?:$/).test(scheme)) return false;
  const own = `${scheme}//${host}`;
  return URL.canParse(own) && new URL(own).origin === asked;
}

/** An origin in the spelling of RFC 6454, section 6.2; `undefined` for `null` and whatever has more than scheme, host and port. */
function serialised(origin: string): string | undefined {
  if (!URL.canParse(origin)) return undefined;
  const { origin: spelled } = new URL(origin);
  // A port that is the scheme's own may be written out, but nothing else may stand behind the host.
  const bare = /^[a-z][a-z\d+.-]*:\/\/[^/?#@\\\s]+$/i.test(origin);
  return bare && spelled !== "null" ? spelled : undefined;
}
