/** One pending wake-up: the earliest of those asked for. */
import type { Clock } from "../../base/mod.ts";

/**
 * Timers of hosts count in 32 bits; a later wake-up is asked for again when this one has passed.
 */
const LONGEST = 2 ** 31 - 1;

/** Calls `ring` at the time set, or earlier and once more where that is too far for one timer. */
export class Alarm {
  readonly #clock: Clock;
  readonly #ring: () => void;
  readonly #background: boolean;
  #timer: unknown;
  #at = Infinity;

  /** With `background` a pending alarm does not keep the program running. */
  constructor(clock: Clock, ring: () => void, background: boolean) {
    this.#clock = clock;
    this.#ring = ring;
    this.#background = background;
  }

  /** Sets the time, in milliseconds since 1970; Infinity calls it off. */
  set(at: number): void {
    if (at === this.#at) return;
    if (this.#at !== Infinity) this.#clock.clearTimeout(this.#timer);
    this.#at = at;
    if (at === Infinity) return;
    const wait = Math.min(Math.max(at - this.#clock.now(), 0), LONGEST);
    this.#timer = this.#clock.setTimeout(() => {
      this.#at = Infinity;
      this.#ring();
    }, wait);
    if (this.#background) this.#clock.unref?.(this.#timer);
  }
}
