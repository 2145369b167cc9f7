/**
 * What a value of unknown origin is.
 *
 * @module
 */

/** Whether it is an object of any class, an array too, but neither null nor a function. */
export function isObject(value: unknown): value is Readonly<Record<PropertyKey, unknown>> {
  return typeof value === "object" && value !== null;
}

/**
 * Whether it is an object with fields: no array, and none of the classes that hold a value otherwise.
 *
 * @example
 * ```ts
 * import { isRecord } from "@n2o/n2o/base";
 *
 * const given: unknown = JSON.parse('{"id":7}');
 * if (!isRecord(given) || given.id !== 7) throw given;
 * if ([[], new Date(), new Map(), new Uint8Array(), null].some(isRecord)) throw new Error("too lenient");
 * ```
 */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    !(value instanceof Date) && !ArrayBuffer.isView(value) && !(value instanceof Map) &&
    !(value instanceof Set);
}

/** Whether it is an object as `{}` or `Object.create(null)` make it, in this realm. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Whether it is an integer from `least` to `most`, both included. */
export function isInteger(value: unknown, least: number, most: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
}

/** Whether it is to be waited for: a promise of whichever realm, or what behaves as one. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value &&
    typeof value.then === "function";
}
