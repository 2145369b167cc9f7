/**
 * Bytes as ASCII, which most texts on the wire are: for short ones the call of a decoder costs several times as much.
 *
 * @module
 */

/** The text of bytes that are all ASCII; undefined where one is not. */
export function ascii(bytes: Uint8Array): string | undefined {
  const { length } = bytes, code = String.fromCharCode;
  let result = "", at = 0;
  // Eight at a time: each piece that is added to a text costs as much as several characters.
  for (; at + 8 <= length; at += 8) {
    const a = bytes[at] ?? 0, b = bytes[at + 1] ?? 0, c = bytes[at + 2] ?? 0;
    const d = bytes[at + 3] ?? 0, e = bytes[at + 4] ?? 0, f = bytes[at + 5] ?? 0;
    const g = bytes[at + 6] ?? 0, h = bytes[at + 7] ?? 0;
    if ((a | b | c | d | e | f | g | h) > 127) return undefined;
    result += code(a, b, c, d, e, f, g, h);
  }
  for (; at < length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte > 127) return undefined;
    result += code(byte);
  }
  return result;
}
