/**
 * Integers and floats of the external term format, both ways.
 *
 * @module
 */
import { FLOAT, INTEGER, LARGE_BIG, NEW_FLOAT, SMALL_BIG, SMALL_INTEGER } from "./tag.ts";
import type { Reader, Writer } from "./bytes.ts";
import { type Float, float, type Integer } from "../term/term.ts";

/** Longest integer that is read, in bytes; V8 holds 2^30 bits. */
const MAX_BIG = 1 << 26;
const FLOAT_TEXT = /^[+-]?\d+[.,]\d+(?:[eE][+-]?\d+)?$/;

const cell = new DataView(new ArrayBuffer(8));

/** Writes a number: as an integer when it is a safe one, as a float otherwise. */
export function writeNumber(writer: Writer, value: number): void {
  if (value === (value & 255)) {
    const at = writer.claim(2);
    writer.bytes[at] = SMALL_INTEGER;
    writer.bytes[at + 1] = value;
  } else if (value === (value | 0)) {
    writer.tagged(INTEGER, value);
  } else if (Number.isSafeInteger(value)) {
    writeSafe(writer, value);
  } else {
    writeFloat(writer, value);
  }
}

/** Writes an integer of more than 32 bits that is safe, without the cost of a bigint. */
function writeSafe(writer: Writer, value: number): void {
  let rest = Math.abs(value), size = 0;
  const at = writer.claim(3 + 7);
  for (; rest > 0; rest = Math.floor(rest / 256)) writer.bytes[at + 3 + size++] = rest % 256;
  writer.bytes[at] = SMALL_BIG;
  writer.bytes[at + 1] = size;
  writer.bytes[at + 2] = value < 0 ? 1 : 0;
  writer.length = at + 3 + size;
}

/** Writes an integer of any size. */
export function writeBigint(writer: Writer, value: bigint): void {
  if (value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER) {
    return writeNumber(writer, Number(value));
  }
  // Text in base 16 is the one conversion that takes linear time.
  const hex = (value < 0n ? -value : value).toString(16);
  const size = (hex.length + 1) >> 1;
  if (size < 256) {
    writer.u8(SMALL_BIG);
    writer.u8(size);
  } else {
    writer.tagged(LARGE_BIG, size);
  }
  writer.u8(value < 0n ? 1 : 0);
  const at = writer.claim(size);
  for (let index = 0, to = hex.length; index < size; index++, to -= 2) {
    writer.bytes[at + index] = parseInt(hex.slice(Math.max(0, to - 2), to), 16);
  }
}

/** Writes a float: 8 bytes, or the text of minor version 0. */
export function writeFloat(writer: Writer, value: number): void {
  if (!Number.isFinite(value)) {
    throw writer.error("range", `${value} is no Erlang float: send an atom instead`);
  }
  if (writer.minor === 0) return writeFloatText(writer, value);
  const at = writer.claim(9);
  cell.setFloat64(0, value);
  writer.bytes[at] = NEW_FLOAT;
  for (let index = 0; index < 8; index++) writer.bytes[at + 1 + index] = cell.getUint8(index);
}

/** The text of C's `%.20e`, filled up with zero bytes. */
function writeFloatText(writer: Writer, value: number): void {
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const text = sign + exponential(Math.abs(value)).replace(/e([+-])(\d)$/, "e$10$2");
  const at = writer.claim(32);
  writer.bytes[at] = FLOAT;
  for (let index = 0; index < 31; index++) {
    writer.bytes[at + 1 + index] = index < text.length ? text.charCodeAt(index) : 0;
  }
}

/** 20 digits after the point; C rounds what lies exactly between two of them to the even one, JavaScript upwards. */
function exponential(value: number): string {
  const exact = value.toExponential(100), [digits = "", power] = exact.split("e");
  const kept = digits.slice(0, 22);
  return /^50*$/.test(digits.slice(22)) && /[02468]$/.test(kept)
    ? `${kept}e${power}`
    : value.toExponential(20);
}

/** Reads the content of an integer of `size` bytes: a sign and the magnitude, least significant byte first. */
export function readBig(reader: Reader, size: number): Integer {
  const negative = reader.u8() !== 0;
  const at = reader.take(size), bytes = reader.bytes;
  let from = at + size;
  while (from > at && bytes[from - 1] === 0) from--;
  if (from - at <= 6) {
    let value = 0;
    while (from > at) value = value * 256 + (bytes[--from] ?? 0);
    return negative && value !== 0 ? -value : value;
  }
  if (from - at > MAX_BIG) throw reader.error("size", `An integer has more than ${MAX_BIG} bytes`);
  let hex = "0x";
  while (from > at) hex += HEX[bytes[--from] ?? 0];
  const magnitude = BigInt(hex);
  const value = negative ? -magnitude : magnitude;
  return magnitude <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

const HEX: readonly string[] = Array.from(
  { length: 256 },
  (_, byte) => byte.toString(16).padStart(2, "0"),
);

/** Reads the 8 bytes of a float. */
export function readFloat(reader: Reader): number | Float {
  const at = reader.take(8);
  for (let index = 0; index < 8; index++) cell.setUint8(index, reader.bytes[at + index] ?? 0);
  const value = cell.getFloat64(0);
  if (!Number.isFinite(value)) throw reader.error("value", "A float is not finite");
  return float(value);
}

/** Reads the 31 bytes of a float's text, which ends at a zero byte. */
export function readFloatText(reader: Reader): number | Float {
  const at = reader.take(31);
  const end = reader.bytes.indexOf(0, at);
  const text = String.fromCharCode(
    ...reader.bytes.subarray(at, end < 0 ? at + 31 : Math.min(end, at + 31)),
  );
  const value = FLOAT_TEXT.test(text) && text.length < 31 ? Number(text.replace(",", ".")) : NaN;
  if (!Number.isFinite(value)) throw reader.error("value", "The text of a float is malformed");
  return float(value);
}
