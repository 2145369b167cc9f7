/**
 * Numbers that come as text.
 *
 * @module
 */

const WHOLE = /^-?\d+$/;

/** Whether a number that text is read as is the one that it says: beyond 2^53 digits may become another one. */
export function isExact(text: string): boolean {
  return !WHOLE.test(text) ||
    Number.isFinite(Number(text)) && BigInt(Number(text)) === BigInt(text);
}
