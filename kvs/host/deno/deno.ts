/**
 * Native Deno KV, made fit for several processes on one SQLite file.
 *
 * @module
 */
import { Deadlines, DenoListIterator, nativeListOptions } from "./expiry.ts";
import { type CommitFacts, DenoAtomic } from "./atomic.ts";
import { Poller, QueueWatch } from "./poller.ts";
import { isLocked, retryLocked, type RetryPolicy } from "./retry.ts";
import { watchStream } from "../../store/watch.ts";
import { type Clock, systemClock } from "../../../base/mod.ts";
import { withClock } from "../../store/clock.ts";
import type {
  Kv,
  KvAtomic,
  KvCommitError,
  KvCommitResult,
  KvEnqueueOptions,
  KvEntryMaybe,
  KvKey,
  KvListIterator,
  KvListOptions,
  KvListSelector,
  KvReadOptions,
  KvSetOptions,
} from "../../kv.ts";

/** How native Deno KV is wrapped. */
export interface DenoKvOptions {
  /**
   * Milliseconds for which an operation is tried again while other processes lock the database:
   * 30,000 unless told. Then it fails with a `KvsError` of code `locked`, and has changed nothing.
   */
  patience?: number;
  /**
   * Milliseconds between looks at all keys that are watched, because SQLite does not tell of
   * commits of other processes, and at the queue while it is listened to: 200 unless told; Infinity
   * where there are none, or where the store tells of them itself (Deno Deploy, KV Connect).
   */
  pollInterval?: number;
  /** The system's clock unless told. */
  clock?: Clock;
  /** What spreads the waits, 0 (included) to 1 (excluded): `Math.random` unless told. */
  random?: () => number;
}

type Entries<T extends readonly unknown[]> = { [K in keyof T]: KvEntryMaybe<T[K]> };

/**
 * Wraps an open native Deno KV. What it adds:
 *
 * - Operations refused with `database is locked` are tried again after random, growing waits of up
 *   to 256 ms. The refusal comes before anything is changed, so nothing is done twice; no other
 *   failure is tried again. Commits that were not awaited one after the other may then be applied
 *   in another order.
 * - `watch` sees commits of other processes on the same file.
 * - A listener of the queue is given messages of other processes on the same file within a second
 *   where `file` names it, else within a minute. Nothing is added to the store for that.
 * - An entry with `expireIn` is gone at its deadline where this process set it, for up to 100,000
 *   pending deadlines; one that another process set, or this one before a restart, goes when Deno
 *   removes it: on opening, or within about a minute.
 *
 * What it cannot mend: a commit that throws because a `sum`, `min` or `max` met a value of another
 * type leaves the changes before that one applied.
 */
export function wrapDenoKv(native: Kv, options: DenoKvOptions = {}, file?: string): Kv {
  return withClock(new DenoKv(native, options, file), options.clock);
}

class DenoKv implements Kv {
  readonly #native: Kv;
  readonly #policy: RetryPolicy;
  readonly #polls: boolean;
  readonly #poller: Poller;
  readonly #queue: QueueWatch;
  readonly #deadlines: Deadlines;
  /** Ends of the watches that are open. */
  readonly #ends = new Set<() => void>();

