/**
 * A message of the bus as bytes and back: every receiver gets a copy of its own, on whichever node it is.
 *
 * @module
 */
import { isPlainObject, messageOf } from "../../base/mod.ts";
import { decode, encode } from "../bert/bert.ts";
import { BINARY, VERSION } from "../bert/tag.ts";
import { N2oError } from "../error.ts";
import type { Sendable } from "./news.ts";
import { fromTerm, type Plain, toTerm } from "../term/plain.ts";
import { type Term, text, Tuple } from "../term/term.ts";

/** A message in bytes. */
export interface Body {
  /** Whether it is a plain value; else a term. */
  readonly plain: boolean;
  /** The message as a term in the external term format, with its version byte. */
  readonly bytes: Uint8Array;
  /** A copy that was made already and that nobody has yet. */
  copy?: Sendable;
}

/** Bytes of a message by default. */
export const SIZE = 262_144;

/** Values that one message may hold: one that contains itself twice at each level has no end worth waiting for. */
const VALUES = 100_000;
/** Bytes before the content of a binary: the version, its tag, and a size of four. */
const HEAD = 6;
/** Nesting, and different atoms of a message: one from elsewhere may make so many. */
const DEPTH = 64, ATOMS = 1_024;

/**
 * The bytes of a message.
 *
 * @throws {N2oError} `value` for what is neither a plain value nor a term, `full` for more than `size` bytes.
 */
export function toBody(message: unknown, size: number = SIZE): Body {
  if (typeof message !== "string") count(message, { left: VALUES });
  const plain = typeof message === "string" ? message : plainTerm(message);
  const isPlain = plain !== undefined;
  const bytes = encoded(isPlain ? plain : message);
  if (bytes.length > size) {
    throw new N2oError(
      "full",
      `a message of the bus has ${bytes.length} bytes, over ${size}: send its key, and let receivers read it`,
    );
  }
  // What receivers could not read is an error at the sender. A plain value they can.
  return isPlain ? { plain: true, bytes } : readable(bytes);
}

function readable(bytes: Uint8Array): Body {
  try {
    return withCopy({ plain: false, bytes });
  } catch (cause) {
    throw new N2oError(
      "full",
      `a message of the bus cannot be read where it arrives (${ATOMS} different atoms at most): ${
        messageOf(cause)
      }`,
      { cause },
    );
  }
}

/**
 * A copy of the message.
 *
 * @throws {BertError | N2oError} for bytes that `toBody` did not make.
 */
export function fromBody(body: Body): Sendable {
  const { plain, bytes, copy } = body;
  if (copy !== undefined) {
    delete body.copy;
    return copy;
  }
  const whole = plain ? wholeText(bytes) : undefined;
  if (whole !== undefined) return whole;
  const atoms = new Set<string>();
  const options = {
    maxSize: SIZE,
    maxDepth: 2 * DEPTH,
    atoms: (name: string) => atoms.has(name) || atoms.size < ATOMS && atoms.add(name) === atoms,
  };
  // The copy is the receiver's to keep and to change: its binaries are not views of bytes that others see.
  const term = decode(plain ? bytes : bytes.slice(), options);
  return plain ? fromTerm(term) : term;
}

/** The text of a message that is one text, as most are, and nothing else; what is no text, or none in UTF-8, is read as any other. */
function wholeText(bytes: Uint8Array): string | undefined {
  if (bytes[0] !== VERSION || bytes[1] !== BINARY || bytes.length < HEAD) return undefined;
  let size = 0;
  for (let at = 2; at < HEAD; at++) size = size * 256 + (bytes[at] ?? 0);
  return size === bytes.length - HEAD ? text(bytes.subarray(HEAD)) : undefined;
}

/** The message with a copy of it for the first receiver. */
export function withCopy(body: Body): Body {
  body.copy = fromBody(body);
  return body;
}

function plainTerm(message: unknown): Term | undefined {
  try {
    // As: toTerm refuses what is no plain value.
    return toTerm(message as Plain, DEPTH);
  } catch (error) {
    if (N2oError.is(error, "value")) return undefined;
    throw error;
  }
}

function encoded(message: unknown): Uint8Array {
  try {
    // As: encode refuses what is no term.
    return encode(message as Term, { maxDepth: DEPTH + 1 });
  } catch (cause) {
    throw new N2oError(
      "value",
      `a message of the bus is a plain value (text, numbers, booleans, null, arrays and plain objects of them, ${DEPTH} deep at most) ` +
        `or a term: ${messageOf(cause)}`,
      { cause },
    );
  }
}

function count(value: unknown, budget: { left: number }, depth = 0): void {
  if (budget.left-- <= 0) {
    throw new N2oError("full", `a message of the bus has more than ${VALUES} values`);
  }
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return;
  if (depth > DEPTH) return; // it is refused where it is encoded
  if (Array.isArray(value)) { for (const each of value) count(each, budget, depth + 1); }
  else if (value instanceof Tuple) {
    for (const each of value.elements) count(each, budget, depth + 1);
  } else if (value instanceof Map) {
    for (const [key, each] of value) {
      count(key, budget, depth + 1);
      count(each, budget, depth + 1);
    }
  } else if (isPlainObject(value)) {
    for (const each of Object.values(value)) count(each, budget, depth + 1);
  }
}
