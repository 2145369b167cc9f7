/**
 * Time that stands still until a test moves it.
 *
 * @module
 */
import { setImmediate } from "node:timers/promises";
import type { Clock } from "../../base/clock.ts";

/** A clock that a test moves. */
export interface VirtualClock extends Clock {
  /** Moves it on by so many milliseconds and runs what comes due on the way, each at its time, in the order of time and then of making. */
  advance(ms: number): void;
  /** The same, and before and after each run whatever waits for promises alone goes on: a timer that is set there is due in its turn. */
  advanceAsync(ms: number): Promise<void>;
  /** How many timers are pending. */
  readonly pending: number;
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** A clock that stands at noon of 2026-11-22 UTC, or where it is told, in milliseconds since 1970. */
export function virtualClock(start: number = Date.UTC(2026, 10, 22, 12)): VirtualClock {
  let now = start, count = 0;
  const timers = new Map<number, Timer>();

  function takeDue(end: number): Timer | undefined {
    const due = [...timers].filter(([, { at }]) => at <= end);
    const [first] = due.sort(([m, a], [n, b]) => a.at - b.at || m - n);
    if (first === undefined) return undefined;
    timers.delete(first[0]);
    now = Math.max(now, first[1].at);
    return first[1];
  }

  return {
    now: () => now,
    setTimeout(run, ms) {
      timers.set(++count, { at: now + Math.max(ms, 0), run });
      return count;
    },
    clearTimeout(timer) {
      if (typeof timer === "number") timers.delete(timer);
    },
    advance(ms) {
      const end = now + ms;
      for (let next = takeDue(end); next !== undefined; next = takeDue(end)) next.run();
      now = end;
    },
    async advanceAsync(ms) {
      const end = now + ms;
      await setImmediate();
      for (let next = takeDue(end); next !== undefined; next = takeDue(end)) {
        next.run();
        await setImmediate();
      }
      now = end;
    },
    get pending() {
      return timers.size;
    },
  };
}

/** The system's time, passing so many times as fast from now on: for programs whose seconds a test would wait for. */
export function hastyClock(times: number): Clock {
  const begun = Date.now();
  return {
    now: () => begun + (Date.now() - begun) * times,
    setTimeout: (run, ms) => setTimeout(run, ms / times),
    // As: it is what setTimeout answered.
    clearTimeout: (timer) => clearTimeout(timer as number | undefined),
  };
}
