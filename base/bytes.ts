/**
 * Arrays of bytes as values.
 *
 * @module
 */

/**
 * One array after the other, as a new one.
 *
 * @example
 * ```ts
 * import { concatBytes, equalBytes } from "@n2o/n2o/base";
 *
 * const whole = concatBytes(Uint8Array.of(1, 2), Uint8Array.of(), Uint8Array.of(3));
 * if (!equalBytes(whole, Uint8Array.of(1, 2, 3))) throw whole;
 * ```
 */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Whether both hold the same bytes. Not for secrets: it takes the longer the more of them agree. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
