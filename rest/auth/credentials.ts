/**
 * Who asks, of all that a request may say of it: an API key, a token of the application's own, the cookie of a session.
 *
 * @module
 */
import type { Person, Who } from "../who.ts";
import { invalidToken, otherScheme, unreadable } from "./challenge.ts";
import type { ApiKey } from "./key/row.ts";
import type { Keys } from "./key/keys.ts";

/** Whom a token speaks for. */
export interface Bearer {
  /** Who it is: stable and unique. */
  readonly id: string;
  /** What it may, where the token limits that. */
  readonly scopes?: readonly string[];
  /** What the application knows of it. */
  readonly user?: unknown;
}

/** How credentials are looked at; what is left out is not taken. */
export interface CredentialsOptions {
  /** API keys, as `Authorization: Bearer n2o_...` and as `X-API-Key: n2o_...`. */
  readonly keys?: Pick<Keys, "prefix" | "verify">;
  /**
   * What the application knows of the owner of a key, which becomes `person.user`; undefined: there is no such person any more, and their
   * keys are none. Without it nobody is asked.
   */
  readonly owner?: (key: ApiKey) => unknown;
  /**
   * Tokens of the application's own, as `Authorization: Bearer ...`: whom it speaks for, or undefined for what is none, or no longer. What it
   * throws is a fault, not a refusal. It is given nothing but what RFC 6750 lets a token be, of 8,192 characters at most.
   */
  readonly verify?: (
    token: string,
    request: Request,
  ) => Bearer | undefined | Promise<Bearer | undefined>;
  /** The session of a cookie; asked where the request says nothing else of who asks. */
  readonly session?: Who;
}

/** The longest header that is looked at, in characters. */
const LONGEST = 8_192;
/** `b64token` of RFC 6750, section 2.1. */
const TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;

/**
 * Tells who asks by what the request says, in this order:
 *
 * 1. `Authorization: Bearer` or `X-API-Key`: what a program sends on purpose. What begins as keys do is a key, all else a token. Both headers at
 *    once, or one of them twice, are 400; one that does not hold is 401, whatever cookie came along, and never falls back to it.
 * 2. The cookie of the session: what a browser sends by itself. Changes by it need the right Origin.
 *
 * @throws {RestError} (from what it answers) `bad_header` for what cannot be read, `unauthorized` for what does not hold, each with the
 * challenge of RFC 6750
 *
 * @example
 * ```ts
 * import { memoryKv } from "@n2o/n2o/kvs";
 * import { resource, rest } from "@n2o/n2o/rest";
 * import { apiKeys, credentials } from "@n2o/n2o/rest/auth";
 *
 * using kv = memoryKv();
 * const keys = apiKeys(kv);
 * const notes = resource({ name: "notes", table: "note", may: { list: { scope: "notes:read" } } });
 * const api = rest({ kv, resources: [notes], who: credentials({ keys }) });
 *
 * const { text } = await keys.make({ owner: "ann", name: "report", scopes: ["notes:read"] });
 * const ask = (headers: HeadersInit) => api.request("/rest/notes", { headers });
 * if (!(await ask({ authorization: `Bearer ${text}` })).ok) throw new Error("not known");
 * if ((await ask({})).status !== 401) throw new Error("it is not for everybody");
 * ```
 */
export function credentials(options: CredentialsOptions): Who {
  const { keys, verify, session } = options;
  return async (request) => {
    const sent = sentIn(request.headers);
    if (sent === undefined) return await session?.(request);
    const { header, text } = sent;
    if (keys !== undefined && text.startsWith(`${keys.prefix}_`)) {
      const key = await keys.verify(text), user = key && await options.owner?.(key);
      if (key === undefined || options.owner !== undefined && user === undefined) {
        throw invalidToken(header);
      }
      return personOf(key, user);
    }
    const bearer = header === "authorization" ? await verify?.(text, request) : undefined;
    if (bearer === undefined) throw invalidToken(header);
    const { id, scopes, user } = bearer;
    return {
      id,
      by: "token",
      ...scopes !== undefined && { scopes },
      ...user !== undefined && { user },
    };
  };
}

function personOf({ id, owner, scopes }: ApiKey, user: unknown): Person {
  return {
    id: owner,
    by: "key",
    key: id,
    ...scopes !== undefined && { scopes },
    ...user !== undefined && { user },
  };
}

/** What a request says on purpose of who asks. */
interface Sent {
  readonly header: "authorization" | "x-api-key";
  readonly text: string;
}

function sentIn(headers: Headers): Sent | undefined {
  const authorization = headers.get("authorization"), key = headers.get("x-api-key");
  if (authorization === null) return key === null ? undefined : readKey(key);
  if (key !== null) throw unreadable("x-api-key", "send one kind of credentials, not two");
  if (authorization.length > LONGEST) {
    throw unreadable("authorization", `at most ${LONGEST} characters`);
  }
  const [, scheme, , text] = /^([!#$%&'*+.^_`|~\w-]+)( +(.*))?$/.exec(authorization) ?? [];
  if (scheme === undefined) throw unreadable("authorization", "give a scheme and a token");
  if (scheme.toLowerCase() !== "bearer") throw otherScheme();
  // Of a header that comes twice the host makes one, with a comma, which no token has.
  if (text === undefined || !TOKEN.test(text)) {
    throw unreadable("authorization", "give one token behind Bearer");
  }
  return { header: "authorization", text };
}

function readKey(text: string): Sent {
  if (text.length > LONGEST || !TOKEN.test(text)) throw unreadable("x-api-key", "give one key");
  return { header: "x-api-key", text };
}
