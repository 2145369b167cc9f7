/**
 * `otp`: a code for one time.
 *
 * @module
 */
import { password as input } from "../../../nitro/mod.ts";
import type { AnyField } from "../../declaration/field.ts";
import { plain } from "../../locale/number.ts";
import { common, readText } from "../control.ts";
import type { FieldType } from "../type.ts";

/** How many digits a code has where the field does not say. */
const DIGITS = 4;

/** A code for one time, of `length` digits, four where it is not said. It is never shown. */
export const otp: FieldType<string> = {
  name: "otp",
  isSecret: true,
  control: (place, wired) =>
    input({
      ...common(place, wired),
      class: "phone pass",
      inputmode: "numeric",
      autocomplete: place.field.autocomplete ?? "one-time-code",
      placeholder: place.field.placeholder ?? `(${"X".repeat(digits(place.field))})`,
      maxlength: digits(place.field),
    }),
  show: (_, { locale }) => locale.say("secret"),
  read: (given, { field }) =>
    readText(given, (text) => {
      const value = plain(text).replaceAll(" ", "");
      return isCode(value, field) ? { value } : { wrong: "digits", args: { count: digits(field) } };
    }),
  is: (value, field): value is string => isCode(value, field),
  schema: (field) => ({ type: "string", pattern: `^[0-9]{${digits(field)}}$` }),
};

function digits({ length = DIGITS }: AnyField): number {
  return Math.min(Math.max(Math.trunc(length), 1), 64);
}

function isCode(value: unknown, field: AnyField): value is string {
  return typeof value === "string" && /^[0-9]+$/.test(value) && value.length === digits(field);
}
