/**
 * `tick`: yes or no, by one box to tick.
 *
 * @module
 */
import { checkbox, label, span } from "../../../nitro/mod.ts";
import { common, isNothing } from "../control.ts";
import type { FieldType } from "../type.ts";

/** Yes or no, by one box to tick: what was not ticked is no. Where it is required it must be ticked, as `required` of HTML means it. */
export const tick: FieldType<boolean> = {
  name: "tick",
  label: "own",
  control(place, wired) {
    const { id, value, raw, title, isRequired } = place;
    return label({
      class: "n2o-tick",
      body: [
        checkbox({ ...common(place, wired), label: false, checked: (raw ?? value) === true }),
        span({
          id: `${id}-label`,
          data: isRequired ? { "n2o-required": true } : {},
          body: title,
        }),
      ],
    });
  },
  show: (value, { locale }) => locale.say(value ? "yes" : "no"),
  read(given) {
    if (isNothing(given) || given === "") return { value: false };
    return typeof given === "boolean" ? { value: given } : { wrong: "option" };
  },
  *check(value, { path, isRequired }) {
    if (isRequired && !value) yield { path, code: "required" };
  },
  is: (value): value is boolean => typeof value === "boolean",
  schema: () => ({ type: "boolean" }),
};
