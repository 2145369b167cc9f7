/**
 * `date`: a day, by the browser's own control.
 *
 * @module
 */
import { date as input } from "../../../nitro/mod.ts";
import { common, typed } from "../control.ts";
import type { FieldType } from "../type.ts";
import { boundOf, day } from "./day.ts";

/** A day, `2024-02-29`. The browser shows it by its own language. */
export const date: FieldType<string> = {
  ...day,
  name: "date",
  control: (place, wired) =>
    input({
      ...common(place, wired),
      value: typed(place, (value) => value) || undefined,
      min: boundOf(place.min),
      max: boundOf(place.max),
      autocomplete: place.field.autocomplete,
    }),
};
