/**
 * `card`: a choice of one of the person's payment cards.
 *
 * @module
 */
import { option, select as list } from "../../../nitro/mod.ts";
import type { Chosen } from "../../value/kinds.ts";
import { common } from "../control.ts";
import type { FieldType } from "../type.ts";
import { select } from "./select.ts";

/** A choice of one of the person's payment cards: a `select` that says that it is loading until the application offers some. */
export const card: FieldType<Chosen> = {
  ...select,
  name: "card",
  control(place, wired) {
    if (place.options.length > 0) return select.control(place, wired);
    const body = option({ value: "", selected: true, body: place.locale.say("loading") });
    return list({ ...common({ ...place, isDisabled: true }, wired), body });
  },
};
