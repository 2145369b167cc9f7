/**
 * `string`: a line of text.
 *
 * @module
 */
import { textbox } from "../../../nitro/mod.ts";
import { common, lengthLimits, typed } from "../control.ts";
import { browserPattern } from "../../value/pattern/pattern.ts";
import type { FieldType } from "../type.ts";
import { line } from "./line.ts";

/** A line of text; blanks around it are no part of it, the ends of lines in it are blanks. */
export const string: FieldType<string> = {
  ...line,
  name: "string",
  control: (place, wired) =>
    textbox({
      ...common(place, wired),
      class: "column",
      value: typed(place, (value) => value),
      placeholder: place.field.placeholder,
      ...lengthLimits(place),
      pattern: browserPattern(place.field),
      autocomplete: place.field.autocomplete,
    }),
};
