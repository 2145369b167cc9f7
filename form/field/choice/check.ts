/**
 * `check`: several choices, by ticks.
 *
 * @module
 */
import { checkbox, div } from "../../../nitro/mod.ts";
import type { ChosenMany } from "../../value/kinds.ts";
import { ariaOfGroup } from "../control.ts";
import type { FieldType } from "../type.ts";
import {
  checkedOptions,
  chosenOf,
  isNames,
  isOption,
  namesSchema,
  optionId,
  readNames,
  titleOf,
} from "./option.ts";

/** Several choices, each with a tick: the names of options, in the order of the list. Ticks of options that are not offered do not count. */
export const check: FieldType<ChosenMany> = {
  name: "check",
  label: "group",
  control(place, wired) {
    const { id, options, isDisabled } = place, chosen = chosenOf(place);
    const sources = options.map((each) => optionId(id, each));
    return div({
      id,
      class: "n2o-choices",
      role: "group",
      aria: ariaOfGroup(place),
      body: options.map((each) => {
        const own = optionId(id, each);
        return div({
          body: checkbox({
            id: own,
            checked: chosen.has(each.name),
            disabled: isDisabled || each.disabled,
            body: each.title,
            ...wired.wire(own, sources),
          }),
        });
      }),
    });
  },
  sources: ({ id, options }) => options.map((each) => optionId(id, each)),
  show: (value, place) => value.map((name, at) => [at > 0 && ", ", titleOf(place, name)]),
  read(given, { id, options }, also) {
    if (Array.isArray(given) || typeof given === "string") return readNames(given);
    const ticked = options.map((each, at) => {
      const own = optionId(id, each);
      return { name: each.name, is: also(own) ?? (at === 0 ? given : undefined) };
    });
    if (ticked.some(({ is }) => is !== undefined && is !== null && typeof is !== "boolean")) {
      return { wrong: "option" };
    }
    const names = ticked.filter(({ is }) => is === true).map(({ name }) => name);
    return { value: names.length === 0 ? undefined : names };
  },
  is: (value, field): value is ChosenMany =>
    isNames(value) && value.every((each) => isOption(each, field)),
  check: checkedOptions,
  schema: namesSchema,
};
