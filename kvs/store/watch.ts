/**
 * The stream of `watch`: the entries now, and again whenever one has another versionstamp; and who is told when a key changes.
 *
 * @module
 */
import { toBinary } from "../value/bytes.ts";

/** What is compared of an entry. */
export interface Stamped {
  readonly versionstamp: string | null;
}

/** Where a watched entry comes from. */
export interface WatchSource<E extends readonly Stamped[]> {
  /** The entries as of one moment. */
  read(): Promise<E>;
  /**
   * Calls `notify` whenever an entry may have changed (with `true` where a commit touched one), and
   * `end` when nothing more will come, with the error that is the reason if there is one; answers
   * how to stop.
   */
  subscribe(notify: (touched: boolean) => void, end: (error?: unknown) => void): () => void;
}

/**
 * A stream of the entries of a source. A reader that is slow gets the newest only. With `raw` it is
 * also told of commits that changed nothing to see.
 */
export function watchStream<E extends readonly Stamped[]>(
  source: WatchSource<E>,
  raw: boolean,
): ReadableStream<E> {
  let dirty = true, touched = false, ended = false;
  let failure: unknown;
  let last: E | undefined;
  let wake = () => {};
  const stop = source.subscribe(
    (byCommit) => {
      dirty = true;
      touched ||= byCommit;
      wake();
    },
    (error) => {
      ended = true;
      failure = error;
      wake();
    },
  );
  const next = async (): Promise<E | undefined> => {
    while (true) {
      while (!dirty && !ended) await new Promise<void>((resolve) => wake = resolve);
      if (failure !== undefined) throw failure;
      if (ended) return undefined;
      const forced = raw && touched;
      dirty = touched = false;
      const entries = await source.read();
      const changed = !last ||
        entries.some((entry, i) => entry.versionstamp !== last?.[i]?.versionstamp);
      last = entries;
      if (changed || forced) return entries;
    }
  };
  return new ReadableStream<E>({
    async pull(controller) {
      try {
        const entries = await next();
        if (entries) return controller.enqueue(entries);
        stop();
        controller.close();
      } catch (error) {
        stop();
        // the read met the end of the store
        if (ended && failure === undefined) return controller.close();
        throw error;
      }
    },
    cancel() {
      ended = true;
      wake();
      stop();
    },
  });
}

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

  /** Tells every subscriber of any key, once. */
  notifyAll(): void {
    const woken = new Set([...this.#byKey.values()].flatMap((subscribers) => [...subscribers]));
    for (const notify of woken) notify();
  }
}
