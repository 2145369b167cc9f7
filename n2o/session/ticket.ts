/**
 * Tickets: what a page that changed its session over the WebSocket brings to the server by HTTP to get the cookie, so that no script ever
 * sees that. Used once, by the browser that it was made for, within seconds.
 *
 * @module
 */
import type { Clock, Log } from "../../base/mod.ts";
import { N2oError } from "../error.ts";
import { table } from "../table.ts";
import { fromTerm, type Plain } from "../term/plain.ts";
import { Tuple, tuple } from "../term/term.ts";
import type { Pickler } from "./pickle.ts";
import { unsealed } from "./unsealed.ts";

/** How long a ticket may be used, in milliseconds. */
const LIFE = 30_000;
/**
 * How far the clocks of two nodes may be apart, in milliseconds. A ticket of another node is taken so much longer: that it is used once, and
 * used up by who made it when its time is over, is claimed in the storage and needs no clock.
 */
const APART = 3_600_000;
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
  /** Where a ticket that could not be used up is reported. */
  readonly log: Log;
  /** Claims a name for all nodes; undefined where the storage cannot. */
  readonly claim: ((name: string, till: number) => Promise<boolean>) | undefined;
  /** Whether a session lives and holds anything. */
  readonly holds: (session: string) => Promise<boolean>;
}

/** What the sessions do with tickets beside. */
export interface TicketKeeper extends Tickets {
  /** Uses up those made here that were not used in time, so that no node takes them any more. */
  endUnused(): void;
}

/** Makes what makes tickets and takes them back; without a `claim` only this process remembers which were used. */
export function tickets({ pickler, clock, log, claim, holds }: TicketOptions): TicketKeeper {
  const claims = table<true>({ clock, limit: CLAIMS });
  /** When those made here are over, by number, the oldest first. */
  const made = new Map<string, number>(), apart = claim === undefined ? 0 : APART;

  /** By this process, or for all nodes for as long as one of them could take it; true for the first. */
  async function claimed(number: string): Promise<boolean> {
    const now = clock.now();
    return await claim?.(`ticket ${number}`, now + LIFE + 2 * APART) ??
      claimHere(number, now + LIFE);
  }

  /** Whether a ticket is in its time: by this clock where it was made here, by no more than nodes are apart elsewhere. */
  function isCurrent(number: string, since: number): boolean {
    const now = clock.now(), till = made.get(number);
    if (till !== undefined) return now < till;
    return now < since + LIFE + apart && now >= since - apart;
  }

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
      const now = clock.now(), number = crypto.randomUUID();
      const allowed = typeof held === "string" ? [held] : held;
      const [oldest] = made.keys();
      if (oldest !== undefined && made.size >= CLAIMS) made.delete(oldest);
      made.set(number, now + LIFE);
      return pickler.pickle(tuple(session, number, allowed, now), "", now + LIFE + apart);
    },
    endUnused() {
      const now = clock.now();
      for (const [number, till] of made) {
        if (till > now) break;
        if (claim === undefined) made.delete(number);
        // Not forgotten before: until then the time by this clock holds.
        else {claimed(number).then(() => made.delete(number)).catch((error) =>
            log("warning", "a ticket that was not used could not be used up", { error })
          );}
      }
    },
    async redeem(ticket, held) {
      const term = unsealed(ticket, pickler);
      if (!(term instanceof Tuple)) return undefined;
      const [session, number, allowed, since] = term.elements.map(fromTerm);
      if (typeof session !== "string" || typeof number !== "string") return undefined;
      if (typeof since !== "number" || !isCurrent(number, since)) return undefined;
      // Looked at before it is claimed: another's attempt does not use it up.
      if (!isList(allowed) || !allowed.includes(held)) return undefined;
      if (!await claimed(number)) return undefined;
      made.delete(number);
      return await holds(session) ? session : "";
    },
  };
}

function isList(value: Plain | undefined): value is readonly Plain[] {
  return Array.isArray(value);
}
