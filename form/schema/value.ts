/**
 * Fields of single values from their JSON Schemas.
 *
 * @module
 */
import { isPlainObject } from "../../base/mod.ts";
import type { Option } from "../declaration/attributes.ts";
import type { AnyField } from "../declaration/field.ts";
import { FormError } from "../error.ts";
import type { JsonSchema } from "../field/type.ts";
import { pattern as patternOf } from "../value/pattern/pattern.ts";
import { refused } from "./reference.ts";

/** Types of fields by the formats of texts. */
const FORMATS: Readonly<Record<string, string>> = {
  date: "date",
  duration: "duration",
  email: "email",
  time: "time",
  uri: "url",
  url: "url",
};
/** From how many characters on a text is more than a line. */
const LONG = 255;

/** What there is to choose; undefined for what is no choice of names. */
export function choices(
  { enum: names, const: only, oneOf }: JsonSchema,
): readonly Option[] | undefined {
  if (Array.isArray(oneOf)) {
    const options = oneOf.map((each) =>
      isPlainObject(each) ? optionOf(each.const, each.title) : undefined
    );
    return options.every((each) => each !== undefined) ? options : undefined;
  }
  const list: unknown = names ?? (only === undefined ? undefined : [only]);
  if (!Array.isArray(list)) return undefined;
  const options = list.filter((each) => each !== null).map((each) => optionOf(each, each));
  return options.every((each) => each !== undefined) ? options : undefined;
}

function optionOf(name: unknown, title: unknown): Option | undefined {
  if (typeof name !== "string") return undefined;
  return { name, title: typeof title === "string" ? title : name };
}

/** The field of a text. */
export function texts(schema: JsonSchema, path: string, isChecked: boolean): Partial<AnyField> {
  const { format, minLength, maxLength, pattern } = schema;
  const named = typeof format === "string" && Object.hasOwn(FORMATS, format)
    ? FORMATS[format]
    : undefined;
  const isText = named === undefined || named === "email" || named === "url";
  return {
    type: named ?? (typeof maxLength === "number" && maxLength > LONG ? "textarea" : "string"),
    ...isText && typeof minLength === "number" && minLength > 0 && { min: minLength },
    ...isText && typeof maxLength === "number" && { length: maxLength },
    ...named === undefined && typeof pattern === "string" && patterned(pattern, path, isChecked),
  };
}

/** A pattern of JSON Schema, which may match anywhere, as one of HTML, which is the whole; left out where only the schema can compare it. */
function patterned(text: string, path: string, isChecked: boolean): Partial<AnyField> {
  const whole = /^\^([^|]*[^|\\]|)\$$/.exec(text)?.[1];
  const made = whole ?? `[\\s\\S]*(?:${text})[\\s\\S]*`;
  try {
    patternOf(made);
    return { pattern: made };
  } catch (error) {
    if (!FormError.is(error)) throw error;
    if (isChecked) return {};
    throw refused(path, `cannot be a field: ${error.message}`);
  }
}

/** The field of a number. */
export function numbers(schema: JsonSchema, path: string, isChecked: boolean): Partial<AnyField> {
  const { type, minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const isWhole = Array.isArray(type) ? type.includes("integer") : type === "integer";
  const isOpen = typeof exclusiveMinimum === "number" || typeof exclusiveMaximum === "number";
  if (!isWhole && isOpen && !isChecked) {
    throw refused(
      path,
      "leaves out its own bound, which no field can say: use minimum and maximum",
    );
  }
  const least = isWhole && typeof exclusiveMinimum === "number"
    ? Math.floor(exclusiveMinimum) + 1
    : minimum;
  const most = isWhole && typeof exclusiveMaximum === "number"
    ? Math.ceil(exclusiveMaximum) - 1
    : maximum;
  return {
    type: isWhole ? "integer" : "number",
    // Every integer of a form is a safe one.
    ...typeof least === "number" && least > Number.MIN_SAFE_INTEGER && { min: least },
    ...typeof most === "number" && most < Number.MAX_SAFE_INTEGER && { max: most },
    ...typeof multipleOf === "number" && multipleOf > 0 && { step: multipleOf },
  };
}
