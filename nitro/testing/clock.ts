/**
 * Time that stands still until a test moves it.
 *
 * @module
 */
import { setImmediate } from "node:timers";
import type { Clock } from "../../base/mod.ts";

/** A clock that a test moves. */
export interface TestClock extends Clock {
  /**
   * Moves it on by so many milliseconds: what comes due on the way runs, each at its time, and before and after each whatever it set
   * going without waiting for time or the network goes on.
   */
  advance(ms: number): Promise<void>;
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Resolves when what runs now and all that follows from it at once has run. */
export function turn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

/**
 * A clock that stands at noon of 2026-01-01 UTC, or where it is told, in milliseconds since 1970. Give it to the application (`clock`) and
 * to the test client, and both have one time.
 *
 * @example
 * ```ts
 * import { testClock } from "@n2o/n2o/nitro/testing";
 *
 * const clock = testClock();
 * const rings: number[] = [];
 * clock.setTimeout(() => rings.push(clock.now()), 1_000);
 * await clock.advance(999);
 * if (rings.length > 0) throw new Error("too early");
 * await clock.advance(1);
 * if (rings.length === 0) throw new Error("too late");
 * ```
 */
export function testClock(start: number = Date.UTC(2026, 0, 1, 12)): TestClock {
  const time = still(start), { now, setTimeout, clearTimeout } = time;
  return { now, setTimeout, clearTimeout, advance: (ms) => advance(time, ms) };
}

/** Moves time on as `TestClock` does. */
export async function advance({ now, next }: Still, ms: number): Promise<void> {
  const end = now() + ms;
  await turn();
  for (let run = next(end); run !== undefined; run = next(end)) {
    run();
    await turn();
  }
}

/** Time that stands still, and what waits for it. */
export interface Still extends Clock {
  /** Moves it on to what comes due next, of several the one that was set first, and gives that; to the end where nothing does until then. */
  next(end: number): (() => void) | undefined;
  /** How many timers are pending. */
  readonly pending: number;
}

/** Time that stands still from a moment on, in milliseconds since 1970. */
export function still(start: number): Still {
  let now = start, count = 0;
  const timers = new Map<number, Timer>();

  return {
    now: () => now,
    setTimeout(run, ms) {
      timers.set(++count, { at: now + Math.max(ms || 0, 0), run });
      return count;
    },
    clearTimeout(timer) {
      if (typeof timer === "number") timers.delete(timer);
    },
    next(end) {
      let due: [number, Timer] | undefined;
      for (const each of timers) {
        if (each[1].at <= end && (due === undefined || each[1].at < due[1].at)) due = each;
      }
      if (due !== undefined) timers.delete(due[0]);
      now = due === undefined ? end : Math.max(now, due[1].at);
      return due?.[1].run;
    },
    get pending() {
      return timers.size;
    },
  };
}
