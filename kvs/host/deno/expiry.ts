/**
 * Expiry of native Deno KV, which removes entries up to a minute late: when they expire is kept beside it, and a list is without those
 * that have.
 *
 * @module
 */
import { Alarm } from "../../store/clock.ts";
import { toBinary } from "../../value/bytes.ts";
import type { Clock } from "../../../base/mod.ts";
import { BTree } from "../../deps.ts";
import { encodeKey } from "../../value/key.ts";
import type { KvEntry, KvEntryMaybe, KvKey, KvListIterator, KvListOptions } from "../../kv.ts";
import { batchSizeOf } from "../../store/list.ts";

/** So many deadlines are kept; entries beyond them expire when Deno removes them. */
const MOST = 100_000;

interface Deadline {
  readonly at: number;
  /** Tells one deadline from another at the same millisecond. */
  readonly number: number;
  readonly id: string;
  readonly key: KvKey;
  readonly versionstamp: string;
}

/**
 * The deadlines of what this process has set; at each, the entry is removed if it is still the one
 * that was set.
 */
export class Deadlines {
  readonly #clock: Clock;
  readonly #remove: (key: KvKey, versionstamp: string) => Promise<void>;
  readonly #byKey = new Map<string, Deadline>();
  readonly #inOrder = new BTree<Deadline, true>(
    undefined,
    (a, b) => a.at - b.at || a.number - b.number,
  );
  readonly #alarm: Alarm;
  #number = 0;

  constructor(clock: Clock, remove: (key: KvKey, versionstamp: string) => Promise<void>) {
    this.#clock = clock;
    this.#remove = remove;
    this.#alarm = new Alarm(clock, () => this.#ring(), true);
  }

  /** The entry of this key and versionstamp expires `expireIn` milliseconds from now. */
  add(key: KvKey, versionstamp: string, expireIn: number): void {
    const id = toBinary(encodeKey(key)), known = this.#byKey.get(id);
    if (known) this.#drop(known);
    if (this.#byKey.size >= MOST) return;
    const at = this.#clock.now() + expireIn;
    const deadline: Deadline = { at, number: this.#number++, id, key: [...key], versionstamp };
    this.#byKey.set(id, deadline);
    this.#inOrder.set(deadline, true);
    this.#arm();
  }

  /** Whether this entry has passed its deadline although it is still stored. */
  isPast(entry: KvEntryMaybe<unknown>): boolean {
    if (this.#byKey.size === 0 || entry.versionstamp === null) return false;
    const deadline = this.#due(entry.key);
    return deadline?.versionstamp === entry.versionstamp;
  }

  /** Removes the entries of these keys that have passed their deadlines. */
  async settle(keys: Iterable<KvKey>): Promise<void> {
    if (this.#byKey.size === 0) return;
    for (const key of keys) {
      const deadline = this.#due(key);
      if (deadline) await this.#expire(deadline);
    }
  }

  #due(key: KvKey): Deadline | undefined {
    // a key that ends in the commit's versionstamp is not known before the commit
    if (key.some((part) => typeof part === "symbol")) return undefined;
    const deadline = this.#byKey.get(toBinary(encodeKey(key)));
    return deadline && deadline.at <= this.#clock.now() ? deadline : undefined;
  }

  async #expire(deadline: Deadline): Promise<void> {
    await this.#remove(deadline.key, deadline.versionstamp);
    this.#drop(deadline);
  }

  #ring(): void {
    const due: Deadline[] = [];
    for (const deadline of this.#inOrder.keys()) {
      if (deadline.at > this.#clock.now()) break;
      due.push(deadline);
    }
    for (const deadline of due) {
      this.#inOrder.delete(deadline);
      // what cannot be removed now stays hidden from this process, and is left to Deno
      this.#expire(deadline).catch(() => {});
    }
    this.#arm();
  }

  #drop(deadline: Deadline): void {
    if (this.#byKey.get(deadline.id) === deadline) this.#byKey.delete(deadline.id);
    this.#inOrder.delete(deadline);
  }

  #arm(): void {
    this.#alarm.set(this.#inOrder.minKey()?.at ?? Infinity);
  }

  /** Forgets all deadlines: what expires from now on is left to Deno. */
  close(): void {
    this.#byKey.clear();
    this.#inOrder.clear();
    this.#alarm.set(Infinity);
  }
}

/** What the iterator needs of the wrapper. */
export interface DenoListOptions {
  readonly retry: <T>(run: () => Promise<T>) => Promise<T>;
  readonly isPast: (entry: KvEntry<unknown>) => boolean;
}

/**
 * The options for the native list: the limit is counted here, because an expired entry does not
 * count.
 */
export function nativeListOptions(options: KvListOptions): KvListOptions {
  const { limit: _, ...rest } = options;
  return { ...rest, batchSize: batchSizeOf(options) };
}

/** Entries of a native iterator that have not expired. */
export class DenoListIterator<T> implements KvListIterator<T> {
  readonly #native: KvListIterator<T>;
  readonly #limit: number;
  readonly #options: DenoListOptions;
  #count = 0;

  constructor(native: KvListIterator<T>, limit: number, options: DenoListOptions) {
    this.#native = native;
    this.#limit = limit;
    this.#options = options;
  }

  get cursor(): string {
    return this.#native.cursor;
  }

  async next(): Promise<IteratorResult<KvEntry<T>, undefined>> {
    if (this.#count >= this.#limit) return { done: true, value: undefined };
    while (true) {
      // a native iterator that failed is where it was before
      const result = await this.#options.retry(() => this.#native.next());
      if (result.done) return { done: true, value: undefined };
      if (this.#options.isPast(result.value)) continue;
      this.#count++;
      return result;
    }
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
