/**
 * Sessions that nobody uses any more leave the storage, wherever they were begun.
 *
 * A node looks at a part of them each time, and takes one for idle only when its rows have said the same for longer than a session lives
 * unused, by the time that passed on this node: no clock is compared with another's. Each use that a node counts is written before that
 * time is over, so that none is undone.
 *
 * @module
 */
import type { Clock, Log } from "../../base/mod.ts";
import { AUTH, idleEnd, type SessionRows, type SessionStorage, SPARINGLY } from "./rows.ts";

/** What the watch over idle sessions needs. */
export interface IdleOptions {
  readonly storage: SessionStorage;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
  /** How long a session lives unused, in milliseconds. */
  readonly ttl: number;
  /** Ends a session on every node. */
  readonly end: (session: string) => Promise<void>;
}

/** What rows said when they were looked at first, and how often they have said so when it was time. */
interface Watched {
  readonly stated: number;
  readonly first: number;
  times: number;
}

/** Sessions that are watched at a time. */
const WATCHED = 10_000;
/** How often rows must say the same when it is time: a clock that is set forward makes no session older. */
const TIMES = 3;

/** Ends the sessions that nobody uses. */
export interface IdleSessions {
  /** Looks at the next ones, and again at those that seemed idle; one call at a time does anything, and none fails. */
  sweep(): void;
}

/** Watches the sessions of a storage. */
export function idleSessions({ storage, clock, log, ttl, end }: IdleOptions): IdleSessions {
  const watched = new Map<string, Watched>();
  let after: string | undefined, isBusy = false;

  async function lookAgain(session: string, seen: Watched): Promise<void> {
    if (clock.now() - seen.first < ttl * (1 + SPARINGLY)) return;
    if (stated(new Map(await storage.load(session))) !== seen.stated) {
      return void watched.delete(session);
    }
    if (++seen.times < TIMES) return;
    watched.delete(session);
    await end(session);
  }

  async function look(): Promise<void> {
    for (const [session, seen] of [...watched]) await lookAgain(session, seen);
    const next = await storage.sessionsAfter?.(after) ?? [], first = clock.now();
    after = next.at(-1)?.[0];
    for (const [session, rows] of next) {
      const said = stated(rows);
      if (said === undefined || said > first || watched.has(session)) continue;
      if (watched.size < WATCHED) watched.set(session, { stated: said, first, times: 0 });
    }
  }

  return {
    sweep() {
      if (isBusy || ttl === Infinity || storage.sessionsAfter === undefined) return;
      isBusy = true;
      look()
        .catch((error) => log("warning", "idle sessions could not be looked for", { error }))
        .finally(() => isBusy = false);
    },
  };
}

/** Until when a session lives unused as its rows say; undefined for one that has ended, or does not live yet. */
function stated(rows: SessionRows): number | undefined {
  const auth = rows.get(AUTH);
  return auth && idleEnd(rows, auth);
}
