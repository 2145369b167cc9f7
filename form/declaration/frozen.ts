/**
 * What was declared stays so.
 *
 * @module
 */
import { isPlainObject } from "../../base/mod.ts";

/** What was declared, so that nobody can change it. Elements, functions and schemas of other libraries stay as they are. */
export function frozen<T>(declared: T): T {
  const held: unknown = declared;
  if (Array.isArray(held)) held.forEach(frozen);
  else if (isPlainObject(held) && !("markup" in held || "~standard" in held)) {
    Object.values(held).forEach(frozen);
  } else return declared;
  return Object.freeze(declared);
}
