/**
 * Erlang terms from text: tuples, lists, atoms, numbers and strings, as far as conditions of the original BPE have them
 * (Erlang reference manual, data types). Nothing is evaluated: a call, a variable or an operator is refused.
 *
 * @module
 */
import { LIMITS } from "../../../feel/mod.ts";
import { BpeError } from "../../error.ts";

/** A tuple: `{a,1}` is `{ tuple: [{ atom: "a" }, 1] }`. */
export interface TermTuple {
  readonly tuple: readonly Term[];
}

/** An atom: `a` is `{ atom: "a" }`. */
export interface TermAtom {
  readonly atom: string;
}

/** A term; strings and binaries are strings. */
export type Term = number | string | TermAtom | TermTuple | readonly Term[];

const LEXEME =
  /\s*(?:([a-z][\p{L}\p{N}_@]*)|'((?:[^'\\]|\\[^])*)'|(?:<<\s*)?"((?:[^"\\]|\\[^])*)"(?:\/utf8)?(?:\s*>>)?|(-?\d+(?:\.\d+(?:[eE][+-]?\d+)?)?)|([{}[\],]))/uy;

interface Reader {
  readonly text: string;
  at: number;
  depth: number;
}

/**
 * Reads one term, with or without a full stop behind it.
 *
 * @throws {BpeError} `expression` with what was expected and where; `limit` for one that is too long or too deep.
 */
export function readTerm(text: string): Term {
  if (text.length > LIMITS.length) {
    throw new BpeError("limit", `it is longer than ${LIMITS.length} characters`);
  }
  const reader = { text, at: 0, depth: 0 };
  const term = read(reader);
  if (!/^\s*\.?\s*$/.test(text.slice(reader.at))) throw unexpected(reader);
  return term;
}

function read(reader: Reader): Term {
  const start = reader.at;
  const [all = "", atom, quoted, string, number, sign] = next(reader);
  if (atom !== undefined) return { atom };
  if (quoted !== undefined) return { atom: unescaped(quoted) };
  if (string !== undefined && all.includes("<<") === all.includes(">>")) return unescaped(string);
  if (number !== undefined && number.length <= LIMITS.digits) return Number(number);
  if (sign === "{") return { tuple: items(reader, "}") };
  if (sign === "[") return items(reader, "]");
  reader.at = start;
  throw unexpected(reader);
}

function next(reader: Reader): readonly (string | undefined)[] {
  LEXEME.lastIndex = reader.at;
  const found = LEXEME.exec(reader.text);
  if (found === null) throw unexpected(reader);
  reader.at = LEXEME.lastIndex;
  return found;
}

function items(reader: Reader, close: string): Term[] {
  if (++reader.depth > LIMITS.depth) {
    throw new BpeError("limit", `it nests deeper than ${LIMITS.depth}`);
  }
  const found: Term[] = [];
  const before = reader.at;
  if (next(reader)[5] !== close) {
    reader.at = before;
    for (let sign: string | undefined = ","; sign !== close;) {
      if (sign !== ",") throw unexpected(reader);
      found.push(read(reader));
      sign = next(reader)[5];
    }
  }
  reader.depth--;
  return found;
}

function unescaped(text: string): string {
  return text.replace(
    /\\([^])/g,
    (_, char: string) => ({ n: "\n", t: "\t", r: "\r" })[char] ?? char,
  );
}

function unexpected({ text, at }: Reader): BpeError {
  return new BpeError(
    "expression",
    `it is no Erlang term at character ${at + 1}: ${JSON.stringify(text.slice(at, at + 20))}`,
  );
}
