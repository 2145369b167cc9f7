/**
 * What fields of one line of text have in common.
 *
 * @module
 */
import type { Issue } from "../../issue.ts";
import type { AnyField } from "../../declaration/field.ts";
import { lengths, readText } from "../control.ts";
import type { FieldType, JsonSchema, Place } from "../type.ts";

/** A line of text, whatever shows it: blanks around it are no part of it, and the ends of lines that it has are blanks, as in HTML. */
export const line: Pick<FieldType<string>, "show" | "read" | "is" | "check" | "schema"> = {
  show: (value) => value,
  read: (given) => readText(given, (text) => ({ value: text.replace(/[\r\n]+/g, " ").trim() })),
  is: (value): value is string => typeof value === "string",
  check: checkedLengths,
  schema: (field) => ({ type: "string", ...lengths(field), ...patternOf(field) }),
};

/** What is wrong with the length of a text, in UTF-16 units, as HTML counts. */
export function* checkedLengths(
  value: string,
  { path, field, min, max }: Pick<Place, "path" | "field" | "min" | "max">,
): Iterable<Issue> {
  const { minLength = 0, maxLength = Infinity } = lengths({
    id: field.id,
    ...typeof min === "number" && { min },
    ...typeof max === "number" && { max },
    ...field.length !== undefined && { length: field.length },
  });
  const { length } = value;
  if (length < minLength) yield { path, code: "minlength", args: { count: minLength, length } };
  if (length > maxLength) yield { path, code: "maxlength", args: { count: maxLength, length } };
}

/** The pattern of a field for a JSON Schema, which searches where HTML matches the whole. */
function patternOf({ pattern }: AnyField): JsonSchema {
  return pattern === undefined ? {} : { pattern: `^(?:${pattern})$` };
}
