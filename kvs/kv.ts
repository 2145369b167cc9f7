/**
 * The store interface: Deno KV's, structurally. What `Deno.openKv()` returns is a {@linkcode Kv},
 * and so is every other back end; nothing here refers to a type of Deno, so it type-checks on any
 * host.
 *
 * Limits, the same on every back end and enforced with a `TypeError`: a key is 2,048 bytes encoded,
 * a value 65,536 bytes serialised, a commit 100 checks, 1,000 mutations, 819,200 bytes and 81,920
 * bytes of keys, `getMany` 10 keys, a batch of `list` 1,000 entries, `watch` 10 keys.
 *
 * @module
 */

/**
 * One part of a key. Parts are ordered by type (Uint8Array, string, number, bigint, boolean), then
 * by value: bytes and strings by their (UTF-8) bytes, `-NaN < -Infinity < -0 < 0 < Infinity < NaN`,
 * `false < true`. The only symbol allowed is {@linkcode Kv.commitVersionstamp}, as the last part of
 * a key that is set.
 */
export type KvKeyPart = Uint8Array | string | number | bigint | boolean | symbol;

/**
 * A key: one part or more, ordered part by part; a key precedes every longer key that it begins.
 */
export type KvKey = readonly KvKeyPart[];

/**
 * How fresh a read must be. `eventual` may be served by a nearer replica where the back end has
 * some.
 */
export type KvConsistencyLevel = "strong" | "eventual";

/** Freshness of a read; `strong` unless told. */
export interface KvReadOptions {
  /** See {@linkcode KvConsistencyLevel}. */
  consistency?: KvConsistencyLevel;
}

/**
 * An unsigned 64-bit integer as a stored value: the operand and the result of `sum`, `min` and
 * `max`.
 */
export interface KvU64Value {
  /** 0 to 2^64 - 1. */
  readonly value: bigint;
}

/** A stored value with its key and the versionstamp of the commit that wrote it. */
export interface KvEntry<T> {
  /** As it was set; bytes as `Uint8Array`. */
  key: KvKey;
  /** The value: a new object with every read. */
  value: T;
  /** 20 hex digits; a later commit's is greater. */
  versionstamp: string;
}

/** An entry, or the key alone with a null value and versionstamp where nothing is stored. */
export type KvEntryMaybe<T> = KvEntry<T> | { key: KvKey; value: null; versionstamp: null };

/**
 * Which keys to list: those that `prefix` begins (itself excluded), from `start` (included) to
 * `end` (excluded). `start` and `end` must lie under `prefix` where one is given; both must be
 * given where none is.
 */
export type KvListSelector =
  | { prefix: KvKey }
  | { prefix: KvKey; start: KvKey }
  | { prefix: KvKey; end: KvKey }
  | { start: KvKey; end: KvKey };

/** How to list: see each field. */
export interface KvListOptions {
  /** The most entries to give; all unless told. */
  limit?: number;
  /** Where an earlier list with the same selector stopped: its iterator's `cursor`. */
  cursor?: string;
  /** From the last key to the first; the cursor is then that of a reversed list. */
  reverse?: boolean;
  /** Freshness; `strong` unless told. Entries of different batches may be of different moments. */
  consistency?: KvConsistencyLevel;
  /**
   * How many entries are read at once: 1 to 1,000; the limit (at most 500), or 100, unless told.
   */
  batchSize?: number;
}

/** Entries in key order, read in batches, with a cursor to continue after the last one given. */
export interface KvListIterator<T> {
  /** Where to continue; empty when the list was exhausted; throws before the first entry. */
  readonly cursor: string;
  /** The next entry; reads a batch where none is left of the last. */
  next(): Promise<IteratorResult<KvEntry<T>, undefined>>;
  /** The iterator itself, for `for await`. */
  [Symbol.asyncIterator](): AsyncIterableIterator<KvEntry<T>>;
}

/** A commit that was applied, and its versionstamp. */
export interface KvCommitResult {
  /** True: everything was applied. */
  ok: true;
  /** The versionstamp of everything that the commit set. */
  versionstamp: string;
}

/** A commit of which a check did not hold: nothing was applied. */
export interface KvCommitError {
  /** False: nothing was applied. */
  ok: false;
}

/** A condition of a commit: the key still has this versionstamp (null: does not exist). */
export interface KvCheck {
  /** Need not exist. */
  key: KvKey;
  /** What the key must have; null: nothing is stored there. */
  versionstamp: string | null;
}

