/** The iterator of `list`: batches read one after the other. */
import type { RawEntry, RawRange } from "./backend.ts";
import { LIMITS } from "./limits.ts";
import { cursorOf, rangeOf, type Selector, selectorOf } from "./selector.ts";
import type { KvEntry, KvListIterator, KvListOptions, KvListSelector } from "../kv.ts";

const DEFAULT_BATCH = 100, LARGEST_DEFAULT_BATCH = 500;

/**
 * How many entries to read at once; throws an Error, in Deno KV's words, for what is no number of
 * entries.
 */
export function batchSizeOf(options: KvListOptions): number {
  const { limit, batchSize } = options;
  if (limit !== undefined && !isPositive(limit)) {
    throw new Error(`Limit must be a positive integer: received ${limit}`);
  }
  if (batchSize === undefined) return Math.min(limit ?? DEFAULT_BATCH, LARGEST_DEFAULT_BATCH);
  if (!isPositive(batchSize)) {
    throw new Error(`batchSize must be a positive integer: received ${batchSize}`);
  }
  return batchSize;
}

function isPositive(value: number): boolean {
  return Number.isInteger(value) && value > 0;
}

/** Entries of a selector, read with `read` and decoded with `decode`. */
export class ListIterator<T> implements KvListIterator<T> {
  readonly #read: (range: RawRange) => Promise<RawEntry[]>;
  readonly #decode: (entry: RawEntry) => KvEntry<T>;
  readonly #selector: Selector;
  readonly #batchSize: number;
  readonly #reverse: boolean;
  readonly #limit: number;
  #batch: RawEntry[] = [];
  #next = 0;
  #count = 0;
  #lastBatch = false;
  #done = false;
  #cursor: string | undefined;
  #last: Uint8Array | undefined;

  constructor(
    selector: KvListSelector,
    options: KvListOptions,
    read: (range: RawRange) => Promise<RawEntry[]>,
    decode: (entry: RawEntry) => KvEntry<T>,
  ) {
    this.#batchSize = batchSizeOf(options);
    this.#selector = selectorOf(selector);
    this.#reverse = options.reverse === true; // nothing else reverses, as natively
    this.#limit = options.limit ?? Infinity;
    this.#cursor = options.cursor || undefined;
    this.#read = read;
    this.#decode = decode;
  }

  get cursor(): string {
    if (this.#last) return cursorOf(this.#selector, this.#last);
    if (this.#cursor === undefined) throw new Error("Cannot get cursor before first iteration");
    return this.#cursor;
  }

  async next(): Promise<IteratorResult<KvEntry<T>, undefined>> {
    if (this.#done || this.#count >= this.#limit) return { done: true, value: undefined };
    if (this.#next === this.#batch.length && !this.#lastBatch) await this.#pull();
    const entry = this.#batch[this.#next];
    if (!entry) {
      this.#done = true;
      this.#last = undefined;
      this.#cursor = "";
      return { done: true, value: undefined };
    }
    const value = this.#decode(entry);
    this.#next++;
    this.#count++;
    this.#last = entry.key;
    return { done: false, value };
  }

  async #pull(): Promise<void> {
    const cursor = this.#last ? this.cursor : this.#cursor;
    const range = rangeOf(this.#selector, this.#reverse, cursor);
    if (this.#batchSize > LIMITS.batchEntries) {
      throw new TypeError(`Too many entries (max ${LIMITS.batchEntries})`);
    }
    this.#batch = await this.#read({ ...range, limit: this.#batchSize, reverse: this.#reverse });
    this.#next = 0;
    this.#lastBatch = this.#batch.length < this.#batchSize;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
