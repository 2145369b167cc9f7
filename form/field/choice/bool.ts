/**
 * `bool`: yes, no, or not chosen yet.
 *
 * @module
 */
import { option, select } from "../../../nitro/mod.ts";
import { common, isNothing } from "../control.ts";
import type { FieldType } from "../type.ts";

/** Yes, no, or not chosen yet. */
export const bool: FieldType<boolean> = {
  name: "bool",
  control(place, wired) {
    const { locale, value, raw } = place,
      held = raw === undefined ? String(value ?? "") : String(raw);
    const isKnown = held === "true" || held === "false";
    return select({
      ...common(place, wired),
      body: [
        option({ value: "true", selected: held === "true", body: locale.say("yes") }),
        option({ value: "false", selected: held === "false", body: locale.say("no") }),
        option({ value: "", selected: !isKnown, body: locale.say("unchosen") }),
      ],
    });
  },
  show: (value, { locale }) => locale.say(value ? "yes" : "no"),
  read(given) {
    if (isNothing(given) || given === "") return { value: undefined };
    if (given === true || given === "true") return { value: true };
    return given === false || given === "false" ? { value: false } : { wrong: "option" };
  },
  is: (value): value is boolean => typeof value === "boolean",
  schema: () => ({ type: "boolean" }),
};
