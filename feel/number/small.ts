/**
 * Arithmetic of short decimals in doubles: exact, or no answer.
 *
 * A double that is the nearest to an integer of fifteen digits over a power of ten is that decimal, since no other one of fifteen
 * digits is as near. So the integers are reckoned with, which doubles keep exactly, and the result is divided once. What does not
 * fit gives NaN: then it is done in decimals.
 *
 * @module
 */

/** Decimals of fifteen digits are told apart by every double. */
const LIMIT = 1e15;

/** Powers of ten that doubles have exactly: a division of an exact integer by one of them is rounded once. */
export const POWERS: readonly number[] = Array.from({ length: 23 }, (_, n) => Number(`1e${n}`));

const NONE = -1;

function ten(places: number): number {
  return POWERS[places] ?? NaN;
}

/** How many decimal places a number of at most fifteen digits has; -1 where it has more digits, or too many places. */
export function placesOf(value: number): number {
  for (let places = 0; places < POWERS.length; places++) {
    const moved = shifted(value, places);
    if (moved >= LIMIT || moved <= -LIMIT) return NONE;
    if (moved / ten(places) === value) return places;
  }
  return NONE;
}

/** The integer that a number is with its decimal point moved; right where that has at most fifteen digits. */
export function shifted(value: number, places: number): number {
  return Math.round(value * ten(places));
}

/** An integer over a power of ten; NaN where the double nearest to that is nearest to another such decimal too. */
export function over(value: number, places: number): number {
  const power = ten(places);
  // Adding zero makes 0 of -0.
  const near = value / power + 0;
  if (value < LIMIT && value > -LIMIT) return near;
  const alone = (value - 1) / power !== near && (value + 1) / power !== near;
  return alone && Math.abs(value) < Number.MAX_SAFE_INTEGER ? near : NaN;
}

/** The sum, exact; NaN where it does not fit, to be made in decimals. */
export function smallSum(left: number, right: number): number {
  const sum = left + right;
  if ((left | 0) === left && (right | 0) === right) return sum + 0;
  const places = common(left, right);
  if (places === 0) return Number.isSafeInteger(sum) ? sum + 0 : NaN;
  return places === NONE ? NaN : over(shifted(left, places) + shifted(right, places), places);
}

/** The product, exact; NaN where it does not fit, to be made in decimals. */
export function smallProduct(left: number, right: number): number {
  const product = left * right;
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) {
    return Number.isSafeInteger(product) ? product + 0 : NaN;
  }
  const [a, b] = [placesOf(left), placesOf(right)];
  return a === NONE || b === NONE || a + b >= POWERS.length
    ? NaN
    : over(shifted(left, a) * shifted(right, b), a + b);
}

/** The quotient of two integers, where it is a short decimal. One that is an integer is exact, as they are. */
export function smallQuotient(left: number, right: number): number {
  const ratio = left / right;
  if (Number.isSafeInteger(ratio)) return ratio + 0;
  // With as many places as fifteen digits have, since most quotients are no short decimals at all.
  const most = ten(14 - Math.floor(Math.log10(Math.abs(ratio))));
  if (most === most && Math.round(ratio * most) / most !== ratio) return NaN;
  const places = placesOf(ratio);
  if (places === NONE) return NaN;
  const [product, wanted] = [shifted(ratio, places) * right, left * ten(places)];
  return product === wanted && Number.isSafeInteger(product) ? ratio : NaN;
}

/** The remainder with the sign of the divisor. */
export function smallRemainder(left: number, right: number): number {
  const places = common(left, right);
  if (places === NONE) return NaN;
  const [a, b] = [shifted(left, places), shifted(right, places)];
  const rest = a % b;
  return (rest !== 0 && (rest < 0) !== (b < 0) ? rest + b : rest) / ten(places) + 0;
}

/** The power to an integer that is not negative. */
export function smallPower(base: number, exponent: number): number {
  if (!Number.isInteger(exponent) || exponent < 0) return NaN;
  if (Number.isSafeInteger(base)) return integerPower(base, exponent);
  const places = placesOf(base);
  return places === NONE || places * exponent >= POWERS.length
    ? NaN
    : over(integerPower(shifted(base, places), exponent), places * exponent);
}

/** By multiplication: the host's own power is not exact. */
function integerPower(base: number, exponent: number): number {
  if (exponent >= 64) return NaN;
  let [result, square, left] = [1, base, exponent];
  while (true) {
    if ((left & 1) === 1) result *= square;
    left >>= 1;
    if (left === 0) return Number.isSafeInteger(result) ? result + 0 : NaN;
    square *= square;
    // What has left the safe ones does not come back, however often it is multiplied.
    if (!Number.isSafeInteger(square)) return NaN;
  }
}

/** The square root, where it is a short decimal. */
export function smallRoot(value: number): number {
  const places = placesOf(value);
  if (places === NONE || value < 0) return NaN;
  const even = places + places % 2;
  const moved = shifted(value, even);
  const root = Math.sqrt(moved);
  return moved < LIMIT && Number.isInteger(root) && root * root === moved
    ? over(root, even / 2)
    : NaN;
}

/** The places with which two numbers are both integers that {@link shifted} gives exactly; -1 where there are none. */
export function common(left: number, right: number): number {
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) return 0;
  const [a, b] = [placesOf(left), placesOf(right)];
  if (a === NONE || b === NONE) return NONE;
  const places = a > b ? a : b;
  const [x, y] = [shifted(left, places), shifted(right, places)];
  return Math.abs(x) < LIMIT && Math.abs(y) < LIMIT ? places : NONE;
}

/** The number rounded to so many places: up where `up` says so of the last digit kept, the rest beside a half, and the sign. */
export function smallRound(
  value: number,
  scale: number,
  up: (odd: boolean, half: number, negative: boolean) => boolean,
): number {
  if (scale >= 0 && Number.isSafeInteger(value)) return value + 0;
  const places = placesOf(value);
  if (places === NONE) return NaN;
  if (places <= scale) return value + 0;
  const shift = places - scale;
  if (shift >= POWERS.length) return NaN;
  const size = Math.abs(shifted(value, places));
  const unit = ten(shift);
  const low = Math.floor(size / unit);
  const rest = size - low * unit;
  const kept = rest > 0 && up(low % 2 === 1, 2 * rest - unit, value < 0) ? low + 1 : low;
  const signed = value < 0 ? -kept : kept;
  return scale >= 0 ? over(signed, scale) : over(signed * ten(-scale), 0);
}
