/**
 * `textarea`: several lines of text.
 *
 * @module
 */
import { pre, textarea as area } from "../../../nitro/mod.ts";
import { common, lengthLimits, lengths, LONGEST_TEXT, readText, typed } from "../control.ts";
import type { FieldType } from "../type.ts";
import { checkedLengths } from "./line.ts";

/** Several lines of text, as they were typed; lines end with `\n`. Nothing but blanks is no value. */
export const textarea: FieldType<string> = {
  name: "textarea",
  control: (place, wired) =>
    area({
      ...common(place, wired),
      class: "column",
      rows: 5,
      body: typed(place, (value) => value),
      placeholder: place.field.placeholder,
      ...lengthLimits(place),
      autocomplete: place.field.autocomplete,
    }),
  show: (value) => pre({ class: "n2o-lines", body: value }),
  read: (given) =>
    readText(given, (text) => ({ value: text.replace(/\r\n?/g, "\n") }), LONGEST_TEXT),
  is: (value): value is string => typeof value === "string",
  check: checkedLengths,
  schema: (field) => ({ type: "string", ...lengths(field) }),
};
