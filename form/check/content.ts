/**
 * What the values of a field are, where that is all that is asked.
 *
 * @module
 */
import type { AnyField } from "../declaration/field.ts";
import type { JsonSchema } from "../field/type.ts";

/** Texts whose length counts, numbers, or anything else: days, choices, numbers of phones. */
export type Content = "text" | "number" | "other";

const known = new WeakMap<AnyField, Content>();

/** What the values of a field are, as the JSON Schema of its type says. */
export function contentOf(
  field: AnyField,
  type: { schema(field: AnyField): JsonSchema },
): Content {
  const found = known.get(field);
  if (found !== undefined) return found;
  const { type: kind, format, enum: names, pattern } = type.schema(field);
  const isFree = format === undefined && names === undefined &&
    (pattern === undefined || field.pattern !== undefined);
  const isText = kind === undefined || kind === "string" && isFree;
  const isNumber = kind === "number" || kind === "integer";
  const content = isNumber ? "number" : isText ? "text" : "other";
  known.set(field, content);
  return content;
}
