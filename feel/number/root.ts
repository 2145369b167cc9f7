/**
 * Square roots.
 *
 * @module
 */
import { decimalOf, digitsOf, type Numeric, settled, ten } from "./decimal.ts";
import { smallRoot } from "./small.ts";

/** Digits under the root: half of them, more than a number has, are in the root. */
const UNDER = 76;

/** The square root; null for a negative number. */
export function squareRoot(value: Numeric): Numeric | null {
  if (typeof value === "number") {
    const small = smallRoot(value);
    if (small === small) return small;
  }
  const decimal = decimalOf(value);
  return decimal && rootOf(decimal.coefficient, 1n, decimal.exponent);
}

/** The square root of a fraction times ten to an exponent; null for a negative one. */
export function rootOf(above: bigint, below: bigint, exponent: number): Numeric | null {
  if (above < 0n) return null;
  if (above === 0n) return 0;
  const missing = Math.max(0, UNDER + digitsOf(below) - digitsOf(above));
  const more = (exponent - missing) % 2 === 0 ? missing : missing + 1;
  const dividend = above * ten(more);
  const under = dividend / below;
  const root = integerRoot(under);
  const isExact = root * root === under && under * below === dividend;
  // A last digit that is not zero stands for all that are left out.
  return settled(root * 10n + (isExact ? 0n : 1n), (exponent - more) / 2 - 1);
}

/** The greatest integer whose square is not greater, by Newton's method. */
function integerRoot(value: bigint): bigint {
  // Beginning above the root, the steps go down until it is reached.
  let root = ten(Math.ceil(digitsOf(value) / 2));
  if (digitsOf(value) <= 300) {
    const near = BigInt(Math.floor(Math.sqrt(Number(value))));
    root = near + near / 1_000_000_000_000n + 1n;
  }
  while (true) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