  constructor(native: Kv, options: DenoKvOptions, file: string | undefined) {
    const clock = options.clock ?? systemClock;
    this.#native = native;
    this.#policy = {
      clock,
      random: options.random ?? Math.random,
      patience: options.patience ?? 30_000,
    };
    const interval = options.pollInterval ?? 200;
    this.#polls = Number.isFinite(interval);
    this.#poller = new Poller(clock, interval, async (keys) => {
      const entries = await this.#retry(() => native.getMany<unknown[]>(keys));
      return entries.map(({ versionstamp }) => versionstamp);
    });
    const enqueue = native.enqueue.bind(native);
    this.#queue = new QueueWatch({ clock, interval, file, enqueue });
    this.#deadlines = new Deadlines(clock, async (key, versionstamp) => {
      await this.#retry(() => native.atomic().check({ key, versionstamp }).delete(key).commit());
    });
  }

  #retry<T>(run: () => Promise<T>): Promise<T> {
    return retryLocked(run, this.#policy);
  }

  async get<T = unknown>(key: KvKey, options?: KvReadOptions): Promise<KvEntryMaybe<T>> {
    const entry = await this.#retry(() => this.#native.get<T>(key, options));
    return await this.#living(entry);
  }

  async getMany<T extends readonly unknown[]>(
    keys: readonly [...{ [K in keyof T]: KvKey }],
    options?: KvReadOptions,
  ): Promise<Entries<T>> {
    const entries = await this.#retry(() => this.#native.getMany<T>(keys, options));
    const living = await Promise.all(entries.map((entry) => this.#living<unknown>(entry)));
    return living as Entries<T>; // each of the same type as before
  }

  /**
   * An expired entry is removed before it is said to be missing, so that a check for null then
   * holds.
   */
  async #living<T>(entry: KvEntryMaybe<T>): Promise<KvEntryMaybe<T>> {
    if (!this.#deadlines.isPast(entry)) return entry;
    await this.#deadlines.settle([entry.key]);
    return { key: entry.key, value: null, versionstamp: null };
  }

  async set(key: KvKey, value: unknown, options?: KvSetOptions): Promise<KvCommitResult> {
    const result = await this.#retry(() => this.#native.set(key, value, options));
    if (options?.expireIn !== undefined) this.#track(key, result.versionstamp, options.expireIn);
    return result;
  }

  async delete(key: KvKey): Promise<void> {
    await this.#retry(() => this.#native.delete(key));
  }

  list<T = unknown>(selector: KvListSelector, options: KvListOptions = {}): KvListIterator<T> {
    const native = this.#native.list<T>(selector, nativeListOptions(options));
    return new DenoListIterator(native, options.limit ?? Infinity, {
      retry: (run) => this.#retry(run),
      isPast: (entry) => this.#deadlines.isPast(entry),
    });
  }

  enqueue(value: unknown, options?: KvEnqueueOptions): Promise<KvCommitResult> {
    return this.#retry(() => this.#native.enqueue(value, options));
  }

  listenQueue(handler: (value: unknown) => Promise<void> | void): Promise<void> {
    const told = this.#queue.listen(handler);
    return this.#retry(() => this.#native.listenQueue(told));
  }

  atomic(): KvAtomic {
    return new DenoAtomic(this.#native.atomic(), (native, facts) => this.#commit(native, facts));
  }

  async #commit(
    native: KvAtomic,
    { reads, expiring }: CommitFacts,
  ): Promise<KvCommitResult | KvCommitError> {
    await this.#deadlines.settle(reads);
    const result = await this.#retry(() => native.commit());
    if (!result.ok) return result;
    for (const { key, expireIn } of expiring) this.#track(key, result.versionstamp, expireIn);
    return result;
  }

  #track(key: KvKey, versionstamp: string, expireIn: number): void {
    const stamped = key.map((part) => typeof part === "symbol" ? versionstamp : part);
    this.#deadlines.add(stamped, versionstamp, expireIn);
  }

  watch<T extends readonly unknown[]>(
    keys: readonly [...{ [K in keyof T]: KvKey }],
    options?: { raw?: boolean },
  ): ReadableStream<Entries<T>> {
    const read = (): Promise<KvEntryMaybe<unknown>[]> => this.getMany<unknown[]>(keys);
    const stream = watchStream({
      read,
      subscribe: (notify, end) => this.#subscribe(keys, notify, end),
    }, options?.raw ?? false);
    return stream as ReadableStream<unknown> as ReadableStream<Entries<T>>;
  }

  /** Notified by the native watch at once, and by the clock for commits of other processes. */
  #subscribe(
    keys: readonly KvKey[],
    notify: (touched: boolean) => void,
    end: (error?: unknown) => void,
  ): () => void {
    const reader = this.#native.watch(keys, { raw: true }).getReader();
    const stopPolling = this.#poller.add(keys, () => notify(false));
    this.#ends.add(end);
    const stop = () => {
      this.#ends.delete(end);
      stopPolling();
      reader.cancel().catch(() => {}); // it has failed, and that was told
    };
    follow(reader, notify).then(() => end(), (error) => {
      // a watch that met a lock is over; looking from time to time goes on
      if (!isLocked(error) || !this.#polls) end(error);
    });
    return stop;
  }

  commitVersionstamp(): symbol {
    return this.#native.commitVersionstamp();
  }

  close(): void {
    this.#end();
    this.#native.close();
  }

  [Symbol.dispose](): void {
    this.#end();
    this.#native[Symbol.dispose]();
  }

  #end(): void {
    this.#deadlines.close();
    this.#queue.close();
    this.#poller.close();
    for (const end of this.#ends) end();
  }
}

/** Passes on what a native watch tells, but for its first word, which is the state now. */
async function follow(
  reader: ReadableStreamDefaultReader<unknown>,
  notify: (touched: boolean) => void,
): Promise<void> {
  for (let first = true;; first = false) {
    const { done } = await reader.read();
    if (done) return;
    notify(!first);
  }
}
