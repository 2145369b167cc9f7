/**
 * `integer`: a whole number.
 *
 * @module
 */
import { textbox } from "../../../nitro/mod.ts";
import { decimalOf, writeDecimal } from "../../locale/number.ts";
import { common, typed } from "../control.ts";
import type { FieldType } from "../type.ts";
import { bounds, checkedRange, readNumber, written } from "./decimal.ts";
import { numberOf } from "./number.ts";

/** A whole number, as far as they are exact: from -9,007,199,254,740,991 to as much above nought. */
export const integer: FieldType<number> = {
  name: "integer",
  control: (place, wired) =>
    textbox({
      ...common(place, wired),
      class: "column",
      inputmode: "numeric",
      autocomplete: place.field.autocomplete ?? "off",
      placeholder: place.field.placeholder,
      value: typed(place, (value) => written(value, place)),
    }),
  show: (value, { locale }) => writeDecimal(decimalOf(value), locale.tag, { isGrouped: true }),
  read: (given, place) =>
    readNumber(given, place, { wrong: "integer" }, (decimal) => {
      if (decimal.includes(".")) return { wrong: "integer" };
      const value = Number(decimal);
      return Number.isSafeInteger(value) ? { value: value + 0 } : { wrong: "precise" };
    }),
  is: (value): value is number => Number.isSafeInteger(value),
  check: checkedRange,
  computed(answer) {
    const value = numberOf(answer);
    return Number.isSafeInteger(value) ? value : undefined;
  },
  schema: (field) => ({
    type: "integer",
    minimum: Number.MIN_SAFE_INTEGER,
    maximum: Number.MAX_SAFE_INTEGER,
    ...bounds(field),
  }),
};
