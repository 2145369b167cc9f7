/**
 * `comboLookup`: one of what is looked up as the person types.
 *
 * @module
 */
import { type Choice, chosen, comboLookup as control } from "../../../nitro/rich.ts";
import { aria } from "../control.ts";
import type { FieldType } from "../type.ts";
import { about, choiceSchema, isChoice, isSame, opened } from "./choice.ts";
import { comboWords } from "./words.ts";

/** One of what is looked up as the person types: its id, and the text by which it was chosen. Only what was offered is taken. */
export const comboLookup: FieldType<Choice> = {
  name: "comboLookup",
  labelFor: (id) => `${id}-text`,
  control: (place, wired) =>
    control({
      id: place.id,
      value: place.value,
      lookup: about(place),
      placeholder: place.field.placeholder,
      required: place.isRequired,
      disabled: place.isDisabled,
      input: aria(place),
      words: comboWords(place.locale),
      ...wired.wire(place.id),
    }),
  show: ({ text }) => text,
  read: (given, { id }) => opened(given, () => chosen(id, given)),
  is: isChoice,
  equal: isSame,
  schema: () => choiceSchema,
};
