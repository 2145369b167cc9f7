/**
 * Signed links: whoever has one may fetch what it is of, for a time.
 *
 * @module
 */
import {
  type Clock,
  equalSecrets,
  fromBase64,
  isInteger,
  systemClock,
  toBase64,
} from "../../base/mod.ts";
import { RestError } from "../error.ts";

/** What a link is of. */
export interface Linked {
  /** What may be fetched: the place of a file. */
  readonly subject: string;
  /** By which method; `GET` unless told, and HEAD goes with it. */
  readonly method?: string;
  /** The only person who may, known in some other way; whoever has the link unless told. */
  readonly person?: string;
}

/** What a link says in its query. */
export interface Signature {
  /** When it ends, in seconds since the epoch. */
  readonly expires: number;
  /** The seal: 43 characters. */
  readonly signature: string;
}

/** Settings of signed links. */
export interface LinksOptions {
  /**
   * What seals: at least 16 random characters, the same in all programs; there is no default. Of a list the first seals and all open: put a new
   * one in front, and take the old one away when its links are over.
   */
  readonly secret: string | readonly string[];
  /** The longest that a link lasts, in seconds; a week unless told. */
  readonly longest?: number;
  /** The time; the system's unless told. */
  readonly clock?: Pick<Clock, "now">;
}

/** Makes links, and tells whether one holds. */
export interface Links {
  /** The longest that a link lasts, in seconds. */
  readonly longest: number;
  /**
   * Signs a link that lasts so many seconds.
   *
   * Rejects with {@linkcode RestError} `invalid` for more than the longest, or less than 1.
   */
  sign(linked: Linked, seconds: number): Promise<Signature>;
  /** Whether a signature is of this, and not over; with `person` those for this person hold as well as those for everybody. */
  isSigned(linked: Linked, signature: Signature): Promise<boolean>;
}

const LEAST = 16, WEEK = 604_800, SEAL = 32;
const utf8 = new TextEncoder();

/**
 * Links that are sealed by HMAC-SHA256 over what they are of, the method, the end and the person. Nothing is kept of them, so none is taken
 * back but by another secret: let them be short.
 *
 * @throws {RestError} `config` for a secret that is none, or too short
 *
 * @example
 * ```ts
 * import { signedLinks } from "@n2o/n2o/rest/auth";
 *
 * const links = signedLinks({ secret: crypto.randomUUID() });
 * const signature = await links.sign({ subject: "report.pdf" }, 3_600);
 * if (!await links.isSigned({ subject: "report.pdf" }, signature)) throw new Error("it holds");
 * if (await links.isSigned({ subject: "other.pdf" }, signature)) throw new Error("of another file");
 * ```
 */
export function signedLinks(options: LinksOptions): Links {
  const { longest = WEEK, clock = systemClock } = options;
  const secrets = typeof options.secret === "string" ? [options.secret] : options.secret;
  if (
    !Array.isArray(secrets) || secrets.length === 0 ||
    secrets.some((each) => typeof each !== "string" || each.length < LEAST)
  ) {
    throw new RestError("config", `links: secret: at least ${LEAST} random characters, set by you`);
  }
  if (!isInteger(longest, 1, Number.MAX_SAFE_INTEGER)) {
    throw new RestError("config", "links: longest: seconds, a positive integer");
  }
  const keys = Promise.all(secrets.map(keyOf));
  // Whoever signs or opens hears of it.
  keys.catch(() => {});
  const seal = async (
    key: CryptoKey,
    { subject, method = "GET", person = "" }: Linked,
    expires: number,
  ) => {
    // Of a list nobody can move a sign from one part into the next.
    const text = JSON.stringify(["n2o link 1", method, subject, expires, person]);
    return new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8.encode(text)));
  };
  return {
    longest,
    async sign(linked, seconds) {
      if (!isInteger(seconds, 1, longest)) {
        const detail = `whole seconds from 1 to ${longest}`;
        throw new RestError("invalid", `a link cannot last so long: ${detail}`, {
          errors: [{ pointer: "/seconds", code: "seconds", detail }],
        });
      }
      const expires = Math.floor(clock.now() / 1_000) + seconds, [key] = await keys;
      if (key === undefined) throw new RestError("config", "links: there is no secret");
      const bytes = await seal(key, linked, expires);
      return { expires, signature: toBase64(bytes, { alphabet: "base64url" }) };
    },
    async isSigned({ person = "", ...linked }, { expires, signature }) {
      const given = bytesOf(signature);
      let isAny = false;
      // Each is computed and compared, whichever it is.
      for (const key of await keys) {
        for (const each of ["", person]) {
          const isThis = equalSecrets(await seal(key, { ...linked, person: each }, expires), given);
          isAny ||= isThis;
        }
      }
      return isAny && clock.now() < expires * 1_000;
    },
  };
}

function keyOf(secret: string): Promise<CryptoKey> {
  const hash = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", utf8.encode(secret), hash, false, ["sign"]);
}

/** The bytes of a signature in its only spelling; others than a seal has where it is none. */
function bytesOf(signature: string): Uint8Array {
  // The last of 43 digits has two bits that say nothing.
  if (!/^[\w-]{42}[AEIMQUYcgkosw048]$/.test(signature)) return new Uint8Array();
  const bytes = fromBase64(signature, { alphabet: "base64url" });
  return bytes.length === SEAL ? bytes : new Uint8Array();
}
