/**
 * Texts within HTML, as bytes and as what they say.
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
  const written = putAscii(html) ? html.length : utf8.encodeInto(html, bytes).written;
  const isPlain = written === html.length;
  bytes[written] = 0;
  const text = (from: number, to: number) =>
    isPlain ? html.slice(from, to) : decoder.decode(bytes.subarray(from, to));
  return { bytes, length: written, text };
}

/** Up to this length a loop is faster than the call of TextEncoder. */
const SHORT = 64;

/** Writes short HTML that is all ASCII; false for any other. */
function putAscii(html: string): boolean {
  if (html.length > SHORT) return false;
  for (let at = 0; at < html.length; at++) {
    const code = html.charCodeAt(at);
    if (code > 127) return false;
    bytes[at] = code;
  }
  return true;
}

/** Whether a word stands at a place. */
export function is(bytes: Uint8Array, word: string, from: number): boolean {
  for (let at = 0; at < word.length; at++) {
    if (bytes[from + at] !== word.charCodeAt(at)) return false;
  }
  return true;
}

/** Where a word stands, from a place on and before another; -1 for nowhere. */
export function find(bytes: Uint8Array, word: string, from: number, to: number): number {
  for (let at = from; at < to; at++) if (is(bytes, word, at)) return at;
  return -1;
}

/** Whether an id was made up by the server, so that it is another each time. */
export function isMadeUp(bytes: Uint8Array, from: number): boolean {
  return is(bytes, "auto-", from);
}

/** Whether an id stands in HTML as it is, and is none too long. */
export function isId(bytes: Uint8Array, from: number, to: number): boolean {
  if (to <= from || to - from > 128) return false;
  for (let at = from; at < to; at++) {
    const code = bytes[at];
    if (code === 38 || code === 39 || code === undefined || code <= 32) return false;
  }
  return true;
}

/** Whether a text stands in HTML as it is. */
export function isPlain(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] === 38 || bytes[at] === 13) return false;
  return true;
}

/** Where the name of a tag ends. */
export function wordEnd(bytes: Uint8Array, from: number): number {
  for (let at = from;; at++) {
    const code = bytes[at] ?? 0;
    const isLetter = code >= 97 && code <= 122 || code >= 65 && code <= 90;
    if (!isLetter && code !== 45 && !(code >= 48 && code <= 58)) return at;
  }
}

/** A number of 32 bits for a name (FNV-1a): names that share one are taken for each other where that costs no more than bytes. */
export function numberOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = from; at < to; at++) {
    // As: callers stay within.
    hash = Math.imul(hash ^ bytes[at] as number, 0x01000193);
  }
  return hash >>> 0;
}

/** The number of a name as a text. */
export function numberOfText(name: string): number {
  let hash = 0x811c9dc5 | 0;
  // Names are short: a loop is faster than asking the host for their bytes.
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at);
    if (code > 127) return numberOfBytes(utf8.encode(name));
    hash = Math.imul(hash ^ code, 0x01000193);
  }
  return hash >>> 0;
}

function numberOfBytes(bytes: Uint8Array): number {
  return numberOf(bytes, 0, bytes.length);
}

/** What text of HTML says; undefined where that takes the whole table of references, or a parser would make another text of it. */
export function decoded(html: string): string | undefined {
  if (!/[&\r\0]/.test(html)) return html;
  if (/[\r\0]|&(?!(?:amp|lt|gt|quot|#39);)/.test(html)) return undefined;
  return html.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => REFERENCES[name] ?? "");
}

const REFERENCES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  "#39": "'",
};
