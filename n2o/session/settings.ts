/**
 * How the sessions of a server are set up.
 *
 * @module
 */
import type { Clock, Log } from "../../base/mod.ts";
import type { Bus } from "../bus/bus.ts";
import type { Table } from "../table.ts";
import type { Pickler } from "./pickle.ts";
import type { SessionRows, SessionStorage } from "./rows.ts";

/** How long sessions live, and what their cookie is called. */
export interface SessionSettings {
  /**
   * The name of the cookie, `n2o` by default; over TLS `__Host-` stands before it. Browsers send a cookie to every port of a host: of two
   * applications on one host each needs a name of its own, or a login in one ends that in the other.
   */
  readonly cookie?: string;
  /** How long a session lives without being prolonged, in seconds; 900 by default, `Infinity` for ever. */
  readonly ttl?: number;
  /** How long a session lives at most, however much it is used, in seconds; 604,800 (a week), or `ttl` where that is more. */
  readonly lifetime?: number;
  /** Whether a session that is used lives on; true by default. For a client with a token a connection that is open is use. */
  readonly prolongate?: boolean;
  /** Whether a connection that is merely open is use of a cookie's session, too; false by default: only what a person does is. */
  readonly keepAlive?: boolean;
}

/** What sessions are made with: only `pickler` is required. */
export interface SessionOptions extends SessionSettings {
  /** Seals and opens the tokens. */
  readonly pickler: Pickler;
  /** What this process knows of sessions; a table of its own by default. */
  readonly cookies?: Table<SessionRows>;
  /** Where sessions are kept beyond the process; nowhere by default. */
  readonly storage?: SessionStorage;
  /** What expiry is measured by; the system's clock by default. */
  readonly clock?: Pick<Clock, "now">;
  /** Announces to other processes that a session has ended, which they may have a copy of. */
  readonly bus?: Bus;
  /** Where a write that failed and that nobody waited for is reported; nowhere by default. */
  readonly log?: Log;
}
