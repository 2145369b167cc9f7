/**
 * Events that are carried out at most once over processes: the number of each is claimed in a store before its handler runs.
 *
 * One commit an event: how it ended is told by the claim of the client's next event, or written a moment later where none follows. Who
 * asks again for an event whose process died hears `unknown`; for one that ended, how it did.
 *
 * @module
 */
import { type Clock, type Log, randomId, sleep } from "../../base/mod.ts";
import { Attempt } from "./attempt.ts";
import type { ClaimRow, Claims } from "./claims.ts";
import type { ClaimedEvent, EventOutcome, Ledger } from "./ledger.ts";
import { settling } from "./settling.ts";

/** What a ledger is made with. */
export interface LedgerOptions {
  /** Where numbers are claimed. */
  readonly claims: Claims;
  /** What waiting and expiry are measured by. */
  readonly clock: Clock;
  /** Where incidents are reported. */
  readonly log: Log;
}

/** How long an event that another process began may still be answered by its end, in milliseconds. */
const PATIENCE = 2_000;
/** The first pause between two looks at it; each further one is twice as long. */
const PAUSE = 25;

/** Makes a ledger: a server is given one by its settings. */
export function ledger({ claims, clock, log }: LedgerOptions): Ledger {
  const ends = settling({ claims, clock, log });
  const live = (row: ClaimRow | undefined) =>
    row !== undefined && row.till > clock.now() ? row : undefined;

  /** Claims an event, or tells how it stands. */
  async function claim(event: ClaimedEvent): Promise<Attempt | EventOutcome> {
    const { seq, till } = event, at = clock.now();
    const done: ClaimRow = { seq, state: "done", by: randomId(), at, till };
    let known = await ends.take(event);
    for (;;) {
      known ??= await claims.read(event);
      const row = live(known.row);
      if (row !== undefined && row.seq >= seq) {
        const outcome = await standing(event, row);
        if (outcome !== undefined) return outcome;
      } else if (event.isOwn) {
        return new Attempt(claims, event, done, known.version);
      } else {
        const version = await claims.put(event, { ...done, state: "begun" }, known.version);
        if (version !== undefined) return new Attempt(claims, event, done, version);
      }
      known = undefined; // another process came first
    }
  }

  /** How an event stands that was claimed before; waits for one that another process may be about to end. */
  async function standing(event: ClaimedEvent, first: ClaimRow): Promise<EventOutcome | undefined> {
    const over = Math.min(first.at, clock.now()) + PATIENCE;
    let row: ClaimRow | undefined = first;
    for (let pause = PAUSE;; pause *= 2) {
      if (row === undefined || row.seq < event.seq) return undefined;
      if (row.seq > event.seq) return "done"; // a client sends one event after the other
      if (row.state !== "begun") return endOf(event, row);
      const left = over - clock.now();
      if (left <= 0) return "unknown";
      await sleep(clock, Math.min(pause, left));
      row = live((await claims.read(event)).row);
    }
  }

  /** How an event stands whose claim went into a commit, which may have been made or not; undefined where nobody's was. */
  async function committed(
    event: ClaimedEvent,
    attempt: Attempt,
    failure: Failure | undefined,
  ): Promise<EventOutcome | undefined> {
    const known = await claims.read(event), row = live(known.row);
    if (row === undefined || row.seq < event.seq) return undefined;
    if (row.by !== attempt.row.by) {
      if (failure !== undefined) log("warning", "another process carried an event out", failure);
      return row.seq > event.seq ? "done" : endOf(event, row);
    }
    if (row.state === "begun") return undefined;
    if (attempt.next === undefined) ends.keep(event, known);
    else ends.put(event, attempt.ended("done"), known.version);
    if (failure === undefined) return "done";
    // It is not to be done again, and what its page shows is not what it did: the client asks for the page anew.
    log("error", "an event failed after its write was committed", failure);
    return "unknown";
  }

  return {
    async run(event, handler) {
      const attempt = await claim(event);
      if (!(attempt instanceof Attempt)) return attempt;
      let failure: Failure | undefined;
      try {
        await handler(attempt);
      } catch (error) {
        failure = { error };
      }
      attempt.end();
      const outcome = attempt.isGiven ? await committed(event, attempt, failure) : undefined;
      if (outcome !== undefined) return outcome;
      const state = failure === undefined ? "done" : "failed";
      ends.put(event, attempt.ended(state), attempt.version);
      if (failure !== undefined) throw failure.error;
      return "done";
    },
    close: ends.close,
  };
}

/** How an event ended that was carried out before. */
function endOf({ moved }: ClaimedEvent, { state, next }: ClaimRow): EventOutcome {
  if (next !== undefined) moved?.(next);
  return state === "begun" ? "unknown" : state;
}

/** What a handler threw. */
type Failure = { readonly error: unknown };
