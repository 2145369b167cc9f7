/**
 * Whether two values are one, by their structure.
 *
 * @module
 */
import { isPlainObject } from "../../base/mod.ts";

/** Whether two values are the same; entries that are undefined are as none. Of values that were not copied, deeper parts than 64 differ. */
export function same(one: unknown, other: unknown, depth = 64): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return false;
  }
  if (depth === 0) return false;
  if (Array.isArray(one)) {
    return Array.isArray(other) && one.length === other.length &&
      one.every((each, at) => same(each, other[at], depth - 1));
  }
  if (!isPlainObject(one) || !isPlainObject(other)) return false;
  for (const name of Object.keys(one)) {
    if (!same(one[name], ownOf(other, name), depth - 1)) return false;
  }
  for (const name of Object.keys(other)) {
    if (other[name] !== undefined && !Object.hasOwn(one, name)) return false;
  }
  return true;
}

/** An entry of an object's own. */
export function ownOf(of: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(of, name) ? of[name] : undefined;
}
