/**
 * Filters of numbers.
 *
 * @module
 */
import type { Filter } from "../compile/filter.ts";
import { DtlError } from "../error.ts";
import { float, integer, isNumber, toCount, toFloat, toInt } from "../value/number.ts";
import { Safe } from "../value/safe.ts";
import { isOpaque, lengthOf, Tuple } from "../value/sequence.ts";
import { repr } from "../value/text.ts";
import { value, whole, word } from "./kinds.ts";

function add(one: unknown, two: unknown): unknown {
  const left = toInt(one), right = toInt(two);
  if (left !== undefined && right !== undefined) return integer(BigInt(left) + BigInt(right));
  if (one instanceof Safe && two instanceof Safe) return new Safe(one.text + two.text);
  const isText = (part: unknown): part is string | Safe =>
    typeof part === "string" || part instanceof Safe;
  if (isText(one) && isText(two)) return `${one}${two}`;
  if (Array.isArray(one) && Array.isArray(two) && one instanceof Tuple === two instanceof Tuple) {
    return one.concat(two);
  }
  return "";
}

/** A number as digits and how many of them stand behind the point. */
interface Decimal {
  readonly isNegative: boolean;
  readonly digits: string;
  readonly scale: number;
}

function decimal(text: string): Decimal | undefined {
  const found = /^(-?)(\d+)(?:\.(\d+))?(?:e([-+]?\d+))?$/.exec(text);
  if (found === null) return undefined;
  const [, sign, whole = "", rest = "", power = "0"] = found;
  return { isNegative: sign === "-", digits: whole + rest, scale: rest.length - Number(power) };
}

/** A number with so many digits behind the point; half goes away from zero. */
function rounded(
  { isNegative, digits, scale }: Decimal,
  places: number,
  isGrouped: boolean,
): string {
  let whole = BigInt(digits);
  if (scale <= places) whole *= 10n ** BigInt(places - scale);
  else {
    const step = 10n ** BigInt(scale - places);
    whole = (whole + step / 2n) / step;
  }
  const text = whole.toString().padStart(places + 1, "0");
  const front = text.slice(0, text.length - places), back = text.slice(text.length - places);
  const grouped = isGrouped ? front.replace(/\B(?=(?:\d{3})+$)/g, ",") : front;
  return (isNegative && whole > 0n ? "-" : "") + grouped + (places > 0 ? `.${back}` : "");
}

function fixed(given: unknown, argument: unknown): unknown {
  const wanted = argument instanceof Safe ? argument.text : argument === undefined ? -1 : argument;
  const isGrouped = typeof wanted === "string" && wanted.endsWith("g");
  const written = isNumber(given) ? repr(given) : asFloat(given);
  if (written === undefined) return "";
  const asked = whole(isGrouped ? wanted.slice(0, -1) || -1 : wanted);
  const places = asked === undefined ? undefined : Number(asked);
  const own = repr(given), number = decimal(written);
  if (places === undefined || number === undefined) return own;
  if (number.digits.length + Math.abs(number.scale) > 200) return own;
  if (Math.abs(places) > 200) {
    throw new DtlError("limit", "a number has at most 200 digits behind its point");
  }
  const step = number.scale > 0 ? 10n ** BigInt(number.scale) : 1n;
  const isWhole = BigInt(number.digits) % step === 0n;
  return new Safe(rounded(number, isWhole && places < 0 ? 0 : Math.abs(places), isGrouped));
}

function asFloat(given: unknown): string | undefined {
  const found = toFloat(given);
  return found === undefined ? undefined : repr(float(found));
}

const UNITS = ["KB", "MB", "GB", "TB", "PB"];

/** One digit behind the point; half goes to the even one, as Python rounds. */
function tenth(number: number): string {
  const isHalf = Number.isInteger(number * 4) && !Number.isInteger(number * 2);
  if (!isHalf) return number.toFixed(1);
  const low = Math.floor(number * 10);
  return ((low % 2 === 0 ? low : low + 1) / 10).toFixed(1);
}

function fileSize(given: unknown): string {
  const found = toCount(given) ?? 0, size = Math.abs(found), sign = found < 0 ? "-" : "";
  if (size < 1_024) return `${sign}${size}\u00a0byte${size === 1 ? "" : "s"}`;
  let at = 0, amount = size / 1_024;
  while (amount >= 1_024 && at < UNITS.length - 1) {
    amount /= 1_024;
    at++;
  }
  return `${sign}${tenth(amount)}\u00a0${UNITS[at]}`;
}

function divisible(given: unknown, argument: unknown): boolean {
  const number = toInt(given), by = toInt(argument);
  if (number === undefined || by === undefined || BigInt(by) === 0n) {
    throw new DtlError(
      "value",
      `${repr(given).slice(0, 60)} cannot be divided by ${repr(argument).slice(0, 60)}`,
    );
  }
  return BigInt(number) % BigInt(by) === 0n;
}

function plural(given: unknown, argument: unknown): string {
  const suffix = argument === undefined ? "s" : word(argument);
  const [one = "", many = "", ...more] = (suffix.includes(",") ? suffix : `,${suffix}`).split(",");
  if (more.length > 0) return "";
  const number = toFloat(given);
  if (number !== undefined) return number === 1 ? one : many;
  if (typeof given === "string" || given instanceof Safe || given === null) return "";
  if (typeof given === "object" && isOpaque(given)) return "";
  const length = lengthOf(given);
  return length === undefined ? "" : length === 1 ? one : many;
}

/** The filters of numbers by their names, such as `floatformat`. */
export const numbers: readonly (readonly [string, Filter])[] = [
  ["add", value(add, "one")],
  ["divisibleby", value(divisible, "one")],
  ["filesizeformat", value(fileSize, "none", true)],
  ["floatformat", value(fixed, "optional", true)],
  ["pluralize", value(plural, "optional")],
];
