/**
 * Numbers: decimals of thirty-four digits (DMN 1.5, 10.3.2.3.1; IEEE 754-2008, decimal128, half even).
 *
 * A JavaScript number is the decimal of its shortest text, `0.1` a tenth. What no such text says is a {@link Decimal}: each number
 * has one form only.
 *
 * @module
 */
import { Special } from "../value/value.ts";
import { over, placesOf, POWERS, shifted } from "./small.ts";

/** Digits of a number. */
export const PRECISION = 34;

/** The greatest exponent of a first digit. */
const GREATEST = 6_144;

/** The least exponent of a last digit, that of the least subnormal number. */
const LEAST = -6_176;

/** An integer of more bits than these is greater than the greatest number. */
const BITS = 20_414n;

/**
 * A number that is no JavaScript number's shortest text: the coefficient, which does not end in zero, times ten to the exponent. The
 * nearest double is there where it is known. An application's integer beyond all doubles has its own digits and zeros.
 */
export class Decimal extends Special {
  readonly kind = "number";
  constructor(
    readonly coefficient: bigint,
    readonly exponent: number,
    readonly double: number = NaN,
  ) {
    super();
  }
}

/** A number of FEEL. */
export type Numeric = number | Decimal;

/** Whether a value is a number of FEEL. */
export function isNumeric(value: unknown): value is Numeric {
  return typeof value === "number" || value instanceof Decimal;
}

const TENS = powers(128, 1n);
const FAR = powers(8, 128n);
const FARTHEST = powers(13, 1_024n);

function powers(length: number, step: bigint): readonly bigint[] {
  return Array.from({ length }, (_, n) => 10n ** (step * BigInt(n)));
}

/** A power of ten: of tables, since a long one takes some time to be raised. */
export function ten(exponent: number): bigint {
  const near = TENS[exponent & 127] ?? 1n;
  if (exponent < 128) return near;
  const far = FARTHEST[exponent >> 10];
  return far === undefined
    ? 10n ** BigInt(exponent)
    : far * (near * (FAR[exponent >> 7 & 7] ?? 1n));
}

