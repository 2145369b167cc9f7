/** Looking at watched keys from time to time: once for all watches of a store. */
import { toBinary } from "../../value/bytes.ts";
import { LIMITS } from "../../store/limits.ts";
import type { Clock } from "../../../base/mod.ts";
import { encodeKey } from "../../value/key.ts";
import type { KvKey } from "../../kv.ts";

/** A key that somebody watches. */
interface Watched {
  readonly key: KvKey;
  /** What it had when it was last looked at; undefined before. */
  versionstamp: string | null | undefined;
  readonly watchers: Set<() => void>;
}

/** Tells watchers when the versionstamps of their keys have changed. */
export class Poller {
  readonly #clock: Clock;
  readonly #interval: number;
  readonly #read: (keys: readonly KvKey[]) => Promise<readonly (string | null)[]>;
  readonly #watched = new Map<string, Watched>();
  #timer: unknown;
  #running = false;
  #looking = false;

  /** `interval` is in milliseconds; `read` answers the versionstamps of up to 10 keys. */
  constructor(
    clock: Clock,
    interval: number,
    read: (keys: readonly KvKey[]) => Promise<readonly (string | null)[]>,
  ) {
    this.#clock = clock;
    this.#interval = interval;
    this.#read = read;
  }

  /**
   * Calls `notify` at the first look at these keys, and after every change; answers how to stop.
   */
  add(keys: readonly KvKey[], notify: () => void): () => void {
    if (!Number.isFinite(this.#interval)) return () => {};
    const ids = keys.map((key) => toBinary(encodeKey(key)));
    ids.forEach((id, i) => {
      const watched = this.#watched.get(id) ??
        { key: [...keys[i] ?? []], versionstamp: undefined, watchers: new Set() };
      watched.watchers.add(notify);
      this.#watched.set(id, watched);
    });
    if (!this.#running && this.#watched.size > 0) this.#wait();
    return () => this.#remove(ids, notify);
  }

  #remove(ids: readonly string[], notify: () => void): void {
    for (const id of ids) {
      const watched = this.#watched.get(id);
      watched?.watchers.delete(notify);
      if (watched?.watchers.size === 0) this.#watched.delete(id);
    }
    if (this.#watched.size === 0) this.#stop();
  }

  /** Forgets all watchers. */
  close(): void {
    this.#watched.clear();
    this.#stop();
  }

  #stop(): void {
    if (this.#running) this.#clock.clearTimeout(this.#timer);
    this.#running = false;
  }

  #wait(): void {
    this.#running = true;
    this.#timer = this.#clock.setTimeout(() => {
      this.#wait();
      // what fails now is tried again at the next look; a store that is closed ends its watches
      if (!this.#looking) this.#look().catch(() => {}).finally(() => this.#looking = false);
    }, this.#interval);
  }

  async #look(): Promise<void> {
    this.#looking = true;
    const all = [...this.#watched.values()];
    for (let at = 0; at < all.length; at += LIMITS.getManyKeys) {
      const some = all.slice(at, at + LIMITS.getManyKeys);
      const versionstamps = await this.#read(some.map(({ key }) => key));
      some.forEach((watched, i) => {
        const versionstamp = versionstamps[i] ?? null;
        if (watched.versionstamp === versionstamp) return;
        watched.versionstamp = versionstamp;
        for (const notify of watched.watchers) notify();
      });
    }
  }
}
