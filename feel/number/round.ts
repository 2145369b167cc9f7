/**
 * Rounding to a place (DMN 1.5, table 78).
 *
 * @module
 */
import { decimalOf, digitsOf, type Numeric, settled, signOf, sizeOf, ten } from "./decimal.ts";
import { smallRound } from "./small.ts";

/** The ways to round. */
export type Rounding = "up" | "down" | "half up" | "half down" | "half even" | "floor" | "ceiling";

/** Whether the last digit kept goes up: whether it is odd, the rest beside a half (less than, equal to or greater than zero), the sign. */
type Up = (odd: boolean, half: number, negative: boolean) => boolean;

const UP: Readonly<Record<Rounding, Up>> = {
  up: () => true,
  down: () => false,
  "half up": (_, half) => half >= 0,
  "half down": (_, half) => half > 0,
  "half even": (odd, half) => half > 0 || (half === 0 && odd),
  floor: (_odd, _half, negative) => negative,
  ceiling: (_odd, _half, negative) => !negative,
};

/** The number rounded to so many decimal places, of which the whole ones count; null beyond those there are (-6111 to 6176). */
export function round(value: Numeric, places: number, how: Rounding): Numeric | null {
  const scale = Math.trunc(places);
  if (!(scale >= -6_111 && scale <= 6_176)) return null;
  const up = UP[how];
  if (typeof value === "number") {
    const small = smallRound(value, scale, up);
    if (small === small) return small;
  }
  const decimal = decimalOf(value);
  if (decimal === null) return null;
  const { coefficient, exponent } = decimal;
  const drop = -scale - exponent;
  if (drop <= 0) return value;
  const size = sizeOf(coefficient);
  const isSmaller = drop > digitsOf(size);
  const unit = isSmaller ? 0n : ten(drop);
  const low = isSmaller ? 0n : size / unit;
  const rest = isSmaller ? size : size % unit;
  const half = isSmaller ? -1 : signOf(rest * 2n - unit);
  const kept = rest > 0n && up((low & 1n) === 1n, half, coefficient < 0n) ? low + 1n : low;
  return settled(coefficient < 0n ? -kept : kept, -scale);
}
