/**
 * Whose session a frame speaks for: only a greeting can change that of a connection, so it is looked at before it is handled.
 *
 * @module
 */
import { N2oError } from "../../error.ts";
import type { Formatter, ReadBounds } from "../../format/formatter.ts";
import { isRecord, type Term, text } from "../../term/term.ts";

/** Tags of BERT: a tuple with its length in a byte; atoms with theirs in two bytes. */
const SMALL_TUPLE = 104, LONG_ATOMS = [100, 118];
/** The first letters of `hello` and `init`. */
const LETTERS = [0x68, 0x69];

/** The token of a frame that greets the server, empty where it has none; `undefined` for any other frame. */
export function greeting(
  frame: string | ArrayBuffer,
  formatter: Formatter,
  bounds: ReadBounds,
): string | undefined {
  if (typeof frame === "string" && frame.startsWith("N2O,")) return frame.slice(4);
  if (formatter.name === "bert" && !isPossible(frame)) return undefined;
  try {
    const term = formatter.decode(frame, bounds);
    return term === undefined ? undefined : tokenOf(term);
  } catch (error) {
    if (N2oError.is(error, "frame")) return undefined;
    throw error;
  }
}

function tokenOf(term: Term): string | undefined {
  if (isRecord(term, "init", 2)) return text(term.elements[1] ?? []) ?? "";
  // One of another version is answered by a close, whoever sent it.
  const isHello = isRecord(term, "hello", 4) && term.elements[1] === 1;
  return isHello ? text(term.elements[2] ?? []) ?? "" : undefined;
}

/** Whether bytes of BERT may be a greeting: most frames are events, and reading each twice would cost as much as to answer it. */
function isPossible(frame: string | ArrayBuffer): boolean {
  if (typeof frame === "string") return false;
  const bytes = new Uint8Array(frame);
  if (bytes[1] !== SMALL_TUPLE) return true;
  const letter = bytes[LONG_ATOMS.includes(bytes[3] ?? 0) ? 6 : 5] ?? 0;
  return LETTERS.includes(letter);
}
