/**
 * Truth, equality, order and membership, as Python has them.
 *
 * @module
 */
import { Float } from "./float.ts";
import { DtlError } from "../error.ts";
import { Safe } from "./safe.ts";
import { entriesOf, Group, isOpaque, itemsOf, lengthOf, Tuple, View } from "./sequence.ts";

/** Whether a value counts as true. */
export function isTrue(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "string") return value !== "";
  if (typeof value === "number") return value !== 0;
  if (value === null || value === undefined) return false;
  if (typeof value === "bigint") return value !== 0n;
  if (value instanceof Safe) return value.text !== "";
  if (value instanceof Float) return value.value !== 0;
  if (typeof value !== "object" || value instanceof Date) return true;
  if (Array.isArray(value)) return value.length > 0;
  return lengthOf(value) !== 0;
}

/** What a value is where it is compared: markup is text, truth values are numbers. */
function plain(value: unknown): unknown {
  if (value instanceof Safe) return value.text;
  if (value instanceof Float) return value.value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof Date) return value.getTime();
  return value ?? null;
}

/** Comparing deeper or longer than this is refused. */
const MOST = 1_000_000, DEEP = 100;

/** Whether two values are equal. */
export function isEqual(left: unknown, right: unknown): boolean {
  return equal(left, right, { left: MOST, depth: 0 });
}

interface Budget {
  left: number;
  depth: number;
}

function equal(left: unknown, right: unknown, budget: Budget): boolean {
  if (left instanceof Date !== right instanceof Date) return false;
  const a = plain(left), b = plain(right);
  if (a === b) return true;
  if (typeof a === "bigint" || typeof b === "bigint") {
    return isNumeric(a) && isNumeric(b) && a == b; // of an integer and a float
  }
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (--budget.left < 0 || budget.depth >= DEEP) {
    throw new DtlError(
      "limit",
      `values are too long or deep to compare: ${MOST} parts, ${DEEP} deep`,
    );
  }
  budget.depth++;
  const same = composed(a, b, budget);
  budget.depth--;
  return same;
}

function isNumeric(value: unknown): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

function composed(a: object, b: object, budget: Budget): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a instanceof Tuple === b instanceof Tuple && a.length === b.length &&
      a.every((each, at) => equal(each, b[at], budget));
  }
  if (a instanceof Group && b instanceof Group) {
    return equal(a.grouper, b.grouper, budget) && equal(a.list, b.list, budget);
  }
  if (a instanceof View && b instanceof View) {
    return a.kind === b.kind && a.kind !== "dict_values" && equal(a.items, b.items, budget);
  }
  const pairs = entriesOf(a), others = entriesOf(b);
  if (pairs === undefined || others === undefined || pairs.length !== others.length) return false;
  const found = new Map(others);
  return pairs.every(([key, value]) => found.has(key) && equal(value, found.get(key), budget));
}

/** Which of two values is the less: negative for the first; `undefined` where Python compares no such values. */
export function order(left: unknown, right: unknown, depth = 0): number | undefined {
  if (left instanceof Date !== right instanceof Date || depth > DEEP) return undefined;
  const a = plain(left), b = plain(right);
  if (isNumeric(a) && isNumeric(b)) return a < b ? -1 : a > b ? 1 : a == b ? 0 : NaN;
  if (typeof a === "string" && typeof b === "string") return textOrder(a, b);
  if (!Array.isArray(a) || !Array.isArray(b)) return undefined;
  if (a instanceof Tuple !== b instanceof Tuple) return undefined;
  for (let at = 0; at < a.length && at < b.length; at++) {
    if (!isEqual(a[at], b[at])) return order(a[at], b[at], depth + 1);
  }
  return a.length - b.length;
}

/** By code points, not by the units of UTF-16. */
function textOrder(a: string, b: string): number {
  if (a === b) return 0;
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  if (at === a.length || at === b.length) return a.length - b.length;
  const [one, two] = [a.charCodeAt(at), b.charCodeAt(at)];
  const isWide = (code: number) => code >= 0xd800 && code < 0xe000;
  if (isWide(one) !== isWide(two)) return isWide(one) ? 1 : -1;
  return one - two;
}

/** Whether a value is in another; `undefined` where that has no such question. */
export function isWithin(value: unknown, whole: unknown): boolean | undefined {
  const text = plain(whole);
  if (typeof text === "string") {
    const part = plain(value);
    return typeof part === "string" && typeof value !== "number" ? text.includes(part) : undefined;
  }
  // As Python has it: what has no hash is asked of no dictionary and no set.
  if (!isHashable(value) && isHashed(whole)) return undefined;
  const items = itemsOf(whole, MOST);
  if (!Array.isArray(whole) && (items?.length ?? 0) > MOST) {
    throw new DtlError("limit", `a list is longer than ${MOST} items to look through`);
  }
  return items?.some((item) => isEqual(item, value));
}

/** Whether what is in a value is found by its hash. */
function isHashed(whole: unknown): boolean {
  if (whole instanceof Set) return true;
  return whole instanceof View ? whole.kind === "dict_keys" : entriesOf(whole) !== undefined;
}

/** Whether a value has a hash: texts, numbers and moments have, and tuples of such; lists and dictionaries have none. */
function isHashable(value: unknown, depth = 0): boolean {
  if (typeof value !== "object" || value === null || value instanceof Float) return true;
  if (value instanceof Tuple) {
    return depth < DEEP && value.every((each) => isHashable(each, depth + 1));
  }
  return isOpaque(value) || value instanceof View && value.kind === "dict_values";
}

/** Whether two values are the same one. */
export function isSame(left: unknown, right: unknown): boolean {
  const a = left ?? null, b = right ?? null;
  if (a instanceof Float || b instanceof Float || a instanceof Safe || b instanceof Safe) {
    return a === b;
  }
  return Object.is(a, b);
}
