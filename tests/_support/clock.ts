/**
 * Time that stands still until a test moves it.
 *
 * @module
 */
import type { Clock } from "../../base/clock.ts";
import { advance, still } from "../../nitro/testing/clock.ts";

/** A clock that a test moves. */
export interface VirtualClock extends Clock {
  /** Moves it on by so many milliseconds and runs what comes due on the way, each at its time, in the order of time and then of making. */
  advance(ms: number): void;
  /** The same, and before and after each run whatever waits for promises alone goes on: a timer that is set there is due in its turn. */
  advanceAsync(ms: number): Promise<void>;
  /** How many timers are pending. */
  readonly pending: number;
}

/** A clock that stands at noon of 2026-11-22 UTC, or where it is told, in milliseconds since 1970. */
export function virtualClock(start: number = Date.UTC(2026, 10, 22, 12)): VirtualClock {
  const time = still(start), { now, setTimeout, clearTimeout, next } = time;
  return {
    now,
    setTimeout,
    clearTimeout,
    advance(ms) {
      const end = now() + ms;
      for (let run = next(end); run !== undefined; run = next(end)) run();
    },
    advanceAsync: (ms) => advance(time, ms),
    get pending() {
      return time.pending;
    },
  };
}

/**
 * The system's time, passing so many times as fast from now on: for programs whose seconds a test would wait for.
 *
 * @param begun when it has begun to, so that programs one after the other have one time: milliseconds since 1970
 */
export function hastyClock(times: number, begun: number = Date.now()): Clock {
  return {
    now: () => begun + (Date.now() - begun) * times,
    setTimeout: (run, ms) => setTimeout(run, ms / times),
    // As: it is what setTimeout answered.
    clearTimeout: (timer) => clearTimeout(timer as number | undefined),
  };
}
