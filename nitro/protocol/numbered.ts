/**
 * Events of our wire, which have numbers: each is carried out once, here or, where the server claims them in a store, over processes; and
 * what is counted of events.
 *
 * @module
 */
import {
  carrying,
  type ClaimedEvent,
  context,
  type EventOutcome,
  type Page,
  type Routes,
  type Server,
  tableOf,
} from "../../n2o/mod.ts";
import type { Ev } from "./event.ts";
import { once } from "./once.ts";
import { setEvent } from "../q.ts";
import { type Soon, soon } from "./soon.ts";

/** The module of a name; names of `Object.prototype` are none. */
export function moduleOf(routes: Routes, name: string): Page | undefined {
  return Object.hasOwn(routes, name) ? routes[name] : undefined;
}

/**
 * Carries an event of our wire out, unless it was before. Where it gave its session another id and the answer was lost, who asks again
 * from outside of that session does not hear "done": what was put there is out of their reach, and they are to look at what is so.
 */
export function onceOnly(
  numbered: Omit<ClaimedEvent, "isOwn">,
  ev: Ev,
  run: () => Soon<void>,
): Soon<EventOutcome> {
  setEvent(numbered);
  const found = context(), { server: { tables, sessions } } = found;
  const table = tableOf(tables, "ws"), rank = sessions.holds(found.cx.session) ? "kept" : "spare";
  const ended = once<Ended>({ table, rank, ...numbered }, () => {
    let next: string | undefined;
    const moved = (session: string) => void (next = session);
    return soon(claimed({ ...numbered, moved }, ev, run), (outcome) => ({ outcome, next }));
  });
  return soon(ended, (ended) => {
    if (ended === undefined) return "done";
    const { outcome, next } = ended, { session, former } = found.cx;
    return next === undefined || [session, ...former].includes(next) ? outcome : "unknown";
  });
}

/** How an event ended, and the id that it gave its session. */
interface Ended {
  readonly outcome: EventOutcome;
  readonly next: string | undefined;
}

/** Counts an event that ended or was given up, and how long it took since `begun`. */
export function measure(
  { metrics, clock }: Pick<Server, "metrics" | "clock">,
  outcome: EventOutcome | "late",
  begun: number,
): void {
  const labels = { outcome };
  metrics.count("n2o_events", labels);
  metrics.observe("n2o_event_duration_seconds", Math.max(0, clock.now() - begun) / 1000, labels);
}

/** Carries an event out; where events are claimed in a store, unless it was carried out by another process. */
function claimed(
  numbered: Required<Omit<ClaimedEvent, "isOwn">>,
  ev: Ev,
  run: () => Soon<void>,
): Soon<EventOutcome> {
  const found = context(), { server: { ledger, routes }, dictionary, cx: { session } } = found;
  const moves = (told: (session: string) => void) =>
    soon(run(), () => {
      if (found.cx.session !== session) told(found.cx.session);
    });
  if (ledger === undefined) return soon(moves(numbered.moved), () => "done");
  const name = ev.delegate || ev.page;
  const claims = moduleOf(routes, name)?.claims ?? false;
  const isOwn = typeof claims === "function" ? claims(ev.postback) : claims;
  return ledger.run({ ...numbered, isOwn }, async (attempt) => {
    carrying(dictionary, attempt);
    await moves((next) => {
      attempt.next = next;
      numbered.moved(next);
    });
  });
}
