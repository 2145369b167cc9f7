/**
 * Bytes as text, one text for the same bytes: base64 (RFC 4648, sections 4 and 5) and hexadecimal digits (section 8).
 *
 * @module
 */
import { decodeBase64, decodeHex, encodeIntoBase64, encodeIntoHex } from "./deps.ts";

/** Deno, workerd and browsers of 2025 have it, and are ten times as fast and more; Node 20 to 24 do not. */
const hasBase64 = typeof Uint8Array.prototype.toBase64 === "function";

/** How bytes are written as base64. */
export interface Base64Options {
  /** `base64` with `+` and `/` unless told; `base64url` has `-` and `_` instead. */
  readonly alphabet?: "base64" | "base64url";
  /**
   * Whether the text is filled up with `=` to a multiple of four. Written so for `base64` and not for `base64url` unless told; read
   * either way unless told.
   */
  readonly padding?: boolean;
}

/**
 * Writes bytes as base64.
 *
 * @example
 * ```ts
 * import { fromBase64, toBase64 } from "@n2o/n2o/base";
 *
 * const bytes = Uint8Array.of(0xfb, 0xff);
 * if (toBase64(bytes) !== "+/8=") throw new Error("not base64");
 * if (toBase64(bytes, { alphabet: "base64url" }) !== "-_8") throw new Error("not base64url");
 * if (fromBase64("-_8=", { alphabet: "base64url" })[1] !== 0xff) throw new Error("other bytes");
 * ```
 */
export function toBase64(bytes: Uint8Array, options: Base64Options = {}): string {
  const { alphabet = "base64", padding = alphabet === "base64" } = options;
  if (hasBase64) return bytes.toBase64({ alphabet, omitPadding: !padding });
  const letters = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  encodeIntoBase64(new Uint8Array(bytes), letters, { alphabet });
  const end = padding ? letters.length : Math.ceil(bytes.length * 4 / 3);
  return new TextDecoder().decode(letters.subarray(0, end));
}

/**
 * Reads base64, and only what {@linkcode toBase64} writes: no white space, no letter of the other alphabet, and no bits set that stand
 * for nothing, so that no two texts are the same bytes.
 *
 * @throws {SyntaxError} for everything else
 * @example
 * ```ts
 * import { fromBase64 } from "@n2o/n2o/base";
 *
 * const read = (text: string) => {
 *   try {
 *     return fromBase64(text, { padding: true }).length;
 *   } catch (error) {
 *     return error instanceof SyntaxError ? "refused" : error;
 *   }
 * };
 * const answers = ["AA==", "AA", "AB==", "A A="].map(read);
 * if (answers.join() !== "1,refused,refused,refused") throw answers;
 * ```
 */
export function fromBase64(text: string, options: Base64Options = {}): Uint8Array<ArrayBuffer> {
  const { alphabet = "base64", padding } = options, isPadded = text.includes("=");
  const whole = padding ?? isPadded ? text : text.padEnd(Math.ceil(text.length / 4) * 4, "=");
  try {
    // What the host's own reader skips.
    if (/\s/.test(text)) throw new SyntaxError("white space");
    if (isPadded && padding === false) throw new SyntaxError("padding");
    return decode(whole, alphabet);
  } catch (cause) {
    throw new SyntaxError(`not ${alphabet} as RFC 4648 writes it`, { cause });
  }
}

function decode(text: string, alphabet: "base64" | "base64url"): Uint8Array<ArrayBuffer> {
  if (hasBase64) return Uint8Array.fromBase64(text, { alphabet, lastChunkHandling: "strict" });
  const bytes = decodeBase64(text, { alphabet }).slice();
  if (toBase64(bytes, { alphabet, padding: true }) === text) return bytes;
  throw new SyntaxError("padding that is not whole, or bits that stand for nothing");
}

/** Deno, workerd and browsers of 2025 have it, and are up to forty times as fast; Node 20 to 24 do not. */
const hasHex = typeof Uint8Array.prototype.toHex === "function";

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
  if (hasHex) return bytes.toHex();
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
  if (hasHex) return Uint8Array.fromHex(text);
  try {
    return decodeHex(text).slice();
  } catch (cause) {
    throw new SyntaxError("not an even number of hexadecimal digits", { cause });
  }
}
