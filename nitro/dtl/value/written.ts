/**
 * How a value stands in a text.
 *
 * @module
 */
import { isAbsent, moment } from "../date/format.ts";
import { Float } from "./float.ts";
import { numberText, plainText } from "./number.ts";
import { escape, Safe } from "./safe.ts";
import { textOf } from "./text.ts";

/** A value as a template writes it: numbers without exponents, moments in words, all else as text. */
export function written(value: unknown, autoescape: boolean): string {
  if (value instanceof Safe) return value.text;
  if (typeof value === "number" && Number.isInteger(value)) return String(value);
  if (typeof value === "number" || value instanceof Float) {
    const text = numberText(value), number = typeof value === "number" ? value : value.value;
    return text.includes("e") ? plainText(number) : text;
  }
  if (value instanceof Date) return isAbsent(value) ? "" : moment(value, "N j, Y, P");
  const text = textOf(value);
  return autoescape ? escape(text) : text;
}
