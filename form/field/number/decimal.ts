/**
 * What fields that hold numbers have in common: texts of a language, as decimals.
 *
 * @module
 */
import type { SourceValue } from "../../../nitro/mod.ts";
import type { Issue } from "../../issue.ts";
import { decimalOf, readDecimal, writeDecimal } from "../../locale/number.ts";
import { bound, readText } from "../control.ts";
import type { JsonSchema, Place, Read } from "../type.ts";
import type { AnyField } from "../../declaration/field.ts";

/** Reads the decimal of a text in the language of the person; of a number, as HTML's own controls may give it, its shortest text. */
export function readNumber<V>(
  given: SourceValue | undefined,
  place: Place<V>,
  wrong: Read<V>,
  read: (decimal: string) => Read<V>,
): Read<V> {
  if (typeof given === "number" && Number.isFinite(given)) return read(decimalOf(given));
  return readText(given, (text) => {
    const decimal = readDecimal(text, place.locale.tag);
    return decimal === undefined ? wrong : read(decimal);
  });
}

/** A number as the language writes it, in a control. */
export function written(value: number, { locale }: Pick<Place, "locale">): string {
  return Number.isFinite(value) ? writeDecimal(decimalOf(value), locale.tag) : "";
}

/** What is less than the least and more than the most, or between two steps. */
export function* checkedRange(
  value: number,
  { path, min, max, field: { step } }: Place<number>,
): Iterable<Issue> {
  if (typeof min === "number" && value < min) yield { path, code: "min", args: { min } };
  if (typeof max === "number" && value > max) yield { path, code: "max", args: { max } };
  if (typeof step === "number" && !isStep(value, typeof min === "number" ? min : 0, step)) {
    yield { path, code: "step", args: { step } };
  }
}

/** Whether a value is a whole number of steps from a base, by their decimals: `0.3` is three steps of `0.1`. */
export function isStep(value: number, base: number, step: number): boolean {
  if (!(step > 0)) return true;
  const all = [value, base, step].map((each) => decimalOf(each));
  const digits = Math.max(...all.map((each) => each.split(".")[1]?.length ?? 0));
  const [at = 0n, from = 0n, by = 1n] = all.map((each) => {
    const [integer = "0", fraction = ""] = each.split(".");
    return BigInt(integer + fraction.padEnd(digits, "0"));
  });
  return (at - from) % by === 0n;
}

/** The bounds of a field for a JSON Schema. */
export function bounds({ min, max, step }: AnyField): JsonSchema {
  return {
    ...typeof min === "number" && { minimum: min },
    ...typeof max === "number" && { maximum: max },
    ...typeof step === "number" && !(typeof min === "number" && min % step !== 0) &&
      { multipleOf: step },
  };
}

/** The bounds of a control that knows them. */
export function limits({ min, max, field }: Place): {
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  readonly step: string | number;
} {
  return { min: bound(min), max: bound(max), step: field.step ?? "any" };
}
