/**
 * What a connection remembers from message to message: small plain data, so that it can hibernate on one host and wake on another.
 *
 * @module
 */
import type { Key } from "./term/key.ts";
import type { Plain } from "./term/plain.ts";

/** The request that opened a connection. */
export interface Req {
  /** Path of the page, the endpoint's own prefix taken off: `/app/index.htm`. */
  readonly path: string;
  /** Query of the page without the question mark: `room=lobby`. */
  readonly query: string;
  /** Headers, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The state of a connection. */
export interface Cx {
  /** Which wire the client speaks; `undefined` until its first frame told. */
  readonly wire?: "classic" | "terms";
  /** Name of the page that the connection shows. */
  readonly page: string;
  /** Session id, empty until the client was authenticated. */
  readonly session: string;
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
}

/** The state of a connection that just opened on `page`. */
export function cx(page: string): Cx {
  return { page, session: "", token: "", renew: Infinity, client: "", topics: [], state: {} };
}
