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
  let now = start, count = 0;
  const timers = new Map<number, Timer>();

  function takeDue(end: number): Timer | undefined {
    let due: [number, Timer] | undefined;
    for (const each of timers) {
      if (each[1].at <= end && (due === undefined || each[1].at < due[1].at)) due = each;
    }
    if (due === undefined) return undefined;
    timers.delete(due[0]);
    now = Math.max(now, due[1].at);
    return due[1];
  }

  return {
    now: () => now,
    setTimeout(run, ms) {
      timers.set(++count, { at: now + Math.max(ms || 0, 0), run });
      return count;
    },
    clearTimeout(timer) {
      if (typeof timer === "number") timers.delete(timer);
    },
    async advance(ms) {
      const end = now + ms;
      await turn();
      for (let next = takeDue(end); next !== undefined; next = takeDue(end)) {
        next.run();
        await turn();
      }
      now = end;
    },
  };
}
