/**
 * `select`: a choice from a list; of several where `multiple` is true.
 *
 * @module
 */
import { option, select as list } from "../../../nitro/mod.ts";
import type { Chosen } from "../../value/kinds.ts";
import { common } from "../control.ts";
import type { FieldType } from "../type.ts";
import {
  checkedOptions,
  chosenOf,
  isNames,
  isOption,
  nameSchema,
  namesSchema,
  readName,
  readNames,
  titleOf,
} from "./option.ts";

/**
 * A choice from a list: the name of an option, or names in their order where the field has `multiple`.
 *
 * An empty option comes first, by which nothing is chosen, unless the field has one of its own, one that is chosen at first, or holds
 * several.
 */
export const select: FieldType<Chosen> = {
  name: "select",
  control(place, wired) {
    const { field: { multiple = false, autocomplete, placeholder }, options } = place;
    const chosen = chosenOf(place);
    const isOpen = !multiple && options.length > 0 &&
      !options.some(({ name, checked }) => name === "" || checked === true);
    return list({
      ...common(place, wired),
      multiple,
      autocomplete,
      body: [
        isOpen && option({ value: "", selected: chosen.size === 0, body: placeholder ?? "" }),
        options.map(({ name, title, disabled }) =>
          option({ value: name, selected: chosen.has(name), disabled, body: title })
        ),
      ],
    });
  },
  show: (value, place) => [value].flat().map((name, at) => [at > 0 && ", ", titleOf(place, name)]),
  // As: names where the field has `multiple`, by the type of its values.
  read: (given, { field }) =>
    (field.multiple === true ? readNames(given) : readName(given)) as { value: Chosen | undefined },
  is: (value, field): value is Chosen =>
    field.multiple === true
      ? isNames(value) && value.every((each) => isOption(each, field))
      : isOption(value, field),
  check: checkedOptions,
  schema: (field) => field.multiple === true ? namesSchema(field) : nameSchema(field),
};
