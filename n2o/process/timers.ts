/**
 * Messages on their way to one process that come later, if it is still there then.
 *
 * @module
 */
import { type Clock, LONGEST_TIMER } from "../../base/mod.ts";
import { N2oError } from "../error.ts";
import type { Timer } from "./pid.ts";

/** The timers of one process. */
export class Timers {
  readonly #clock: Clock;
  readonly #pending = new Set<Timer>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many are pending. */
  get size(): number {
    return this.#pending.size;
  }

  /** Calls `run` so many milliseconds from now. */
  start(ms: number, run: () => void): Timer {
    if (!(ms >= 0 && ms <= LONGEST_TIMER)) {
      throw new N2oError("value", `sendAfter: ${ms} is not from 0 to ${LONGEST_TIMER} ms`);
    }
    const timer = this.#clock.setTimeout(() => {
      this.#pending.delete(made);
      run();
    }, ms);
    const made: Timer = {
      cancel: () => {
        this.#clock.clearTimeout(timer);
        return this.#pending.delete(made);
      },
    };
    this.#pending.add(made);
    return made;
  }

  /** Calls all off. */
  clear(): void {
    for (const timer of [...this.#pending]) timer.cancel();
  }
}