/** An integer without its sign. */
export function sizeOf(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** How many digits an integer has. */
export function digitsOf(value: bigint): number {
  const size = sizeOf(value);
  const near = Number(size);
  if (near < 10) return 1;
  if (near === Infinity) return digitsOfLong(size);
  // Off by one at most, where the logarithm is nearly an integer.
  const guess = Math.floor(Math.log10(near));
  return size < ten(guess) ? guess : size >= ten(guess + 1) ? guess + 2 : guess + 1;
}

/** As many as its first digits in base sixteen say: the whole text would take longer by the square. */
function digitsOfLong(size: bigint): number {
  const text = size.toString(16);
  const log = Math.log10(parseInt(text.slice(0, 12), 16)) + (text.length - 12) * Math.log10(16);
  const guess = Math.floor(log + 0.5);
  if (Math.abs(log - guess) > 1e-6) return Math.floor(log) + 1;
  return size < ten(guess) ? guess : guess + 1;
}

/** More digits than these take steps to be reckoned with: an application's integers may have thousands. */
const SHORT = 64;

/** The steps that a number's digits cost: none for what an expression makes. */
export function weightOf(value: Numeric): number {
  if (typeof value === "number") return 0;
  const size = sizeOf(value.coefficient);
  let digits = SHORT;
  while (size > ten(digits)) digits *= 2;
  return digits === SHORT ? 0 : digits >> 6;
}

/** A coefficient and exponent rounded to what a number can say; null beyond the greatest number. */
export function settled(coefficient: bigint, exponent: number): Numeric | null {
  if (coefficient === 0n) return 0;
  const digits = digitsOf(coefficient);
  if (digits + exponent > GREATEST + 2) return null;
  const drop = Math.max(digits - PRECISION, LEAST - exponent);
  if (drop <= 0) return digits + exponent - 1 > GREATEST ? null : oneForm(coefficient, exponent);
  if (drop > digits) return 0;
  const kept = halfEven(coefficient, ten(drop));
  if (kept === 0n) return 0;
  const isTooGreat = digits + exponent > GREATEST &&
    digitsOf(kept) + exponent + drop - 1 > GREATEST;
  return isTooGreat ? null : oneForm(kept, exponent + drop);
}

/** A quotient of integers as the nearest integer, of two the even one. */
export function halfEven(value: bigint, unit: bigint): bigint {
  const quotient = value / unit;
  const rest = 2n * sizeOf(value - quotient * unit);
  const size = sizeOf(unit);
  const up = rest > size || (rest === size && (quotient & 1n) === 1n);
  return up ? quotient + (value < 0n === unit < 0n ? 1n : -1n) : quotient;
}

/** An integer as it is, however many digits it has; null beyond the greatest number. */
export function integer(value: bigint): Numeric | null {
  const near = Number(value);
  if (Number.isSafeInteger(near)) return near;
  if (Number.isFinite(near)) return oneForm(value, 0);
  // Its digits are not counted, since an expression may ask for it often, and they may be very many.
  return sizeOf(value) >> BITS === 0n ? new Decimal(value, 0) : null;
}

/** The one form of a number: a JavaScript number where its shortest text says it, else a decimal without zeros at its end. */
function oneForm(coefficient: bigint, exponent: number): Numeric {
  const size = Number(sizeOf(coefficient));
  if (size < 1e15 && exponent > -290 && exponent < 290) return nearest(coefficient, exponent);
  const { coefficient: digits, exponent: last } = stripped(coefficient, exponent);
  if (sizeOf(digits) < ten(17)) {
    const near = nearest(digits, last);
    // A double that is nearest to no other such decimal says this one.
    if (last <= 0 && over(Number(digits), -last) === near) return near;
    const said = Number.isFinite(near) ? fromText(String(near)) : null;
    if (said?.coefficient === digits && said.exponent === last) return near;
  }
  return new Decimal(digits, last);
}

function stripped(coefficient: bigint, exponent: number): Decimal {
  if ((coefficient & 1n) === 1n || coefficient % 10n !== 0n) {
    return new Decimal(coefficient, exponent);
  }
  const text = String(coefficient);
  let zeros = 0;
  while (zeros < text.length && text[text.length - 1 - zeros] === "0") zeros++;
  return new Decimal(coefficient / ten(zeros), exponent + zeros);
}

/** The double nearest to a coefficient times ten to an exponent. */
function nearest(coefficient: bigint, exponent: number): number {
  const near = Number(coefficient);
  // An integer is rounded once, and without its text, which takes long where it has thousands of digits.
  if (exponent === 0) return near;
  if (Number.isSafeInteger(near) && exponent >= -22 && exponent <= 22) {
    // Both are exact, so that the result is rounded once.
    const power = POWERS[Math.abs(exponent)] ?? NaN;
    return exponent < 0 ? near / power : near * power;
  }
  return Number(`${coefficient}e${exponent}`);
}

/** The decimal that a number is; null for what is none: FEEL has no infinity and no NaN. */
export function decimalOf(value: Numeric): Decimal | null {
  if (typeof value !== "number") return value;
  if (Number.isSafeInteger(value)) return new Decimal(BigInt(value), 0);
  if (!Number.isFinite(value)) return null;
  const places = placesOf(value);
  return places >= 0
    ? new Decimal(BigInt(shifted(value, places)), -places)
    : fromText(String(value));
}

/** The decimal of the host's text of a number. */
function fromText(text: string): Decimal {
  const [mantissa = "", exponent = "0"] = text.split("e");
  const point = mantissa.indexOf(".");
  const places = point < 0 ? 0 : mantissa.length - point - 1;
  return stripped(BigInt(mantissa.replace(".", "")), Number(exponent) - places);
}

/** Less than, equal to or greater than zero as the first number is; NaN for what is no number. */
export function compare(left: Numeric, right: Numeric): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  const [near, far] = [roughly(left), roughly(right)];
  const apart = near - far;
  if (Math.abs(apart) > 1e-13 * Math.min(Math.abs(near), Math.abs(far))) return apart;
  const [a, b] = [decimalOf(left), decimalOf(right)];
  if (a === null || b === null) return NaN;
  if (a.exponent === b.exponent) return signOf(a.coefficient - b.coefficient);
  const [x, y] = [signOf(a.coefficient), signOf(b.coefficient)];
  if (x !== y || x === 0) return x - y;
  const first = digitsOf(a.coefficient) + a.exponent - digitsOf(b.coefficient) - b.exponent;
  if (first !== 0) return x * first;
  // Of two with the same first place, neither is shifted farther than the other is long.
  const gap = a.exponent - b.exponent;
  const [c, d] = [
    gap > 0 ? a.coefficient * ten(gap) : a.coefficient,
    gap < 0 ? b.coefficient * ten(-gap) : b.coefficient,
  ];
  return signOf(c - d);
}

