/**
 * A clock that a test moves.
 *
 * @module
 */
import type { Clock } from "../../n2o/clock.ts";

/** A clock that stands still until it is moved. */
export interface VirtualClock extends Clock {
  /** Moves it on by so many milliseconds. */
  pass(milliseconds: number): void;
}

/** A clock that stands at noon of 2026-11-22 UTC. */
export function virtualClock(): VirtualClock {
  let now = Date.UTC(2026, 10, 22, 12);
  return { now: () => now, pass: (milliseconds) => void (now += milliseconds) };
}
