/**
 * `number`: a number, typed and shown as the language writes it.
 *
 * @module
 */
import { textbox } from "../../../nitro/mod.ts";
import { canonical, decimalOf, plain, writeDecimal } from "../../locale/number.ts";
import { common, typed } from "../control.ts";
import type { FieldType, Place, Read } from "../type.ts";
import { bounds, checkedRange, readNumber, written } from "./decimal.ts";

/**
 * A number. It is typed into a field of text, since a browser reads one for numbers by its own language, not the person's, and takes away
 * what it cannot read. Digits that a number cannot keep are told, not rounded.
 */
export const number: FieldType<number> = {
  name: "number",
  control: (place, wired) =>
    textbox({
      ...common(place, wired),
      class: "column",
      inputmode: "decimal",
      autocomplete: place.field.autocomplete ?? "off",
      placeholder: place.field.placeholder,
      value: typed(place, (value) => written(value, place)),
    }),
  show: (value, { locale }) => writeDecimal(decimalOf(value), locale.tag, { isGrouped: true }),
  read(given, place) {
    const wrong = { wrong: "number", args: { sample: writeDecimal("1234.5", place.locale.tag) } };
    const machine = typeof given === "string" ? ofMachine(given) : undefined;
    return machine ?? readNumber(given, place, wrong, exactly);
  },
  is: (value): value is number => typeof value === "number" && Number.isFinite(value),
  check: checkedRange,
  computed: numberOf,
  schema: (field) => ({ type: "number", ...bounds(field) }),
};

function exactly(decimal: string): Read<number> {
  const value = Number(decimal);
  return decimalOf(value) === canonical(decimal) ? { value: value + 0 } : { wrong: "precise" };
}

/** A number with a power of ten, as a machine writes what is very great or small. */
function ofMachine(text: string): Read<number> | undefined {
  const bare = text.length > 40 ? "" : plain(text).trim();
  if (!/^-?\d+(?:\.\d+)?[eE][-+]?\d{1,3}$/.test(bare)) return undefined;
  const value = Number(bare);
  return Number.isFinite(value) ? { value } : undefined;
}

/** The number that a rule answered. */
export function numberOf(answer: unknown, _?: Place<number>): number | undefined {
  const value = typeof answer === "bigint" ? Number(answer) : answer;
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}
