/**
 * Bytes as hexadecimal digits (RFC 4648, section 8).
 *
 * @module
 */
import { decodeHex, encodeIntoHex } from "./deps.ts";

/** Deno, workerd and browsers of 2025 have it, and are up to forty times as fast; Node 20 to 24 do not. */
const isNative = typeof Uint8Array.prototype.toHex === "function";

/**
 * Two small hexadecimal digits for each byte.
 *
 * @example
 * ```ts
 * import { fromHex, toHex } from "@n2o/n2o/base";
 *
 * if (toHex(fromHex("C0FFEE")) !== "c0ffee") throw new Error("other bytes");
 * ```
 */
export function toHex(bytes: Uint8Array): string {
  if (isNative) return bytes.toHex();
  const digits = new Uint8Array(bytes.length * 2);
  encodeIntoHex(new Uint8Array(bytes), digits);
  return new TextDecoder().decode(digits);
}

/**
 * The bytes of hexadecimal digits, small or capital.
 *
 * @throws {SyntaxError} for an odd number of digits, and for everything else between them
 */
export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  if (isNative) return Uint8Array.fromHex(text);
  try {
    return decodeHex(text).slice();
  } catch (cause) {
    throw new SyntaxError("not an even number of hexadecimal digits", { cause });
  }
}
