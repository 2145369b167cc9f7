/**
 * `comboLookupGroup`: groups of what is looked up.
 *
 * @module
 */
import {
  type Choice,
  chosenAll,
  comboLookupGroup as control,
  ordered,
} from "../../../nitro/rich.ts";
import type { FieldType, Place } from "../type.ts";
import { areChoices, choicesSchema, isSame, listed, mark, mostOf, opened } from "./choice.ts";
import { several } from "./vec.ts";

/** Groups of what is looked up, in their order, none of them empty. */
export const comboLookupGroup: FieldType<readonly (readonly Choice[])[]> = {
  name: "comboLookupGroup",
  label: "group",
  control(place, wired) {
    const { id, field, locale, value = [] } = place;
    return control({
      ...several(place, wired),
      groups: keysOf(value).map((key, at) => ({
        key,
        name: String(at + 1),
        values: value[at] ?? [],
      })),
      confirm: wired.wire(`${id}-confirm`, [draftOf(id)]).postback,
      confirmBody: locale.say("add"),
      subtitle: field.subtitle,
    });
  },
  show: (value) =>
    value.map((group, at) => [
      at > 0 && "; ",
      group.map(({ text }, place) => [place > 0 && ", ", text]),
    ]),
  read(given, place, also) {
    const { id, value = [] } = place, draft = also(draftOf(id));
    const keys = keysOf(value),
      order = given === undefined ? { value: keys } : opened(given, () => ordered(id, given), keys);
    if (!("value" in order)) return order;
    const left = (order.value ?? []).map((key) => value[keys.indexOf(key)]);
    if (left.includes(undefined)) return { wrong: "expired" };
    const added = opened(draft, () => chosenAll(draftOf(id), draft));
    if (!("value" in added)) return added;
    if (added.value !== undefined && left.length >= mostOf(place)) return { wrong: "rows" };
    const groups = [...left, added.value].filter((each) => each !== undefined && each.length > 0);
    return listed({ value: groups.filter((each) => each !== undefined) });
  },
  is: (value): value is readonly (readonly Choice[])[] =>
    Array.isArray(value) && value.length <= 1_000 &&
    value.every((each) => areChoices(each) && each.length > 0),
  *check(value, { path, min, max }: Place<readonly (readonly Choice[])[]>) {
    if (typeof min === "number" && value.length < min) {
      yield { path, code: "mincount", args: { count: min } };
    }
    if (typeof max === "number" && value.length > max) {
      yield { path, code: "maxcount", args: { count: max } };
    }
  },
  equal: (one, other) =>
    one.length === other.length &&
    one.every((group, at) =>
      group.length === other[at]?.length &&
      group.every((each, place) => isSame(each, other[at]?.[place] ?? each))
    ),
  schema: (field) => ({
    ...choicesSchema(field),
    items: { ...choicesSchema({ id: field.id }), minItems: 1 },
  }),
};

function draftOf(id: string): string {
  return `${id}-draft`;
}

/** What each group is known by: what is in it, so that a list that is not of this moment says nothing of another one. */
function keysOf(groups: readonly (readonly Choice[])[]): readonly string[] {
  const seen = new Map<string, number>();
  return groups.map((group) => {
    const text = JSON.stringify(group.map(({ id, text }) => [id, text])),
      times = seen.get(text) ?? 0;
    seen.set(text, times + 1);
    return `${mark(text)}.${times}`;
  });
}
