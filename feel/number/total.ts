/**
 * Sums over many numbers: exact, and then rounded once.
 *
 * @module
 */
import { type Budget, spend } from "../budget.ts";
import { quotient } from "./arithmetic.ts";
import {
  Decimal,
  decimalOf,
  digitsOf,
  type Numeric,
  PRECISION,
  settled,
  signOf,
  ten,
} from "./decimal.ts";
import { rootOf } from "./root.ts";
import { smallProduct, smallSum } from "./small.ts";

/** The sum; null for no numbers. */
export function total(numbers: readonly Numeric[], budget: Budget): Numeric | null {
  const sum = exactSum(numbers, budget);
  return typeof sum === "number" ? sum : sum && settled(sum.coefficient, sum.exponent);
}

/** The sum over the count; null for no numbers. */
export function average(numbers: readonly Numeric[], budget: Budget): Numeric | null {
  const sum = exactSum(numbers, budget);
  return sum === null ? null : quotient(sum, numbers.length);
}

/** The standard deviation of a sample; null for less than two numbers. */
export function deviation(numbers: readonly Numeric[], budget: Budget): Numeric | null {
  const decimals = decimalsOf(numbers);
  if (decimals === null || decimals.length < 2) return null;
  const count = BigInt(decimals.length);
  const sum = added(decimals, budget);
  const squares = added(
    decimals.map(({ coefficient, exponent }) =>
      new Decimal(coefficient * coefficient, 2 * exponent)
    ),
    budget,
  );
  // The sum of the squares ends at the same place as the square of the sum.
  const above = count * squares.coefficient - sum.coefficient ** 2n;
  return rootOf(above, count * (count - 1n), squares.exponent);
}

/** The product, rounded on the way only beyond what the result is rounded to; null for no numbers. */
export function productOf(numbers: readonly Numeric[]): Numeric | null {
  if (numbers.length === 0) return null;
  let small = 1;
  for (const each of numbers) {
    small = typeof each === "number" ? smallProduct(small, each) : NaN;
    if (small !== small) break;
  }
  if (small === small) return small;
  const decimals = decimalsOf(numbers);
  if (decimals === null) return null;
  let [coefficient, exponent, isExact] = [1n, 0, true];
  for (const each of decimals) {
    const product = coefficient * each.coefficient;
    const drop = Math.max(0, digitsOf(product) - 2 * PRECISION);
    coefficient = product / ten(drop);
    exponent += each.exponent + drop;
    isExact &&= drop === 0 || coefficient * ten(drop) === product;
  }
  // A last digit that is not zero stands for all that are left out.
  const last = isExact ? 0n : BigInt(signOf(coefficient));
  return settled(coefficient * 10n + last, exponent - 1);
}

/** The sum, rounded nowhere: as a double as far as that goes. */
function exactSum(numbers: readonly Numeric[], budget: Budget): Numeric | null {
  if (numbers.length === 0) return null;
  let small = 0;
  for (const each of numbers) {
    small = typeof each === "number" ? smallSum(small, each) : NaN;
    if (small !== small) break;
  }
  if (small === small) return small;
  const decimals = decimalsOf(numbers);
  return decimals && added(decimals, budget);
}

function decimalsOf(numbers: readonly Numeric[]): Decimal[] | null {
  const decimals = numbers.map(decimalOf).filter((each) => each !== null);
  return decimals.length === numbers.length ? decimals : null;
}

function added(decimals: readonly Decimal[], budget: Budget): Decimal {
  const exponent = decimals.reduce((least, each) => Math.min(least, each.exponent), Infinity);
  let sum = 0n;
  for (const each of decimals) {
    const gap = each.exponent - exponent;
    spend(budget, 1 + (gap >> 6));
    sum += each.coefficient * ten(gap);
  }
  return new Decimal(sum, exponent);
}
