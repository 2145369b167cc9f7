/**
 * Text to words and signs (DMN 1.5, 10.3.1.2, rules 22 to 67).
 *
 * @module
 */
import { FeelError } from "../error.ts";
import { DIGITS } from "../limits.ts";

/** A word or sign, and where it stands. */
export interface Lexeme {
  readonly kind: "number" | "string" | "at" | "word" | "sign" | "end";
  /** As written; a string without its quotes and escapes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const SPACE = /(?:[\s\u0085\u180e\u200b]|\/\/[^\n]*|\/\*[^]*?\*\/)*/uy;

const START = "\\p{L}\\p{Nl}\\p{So}_$\\u{10000}-\\u{EFFFF}";

const LEXEME = new RegExp(
  [
    "(\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?|\\.\\d+(?:[eE][+-]?\\d+)?)",
    `(@?"(?:[^"\\\\]|\\\\[^])*"|'(?:[^'\\\\]|\\\\[^])*')`,
    `([${START}][${START}\\p{N}\\p{M}\\u00B7\\u203F\\u2040’]*|\\?)`,
    "(\\*\\*|\\.\\.|->|==|!=|<=|>=|&&|\\|\\||[-+*/%()<>=!.,:[\\]{}])",
  ].join("|"),
  "uy",
);

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/**
 * All words and signs of a text, with an end behind them.
 *
 * @throws {FeelError} `expression` at a character that starts none.
 */
export function lex(text: string): Lexeme[] {
  const found: Lexeme[] = [];
  for (let at = skip(text, 0); at < text.length; at = skip(text, at)) {
    LEXEME.lastIndex = at;
    const match = LEXEME.exec(text);
    if (match === null) {
      const rest = JSON.stringify(text.slice(at, at + 10));
      throw new FeelError("expression", `it is no FEEL at character ${at + 1}: ${rest}`);
    }
    const end = LEXEME.lastIndex;
    found.push(lexeme(match, at, end));
    at = end;
  }
  found.push({ kind: "end", text: "its end", start: text.length, end: text.length });
  return found;
}

function skip(text: string, at: number): number {
  SPACE.lastIndex = at;
  SPACE.exec(text);
  return SPACE.lastIndex;
}

function lexeme(match: RegExpExecArray, start: number, end: number): Lexeme {
  const [all, number, string, word] = match;
  if (number !== undefined) {
    if (number.length > DIGITS || !Number.isFinite(Number(number))) {
      throw new FeelError("limit", `it has a number that is too large or longer than ${DIGITS}`);
    }
    return { kind: "number", text: number, start, end };
  }
  if (string === undefined) {
    return { kind: word === undefined ? "sign" : "word", text: all, start, end };
  }
  return string.startsWith("@")
    ? { kind: "at", text: unquoted(string.slice(2, -1)), start, end }
    : { kind: "string", text: unquoted(string.slice(1, -1)), start, end };
}

/** A backslash before any other character stands for itself, so that `"\d+"` is a pattern (rule 64). */
function unquoted(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(
    /\\(?:([nrt])|(["'\\])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6}))/g,
    (all, control?: string, plain?: string, four?: string, six?: string) => {
      if (control !== undefined) return ESCAPES[control] ?? all;
      if (plain !== undefined) return plain;
      const code = Number.parseInt(four ?? six ?? "", 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : all;
    },
  );
}
