/**
 * Values at the border of a runtime: what comes in is made its own, so that nobody changes it afterwards, and refused where it
 * cannot be stored.
 *
 * @module
 */
import { isRecord } from "../state/data.ts";
import { text } from "../argument.ts";
import { BpeError } from "../error.ts";
import type { Variables } from "../state/state.ts";

/**
 * A copy that nobody else has, its objects and arrays frozen.
 *
 * @param what what it is, for the message
 * @throws {BpeError} `unstorable` for functions, symbols and whatever structured clone does not take
 */
export function storable<T>(value: T, what: string): T {
  if (typeof value !== "object" || value === null) {
    if (typeof value !== "function" && typeof value !== "symbol") return value;
    throw unstorable(what, `a ${typeof value}`);
  }
  // The common case costs no clone: fields that are plain.
  if (isRecord(value) && Object.values(value).every(isPlain)) return Object.freeze({ ...value });
  try {
    return freeze(structuredClone(value));
  } catch (cause) {
    throw unstorable(what, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

/**
 * Variables as somebody gives them.
 *
 * @throws {BpeError} `unstorable` where they are no object with fields, or cannot be stored
 */
export function storableVariables(
  value: Variables | undefined,
  what: string,
): Variables | undefined {
  if (value !== undefined && !isRecord(value)) {
    throw unstorable(what, `${value === null ? "null" : typeof value}, not an object with fields`);
  }
  return storable(value, what);
}

/**
 * A name, an id or a key as somebody gives it: it becomes part of a key of the store.
 *
 * @throws {BpeError} `limit` where it is no text of 1 to 500 characters
 */
export function keyPart(value: unknown, what: string): string {
  text(value, what);
  return String(value);
}

/** Freezes plain objects and arrays, and what they hold. */
export function freeze<T>(value: T): T {
  if (!(Array.isArray(value) || isRecord(value)) || Object.isFrozen(value)) return value;
  // First, so that one that holds itself comes to an end.
  Object.freeze(value);
  for (const each of Object.values(value)) freeze(each);
  return value;
}

function isPlain(value: unknown): boolean {
  return value === null ||
    (typeof value !== "object" && typeof value !== "function" && typeof value !== "symbol");
}

function unstorable(what: string, why: string, cause?: unknown): BpeError {
  return new BpeError("unstorable", `cannot be stored: ${why}`, { element: what, cause });
}
