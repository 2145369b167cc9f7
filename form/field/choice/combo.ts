/**
 * `combo` and `radio`: a choice by radio buttons.
 *
 * @module
 */
import { div, label, radio as button } from "../../../nitro/mod.ts";
import type { Chosen } from "../../value/kinds.ts";
import { ariaOfGroup } from "../control.ts";
import type { FieldType } from "../type.ts";
import {
  checkedOptions,
  chosenOf,
  isOption,
  nameSchema,
  optionId,
  readName,
  titleOf,
} from "./option.ts";

/** A choice by radio buttons: the name of an option. */
export const combo: FieldType<Chosen> = {
  name: "combo",
  label: "group",
  control(place, wired) {
    const { id, options, isRequired, isDisabled } = place, chosen = [...chosenOf(place)].at(-1);
    return div({
      id,
      class: "n2o-choices",
      role: "radiogroup",
      aria: { ...ariaOfGroup(place), required: isRequired || undefined },
      body: options.map((each) => {
        const own = optionId(id, each);
        return div({
          body: label({
            body: [
              button({
                id: own,
                name: id,
                value: each.name,
                checked: each.name === chosen,
                disabled: isDisabled || each.disabled,
                required: isRequired,
                ...wired.wire(own, [id]),
              }),
              each.title,
            ],
          }),
        });
      }),
    });
  },
  show: (value, place) => titleOf(place, value),
  read: (given) => readName(given),
  is: isOption,
  check: checkedOptions,
  schema: nameSchema,
};

/** The same by its name in HTML. */
export const radio: FieldType<Chosen> = { ...combo, name: "radio" };
