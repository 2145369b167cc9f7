/**
 * What was declared stays so.
 *
 * @module
 */
import { isPlainObject } from "../../base/mod.ts";
import { FormError } from "../error.ts";

/** How deep it nests: groups in groups, and what stands in their fields. */
const DEEPEST = 200;

/**
 * What was declared, so that nobody can change it. Elements, functions and schemas of other libraries stay as they are.
 *
 * @throws {FormError} `document` for what is more than 200 deep, or in itself
 */
export function frozen<T>(declared: T, left: number = DEEPEST): T {
  const held: unknown = declared;
  if (left === 0) {
    throw new FormError("document", `what is declared is more than ${DEEPEST} deep, or in itself`);
  }
  if (Array.isArray(held)) { for (const each of held) frozen(each, left - 1); }
  else if (isPlainObject(held) && !("markup" in held || "~standard" in held)) {
    for (const each of Object.values(held)) frozen(each, left - 1);
  } else return declared;
  return Object.freeze(declared);
}
