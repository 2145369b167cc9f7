/** When watched entries expire: Redis tells of no deadline at its moment. */
import { Alarm } from "../../store/clock.ts";
import type { Clock } from "../../../base/mod.ts";

/** Pending deadlines of watched keys. */
export class Expiries {
  readonly #clock: Clock;
  readonly #fire: (channel: string) => void;
  readonly #pending = new Map<string, number>();
  readonly #alarm: Alarm;

  /** `fire` is called with the channel of a key at its deadline. */
  constructor(clock: Clock, fire: (channel: string) => void) {
    this.#clock = clock;
    this.#fire = fire;
    this.#alarm = new Alarm(clock, () => this.#ring(), true);
  }

  /** The entry of this channel expires in so many milliseconds. */
  add(channel: string, wait: number): void {
    this.#pending.set(channel, this.#clock.now() + wait);
    this.#arm();
  }

  #ring(): void {
    const now = this.#clock.now();
    for (const [channel, at] of this.#pending) {
      if (at > now) continue;
      this.#pending.delete(channel);
      this.#fire(channel);
    }
    this.#arm();
  }

  #arm(): void {
    let earliest = Infinity;
    for (const at of this.#pending.values()) if (at < earliest) earliest = at;
    this.#alarm.set(earliest);
  }

  /** Forgets all deadlines: `fire` is called no more. */
  close(): void {
    this.#pending.clear();
    this.#alarm.set(Infinity);
  }
}
