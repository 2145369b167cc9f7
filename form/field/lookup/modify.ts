/**
 * `comboLookupModify`: several of what is looked up, each with something that is looked up for it.
 *
 * @module
 */
import { isPlainObject } from "../../../base/mod.ts";
import { type Choice, chosen, comboLookupModify as control } from "../../../nitro/rich.ts";
import { textOf } from "../control.ts";
import type { FieldType, Place } from "../type.ts";
import { choiceSchema, choicesSchema, isChoice, listed, mark, opened } from "./choice.ts";
import { comboLookupVec, several } from "./vec.ts";
import { comboWords } from "./words.ts";

/** A choice, and what was chosen for it. */
export interface Modified extends Choice {
  /** What was chosen for it; absent where nothing was. */
  readonly part?: Choice;
}

/** Several of what is looked up in `bind`, each with something of `modifyFeed`. */
export const comboLookupModify: FieldType<readonly Modified[]> = {
  name: "comboLookupModify",
  label: "group",
  control(place, wired) {
    const { field, path, locale, value = [], isDisabled } = place;
    const parts = new Map(value.map((each) => [each.id, each.part]));
    const lookup = {
      feed: field.modifyFeed ?? null,
      module: field.modifyModule ?? null,
      path,
      pos: field.modifyPos ?? null,
    };
    return control({
      ...several(place, wired),
      values: value.map(({ id, text }) => ({ id, text })),
      modify: (choice) => ({
        id: partId(place, choice),
        body: `${textOf(place.title, field.id)}: ${choice.text}`,
        value: parts.get(choice.id),
        lookup: { ...lookup, id: choice.id },
        disabled: isDisabled,
        words: comboWords(locale),
        ...wired.wire(partId(place, choice), sourcesOf(place)),
      }),
    });
  },
  sources: sourcesOf,
  show: (value) =>
    value.map(({ text, part }, at) => [at > 0 && ", ", text, part && [": ", part.text]]),
  read(given, place, also) {
    const read = comboLookupVec.read(given, bare(place), also);
    if (!("value" in read)) return read;
    const before = new Map(place.value?.map((each) => [each.id, each.part])), made: Modified[] = [];
    for (const choice of read.value ?? []) {
      const id = partId(place, choice), came = also(id);
      const part = came === undefined
        ? { value: before.get(choice.id) ?? firstOf(place) }
        : opened(came, () => chosen(id, came));
      if (!("value" in part)) return part;
      made.push({ ...choice, ...part.value !== undefined && { part: part.value } });
    }
    return listed({ value: made });
  },
  is: (value): value is readonly Modified[] =>
    Array.isArray(value) && value.length <= 1_000 && value.every(isModified),
  *check(value, place) {
    yield* comboLookupVec.check?.(value, bare(place)) ?? [];
  },
  schema(field) {
    const { properties } = choiceSchema;
    // As: an object of schemas, as it is written there.
    const items = { ...choiceSchema, properties: { ...properties as object, part: choiceSchema } };
    return { ...choicesSchema(field), items };
  },
};

/** The place, for the type that this one is made of: what is held are choices as well. */
function bare(place: Place<readonly Modified[]>): Place<readonly Choice[]> {
  return place;
}

function sourcesOf(place: Place<readonly Modified[]>): readonly string[] {
  return [place.id, ...(place.value ?? []).map((choice) => partId(place, choice))];
}

/** The id of the combobox of a choice: by its id, which the browser does not see. */
function partId({ id }: Pick<Place, "id">, choice: Choice): string {
  return `${id}-${mark(choice.id)}`;
}

/** What is chosen for a new choice at first. */
function firstOf({ field: { modifyDefault } }: Place<readonly Modified[]>): Choice | undefined {
  return isChoice(modifyDefault) ? modifyDefault : undefined;
}

function isModified(value: unknown): value is Modified {
  if (!isPlainObject(value)) return false;
  const { part, ...choice } = value;
  return isChoice(choice) && (!("part" in value) || isChoice(part));
}
