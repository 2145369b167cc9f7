/**
 * Sums, products, quotients and remainders: exact, and then rounded once.
 *
 * @module
 */
import {
  Decimal,
  decimalOf,
  digitsOf,
  halfEven,
  negative,
  type Numeric,
  PRECISION,
  settled,
  signOf,
  ten,
} from "./decimal.ts";
import { common, shifted, smallProduct, smallQuotient, smallRemainder, smallSum } from "./small.ts";

type Operation = (left: Decimal, right: Decimal) => Numeric | null;

/** What an operation on decimals gives for numbers; null where one of them is none. */
function onDecimals(left: Numeric, right: Numeric, run: Operation): Numeric | null {
  const [a, b] = [decimalOf(left), decimalOf(right)];
  return a === null || b === null ? null : run(a, b);
}

/** The sum; null where a side is not finite, or the sum is greater than a number can be. */
export function plus(left: Numeric, right: Numeric): Numeric | null {
  if (typeof left === "number" && typeof right === "number") {
    const sum = smallSum(left, right);
    if (sum === sum) return sum;
  }
  return onDecimals(left, right, sumOf);
}

/** The difference; null where a side is not finite, or the difference is greater than a number can be. */
export function minus(left: Numeric, right: Numeric): Numeric | null {
  if (typeof left === "number" && typeof right === "number") {
    const difference = smallSum(left, -right);
    if (difference === difference) return difference;
  }
  return plus(left, negative(right));
}

/** The product; null where a side is not finite, or the product is greater than a number can be. */
export function times(left: Numeric, right: Numeric): Numeric | null {
  if (typeof left === "number" && typeof right === "number") {
    const product = smallProduct(left, right);
    if (product === product) return product;
  }
  return onDecimals(
    left,
    right,
    (a, b) => settled(a.coefficient * b.coefficient, a.exponent + b.exponent),
  );
}

/** The quotient; null for a division by zero. */
export function quotient(left: Numeric, right: Numeric): Numeric | null {
  if (typeof left === "number" && typeof right === "number") {
    const places = common(left, right);
    if (places >= 0) return ofIntegers(shifted(left, places), shifted(right, places));
  }
  return onDecimals(left, right, ratioOf);
}

/** The dividend less the divisor times the quotient rounded down, as `modulo` has it; null for a division by zero. */
export function remainder(left: Numeric, right: Numeric): Numeric | null {
  if (typeof left === "number" && typeof right === "number") {
    const rest = smallRemainder(left, right);
    if (rest === rest) return rest;
  }
  return onDecimals(left, right, restOf);
}

/**
 * The quotient of two integers that doubles have exactly. The double nearest to it is nearest to its thirty-four digits too: from the
 * middle of two doubles it is farther away than these are from it.
 */
function ofIntegers(left: number, right: number): Numeric | null {
  if (right === 0) return null;
  const small = smallQuotient(left, right);
  if (small === small) return small;
  const double = left / right;
  const places = PRECISION - 1 - Math.floor(Math.log10(Math.abs(double)));
  const [above, below] = [BigInt(Math.abs(left)) * ten(places), BigInt(Math.abs(right))];
  const digits = halfEven(above, below);
  // The logarithm may be off by one where it is nearly an integer.
  return digits >= LEAST && digits < 10n * LEAST && digits % 10n !== 0n
    ? new Decimal(double < 0 ? -digits : digits, -places, double)
    : ratioOf(new Decimal(BigInt(left), 0), new Decimal(BigInt(right), 0));
}

/** The least integer of as many digits as a number has. */
const LEAST = ten(PRECISION - 1);

function sumOf(a: Decimal, b: Decimal): Numeric | null {
  const [high, low] = a.exponent >= b.exponent ? [a, b] : [b, a];
  if (high.coefficient === 0n) return settled(low.coefficient, low.exponent);
  const gap = high.exponent - low.exponent;
  // Beyond what is rounded, all that counts of the lower one is its sign.
  return gap > ROOM + digitsOf(low.coefficient)
    ? settled(
      high.coefficient * ten(ROOM) + BigInt(signOf(low.coefficient)),
      high.exponent - ROOM,
    )
    : settled(high.coefficient * ten(gap) + low.coefficient, low.exponent);
}

/** More digits than a number has: what stands behind so many changes none of them. */
const ROOM = 36;

/** The quotient to so many digits that rounding it is rounding the true one. */
export function ratioOf(a: Decimal, b: Decimal): Numeric | null {
  if (b.coefficient === 0n) return null;
  const more = Math.max(0, ROOM + digitsOf(b.coefficient) - digitsOf(a.coefficient));
  const dividend = a.coefficient * ten(more);
  const ratio = dividend / b.coefficient;
  const exponent = a.exponent - b.exponent - more;
  if (ratio * b.coefficient === dividend) return settled(ratio, exponent);
  // A last digit that is not zero stands for all that are left out.
  const away = a.coefficient < 0n === b.coefficient < 0n ? 1n : -1n;
  return settled(ratio * 10n + away, exponent - 1);
}

function restOf(a: Decimal, b: Decimal): Numeric | null {
  if (b.coefficient === 0n) return null;
  const gap = a.exponent - b.exponent;
  if (gap >= 0) {
    const rest = a.coefficient * tenModulo(gap, b.coefficient) % b.coefficient;
    return settled(withSignOf(rest, b.coefficient), b.exponent);
  }
  if (-gap > digitsOf(a.coefficient)) {
    // The divisor is the greater one.
    const same = a.coefficient === 0n || a.coefficient < 0n === b.coefficient < 0n;
    return same ? settled(a.coefficient, a.exponent) : sumOf(a, b);
  }
  const divisor = b.coefficient * ten(-gap);
  return settled(withSignOf(a.coefficient % divisor, divisor), a.exponent);
}

function withSignOf(rest: bigint, divisor: bigint): bigint {
  return rest !== 0n && rest < 0n !== divisor < 0n ? rest + divisor : rest;
}

/** A power of ten modulo a divisor, by squaring. */
function tenModulo(exponent: number, divisor: bigint): bigint {
  let [result, square] = [1n, 10n];
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = result * square % divisor;
    square = square * square % divisor;
  }
  return result;
}
