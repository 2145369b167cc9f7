/**
 * Exponentials and logarithms, to thirty-four digits.
 *
 * They are reckoned in binary fixed point with so many more digits that rounding them is rounding the true value.
 *
 * @module
 */
import { type Decimal, decimalOf, digitsOf, type Numeric, settled, ten } from "./decimal.ts";

/** Bits behind the point: 96 digits. */
const BITS = 320n;
const ONE = 1n << BITS;

/** What one of these functions costs, in steps. */
export const REAL = 50;

/** Halvings of an exponent before its series: each makes the series shorter, and costs a multiplication. */
const HALVINGS = 12n;

const LN_2 = 2n * areaTangent(ONE / 3n);
/** The logarithm of ten: 10 = 2³ · 5/4, and the logarithm of 5/4 is twice the area tangent of 1/9. */
const LN_10 = 3n * LN_2 + 2n * areaTangent(ONE / 9n);

/** The exponential; null beyond the greatest number. */
export function exponential(value: Numeric): Numeric | null {
  const decimal = decimalOf(value);
  if (decimal === null) return null;
  if (decimal.coefficient === 0n) return 1;
  const first = digitsOf(decimal.coefficient) + decimal.exponent;
  if (first > 6) return decimal.coefficient > 0n ? null : 0;
  return first < -70 ? 1 : powerOfE(fixed(decimal));
}

/** The natural logarithm; null for what is not above zero. */
export function logarithm(value: Numeric): Numeric | null {
  const decimal = decimalOf(value);
  if (decimal === null || decimal.coefficient <= 0n) return null;
  return rounded(logarithmOf(decimal), 0);
}

/** A number above zero to one that is no integer. */
export function realPower(base: Decimal, exponent: Decimal): Numeric | null {
  const log = logarithmOf(base);
  const product = log * exponent.coefficient / ten(-exponent.exponent);
  const size = product < 0n ? -product : product;
  if (size >> BITS > 1_000_000n) return product > 0n ? null : 0;
  return powerOfE(product);
}

/** Of a small number, as fixed point. */
function fixed({ coefficient, exponent }: Decimal): bigint {
  return exponent < 0
    ? (coefficient << BITS) / ten(-exponent)
    : coefficient * ten(exponent) << BITS;
}

/** What a number in fixed point times ten to an exponent is. */
function rounded(value: bigint, exponent: number): Numeric | null {
  const places = 90;
  return settled(value * ten(places) >> BITS, exponent - places);
}

/** e to a number in fixed point: a power of ten is taken out, so that the rest is small. */
function powerOfE(value: bigint): Numeric | null {
  const tens = value / LN_10;
  return rounded(smallPowerOfE(value - tens * LN_10), Number(tens));
}

/** e to a number between -3 and 3, by its series, and by squaring what the series of a smaller one gives. */
function smallPowerOfE(value: bigint): bigint {
  const part = value >> HALVINGS;
  let [sum, term] = [ONE, ONE];
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    term = (term * part >> BITS) / n;
    sum += term;
  }
  for (let left = HALVINGS; left > 0n; left--) sum = sum * sum >> BITS;
  return sum;
}

/** The logarithm of a number above zero: of its digits, between one and ten, and of the power of ten that it is a multiple by. */
function logarithmOf({ coefficient, exponent }: Decimal): bigint {
  const places = digitsOf(coefficient) - 1;
  const digits = (coefficient << BITS) / ten(places);
  // The host's own is good to fifteen digits; what is missing is the logarithm of a number that near to one.
  const near = BigInt(Math.round(Math.log(Number(digits >> BITS - 52n) / 2 ** 52) * 2 ** 52)) <<
    BITS - 52n;
  const power = smallPowerOfE(near);
  const rest = ((digits - power) << BITS) / (digits + power);
  return near + 2n * areaTangent(rest) + BigInt(places + exponent) * LN_10;
}

/** The area tangent of a small number, by its series: half the logarithm of (1 + x) / (1 - x). */
function areaTangent(value: bigint): bigint {
  const square = value * value >> BITS;
  let [sum, power] = [value, value];
  for (let n = 3n; power !== 0n && power !== -1n; n += 2n) {
    power = power * square >> BITS;
    sum += power / n;
  }
  return sum;
}
