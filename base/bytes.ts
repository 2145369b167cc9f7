/**
 * Arrays of bytes as values, and unsigned integers of 64 bits in as few bytes as they need: 7 bits a byte, the lowest first (LEB128, as
 * Protocol Buffers and V8 have it); and the order of texts by the bytes of their UTF-8.
 *
 * @module
 */
import { decodeVarint, encodeVarint } from "./deps.ts";

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

/** Whether both hold the same bytes. Not for secrets, which {@linkcode equalSecrets} compares: it takes the longer the more of them agree. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/**
 * Whether both hold the same bytes, for digests and seals: every byte is looked at, wherever they differ, and nothing is decided before the
 * last. How many there are is no secret.
 *
 * @example
 * ```ts
 * import { equalSecrets, sha256Sync } from "@n2o/n2o/base";
 *
 * if (!equalSecrets(sha256Sync("a key"), sha256Sync("a key"))) throw new Error("the same");
 * if (equalSecrets(sha256Sync("a key"), sha256Sync("another"))) throw new Error("another one");
 * ```
 */
export function equalSecrets(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at++) difference |= (a[at] ?? 0) ^ (b[at] ?? 0);
  return difference === 0;
}

/** The library takes what it can hold in ten bytes, 70 bits. */
const LARGEST = 2n ** 64n - 1n, LONGEST = 10, LAST = 1;

/**
 * The 1 to 10 bytes of an integer from 0 to 2^64 - 1, as an array of its own: a serialiser writes into its buffer instead.
 *
 * @throws {RangeError} for any other number
 * @example
 * ```ts
 * import { fromVarint, toVarint } from "@n2o/n2o/base";
 *
 * const bytes = toVarint(300);
 * if (bytes.join() !== "172,2") throw bytes;
 * const { value, next } = fromVarint(bytes);
 * if (value !== 300n || next !== 2) throw value;
 * ```
 */
export function toVarint(value: number | bigint): Uint8Array<ArrayBuffer> {
  if (value > LARGEST) throw new RangeError(`an integer of over 64 bits: ${value}`);
  return encodeVarint(value)[0];
}

/**
 * The integer that begins at `offset`, and where the next thing begins.
 *
 * @throws {RangeError} where the bytes end too early, or hold more than 64 bits
 */
export function fromVarint(
  bytes: Uint8Array,
  offset: number = 0,
): { readonly value: bigint; readonly next: number } {
  const [value, next] = decodeVarint(bytes, offset);
  if (next - offset === LONGEST && (bytes[next - 1] ?? 0) > LAST) {
    throw new RangeError(`an integer of over 64 bits at ${offset}`);
  }
  return { value, next };
}

/**
 * Order of texts by code points, which is that of their UTF-8, and so of the keys of stores, but not of UTF-16, which `<` has: negative, zero or
 * positive as `a` is before, equal to or behind `b`.
 *
 * @example
 * ```ts
 * import { compareText } from "@n2o/n2o/base";
 *
 * if (["😀", "ﬁ", "a"].sort(compareText).join("") !== "aﬁ😀") throw new Error("out of order");
 * if (["😀", "ﬁ", "a"].sort().join("") !== "a😀ﬁ") throw new Error("the order of UTF-16");
 * ```
 */
export function compareText(a: string, b: string): number {
  const size = Math.min(a.length, b.length);
  for (let index = 0; index < size; index++) {
    const x = a.charCodeAt(index), y = b.charCodeAt(index);
    if (x !== y) return codePointOrder(x) - codePointOrder(y);
  }
  return a.length - b.length;
}

/** Moves surrogates, which stand for the highest code points, behind all other units. */
function codePointOrder(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
