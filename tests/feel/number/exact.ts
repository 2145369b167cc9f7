/**
 * Fractions of bigints, and their rounding to decimals: an oracle for numbers that shares nothing with what it judges.
 *
 * @module
 */
import type { Random } from "../../_support/random.ts";

/** A fraction: `below` is greater than zero. */
export interface Fraction {
  readonly above: bigint;
  readonly below: bigint;
}

const ten = (power: number): bigint => 10n ** BigInt(power);

/** The fraction that a decimal text is, with or without an exponent. */
export function fraction(text: string): Fraction {
  const [mantissa = "", power = "0"] = text.toLowerCase().split("e");
  const [whole = "", part = ""] = mantissa.split(".");
  const places = part.length - Number(power);
  const digits = BigInt(whole + part);
  return places > 0
    ? { above: digits, below: ten(places) }
    : { above: digits * ten(-places), below: 1n };
}

/** An operator of numbers. */
export type Operator = "+" | "-" | "*" | "/" | "%";

/** All operators that have an exact result. */
export const OPERATORS: readonly [Operator, ...Operator[]] = ["+", "-", "*", "/", "%"];

/** What the operators make of fractions. */
export const OPERATIONS: Readonly<Record<Operator, (a: Fraction, b: Fraction) => Fraction>> = {
  "+": (a, b) => of(a.above * b.below + b.above * a.below, a.below * b.below),
  "-": (a, b) => of(a.above * b.below - b.above * a.below, a.below * b.below),
  "*": (a, b) => of(a.above * b.above, a.below * b.below),
  "/": (a, b) => of(a.above * b.below, a.below * b.above),
  "%": (a, b) => {
    const [x, y] = [a.above * b.below, b.above * a.below];
    const rest = x % y;
    return of(rest !== 0n && rest < 0n !== y < 0n ? rest + y : rest, a.below * b.below);
  },
};

function of(above: bigint, below: bigint): Fraction {
  return below < 0n ? { above: -above, below: -below } : { above, below };
}

/** How a fraction between two integers is rounded: the lower one, the rest and the whole of it, its sign. */
type Mode = (low: bigint, rest: bigint, unit: bigint, minus: boolean) => boolean;

/** Whether the greater of two sizes is taken, by the name of the function. */
export const MODES: Readonly<Record<string, Mode>> = {
  "decimal": (low, rest, unit) => 2n * rest > unit || (2n * rest === unit && low % 2n === 1n),
  "floor": (_low, _rest, _unit, minus) => minus,
  "ceiling": (_low, _rest, _unit, minus) => !minus,
  "round up": () => true,
  "round down": () => false,
  "round half up": (_, rest, unit) => 2n * rest >= unit,
  "round half down": (_, rest, unit) => 2n * rest > unit,
};

/** The text of a fraction rounded to so many decimal places, which may be less than zero. */
export function toPlaces({ above, below }: Fraction, places: number, mode: string): string {
  const minus = above < 0n;
  const size = (minus ? -above : above) * ten(Math.max(0, places));
  const unit = below * ten(Math.max(0, -places));
  const [low, rest] = [size / unit, size % unit];
  const kept = rest > 0n && MODES[mode]?.(low, rest, unit, minus) ? low + 1n : low;
  return written(minus ? -kept : kept, places);
}

/** The text of a fraction rounded to thirty-four digits, half even. */
export function toDigits(value: Fraction): string {
  if (value.above === 0n) return "0";
  const size = value.above < 0n ? -value.above : value.above;
  // How many digits stand before the point, or how many zeros follow it.
  let first = String(size).length - String(value.below).length;
  const isBelow = first >= 0 ? size < value.below * ten(first) : size * ten(-first) < value.below;
  if (!isBelow) first++;
  return toPlaces(value, 34 - first, "decimal");
}

/** The text of an integer over a power of ten, without zeros that say nothing. */
function written(value: bigint, places: number): string {
  const sign = value < 0n ? "-" : "";
  const digits = String(value < 0n ? -value : value);
  if (places <= 0) return value === 0n ? "0" : sign + digits + "0".repeat(-places);
  const padded = digits.padStart(places + 1, "0");
  const text = `${padded.slice(0, -places)}.${padded.slice(-places)}`.replace(/\.?0+$/, "");
  return text === "0" ? "0" : sign + text;
}

/** A decimal of 1 to 30 digits, with a point somewhere about them. */
export function decimal({ below, next }: Random): string {
  const length = 1 + below(30);
  let digits = "";
  while (digits.length < length) digits += String(below(10));
  const places = below(Math.min(40, 2 * length));
  const padded = digits.padStart(places + 1, "0");
  const text = `${padded.slice(0, padded.length - places)}.${padded.slice(padded.length - places)}`;
  return (next() < 0.4 ? "-" : "") + text.replace(/\.$/, "");
}
