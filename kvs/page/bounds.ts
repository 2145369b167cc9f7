/**
 * The part of a sequence of keys that a page is read from.
 *
 * @module
 */
import { KvsError } from "../error.ts";
import type { KvKey, KvListSelector } from "../kv.ts";
import { type IdPart, isIdPart } from "../rows/record.ts";
import { LIMITS } from "../store/limits.ts";
import { genuine } from "../value/builtin.ts";
import { compareBytes } from "../value/bytes.ts";
import { encodeKey } from "../value/key.ts";
import { keySize } from "../value/size.ts";

/** A value of a key, or several that follow one another in it. */
export type KeyValues = IdPart | readonly IdPart[];

/** The keys that begin with `prefix`, from `start` (included) to `end` (excluded). */
export interface Bounds {
  readonly prefix: KvKey;
  readonly start?: KvKey | undefined;
  readonly end?: KvKey | undefined;
}

/**
 * The parts of a key that stand for values.
 *
 * @throws {KvsError} `bad_range` for what no key holds
 */
export function partsOf(values: KeyValues, where: string): readonly IdPart[] {
  const parts = genuine(() => Array.isArray(values) ? [...values] : [values]) ?? [undefined];
  return parts.map((part: unknown) => {
    if (isIdPart(part)) return part;
    throw new KvsError(
      "bad_range",
      `${where}: a range is of strings, numbers, bigints, booleans or Uint8Arrays, not of ${
        part === null ? "null" : typeof part
      }`,
    );
  });
}

/**
 * The keys under a prefix, from one value to another.
 *
 * @throws {KvsError} `bad_range` where `to` comes before `from`
 */
export function boundsOf(
  prefix: KvKey,
  from: KeyValues | undefined,
  to: KeyValues | undefined,
  where: string,
): Bounds {
  const [start, end] = [from, to].map((values) => {
    const parts = values === undefined ? [] : partsOf(values, where);
    if (parts.length > 0) return [...prefix, ...parts];
    if (values === undefined) return undefined;
    throw new KvsError("bad_range", `${where}: a range must have an end that is not empty`);
  });
  if (start && end && compare(start, end) > 0) {
    throw new KvsError("bad_range", `${where}: the range ends before it begins`);
  }
  return { prefix, start, end };
}

/** The bounds of one key. */
export function onlyOf(key: KvKey): Bounds {
  return { prefix: key, start: key, end: above(key) };
}

/** The part of bounds that is at or behind a key. */
export function since(bounds: Bounds, start: KvKey): Bounds {
  return bounds.start && compare(bounds.start, start) >= 0 ? bounds : { ...bounds, start };
}

/** The part of bounds that is in front of a key. */
export function until(bounds: Bounds, end: KvKey): Bounds {
  return bounds.end && compare(bounds.end, end) <= 0 ? bounds : { ...bounds, end };
}

/** The least key behind one. */
export function above(key: KvKey): KvKey {
  // Behind a key of the longest no other begins with it; an end of a range may be one byte longer.
  return [...key, keySize(key) < LIMITS.writeKeyBytes ? new Uint8Array(0) : 0n];
}

/** What is listed; undefined where no key is within the bounds. */
export function selectorOf({ prefix, start, end }: Bounds): KvListSelector | undefined {
  if (start && end) return compare(start, end) < 0 ? { start, end } : undefined;
  if (start) return { prefix, start };
  return end ? { prefix, end } : { prefix };
}

/** Negative, zero or positive as `a` is before, equal to or behind `b` in the order of keys. */
export function compare(a: KvKey, b: KvKey): number {
  return compareBytes(encodeKey(a), encodeKey(b));
}

/** True where a key begins with another, or is it. */
export function isUnder(key: KvKey, prefix: KvKey): boolean {
  return compare(key.slice(0, prefix.length), prefix) === 0;
}
