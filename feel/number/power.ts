/**
 * Powers.
 *
 * @module
 */
import { type Budget, spend } from "../budget.ts";
import { ratioOf } from "./arithmetic.ts";
import { Decimal, decimalOf, digitsOf, type Numeric, PRECISION, settled, ten } from "./decimal.ts";
import { REAL, realPower } from "./logarithm.ts";
import { smallPower } from "./small.ts";

/** A first digit farther than this from the point is that of no number. */
const FAR = 6_400;

/** Digits more than a number and its exponent have: they keep what is rounded on the way out of the result. */
const ROOM = 10;

/**
 * The power: exact where that has at most thirty-four digits. Null where there is none: of a negative number to a fraction, of zero
 * to a negative one. It costs steps by the length of its exponent.
 */
export function power(base: Numeric, exponent: Numeric, budget: Budget): Numeric | null {
  if (typeof base === "number" && typeof exponent === "number") {
    const small = smallPower(base, exponent);
    if (small === small) return small;
  }
  const [a, b] = [decimalOf(base), decimalOf(exponent)];
  if (a === null || b === null) return null;
  if (b.coefficient === 0n) return 1;
  if (a.coefficient === 0n) return b.coefficient > 0n ? 0 : null;
  if (b.exponent >= 0) return integerPower(a, b, budget);
  spend(budget, REAL);
  return a.coefficient > 0n ? realPower(a, b) : null;
}

function integerPower(a: Decimal, b: Decimal, budget: Budget): Numeric | null {
  const size = b.coefficient < 0n ? -b.coefficient : b.coefficient;
  const isOdd = b.exponent === 0 && (size & 1n) === 1n;
  if (a.exponent === 0 && (a.coefficient === 1n || a.coefficient === -1n)) {
    return isOdd ? Number(a.coefficient) : 1;
  }
  // No number but one is so near to one that so high a power of it is a number.
  const isFar = digitsOf(size) + b.exponent > 4 * PRECISION;
  spend(budget, 4 * (digitsOf(size) + b.exponent));
  const found = isFar ? null : raised(a, size * ten(b.exponent));
  const isGreat = digitsOf(a.coefficient) + a.exponent > 0;
  if (found === null) return isGreat === b.coefficient > 0n ? null : 0;
  return b.coefficient > 0n
    ? settled(found.coefficient, found.exponent)
    : ratioOf(new Decimal(1n, 0), found);
}

/** The power by squaring from the exponent's first bit; null where it goes over all bounds. */
function raised(a: Decimal, exponent: bigint): Decimal | null {
  const digits = PRECISION + digitsOf(exponent) + ROOM;
  let [result, isExact]: [Decimal, boolean] = [a, true];
  const multiply = (by: Decimal) => {
    const product = result.coefficient * by.coefficient;
    const drop = Math.max(0, digitsOf(product) - digits);
    const kept = drop === 0 ? product : product / ten(drop);
    isExact &&= drop === 0 || kept * ten(drop) === product;
    result = new Decimal(kept, result.exponent + by.exponent + drop);
  };
  for (const bit of exponent.toString(2).slice(1)) {
    multiply(result);
    if (bit === "1") multiply(a);
    if (Math.abs(digitsOf(result.coefficient) + result.exponent) > FAR) return null;
  }
  if (isExact) return result;
  // A last digit that is not zero stands for all that are left out.
  const more = result.coefficient < 0n ? -1n : 1n;
  return new Decimal(result.coefficient * 10n + more, result.exponent - 1);
}
