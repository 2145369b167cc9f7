/**
 * Steps between numbers, counted exactly.
 *
 * @module
 */

/** Whether a number is so many whole steps away from another (HTML, section 4.10.5.3.8), as their decimal texts say: 0.3 is three steps of 0.1. */
export function isStep(value: number, step: number, from: number): boolean {
  if (!(step > 0) || !Number.isFinite(value)) return true;
  const parts = [value, step, from].map(decimal);
  const most = Math.max(...parts.map(([, places]) => places));
  // Farther apart than doubles tell: no step could be seen.
  if (most > 400) return true;
  const [one = 0n, each = 1n, start = 0n] = parts.map(([digits, places]) =>
    digits * 10n ** BigInt(most - places)
  );
  return (one - start) % each === 0n;
}

/** The digits of a number and how many of them stand behind the point. */
function decimal(value: number): readonly [bigint, number] {
  const [digits = "0", exponent = "0"] = String(value).split("e");
  const [whole = "0", fraction = ""] = digits.split(".");
  const places = fraction.length - Number(exponent), all = BigInt(whole + fraction);
  return places >= 0 ? [all, places] : [all * 10n ** BigInt(-places), 0];
}
