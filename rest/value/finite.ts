/**
 * Numbers that are told as numbers.
 *
 * @module
 */
import { isObject, isRecord } from "../../base/mod.ts";
import type { Flaw } from "../error.ts";
import { pointerOf } from "../problem/pointer.ts";
import type { JsonSchema } from "../operation.ts";
import type { Kinds } from "./kind.ts";

/** Deeper than this no record is told. */
const DEPTH = 100;

const DETAIL =
  "give a finite number: others are taken where the field is declared of the kind number";

/** Where a schema says that there are numbers, and a record has NaN or an infinity, of which JSON has none; fields of a declared kind have their own words. */
export function unfinite(
  record: unknown,
  schema: JsonSchema | undefined,
  kinds: Kinds = {},
): readonly Flaw[] {
  const errors: Flaw[] = [];
  const look = (value: unknown, said: unknown, keys: readonly PropertyKey[]): void => {
    if (!isObject(said) || keys.length > DEPTH) return;
    if (typeof value === "number") {
      if (Number.isFinite(value) || !saysNumber(said)) return;
      errors.push({ pointer: pointerOf(keys), code: "range", detail: DETAIL });
    } else if (Array.isArray(value)) {
      const { items, prefixItems } = said as JsonSchema; // as: each is looked at
      for (const [at, each] of value.entries()) {
        look(each, Array.isArray(prefixItems) ? prefixItems[at] ?? items : items, [...keys, at]);
      }
    } else if (isRecord(value)) {
      const { properties, additionalProperties } = said as JsonSchema; // as: each is looked at
      const named = new Map(Object.entries(isRecord(properties) ? properties : {}));
      for (const [name, each] of Object.entries(value)) {
        if (keys.length > 0 || !Object.hasOwn(kinds, name)) {
          look(each, named.get(name) ?? additionalProperties, [...keys, name]);
        }
      }
    }
  };
  look(record, schema, []);
  return errors;
}

/** Whether all that a schema takes of numbers is told by it as numbers. */
function saysNumber({ type, anyOf, oneOf }: JsonSchema): boolean {
  const types = [type].flat();
  if (types.includes("number") || types.includes("integer")) return true;
  return [anyOf, oneOf].some((parts) =>
    Array.isArray(parts) && parts.some((each) => isRecord(each) && saysNumber(each))
  );
}
