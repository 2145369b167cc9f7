/** Who is told when a key changes. */
import { toBinary } from "../value/bytes.ts";

/** Subscribers by key. */
export class Watchers {
  readonly #byKey = new Map<string, Set<() => void>>();

  /** Adds a subscriber; answers how to take it away. */
  add(keys: readonly Uint8Array[], notify: () => void): () => void {
    const watched = keys.map(toBinary);
    for (const key of watched) {
      const subscribers = this.#byKey.get(key);
      if (subscribers) subscribers.add(notify);
      else this.#byKey.set(key, new Set([notify]));
    }
    return () => {
      for (const key of watched) {
        const subscribers = this.#byKey.get(key);
        subscribers?.delete(notify);
        if (subscribers?.size === 0) this.#byKey.delete(key);
      }
    };
  }

  /** Tells every subscriber of these keys, given as strings of bytes, once. */
  notify(keys: Iterable<string>): void {
    if (this.#byKey.size === 0) return;
    const woken = new Set<() => void>();
    for (const key of keys) for (const notify of this.#byKey.get(key) ?? []) woken.add(notify);
    for (const notify of woken) notify();
  }

  /** Tells all. */
  notifyAll(): void {
    const woken = new Set([...this.#byKey.values()].flatMap((subscribers) => [...subscribers]));
    for (const notify of woken) notify();
  }
}
