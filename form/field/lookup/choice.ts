/**
 * What fields with lookups have in common: choices, which are ids with texts, and how what came of a control is opened.
 *
 * @module
 */
import { isPlainObject, sha256Sync, toBase64 } from "../../../base/mod.ts";
import type { Plain } from "../../../n2o/mod.ts";
import { NitroError, type SourceValue } from "../../../nitro/mod.ts";
import type { Choice } from "../../../nitro/rich.ts";
import type { AnyField } from "../../declaration/field.ts";
import { isNothing } from "../control.ts";
import type { JsonSchema, Place, Read } from "../type.ts";

/** The longest id or text of a choice, in UTF-16 units, and the most choices of a field. */
const LONGEST = 10_000, MOST = 1_000;

/** What a page hears with each lookup of a field: where to look, by whose functions, and for which place of the form. */
export function about({ field: { bind, module }, path }: Place): Plain {
  return { feed: bind ?? null, module: module ?? null, path };
}

/** Whether a value is a choice and nothing more. */
export function isChoice(value: unknown): value is Choice {
  return isPlainObject(value) && Object.keys(value).length === 2 && isText(value.id) &&
    isText(value.text);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= LONGEST;
}

/** Whether a value is choices. */
export function areChoices(value: unknown): value is readonly Choice[] {
  return Array.isArray(value) && value.length <= MOST && value.every(isChoice);
}

/** The most choices of a field. */
export function mostOf({ max }: Pick<Place, "max">): number {
  return typeof max === "number" && max >= 0 ? Math.min(max, MOST) : MOST;
}

/**
 * Opens what came of a control that seals what it offers: what was made up is told, and so is what is past its time, unless `held` is to
 * stay then: a list that is long would have to be made anew.
 */
export function opened<T>(
  given: SourceValue | undefined,
  open: () => T | undefined,
  held?: T,
): Read<T> {
  if (isNothing(given) || given === "") return { value: undefined };
  try {
    const value = open() ?? held;
    return value === undefined ? { wrong: "expired" } : { value };
  } catch (error) {
    if (NitroError.is(error, "offered")) return { wrong: "option" };
    throw error;
  }
}

/** Tells one thing from others in the document, without telling its id. */
export function mark(text: string): string {
  return toBase64(sha256Sync(text), { alphabet: "base64url" }).slice(0, 12);
}

/** The values of a list, nothing where it is empty. */
export function listed<T>(read: Read<readonly T[]>): Read<readonly T[]> {
  return "value" in read && read.value?.length === 0 ? { value: undefined } : read;
}

/** Whether two choices are of the same thing, whatever it is called. */
export function isSame(one: Choice, other: Choice): boolean {
  return one.id === other.id && (one.id !== "" || one.text === other.text);
}

const text = { type: "string", maxLength: LONGEST };

/** JSON Schema of a choice. */
export const choiceSchema: JsonSchema = {
  type: "object",
  properties: { id: text, text },
  required: ["id", "text"],
  additionalProperties: false,
};

/** JSON Schema of choices. */
export function choicesSchema({ min, max, distinct }: AnyField): JsonSchema {
  return {
    type: "array",
    items: choiceSchema,
    ...typeof min === "number" && { minItems: min },
    maxItems: typeof max === "number" ? Math.min(max, MOST) : MOST,
    ...distinct === true && { uniqueItems: true },
  };
}
