/**
 * A formatter: how the terms of a connection are written into frames, and read out of them.
 *
 * @module
 */
import { N2oError } from "../error.ts";
import { defaultLimits } from "../limits.ts";
import type { Term } from "../term/term.ts";

/** What a frame of a client may ask for when it is read. */
export interface ReadBounds {
  /** Most bytes that a compressed term may inflate to; 64 MiB where it is undefined. */
  readonly maxSize: number | undefined;
  /** Most atoms: none of the wire has more than a few, and each new one costs a hundred times its bytes. */
  readonly atoms: number;
}

/** The bounds of a frame where none are named. */
export const DEFAULT: ReadBounds = { maxSize: undefined, atoms: defaultLimits.atoms };

/** How the terms of a connection are written and read: chosen for each connection. */
export interface Formatter {
  /** Its name, for logs. */
  readonly name: string;
  /** The frame of a term: text, or bytes. */
  encode(term: Term): string | Uint8Array<ArrayBuffer>;
  /**
   * The term of a frame; `undefined` for a text that is a message of its own, as `PING` is.
   *
   * @throws {N2oError} `frame` for what is neither.
   */
  decode(frame: string | ArrayBuffer, bounds?: ReadBounds): Term | undefined;
}

/** How deep a term may nest in a format whose readers recurse. */
export const DEPTH = 256;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The text of a frame of a format that is text.
 *
 * @throws {N2oError} `frame` for bytes that are no UTF-8.
 */
export function textOf(frame: string | ArrayBuffer): string {
  if (typeof frame === "string") return frame;
  try {
    return utf8.decode(frame);
  } catch (cause) {
    throw new N2oError("frame", "the frame is no UTF-8", { cause });
  }
}

/** The error of a frame that is no term of the format. */
export function bad(format: string, cause?: unknown): N2oError {
  return new N2oError("frame", `the frame is no term in ${format}`, { cause });
}

/** The error of a term that nests deeper than {@linkcode DEPTH}. */
export function deep(format: string): N2oError {
  return new N2oError("value", `a term may nest ${DEPTH} deep at most in ${format}`);
}