/** The number to thirteen digits; NaN for one that is not in the middle of those that doubles have. */
function roughly(value: Numeric): number {
  if (typeof value === "number") return value;
  if (value.double === value.double) return value.double;
  return Math.abs(value.exponent) > 100 ? NaN : Number(value.coefficient) * 10 ** value.exponent;
}

/** What equal numbers have in common, and no others. */
export function hashOf(value: Numeric): number | string {
  if (typeof value === "number") return value;
  const { coefficient, exponent } = stripped(value.coefficient, value.exponent);
  return `${coefficient.toString(32)} ${exponent}`;
}

/** -1, 0 or 1. */
export function signOf(value: bigint): -1 | 0 | 1 {
  return value < 0n ? -1 : value > 0n ? 1 : 0;
}

/** The number with its sign turned. */
export function negative(value: Numeric): Numeric {
  if (typeof value === "number") return value === 0 ? 0 : -value;
  return new Decimal(-value.coefficient, value.exponent, -value.double);
}

/** The number without its sign. */
export function absolute(value: Numeric): Numeric {
  return typeof value === "number"
    ? Math.abs(value)
    : new Decimal(sizeOf(value.coefficient), value.exponent);
}

/** Whether an integer is odd; null where it is none. */
export function isOdd(value: Numeric): boolean | null {
  if (Number.isSafeInteger(value)) return Number(value) % 2 !== 0;
  const decimal = decimalOf(value);
  if (decimal === null || decimal.exponent < 0) return null;
  return decimal.exponent === 0 && (decimal.coefficient & 1n) === 1n;
}

/** The integer that a number is; null where it has a fraction, or is none. */
export function wholeOf(value: Numeric): bigint | null {
  const decimal = decimalOf(value);
  if (decimal === null) return null;
  const { coefficient, exponent } = decimal;
  return exponent < 0 ? null : exponent === 0 ? coefficient : coefficient * ten(exponent);
}

/** The number as it leaves FEEL: an integer exactly, any other as the nearest double. */
export function leaving(value: Decimal): number | bigint {
  if (value.double === value.double) return value.double;
  return wholeOf(value) ?? nearest(value.coefficient, value.exponent);
}

/**
 * A number for what counts or measures: a position, a scale, the parts of a date. It is the nearest double that has the same integer
 * part, and none but an integer gives an integer.
 */
export function measure(value: Numeric): number {
  if (typeof value === "number") return value;
  const near = nearest(value.coefficient, value.exponent);
  if (value.exponent >= 0 || !Number.isInteger(near)) return near;
  const beyond = compare(near, value) < 0 ? 1 : -1;
  return near === 0 ? beyond * Number.MIN_VALUE : near + beyond * Math.abs(near) * Number.EPSILON;
}
