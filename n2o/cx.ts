/**
 * The state of a connection: the page that it shows, as the module that answers its events, and what it remembers from message to message:
 * small plain data, so that it can hibernate on one host and wake on another.
 *
 * @module
 */
import type { Guard, Principal } from "./session/guard.ts";
import type { Key, Plain } from "./term/plain.ts";

/** A page: usually a module that exports `event`. */
export interface Page {
  /**
   * Handles one event: `"init"` when a client connected, `"terminate"` when it went away, the postback of a control, or news of a topic
   * that the connection registered: a `Sent` with what was sent there, a `Lost`. The client is answered when the promise resolves.
   */
  event(event: unknown): unknown;
  /**
   * For which postbacks the handler commits the claim of its event with its own write (`n2o.claim`), where events are claimed in the
   * store: nothing is claimed before they run, so that one whose process died before its commit runs when the client sends it again.
   */
  readonly claims?: boolean | ((postback: unknown) => boolean);
  /** Whom the page is for; anybody by default. */
  readonly guard?: Guard;
}

/** Pages by the path that shows them: exact, or every path that starts with what stands before a final `*`. */
export type Routes = Readonly<Record<string, Page>>;

/**
 * The name of the route that a path takes: the exact one, else the longest that ends with `*`; `undefined` if there is none.
 *
 * Names may be written in any script, with or without the percent signs that a path has: `/дім` is `/%D0%B4%D1%96%D0%BC`.
 */
export function route(routes: Routes, path: string): string | undefined {
  if (Object.hasOwn(routes, path)) return path;
  const names = Object.keys(routes), asked = decoded(path);
  return names.find((name) => decoded(name) === asked) ??
    names.filter((name) => name.endsWith("*") && asked.startsWith(decoded(name.slice(0, -1))))
      .sort((a, b) => b.length - a.length)[0];
}

/** A path as a person writes it; slashes and the other separators of addresses stay coded, and so does what is no UTF-8. */
function decoded(path: string): string {
  if (!path.includes("%")) return path;
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** The request that opened a connection. */
export interface Req {
  /** Path of the page, the endpoint's own prefix taken off: `/app/index.htm`. */
  readonly path: string;
  /** Query of the page without the question mark: `room=lobby`. */
  readonly query: string;
  /** Headers, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The client's address, as far as the host and the proxies of the settings tell: `192.0.2.1`, `2001:db8::1`. */
  readonly address?: string;
  /** Whether the client speaks TLS, here or to a proxy of the settings. */
  readonly isSecure?: boolean;
  /** Whom the application's own accounts know in the request; asked for where the session has no user. */
  readonly identity?: Principal;
}

/** The state of a connection. */
export interface Cx {
  /** Which wire the client speaks; `undefined` until its first frame told. */
  readonly wire?: "classic" | "terms";
  /** Name of the page that the connection shows. */
  readonly page: string;
  /** Session id, empty until the client was authenticated. It changes at login, at logout and when rights change. */
  readonly session: string;
  /** The ids that the session of this connection had before, the latest first: what was sealed for them opens here still. */
  readonly former: readonly string[];
  /** The session id that the client was told of, by a token or a ticket. */
  readonly told: string;
  /** Whose session it was when the message began; empty where nobody is logged in. */
  readonly user: string;
  /** The roles there, when the message began. */
  readonly roles: readonly string[];
  /** Token of the session, as the client keeps it. */
  readonly token: string;
  /** When the token should be replaced by a later one, in milliseconds since the epoch. */
  readonly renew: number;
  /** The client's own name for this life of its page; empty on the classic wire. */
  readonly client: string;
  /** Topics of the bus that the connection is registered under. */
  readonly topics: readonly Key[];
  /** What the page keeps of its own between messages (`nitro.state`). */
  readonly state: Readonly<Record<string, Plain>>;
  /** What is remembered of what the client shows, at most 8,192 bytes; where it is lost, updates are sent whole. */
  readonly shown?: Uint8Array<ArrayBuffer> | undefined;
}

/** What many connections have in common. */
const NONE: readonly string[] = Object.freeze([]), NO_TOPICS: Cx["topics"] = Object.freeze([]);
const NO_STATE: Cx["state"] = Object.freeze({});

/** The state of a connection that just opened on `page`. */
export function cx(page: string): Cx {
  return {
    page,
    session: "",
    former: NONE,
    told: "",
    user: "",
    roles: NONE,
    token: "",
    renew: Infinity,
    client: "",
    topics: NO_TOPICS,
    state: NO_STATE,
  };
}
