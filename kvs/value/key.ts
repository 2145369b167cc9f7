/**
 * Keys as bytes that sort as the keys do: Deno KV's encoding, which is FoundationDB's tuple layer
 * (bytes 01, string 02, integers 0b-1d, double 21, false 26, true 27). And keys as the text of cursors.
 *
 * @module
 */
import { fixedBytes, isProxy } from "./builtin.ts";
import { fromBase64, toBase64 } from "../../base/mod.ts";
import { ByteWriter, fnv1a, toBinary, utf8 } from "./bytes.ts";
import { KvsError } from "../error.ts";
import type { KvKey, KvKeyPart } from "../kv.ts";

const BYTES = 0x01, STRING = 0x02, ZERO = 0x14, DOUBLE = 0x21, FALSE = 0x26, TRUE = 0x27;
/**
 * Integers of up to this many bytes have their length in the tag; longer ones, up to 255, beside
 * it.
 */
const SHORT_INTEGER = 8;
const NEGATIVE_LONG = ZERO - SHORT_INTEGER - 1, POSITIVE_LONG = ZERO + SHORT_INTEGER + 1;

/**
 * The bytes of a key, identical to those of Deno KV; their order is the order of the keys.
 *
 * @throws {TypeError} for anything but an array of strings, numbers, bigints (of up to 255 bytes),
 * booleans and views of bytes. The length is not limited here: a write takes 2,048 bytes.
 */
export function encodeKey(key: KvKey): Uint8Array<ArrayBuffer> {
  if (isProxy?.(key) || !Array.isArray(key)) {
    throw new TypeError(
      `a key must be an array of parts: received ${key === null ? key : typeof key}`,
    );
  }
  const out = new ByteWriter();
  // by index: a hole of the array is a missing part, and forEach would skip it
  for (let i = 0; i < key.length; i++) encodePart(out, key[i]);
  return out.done();
}

function encodePart(out: ByteWriter, part: KvKeyPart): void {
  if (typeof part === "string") return encodeString(out, part);
  if (typeof part === "number") return encodeDouble(out, part);
  if (typeof part === "bigint") return encodeInteger(out, part);
  if (typeof part === "boolean") return out.byte(part ? TRUE : FALSE);
  if (ArrayBuffer.isView(part)) {
    return encodeEscaped(out, BYTES, fixedBytes(part));
  }
  throw new TypeError("expected string, number, bigint, ArrayBufferView, boolean");
}

/** Text of ASCII without zeros, as nearly all is, goes without a detour. */
function encodeString(out: ByteWriter, value: string): void {
  const start = out.length;
  out.byte(STRING);
  for (let i = 0; i < value.length; i++) {
    const unit = value.charCodeAt(i);
    if (unit === 0 || unit > 0x7f) {
      out.length = start;
      return encodeEscaped(out, STRING, utf8(value));
    }
    out.byte(unit);
  }
  out.byte(0);
}

/** Ends with a zero; a zero inside is followed by ff, so that no encoding begins another. */
function encodeEscaped(out: ByteWriter, tag: number, bytes: Uint8Array): void {
  out.byte(tag);
  for (const byte of bytes) {
    out.byte(byte);
    if (byte === 0) out.byte(0xff);
  }
  out.byte(0);
}

/** The eight bytes of the double that is being encoded. */
const view = new DataView(new ArrayBuffer(8));

/** IEEE 754, highest byte first, with the sign inverted, or all bits of a negative number. */
function encodeDouble(out: ByteWriter, value: number): void {
  view.setFloat64(0, value);
  const negative = view.getUint8(0) > 0x7f;
  // one NaN of each sign
  if (Number.isNaN(value)) view.setBigUint64(0, negative ? 0xfff8n << 48n : 0x7ff8n << 48n);
  out.byte(DOUBLE);
  for (let i = 0; i < 8; i++) out.byte(view.getUint8(i) ^ (negative ? 0xff : i === 0 ? 0x80 : 0));
}

function encodeInteger(out: ByteWriter, value: bigint): void {
  if (value === 0n) return out.byte(ZERO);
  const negative = value < 0n, flip = negative ? 0xff : 0;
  const bytes = magnitude(negative ? -value : value);
  if (bytes.length > 255) {
    throw new TypeError("BigUint requires more than 255 bytes to be represented");
  }
  if (bytes.length <= SHORT_INTEGER) out.byte(negative ? ZERO - bytes.length : ZERO + bytes.length);
  else {
    out.byte(negative ? NEGATIVE_LONG : POSITIVE_LONG);
    out.byte(bytes.length ^ flip);
  }
  for (const byte of bytes) out.byte(byte ^ flip);
}

function magnitude(value: bigint): number[] {
  const hex = value.toString(16), even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Array.from(
    { length: even.length / 2 },
    (_, i) => parseInt(even.slice(2 * i, 2 * i + 2), 16),
  );
}

/**
 * The key of these bytes: parts as they were set, views as `Uint8Array`.
 *
 * @throws {KvsError} `corrupt` for bytes that no key encodes to, with the offset.
 */
