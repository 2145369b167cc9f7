/**
 * Numbers: doubles that keep decimals of up to fifteen digits exact where the standard has thirty-four (DMN 1.5, 10.3.2.3.1).
 *
 * `0.1 + 0.2 = 0.3` holds: sums, differences and products are rounded to what fifteen digits of their operands can say.
 *
 * @module
 */

/** Decimal digits that every double keeps. */
const DIGITS = 15;

/** A number, or null where it is none: FEEL has no infinity and no NaN. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value === 0 ? 0 : value : null;
}

/** The sum; a difference is the sum with the negated number. */
export function plus(left: number, right: number): number | null {
  const sum = left + right;
  if (Number.isInteger(sum) || !Number.isFinite(sum)) return finite(sum);
  const places = DIGITS - 1 -
    Math.floor(Math.log10(Math.max(Math.abs(left), Math.abs(right))));
  return places < 0 || places > 100 ? sum : finite(Number(sum.toFixed(places)));
}

/** The product, to fifteen digits where it is no integer. */
export function times(left: number, right: number): number | null {
  const product = left * right;
  return Number.isInteger(product) || !Number.isFinite(product) ? finite(product) : short(product);
}

/** The quotient: the decimal of fifteen digits where that is exact, else the nearest double. Null for a division by zero. */
export function quotient(left: number, right: number): number | null {
  const ratio = left / right;
  if (Number.isInteger(ratio) || !Number.isFinite(ratio)) return finite(ratio);
  const rounded = short(ratio);
  return times(rounded, right) === left ? rounded : ratio;
}

/** The power, to fifteen digits where it is no integer. */
export function power(left: number, right: number): number | null {
  const value = left ** right;
  return Number.isInteger(value) || !Number.isFinite(value) ? finite(value) : short(value);
}

function short(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

/** The remainder with the sign of the divisor, as `modulo` has it. */
export function remainder(left: number, right: number): number | null {
  if (right === 0) return null;
  const rest = left % right;
  const exact = Number.isInteger(rest) ? rest : cleaned(left, right);
  return exact !== null && exact !== 0 && (exact < 0) !== (right < 0)
    ? plus(exact, right)
    : exact === null
    ? null
    : finite(exact);
}

/** The remainder of fractions: of integers, as many places larger. */
function cleaned(left: number, right: number): number | null {
  const places = Math.max(placesOf(left), placesOf(right));
  const [a, b] = [shift(left, places), shift(right, places)];
  return Number.isSafeInteger(a) && Number.isSafeInteger(b)
    ? shift(a % b, -places)
    : finite(left % right);
}

function placesOf(value: number): number {
  const [mantissa = "", exponent = "0"] = String(value).split("e");
  return Math.max(0, (mantissa.split(".")[1]?.length ?? 0) - Number(exponent));
}

/** The number with its decimal point moved right, exactly. */
function shift(value: number, places: number): number {
  const [mantissa = "0", exponent = "0"] = String(value).split("e");
  return Number(`${mantissa}e${Number(exponent) + places}`);
}

/** The ways to round (DMN 1.5, table 77). */
export type Rounding = "up" | "down" | "half up" | "half down" | "half even" | "floor" | "ceiling";

/** The number rounded to so many decimal places; null for places that there are not (-6111 to 6176). */
export function round(value: number, places: number, how: Rounding): number | null {
  const scale = Math.trunc(places);
  if (scale < -6_111 || scale > 6_176) return null;
  const moved = shift(value, scale);
  if (!Number.isFinite(moved) || (Number.isInteger(moved) && scale >= 0)) return finite(value);
  return finite(shift(whole(moved, how), -scale));
}

function whole(value: number, how: Rounding): number {
  const size = Math.abs(value);
  const [low, sign] = [Math.floor(size), Math.sign(value)];
  const rest = size - low;
  switch (how) {
    case "floor":
      return Math.floor(value);
    case "ceiling":
      return Math.ceil(value);
    case "up":
      return sign * Math.ceil(size);
    case "down":
      return sign * low;
    case "half up":
      return sign * (rest >= 0.5 ? low + 1 : low);
    case "half down":
      return sign * (rest > 0.5 ? low + 1 : low);
    case "half even":
      return sign * (rest > 0.5 || (rest === 0.5 && low % 2 === 1) ? low + 1 : low);
  }
}

/** The text of a number, without an exponent. */
export function writeNumber(value: number): string {
  const text = String(value);
  const split = text.indexOf("e");
  if (split < 0) return text;
  const exponent = Number(text.slice(split + 1));
  const [whole = "", part = ""] = text.slice(0, split).replace("-", "").split(".");
  const sign = value < 0 ? "-" : "";
  return exponent < 0
    ? `${sign}0.${"0".repeat(-exponent - 1)}${whole}${part}`
    : `${sign}${whole}${part.padEnd(exponent, "0")}`;
}
