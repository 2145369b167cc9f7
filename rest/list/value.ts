/**
 * Values in the order of the store's keys: bytes, text by its code points, bigints, numbers, booleans.
 *
 * @module
 */
import { compareText } from "../../base/mod.ts";
import type { IdPart } from "../../kvs/mod.ts";

/** A stretch of values of one type: `from` is in it, `to` is not; without an end it goes on to where the type ends, or beyond. */
export interface Span {
  /** The least value in it; undefined: nothing bounds it below. */
  readonly from?: IdPart;
  /** The least behind it. */
  readonly to?: IdPart;
}

const TYPES = ["object", "string", "bigint", "number", "boolean"];
/** The least that stands in a key: of 255 bytes. */
const LEAST = -(2n ** 2_040n) + 1n;

/** Negative, zero or positive as `a` is before, equal to or behind `b`. */
export function compareValues(a: IdPart, b: IdPart): number {
  const types = TYPES.indexOf(typeof a) - TYPES.indexOf(typeof b);
  if (types !== 0) return types;
  if (typeof a === "number" && typeof b === "number") return compareNumbers(a, b);
  if (typeof a === "string" && typeof b === "string") return compareText(a, b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** As keys have them: -0 before 0, and what is no number behind all. */
function compareNumbers(a: number, b: number): number {
  if (Object.is(a, b)) return 0;
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) ? 1 : -1;
  return a - b || (Object.is(a, -0) ? -1 : 1);
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** What is at a value, or behind it: of zero both are. */
export function since(value: IdPart): Span {
  return { from: value === 0 ? -0 : value, ...above(value) };
}

/** What is in front of a value. */
export function until(value: IdPart): Span {
  return { ...below(value), to: value === 0 ? -0 : value };
}

/** The least value behind one; undefined behind true, where all end. */
export function successor(value: IdPart): IdPart | undefined {
  switch (typeof value) {
    case "string":
      return `${value}\0`;
    case "bigint":
      return value + 1n;
    case "number":
      return nextNumber(value);
    case "boolean":
      return value ? undefined : true;
    default:
      return Uint8Array.of(...value, 0);
  }
}

/** What is behind a value; undefined where nothing can be. */
export function behind(value: IdPart): Span | undefined {
  const next = successor(value);
  return next === undefined ? undefined : since(next);
}

/** What is in front of a value, and the value itself. */
export function through(value: IdPart): Span {
  const next = successor(value);
  return next === undefined ? below(value) : until(next);
}

/** The text that begins with a prefix. */
export function starting(prefix: string): Span {
  const points = [...prefix];
  for (let point = points.pop(); point !== undefined; point = points.pop()) {
    const code = point.codePointAt(0) ?? 0;
    // No text has halves of pairs.
    const next = code === 0xd7ff ? 0xe000 : code + 1;
    if (next <= 0x10ffff) {
      return { from: prefix, to: points.join("") + String.fromCodePoint(next) };
    }
  }
  return since(prefix);
}

/** Negative or positive as `a` is before or behind `b`, which share nothing. */
export function compareSpans(a: Span, b: Span): number {
  if (a.from === undefined) return -1;
  return b.from === undefined ? 1 : compareValues(a.from, b.from);
}

/** What two stretches share; undefined where that is nothing. */
export function shared(a: Span, b: Span): Span | undefined {
  const from = latest(a.from, b.from), to = earliest(a.to, b.to);
  if (from !== undefined && to !== undefined && compareValues(from, to) >= 0) return undefined;
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** Whether a value is in a stretch. */
export function isWithin(value: IdPart, { from, to }: Span): boolean {
  return (from === undefined || compareValues(value, from) >= 0) &&
    (to === undefined || compareValues(value, to) < 0);
}

function latest(a: IdPart | undefined, b: IdPart | undefined): IdPart | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return compareValues(a, b) >= 0 ? a : b;
}

function earliest(a: IdPart | undefined, b: IdPart | undefined): IdPart | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return compareValues(a, b) <= 0 ? a : b;
}

/** Where the type of a value ends: at the least value of the type behind it. */
function above(value: IdPart): Span {
  switch (typeof value) {
    case "string":
      return { to: LEAST };
    case "bigint":
      return { to: -Infinity };
    case "number":
      return { to: NaN };
    case "boolean":
      return {};
    default:
      return { to: "" };
  }
}

/** Where the type of a value begins. */
function below(value: IdPart): Span {
  switch (typeof value) {
    case "string":
      return { from: "" };
    case "bigint":
      return { from: LEAST };
    case "number":
      return { from: -Infinity };
    case "boolean":
      return { from: false };
    default:
      return {};
  }
}

/** The least double behind one (IEEE 754, nextUp); behind infinity comes what is no number. */
function nextNumber(value: number): number {
  if (value === Infinity) return NaN;
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value === 0 ? 0 : value);
  bits.setBigInt64(0, bits.getBigInt64(0) + (value >= 0 ? 1n : -1n));
  return bits.getFloat64(0);
}
