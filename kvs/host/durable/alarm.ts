/** The object's one alarm, as the store uses it. */
import type { DurableStorage } from "./host.ts";

/**
 * Milliseconds after which the object is woken while it has messages at hand, in case it was evicted
 * with them: the first time, and at most, since each next time is twice as long.
 */
const FIRST_LOOK = 1_000, LONGEST_LOOK = 60_000;

/**
 * Keeps the earliest of the times asked for. The alarm is stored with the changes of the same event,
 * so that none is committed without it.
 */
export class DurableAlarm {
  readonly #storage: DurableStorage;
  #at = Infinity;
  #look = FIRST_LOOK;

  constructor(storage: DurableStorage) {
    this.#storage = storage;
  }

  /** Rings at that time, or earlier. */
  before(at: number): void {
    if (at >= this.#at) return;
    this.#at = at;
    // where it fails the host discards the object with its changes, and tells those who wait
    this.#storage.setAlarm(at).catch(() => {});
  }

  /** Rings from time to time, or need not any more. */
  lookAfter(messages: boolean, now: number): void {
    if (!messages) this.#look = FIRST_LOOK;
    else if (this.#at <= now || this.#at > now + this.#look) this.before(now + this.#look);
  }

  /** It has rung: no time is set now, and the next look may come twice as late. */
  rung(): void {
    this.#at = Infinity;
    this.#look = Math.min(this.#look * 2, LONGEST_LOOK);
  }
}
