/**
 * `comboLookupVec` and `comboLookupEdit`: several of what is looked up.
 *
 * @module
 */
import { button, textbox } from "../../../nitro/mod.ts";
import {
  type Choice,
  chosenAll,
  comboLookupEdit as controlWithForm,
  comboLookupVec as control,
  type ComboLookupVecProps,
} from "../../../nitro/rich.ts";
import { aria, ariaOfGroup, LONGEST_LINE, textOf } from "../control.ts";
import type { FieldType, Place, Wired } from "../type.ts";
import { about, areChoices, choicesSchema, isSame, listed, mostOf, opened } from "./choice.ts";
import { comboWords, rowWords } from "./words.ts";

/** What the controls of several choices have in common. */
export function several<V>(place: Place<V>, wired: Wired): Omit<ComboLookupVecProps, "values"> {
  const { id, field, title, locale, isDisabled } = place;
  return {
    id,
    role: "group",
    aria: ariaOfGroup(place),
    disabled: isDisabled,
    most: mostOf(place),
    words: rowWords(locale),
    input: {
      body: textOf(title, field.id),
      lookup: about(place),
      placeholder: field.placeholder,
      input: aria(place),
      words: comboWords(locale),
    },
    ...wired.wire(id),
  };
}

/** Several of what is looked up, in the order that the person gave them. */
export const comboLookupVec: FieldType<readonly Choice[]> = {
  name: "comboLookupVec",
  label: "group",
  control: (place, wired) => control({ ...several(place, wired), values: place.value ?? [] }),
  show: (value) => value.map(({ text }, at) => [at > 0 && ", ", text]),
  read: (given, { id, value }) => listed(opened(given, () => chosenAll(id, given), value)),
  is: areChoices,
  *check(value, { path, min, max, field }) {
    if (typeof min === "number" && value.length < min) {
      yield { path, code: "mincount", args: { count: min } };
    }
    if (typeof max === "number" && value.length > max) {
      yield { path, code: "maxcount", args: { count: max } };
    }
    const isTwice = value.some((one, at) => value.slice(at + 1).some((each) => isSame(one, each)));
    if (field.distinct === true && isTwice) yield { path, code: "distinct" };
  },
  equal: (one, other) =>
    one.length === other.length && one.every((each, at) => isSame(each, other[at] ?? each)),
  schema: choicesSchema,
};

/** The same, and a text for what is not there yet: a choice with an empty id, which the application gives one when it saves. */
export const comboLookupEdit: FieldType<readonly Choice[]> = {
  ...comboLookupVec,
  name: "comboLookupEdit",
  control(place, wired) {
    const { id, locale } = place, text = newOf(id), called = locale.say("new");
    return controlWithForm({
      ...several(place, wired),
      values: place.value ?? [],
      summary: called,
      form: [
        textbox({ id: text, autocomplete: "off", maxlength: 256, aria: { label: called } }),
        button({
          id: `${id}-add`,
          body: locale.say("add"),
          ...wired.wire(`${id}-add`, [id, text]),
        }),
      ],
    });
  },
  read(given, place, also) {
    const read = comboLookupVec.read(given, place, also), typed = also(newOf(place.id));
    if (typeof typed !== "string" || typed.trim() === "" || !("value" in read)) return read;
    if (typed.length > LONGEST_LINE) return { wrong: "long", args: { count: LONGEST_LINE } };
    const made = { id: "", text: typed.trim().toWellFormed() }, held = read.value ?? [];
    return { value: held.some((each) => isSame(each, made)) ? held : [...held, made] };
  },
};

function newOf(id: string): string {
  return `${id}-new`;
}
