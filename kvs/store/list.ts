/**
 * What `list` selects, and its iterator: batches read one after the other.
 *
 * @module
 */
import { concatBytes, fromBase64, toBase64 } from "../../base/mod.ts";
import { commonLength, compareBytes } from "../value/bytes.ts";
import { checkReadKey, LIMITS } from "./limits.ts";
import { encodeKey } from "../value/key.ts";
import type { KvEntry, KvKey, KvListIterator, KvListOptions, KvListSelector } from "../kv.ts";
import type { RawEntry, RawRange } from "./backend.ts";

/** A selector whose parts were there when the list was asked for. */
export interface Selector {
  readonly prefix: KvKey | undefined;
  readonly start: KvKey | undefined;
  readonly end: KvKey | undefined;
}

/** The bytes from `start` (included) to `end` (excluded). */
export interface ByteRange {
  readonly start: Uint8Array;
  readonly end: Uint8Array;
}

/**
 * Takes a copy of a selector; throws a TypeError, in Deno KV's words, where its parts do not fit
 * together.
 */
function selectorOf(selector: KvListSelector): Selector {
  const prefix = part(selector, "prefix"),
    start = part(selector, "start"),
    end = part(selector, "end");
  if (prefix && start && end) {
    throw new TypeError(
      "Selector can not specify both 'start' and 'end' key when specifying 'prefix'",
    );
  }
  if (!prefix && !(start && end)) {
    throw new TypeError("Selector must specify either 'prefix' or both 'start' and 'end' key");
  }
  return { prefix, start, end };
}

function part(selector: KvListSelector, name: "prefix" | "start" | "end"): KvKey | undefined {
  if (!Object.hasOwn(selector, name)) return undefined;
  const key: KvKey | undefined = Reflect.get(selector, name);
  return key === undefined ? undefined : [...key];
}

interface Encoded {
  /** What every key of the range begins with: a cursor leaves it out. */
  readonly common: Uint8Array;
  readonly start: Uint8Array | undefined;
  readonly end: Uint8Array | undefined;
  readonly range: ByteRange;
}

function encode(selector: Selector): Encoded {
  const start = selector.start && encodeKey(selector.start);
  const end = selector.end && encodeKey(selector.end);
  if (selector.prefix) return encodePrefixed(encodeKey(selector.prefix), start, end);
  if (!start || !end) throw new TypeError("Invalid range");
  if (compareBytes(start, end) > 0) throw new TypeError("Start key is greater than end key");
  return { common: start.subarray(0, commonLength(start, end)), start, end, range: { start, end } };
}

/** No part of a key begins with 00 or ff: all keys under a prefix lie between them. */
function encodePrefixed(prefix: Uint8Array, start?: Uint8Array, end?: Uint8Array): Encoded {
  if (start && !isUnder(start, prefix)) {
    throw new TypeError("Start key is not in the keyspace defined by prefix");
  }
  if (end && !isUnder(end, prefix)) {
    throw new TypeError("End key is not in the keyspace defined by prefix");
  }
  const range = {
    start: start ?? concatBytes(prefix, new Uint8Array([0x00])),
    end: end ?? concatBytes(prefix, new Uint8Array([0xff])),
  };
  return { common: prefix, start, end, range };
}

function isUnder(key: Uint8Array, prefix: Uint8Array): boolean {
  return key.length > prefix.length && commonLength(key, prefix) === prefix.length;
}

/**
 * What to read of a selector, after its cursor.
 *
 * @throws {TypeError} in Deno KV's words for keys or a cursor that are not of this selector.
 */
function rangeOf(
  selector: Selector,
  reverse: boolean,
  cursor: string | undefined,
): ByteRange {
  const { common, start, end, range } = encode(selector);
  let { start: first, end: last } = range;
  // an empty cursor is that of a key which is all that the keys of the range have in common
  if (cursor !== undefined) {
    const boundary = concatBytes(common, decodeCursor(cursor));
    if (reverse) last = boundary;
    else first = concatBytes(boundary, new Uint8Array([0]));
    if (start && compareBytes(first, start) < 0) throw new TypeError("cursor out of bounds");
    if (end && compareBytes(last, end) > 0) throw new TypeError("cursor out of bounds");
  }
  checkReadKey(first.length);
  checkReadKey(last.length);
  return { start: first, end: last };
}

/** As Deno KV writes cursors. */
const BASE64 = { alphabet: "base64url", padding: true } as const;

/** The cursor that continues a list of this selector after this key. */
function cursorOf(selector: Selector, key: Uint8Array): string {
  return toBase64(key.slice(encode(selector).common.length), BASE64);
}

function decodeCursor(cursor: string): Uint8Array {
  try {
    return fromBase64(cursor, BASE64);
  } catch (cause) {
    throw new TypeError("invalid cursor", { cause });
  }
}

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
