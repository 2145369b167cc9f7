/**
 * Keys of messages that have come, remembered as long as in a store.
 *
 * @module
 */
import { REMEMBERED } from "../store/keys.ts";

/** Keys that were seen. */
export class Seen {
  /** When each was seen first, the oldest first. */
  readonly #keys = new Map<string, number>();

  /** Whether a key was seen. */
  has(key: string, now: number): boolean {
    const seen = this.#keys.get(key);
    return seen !== undefined && seen + REMEMBERED > now;
  }

  /** Remembers a key, and forgets those whose time is over. */
  add(key: string, now: number): void {
    for (const [old, seen] of this.#keys) {
      if (seen + REMEMBERED > now) break;
      this.#keys.delete(old);
    }
    this.#keys.delete(key);
    this.#keys.set(key, now);
  }
}
