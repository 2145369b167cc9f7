/**
 * Attributes that nobody knows: most are misspelt, and what they were to say would be passed over in silence.
 *
 * @module
 */
import { isObject } from "../../base/mod.ts";
import { BUTTON, FIELD, OPTION, SECTION } from "../declaration/names.ts";
import type { AnyField } from "../declaration/field.ts";
import type { AnyDocument, Validation } from "./document.ts";
import type { Types } from "./values.ts";

/** Attributes of a document. */
export const DOCUMENT: Readonly<Record<keyof AnyDocument, true>> = {
  name: true,
  base: true,
  version: true,
  title: true,
  sections: true,
  fields: true,
  buttons: true,
  access: true,
  steps: true,
  validations: true,
  rules: true,
  id: true,
  prev: true,
  next: true,
  messages: true,
  schema: true,
};
/** Attributes of a validation. */
export const VALIDATION: Readonly<Record<keyof Validation, true>> = {
  name: true,
  for: true,
  holds: true,
  msg: true,
  type: true,
};

/** What of a document nobody knows, as places with the name: `field "qty": titel`. */
export function* unknown(document: AnyDocument, types: Types): Generator<string> {
  yield* strangers("", document, DOCUMENT);
  yield* listed("section", document.sections, SECTION);
  yield* listed("button", document.buttons, BUTTON);
  yield* listed("validation", document.validations, VALIDATION);
  yield* inFields(document.fields, types);
}

function* inFields(fields: readonly AnyField[], types: Types): Generator<string> {
  for (const field of fields) {
    const { id, type = "string", options, fields: own = [] } = field, place = `field "${id}": `;
    const further = Object.hasOwn(types, type) ? types[type]?.attributes ?? [] : [];
    for (const stranger of strangers(place, field, FIELD)) {
      if (!further.some((name) => place + name === stranger)) yield stranger;
    }
    yield* listed(`field "${id}": option`, options, OPTION);
    yield* inFields(own, types);
  }
}

function* listed(
  what: string,
  list: readonly object[] = [],
  known: Readonly<Record<string, true>>,
): Generator<string> {
  for (const [at, each] of list.entries()) yield* strangers(`${what} ${at + 1}: `, each, known);
}

function* strangers(
  place: string,
  given: object,
  known: Readonly<Record<string, true>>,
): Generator<string> {
  if (!isObject(given)) return;
  for (const name of Object.keys(given)) if (!Object.hasOwn(known, name)) yield place + name;
}
