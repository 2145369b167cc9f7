/**
 * `phone`: a number of a telephone.
 *
 * @module
 */
import { link, textbox } from "../../../nitro/mod.ts";
import { plain } from "../../locale/number.ts";
import type { AnyField } from "../../declaration/field.ts";
import { common, readText, typed } from "../control.ts";
import type { FieldType } from "../type.ts";

/** The most digits of a number (ITU-T E.164 has fifteen; some exchanges have more behind them). */
const MOST = 20;

/** A number of a telephone: digits, with `+` before a country's code. Blanks, hyphens, dots and parentheses of the person are left out. */
export const phone: FieldType<string> = {
  name: "phone",
  control: (place, wired) =>
    textbox({
      ...common(place, wired),
      class: "phone",
      inputmode: "tel",
      autocomplete: place.field.autocomplete ?? "tel",
      placeholder: place.field.placeholder,
      value: typed(place, (value) => value),
    }),
  show: (value) => isPhone(value) ? link({ href: `tel:${value}`, dir: "ltr", body: value }) : value,
  read: (given, { field }) =>
    readText(given, (text) => {
      const value = plain(text).replace(/[ ().\/-]/g, "");
      return isPhone(value, field) ? { value } : { wrong: "phone" };
    }),
  is: (value, field): value is string => isPhone(value, field),
  *check(value, { path, min, max }) {
    const digits = value.replace("+", "").length;
    if (typeof min === "number" && digits < min) {
      yield { path, code: "minlength", args: { count: min } };
    }
    if (typeof max === "number" && digits > max) {
      yield { path, code: "maxlength", args: { count: max } };
    }
  },
  schema(field) {
    const { min, max } = field;
    const least = typeof min === "number" ? Math.max(min, 1) : 1;
    const greatest = typeof max === "number" ? Math.min(max, most(field)) : most(field);
    return { type: "string", pattern: `^\\+?[0-9]{${least},${Math.max(least, greatest)}}$` };
  },
};

/** How many digits there may be at most, whatever `max` says. */
function most({ length = MOST }: Pick<AnyField, "length">): number {
  return Math.min(length, MOST);
}

function isPhone(value: unknown, field: Pick<AnyField, "length"> = {}): value is string {
  return typeof value === "string" && /^\+?[0-9]+$/.test(value) &&
    value.replace("+", "").length <= most(field);
}
