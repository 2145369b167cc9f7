/**
 * The clock of a store: what expires does so by it, and its back ends are woken by it.
 *
 * @module
 */
import { type Clock, systemClock } from "../../base/mod.ts";

const clocks = new WeakMap<object, Pick<Clock, "now">>();

/** Lets what is stored in a store expire by a clock; answers the store. */
export function withClock<K extends object>(kv: K, clock: Pick<Clock, "now"> | undefined): K {
  if (clock !== undefined) clocks.set(kv, clock);
  return kv;
}

/** The clock of a store: the system's unless it was opened with another. */
export function clockOf(kv: object): Pick<Clock, "now"> {
  return clocks.get(kv) ?? systemClock;
}

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
