/**
 * Tickets: what a page that changed its session over the WebSocket brings to the server by HTTP to get the cookie, so that no script ever
 * sees that. Used once, by the browser that it was made for, within seconds.
 *
 * @module
 */
import type { Clock } from "../../base/mod.ts";
import { N2oError } from "../error.ts";
import { table } from "../table.ts";
import { fromTerm, type Plain } from "../term/plain.ts";
import { Tuple, tuple } from "../term/term.ts";
import type { Pickler } from "./pickle.ts";
import { unsealed } from "./unsealed.ts";

/** How long a ticket may be used, in milliseconds. */
const LIFE = 30_000;
/** How many claims a process remembers where the storage does not: more tickets than that in half a minute are refused. */
const CLAIMS = 100_000;

/** The part of the sessions that makes tickets and takes them back. */
export interface Tickets {
  /**
   * A ticket by which a client that runs our wire gets the cookie of `session` over HTTP: for 30 seconds, once, and only together with
   * the cookie that its upgrade request had.
   *
   * @param held the session id of that cookie, empty where it had none; or several, if it may have changed since
   */
  ticket(session: string, held: string | readonly string[]): string;
  /**
   * The session that a ticket is for: its cookie is to be set. An empty text where that holds nothing or has ended: the cookie is to be
   * removed. `undefined` for what is no ticket, is used, past its time, or another's.
   *
   * @param held the session id of the cookie of the request, living or not; empty where it has none
   */
  redeem(ticket: string, held: string): Promise<string | undefined>;
}

/** What tickets need. */
export interface TicketOptions {
  /** Seals them, and nothing else. */
  readonly pickler: Pickler;
  readonly clock: Pick<Clock, "now">;
  /** Claims a name for all nodes; undefined where the storage cannot. */
  readonly claim: ((name: string, till: number) => Promise<boolean>) | undefined;
  /** Whether a session lives and holds anything. */
  readonly holds: (session: string) => Promise<boolean>;
}

/** Makes tickets. */
export function tickets({ pickler, clock, claim, holds }: TicketOptions): Tickets {
  const claims = table<true>({ clock, limit: CLAIMS });

  /** By this process, or not at all where it has more to remember than it can. */
  function claimHere(number: string, till: number): boolean {
    if (claims.get(number)) return false;
    try {
      claims.set(number, true, till);
      return true;
    } catch (error) {
      if (N2oError.is(error, "full")) return false;
      throw error;
    }
  }

  return {
    ticket(session, held) {
      const till = clock.now() + LIFE, allowed = typeof held === "string" ? [held] : held;
      return pickler.pickle(tuple(session, crypto.randomUUID(), allowed), "", till);
    },
    async redeem(ticket, held) {
      const term = unsealed(ticket, pickler);
      if (!(term instanceof Tuple)) return undefined;
      const [session, number, allowed] = term.elements.map(fromTerm);
      if (typeof session !== "string" || typeof number !== "string") return undefined;
      // Looked at before it is claimed: another's attempt does not use it up.
      if (!isList(allowed) || !allowed.includes(held)) return undefined;
      const till = clock.now() + LIFE;
      if (!claimHere(number, till)) return undefined;
      if (claim !== undefined && !await claim(`ticket ${number}`, till)) return undefined;
      return await holds(session) ? session : "";
    },
  };
}

function isList(value: Plain | undefined): value is readonly Plain[] {
  return Array.isArray(value);
}
