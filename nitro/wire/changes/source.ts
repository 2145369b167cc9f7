/**
 * HTML as bytes, as it travels.
 *
 * @module
 */

/** Characters of HTML that are read; a larger body is sent whole each time. */
const MOST = 262_144;
const utf8 = new TextEncoder(), decoder = new TextDecoder();
/** One for all: nothing is called between a reading and its use. */
let bytes = new Uint8Array(16_384);

/** The bytes of HTML. */
export interface Source {
  /** Good until the next are asked for. */
  readonly bytes: Uint8Array;
  readonly length: number;
  /** The text of a range. */
  text(from: number, to: number): string;
}

/** The bytes of HTML; undefined where that is too large. */
export function sourceOf(html: string): Source | undefined {
  if (html.length > MOST) return undefined;
  if (bytes.length <= html.length * 3) bytes = new Uint8Array(html.length * 3 + 1);
  const { written } = utf8.encodeInto(html, bytes), isPlain = written === html.length;
  bytes[written] = 0;
  const text = (from: number, to: number) =>
    isPlain ? html.slice(from, to) : decoder.decode(bytes.subarray(from, to));
  return { bytes, length: written, text };
}
