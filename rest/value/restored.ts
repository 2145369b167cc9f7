/**
 * Values that come back to where they are stored.
 *
 * @module
 */
import { isObject } from "../../base/mod.ts";
import { isFields, toJson } from "./json.ts";

/**
 * What JSON means that comes back to where a value is stored: each part that reads just as what is stored there would be told is what is stored.
 * So a bigint, a date or bytes that nobody changed stay what they are, though nothing is declared of them.
 */
export function restored(json: unknown, stored: unknown): unknown {
  if (!isObject(stored)) return sameJson(json, toJson(stored)) ? stored : json;
  if (Array.isArray(json) && Array.isArray(stored)) {
    return json.map((each, at) => at < stored.length ? restored(each, stored[at]) : each);
  }
  const isPlain = Object.getPrototypeOf(stored) === Object.prototype ||
    Object.getPrototypeOf(stored) === null;
  if (isPlain && isFields(json)) {
    const fields = Object.entries(json).map(([name, each]) =>
      [name, Object.hasOwn(stored, name) ? restored(each, stored[name]) : each] as const
    );
    return Object.fromEntries(fields);
  }
  return sameJson(json, toJson(stored)) ? stored : json;
}

/** Whether two values of JSON are the same, whatever the order of fields. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && sameJson(a[name], b[name]));
}