/**
 * One change of a commit, as data. `sum` wraps at 2^64; on a missing key `sum`, `min` and `max`
 * store their operand; on a value that is no `KvU64` they throw a `TypeError`.
 */
export type KvMutation =
  & { key: KvKey }
  & (
    | { type: "set"; value: unknown; expireIn?: number }
    | { type: "delete" }
    | { type: "sum"; value: KvU64Value }
    | { type: "max"; value: KvU64Value }
    | { type: "min"; value: KvU64Value }
  );

/** Options of `set`. */
export interface KvSetOptions {
  /** Milliseconds after which it is gone; never unless told. */
  expireIn?: number;
}

/** How to deliver a message of the queue. */
export interface KvEnqueueOptions {
  /** Milliseconds before it may be delivered: 0 (the default) to 30 days. */
  delay?: number;
  /** Keys that get the message as their value when every attempt has failed. */
  keysIfUndelivered?: KvKey[];
  /** Milliseconds between attempts: at most 5 intervals of at most an hour. */
  backoffSchedule?: number[];
}

/**
 * A commit being put together: applied whole or not at all, all its entries with one versionstamp.
 * The methods return the same object; nothing happens before `commit`.
 */
export interface KvAtomic {
  /** Adds conditions: all must hold. */
  check(...checks: KvCheck[]): this;
  /** Adds changes given as data. */
  mutate(...mutations: KvMutation[]): this;
  /** Adds `n` to a `KvU64`, modulo 2^64. */
  sum(key: KvKey, n: bigint): this;
  /** Lowers a `KvU64` to `n` if it is greater. */
  min(key: KvKey, n: bigint): this;
  /** Raises a `KvU64` to `n` if it is less. */
  max(key: KvKey, n: bigint): this;
  /** Stores a value. */
  set(key: KvKey, value: unknown, options?: KvSetOptions): this;
  /** Removes a key. */
  delete(key: KvKey): this;
  /** Adds a message to the queue. */
  enqueue(value: unknown, options?: KvEnqueueOptions): this;
  /** Applies it; `ok` is false, and nothing was applied, where a check did not hold. */
  commit(): Promise<KvCommitResult | KvCommitError>;
}

/**
 * A store of ordered keys: what `Deno.openKv()` returns, and every back end of this module.
 *
 * Values are what structured clone takes, serialised when they are set: functions and symbols
 * throw, class instances come back as plain objects, and a `KvU64` or a `Uint8Array` as itself at
 * the top level.
 */
export interface Kv {
  /** Reads one key. */
  get<T = unknown>(key: KvKey, options?: KvReadOptions): Promise<KvEntryMaybe<T>>;
  /** Reads up to 10 keys as of one moment. */
  getMany<T extends readonly unknown[]>(
    keys: readonly [...{ [K in keyof T]: KvKey }],
    options?: KvReadOptions,
  ): Promise<{ [K in keyof T]: KvEntryMaybe<T[K]> }>;
  /** Stores one value. */
  set(key: KvKey, value: unknown, options?: KvSetOptions): Promise<KvCommitResult>;
  /** Removes one key; nothing happens where there is none. */
  delete(key: KvKey): Promise<void>;
  /** Lists entries in key order. */
  list<T = unknown>(selector: KvListSelector, options?: KvListOptions): KvListIterator<T>;
  /** Adds one message to the queue. */
  enqueue(value: unknown, options?: KvEnqueueOptions): Promise<KvCommitResult>;
  /** Takes messages of the queue, at least once each, until the store is closed. */
  listenQueue(handler: (value: unknown) => Promise<void> | void): Promise<void>;
  /** Starts a commit. */
  atomic(): KvAtomic;
  /**
   * The entries of up to 10 keys, now and whenever one changes; a reader that is slow sees only the
   * newest. With `raw` a notification is passed on even where nothing visible changed.
   */
  watch<T extends readonly unknown[]>(
    keys: readonly [...{ [K in keyof T]: KvKey }],
    options?: { raw?: boolean },
  ): ReadableStream<{ [K in keyof T]: KvEntryMaybe<T[K]> }>;
  /** Ends watches, queues and the connection. */
  close(): void;
  /** As the last part of a key that is set, stands for the versionstamp of the commit. */
  commitVersionstamp(): symbol;
  /** As `close`, and silent where it is closed already. */
  [Symbol.dispose](): void;
}
