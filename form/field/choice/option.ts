/**
 * What fields with options have in common.
 *
 * @module
 */
import type { Body, SourceValue } from "../../../nitro/mod.ts";
import type { Issue } from "../../issue.ts";
import type { Option } from "../../declaration/attributes.ts";
import type { AnyField } from "../../declaration/field.ts";
import { isNothing, LONGEST_LINE } from "../control.ts";
import type { JsonSchema, Place, Read } from "../type.ts";

/** The most names that one field holds. */
const MOST = 10_000;

/** Names of what is chosen: the value's, as far as they are offered; those that are chosen at first where it has none of them. */
export function chosenOf({ raw, value, options }: Place): ReadonlySet<string> {
  // What came of a tick says nothing of the others.
  const held = new Set(namesOf(typeof raw === "string" || Array.isArray(raw) ? raw : value));
  if (options.some(({ name }) => held.has(name))) return held;
  if (isEmptied(raw)) return new Set();
  return new Set(options.filter(({ checked }) => checked === true).map(({ name }) => name));
}

/** Whether the person has chosen nothing, rather than not chosen yet. */
function isEmptied(raw: SourceValue | undefined): boolean {
  return raw === null || raw === "" || typeof raw === "boolean" || Array.isArray(raw);
}

function namesOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((each) => typeof each === "string");
}

/** What else ends the ids of what belongs to a control. */
const TAKEN = new Set(["label", "hint", "error", "tip"]);

/**
 * The id of the control of one option: by its name, so that a list that is filtered keeps them. What cannot stand in an id as it is, or
 * would be that of something else, is written in numbers behind a dot, with which no other begins.
 */
export function optionId(id: string, { name }: Pick<Option, "name">): string {
  return `${id}-${
    /^[\w-][\w.-]*$/.test(name) && !TAKEN.has(name)
      ? name
      : `.${Array.from(name, (each) => each.codePointAt(0)?.toString(36)).join("_")}`
  }`;
}

/** What an option is called; its name where it has no title that says something. */
export function titleOf({ options }: Pick<Place, "options">, name: string): Body {
  return options.find((option) => option.name === name)?.title ?? name;
}

/** Reads one name; one that is not offered is told by `check`. */
export function readName(given: SourceValue | undefined): Read<string> {
  if (isNothing(given) || given === "") return { value: undefined };
  return isName(given) ? { value: given } : { wrong: "option" };
}

/** Reads names, each once. */
export function readNames(given: SourceValue | undefined): Read<readonly string[]> {
  if (isNothing(given) || given === "") return { value: undefined };
  if (typeof given === "string") return readNames([given]);
  if (!isNames(given)) return { wrong: "option" };
  const names = [...new Set(given)].filter((name) => name !== "");
  return { value: names.length === 0 ? undefined : names };
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value.length <= LONGEST_LINE;
}

/** Whether a value is names. */
export function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= MOST && value.every(isName);
}

/** Whether a value is one that options allow: any name where none are declared, since a rule may bring them. */
export function isOption(value: unknown, { options }: AnyField): value is string {
  return isName(value) && (options === undefined || options.some(({ name }) => name === value));
}

/** What is chosen and is not offered, or cannot be chosen. */
export function* checkedOptions(
  value: string | readonly string[],
  { path, options }: Place,
): Iterable<Issue> {
  for (const name of [value].flat()) {
    const option = options.find((each) => each.name === name);
    if (option === undefined || option.disabled === true) {
      yield { path, code: "option", args: { name: name.slice(0, 100) } };
      return;
    }
  }
}

/** JSON Schema of one name. */
export function nameSchema({ options }: AnyField): JsonSchema {
  return options === undefined
    ? { type: "string", maxLength: LONGEST_LINE }
    : { type: "string", enum: options.map(({ name }) => name) };
}

/** JSON Schema of names. */
export function namesSchema(field: AnyField): JsonSchema {
  return { type: "array", items: nameSchema(field), maxItems: MOST };
}
