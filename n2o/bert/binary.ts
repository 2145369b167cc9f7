/**
 * Binaries, bitstrings and text of the external term format, both ways.
 *
 * @module
 */
import { BINARY, BIT_BINARY } from "./tag.ts";
import type { Reader, Writer } from "./bytes.ts";
import { BitString } from "../term/term.ts";

/** Up to this length a loop is faster than the call of TextEncoder. */
const LOOP = 48;

const encoder = new TextEncoder();

/** Writes text as a binary of its UTF-8; a lone surrogate becomes U+FFFD, as TextEncoder does. */
export function writeText(writer: Writer, text: string): void {
  const size = text.length, before = writer.size;
  writer.claim(5 + size);
  const from = writer.start + before + 5;
  let used = size <= LOOP ? putAscii(writer.bytes, from, text) : -1;
  if (used < 0) used = putUtf8(writer, from, text);
  // Another buffer may have taken the place of the one that the claim was in.
  const at = writer.start + before;
  writer.bytes[at] = BINARY;
  writer.patch(at + 1, used);
  writer.length = at + 5 + used;
}

/**
 * Writes text where a byte is claimed for each of its UTF-16 units, which is all that most need; tells how many bytes there are. The worst
 * case, three bytes for each, would take a new buffer for every long text.
 */
function putUtf8(writer: Writer, at: number, text: string): number {
  const size = text.length;
  const { read, written } = encoder.encodeInto(text, writer.bytes.subarray(at, at + size));
  if (read === size) return written;
  const rest = text.slice(read);
  writer.length = at + written;
  const more = writer.claim(3 * rest.length);
  return written + encoder.encodeInto(rest, writer.bytes.subarray(more)).written;
}

/** Writes the characters as bytes; -1 when one of them is no ASCII. */
function putAscii(bytes: Uint8Array, at: number, text: string): number {
  const size = text.length;
  for (let index = 0; index < size; index++) {
    const code = text.charCodeAt(index);
    if (code > 127) return -1;
    bytes[at + index] = code;
  }
  return size;
}

/** Writes a binary. */
export function writeBinary(writer: Writer, run: Uint8Array): void {
  if (run.length > 0xffffffff) throw writer.error("range", "A binary is longer than 4 GiB");
  writer.tagged(BINARY, run.length);
  writer.put(run);
}

/** Writes a bitstring. */
export function writeBits(writer: Writer, { bytes, bits }: BitString): void {
  writer.tagged(BIT_BINARY, bytes.length);
  writer.u8(bits);
  writer.put(bytes);
}

/** Reads a bitstring; one of 8 bits in the last byte is a binary. */
export function readBits(reader: Reader): Uint8Array | BitString {
  const size = reader.u32(), bits = reader.u8();
  if (bits > 8 || (size === 0) !== (bits === 0)) {
    throw reader.error("value", `${bits} bits cannot be used of the last of ${size} bytes`);
  }
  const run = reader.view(size);
  return bits === 8 || size === 0 ? run : new BitString(run, bits);
}
