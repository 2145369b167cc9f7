/**
 * Whether a schema takes null in a field.
 *
 * @module
 */
import { isThenable } from "../../base/mod.ts";
import type { StandardSchema } from "../../base/standard.ts";

/**
 * Asks a schema itself, by a record of this field alone: what has no word in JSON Schema, such as dates of zod, valibot and arktype, is told there as
 * what takes anything, and it is not so.
 *
 * @returns undefined where it cannot be known beforehand: its checks wait for something, or cannot bear a part of a record
 */
export function asksNull(
  schema: StandardSchema<unknown, unknown>,
  field: string,
): boolean | undefined {
  try {
    const result = schema["~standard"].validate({ [field]: null });
    if (isThenable(result)) {
      Promise.resolve(result).catch(() => {}); // what it comes to nobody waits for
      return undefined;
    }
    return !(result.issues ?? []).some(({ path: [first] = [] }) =>
      (typeof first === "object" ? first.key : first) === field
    );
  } catch {
    return undefined;
  }
}
