/**
 * Numbers that come as text.
 *
 * @module
 */

const WHOLE = /^-?\d+$/, NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Whether a number that text is read as is the one that it says: beyond 2^53 digits may become another one. */
export function isExact(text: string): boolean {
  return !WHOLE.test(text) ||
    Number.isFinite(Number(text)) && BigInt(Number(text)) === BigInt(text);
}

/** The number that text is, as JSON writes one; undefined for other text, and where it would become another number or an infinity. */
export function numberIn(text: string): number | undefined {
  const number = Number(text);
  return NUMBER.test(text) && Number.isFinite(number) && isExact(text) ? number : undefined;
}
