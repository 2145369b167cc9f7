/**
 * How large keys and values become: keys exactly, values as an upper bound that is cheap to compute.
 *
 * @module
 */
import type { KvKey } from "../kv.ts";
import { genuine } from "./builtin.ts";
import { encodeKey } from "./key.ts";

/** Text that is encoded as it is: a zero would be escaped. */
const PLAIN = /^[^\0\x80-\uffff]*$/;

/**
 * The bytes of a key as a store counts them; a symbol, which stands for the versionstamp of the
 * commit, counts nothing.
 *
 * @throws {TypeError} for a part that no key has
 */
export function keySize(key: KvKey): number {
  let size = 0;
  for (const part of key) {
    if (typeof part === "string" && PLAIN.test(part)) size += part.length + 2;
    else if (typeof part === "number") size += 9;
    else if (part instanceof Uint8Array) size += bytesSize(part);
    else if (typeof part !== "symbol") size += encodeKey([part]).length;
  }
  return size;
}

function bytesSize(bytes: Uint8Array): number {
  let size = bytes.length + 2;
  for (const byte of bytes) if (byte === 0) size++; // it is escaped
  return size;
}

/**
 * An upper bound of the bytes of a text with its length: V8 writes two bytes for a character that
 * would fit one where it keeps it so, as it does with a slice of a text in another script.
 */
export function textBound(text: string): number {
  return text.length * 2 + 8;
}

/**
 * An upper bound of the bytes that V8's serialisation takes, or any number above `limit` as soon as
 * it is passed. Values that cannot be serialised count nothing: the store refuses them.
 */
export function sizeBound(value: unknown, limit: number): number {
  let size = 16;
  const seen = new Set<object>();

  function string(text: string): void {
    size += textBound(text);
  }
  function visit(value: unknown): void {
    if (size > limit) return;
    size += 12;
    if (typeof value === "string") string(value);
    else if (typeof value === "bigint") size += value.toString(16).length;
    else if (typeof value === "object" && value !== null && !seen.has(value)) object(value);
  }
  function object(value: object): void {
    seen.add(value); // one that is met again, as in a circle, is serialised as a reference
    size += 12;
    if (Object.getPrototypeOf(value) === Object.prototype) properties(value);
    else if (Array.isArray(value)) array(value);
    else if (genuine(() => (special(value), true)) === undefined) properties(value); // it only says so
  }
  function special(value: object): void {
    if (value instanceof Map) value.forEach((item, key) => (visit(key), visit(item)));
    else if (value instanceof Set) value.forEach(visit);
    else if (ArrayBuffer.isView(value)) size += value.buffer.byteLength;
    else if (value instanceof ArrayBuffer) size += value.byteLength;
    else if (value instanceof RegExp) string(value.source);
    else if (value instanceof Error) error(value);
    else if (value instanceof BigInt) visit(value.valueOf());
    else properties(value);
  }
  function array(value: readonly unknown[]): void {
    let isFull = true;
    for (let at = 0; at < value.length && size <= limit; at++) {
      const item = value[at];
      if (item === undefined && !(at in value)) isFull = false;
      else visit(item);
    }
    // One with holes is serialised name by name, and there may be names beside the items.
    if (size <= limit && (!isFull || Object.keys(value).length > value.length)) properties(value);
  }
  function error(value: Error): void {
    for (const each of [value.message, value.stack, value.cause]) visit(each);
  }
  function properties(value: object): void {
    for (const key in value) {
      string(key);
      visit(value[key as keyof typeof value]);
    }
  }

  visit(value);
  return size;
}
