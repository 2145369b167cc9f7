/**
 * Text to words and signs (DMN 1.5, 10.3.1.2, rules 22 to 67).
 *
 * @module
 */

/** A word or sign, and where it stands. */
export interface Lexeme {
  readonly kind: "number" | "string" | "at" | "word" | "sign" | "end" | "bad";
  /** As written; a string without its quotes and escapes; of a `bad` one what is wrong. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** White space (rules 61 and 62). */
export const WHITE: RegExp = /[\s\u0085\u180e\u200b]*/uy;

/** White space and comments. */
export const COMMENTED: RegExp = /(?:[\s\u0085\u180e\u200b]|\/\/[^\n]*|\/\*[^]*?\*\/)*/uy;

/** What a name starts with (rule 30), but for what is white space; and letters, wherever Unicode has them. */
export const START: string =
  "?_$A-Za-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D" +
  "\\u037F-\\u167F\\u1681-\\u180D\\u180F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF" +
  "\\uF900-\\uFDCF\\uFDF0-\\uFEFE\\uFF00-\\uFFFD\\u{10000}-\\u{EFFFF}\\p{L}\\p{Nl}\\p{So}";

/** What else its words have (rule 31), and the apostrophe of print. */
export const CHARACTERS: string = "\\p{N}\\p{M}\\u00B7\\u203F\\u2040’";

const LEXEME = new RegExp(
  [
    "(\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?|\\.\\d+(?:[eE][+-]?\\d+)?)",
    `(@?"(?:[^"\\\\]|\\\\[^])*"|'(?:[^'\\\\]|\\\\[^])*')`,
    `([${START}][${START}${CHARACTERS}]*)`,
    "(\\*\\*|\\.\\.|->|==|!=|<=|>=|&&|\\|\\||[-+*/%()<>=!.,:[\\]{}])",
  ].join("|"),
  "uy",
);

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/** The word or sign from a place on; an end behind them, and where none starts one that says so. */
export function lexemeFrom(text: string, from: number): Lexeme {
  const at = skip(COMMENTED, text, from);
  if (at >= text.length) return { kind: "end", text: "its end", start: at, end: at };
  const plain = plainLexeme(text, at);
  if (plain !== undefined) return plain;
  LEXEME.lastIndex = at;
  const match = LEXEME.exec(text);
  if (match !== null) return lexeme(match, at, LEXEME.lastIndex);
  const rest = JSON.stringify(text.slice(at, at + 10));
  const wrong = `it is no FEEL at character ${at + 1}: ${rest}`;
  return { kind: "bad", text: wrong, start: at, end: text.length };
}

/** Signs that are no part of a longer one. */
const ALONE: ReadonlySet<number> = new Set([..."+%(),:[]{}"].map((sign) => sign.charCodeAt(0)));

/** What most lexemes are: a word, an integer or a sign of ASCII, with nothing behind it that could be more of it. */
function plainLexeme(text: string, start: number): Lexeme | undefined {
  const code = text.charCodeAt(start);
  if (ALONE.has(code)) return { kind: "sign", text: text.charAt(start), start, end: start + 1 };
  if (!isPlain(code)) return undefined;
  if (!isDigit(code)) {
    const end = plainEnd(text, start);
    return end < 0 ? undefined : { kind: "word", text: text.slice(start, end), start, end };
  }
  let end = start + 1;
  while (isDigit(text.charCodeAt(end))) end++;
  const next = text.charAt(end);
  return next === "." || next === "e" || next === "E"
    ? undefined
    : { kind: "number", text: text.slice(start, end), start, end };
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Whether a character is a letter, a digit, `_`, `$` or `?`: of ASCII, no others stand in words. */
export function isPlain(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || isDigit(code) ||
    code === 95 || code === 36 || code === 63;
}

/** Where a word ends that has but ASCII; -1 where what stands behind it might be more of it. */
export function plainEnd(text: string, start: number): number {
  let end = start, code = text.charCodeAt(end);
  while (isPlain(code)) code = text.charCodeAt(++end);
  return code >= 128 ? -1 : end;
}

/** The place behind white space. */
export function skip(space: RegExp, text: string, at: number): number {
  // Mostly there is none, or a space.
  if (isDark(text, at)) return at;
  if (text.charCodeAt(at) === 32 && isDark(text, at + 1)) return at + 1;
  space.lastIndex = at;
  space.exec(text);
  return space.lastIndex;
}

/** Whether a character is one of ASCII that begins no white space and no comment. */
function isDark(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code > 32 && code < 127 && code !== 47;
}

function lexeme(match: RegExpExecArray, start: number, end: number): Lexeme {
  const [all, number, string, word] = match;
  if (number !== undefined) return { kind: "number", text: number, start, end };
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