export function decodeKey(bytes: Uint8Array): KvKeyPart[] {
  const parts: KvKeyPart[] = [];
  for (let at = 0; at < bytes.length;) {
    const [part, next] = decodePart(bytes, at);
    parts.push(part);
    at = next;
  }
  return parts;
}

function decodePart(bytes: Uint8Array, at: number): [KvKeyPart, number] {
  const tag = bytes[at] ?? 0;
  if (tag === STRING || tag === BYTES) return decodeEscaped(bytes, at + 1, tag === STRING);
  if (tag === FALSE || tag === TRUE) return [tag === TRUE, at + 1];
  if (tag === DOUBLE) return [decodeDouble(take(bytes, at + 1, 8)), at + 9];
  if (tag >= NEGATIVE_LONG && tag <= POSITIVE_LONG) return decodeInteger(bytes, at, tag);
  throw corrupt(at, `unknown tag ${tag}`);
}

function decodeEscaped(bytes: Uint8Array, start: number, string: boolean): [KvKeyPart, number] {
  let end = bytes.indexOf(0, start), escapes = 0;
  while (end >= 0 && bytes[end + 1] === 0xff) {
    escapes++;
    end = bytes.indexOf(0, end + 2);
  }
  if (end < 0) throw corrupt(start, "no end");
  const part = bytes.subarray(start, end), plain = escapes > 0 ? unescape(part) : part;
  return [string ? decodeText(plain, start) : plain.slice(), end + 1];
}

/** Every zero is followed by an ff that is none of the text's. */
function unescape(bytes: Uint8Array): Uint8Array {
  return bytes.filter((_, i) => bytes[i - 1] !== 0);
}

const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decodeText(bytes: Uint8Array, at: number): string {
  let all = 0;
  for (let i = 0; i < bytes.length; i++) all |= bytes[i] ?? 0;
  if (all < 0x80) return toBinary(bytes);
  try {
    return text.decode(bytes);
  } catch (cause) {
    throw corrupt(at, "invalid UTF-8", cause);
  }
}

function decodeDouble(bytes: Uint8Array): number {
  const flipped = (bytes[0] ?? 0) > 0x7f
    ? bytes.map((byte, i) => i === 0 ? byte ^ 0x80 : byte)
    : bytes.map((byte) => byte ^ 0xff);
  const value = new DataView(flipped.buffer).getFloat64(0);
  return Number.isNaN(value) ? NaN : value; // its sign is not told, as natively
}

function decodeInteger(bytes: Uint8Array, at: number, tag: number): [bigint, number] {
  const negative = tag < ZERO, flip = negative ? 0xff : 0;
  const long = tag === NEGATIVE_LONG || tag === POSITIVE_LONG;
  const length = long ? (take(bytes, at + 1, 1)[0] ?? 0) ^ flip : Math.abs(tag - ZERO);
  const start = at + (long ? 2 : 1);
  let hex = "0";
  for (const byte of take(bytes, start, length)) hex += (byte ^ flip).toString(16).padStart(2, "0");
  const value = BigInt(`0x${hex}`);
  return [negative ? -value : value, start + length];
}

function take(bytes: Uint8Array, at: number, length: number): Uint8Array {
  if (at + length > bytes.length) throw corrupt(at, "cut short");
  return bytes.subarray(at, at + length);
}

function corrupt(at: number, what: string, cause?: unknown): KvsError {
  return new KvsError("corrupt", `not the bytes of a key: ${what} at offset ${at}`, { cause });
}

const SUM = 4, URL_SAFE = { alphabet: "base64url", padding: false } as const;

/**
 * A key as the text of a cursor, which fits a URL. Before the key stands a sum, which tells a text that
 * was cut or mistyped; it is no secret, and no proof of anything.
 */
export function writeCursor(key: KvKey): string {
  const bytes = encodeKey(key), whole = new Uint8Array(SUM + bytes.length);
  whole.set(bytes, SUM);
  new DataView(whole.buffer).setUint32(0, fnv1a(whole.subarray(SUM)));
  return toBase64(whole, URL_SAFE);
}

/**
 * The key of {@linkcode writeCursor}.
 *
 * @param where what the cursor is given to, for the message
 * @throws {KvsError} `bad_cursor` for everything else
 */
export function readCursor(text: string, where: string): readonly KvKeyPart[] {
  try {
    const whole = fromBase64(text, URL_SAFE);
    if (new DataView(whole.buffer).getUint32(0) === fnv1a(whole.subarray(SUM))) {
      return decodeKey(whole.subarray(SUM));
    }
  } catch (cause) {
    throw badCursor(text, where, cause);
  }
  throw badCursor(text, where);
}

/** The error for what is no cursor, or one of something else. */
export function badCursor(cursor: unknown, where: string, cause?: unknown): KvsError {
  const shown = typeof cursor === "string" ? `"${cursor.slice(0, 100)}"` : `a ${typeof cursor}`;
  return new KvsError(
    "bad_cursor",
    `${where}: ${shown} is no cursor of it; give one that came with an entry or a page of it`,
    { cause },
  );
}
