/**
 * Terms of Erlang as text, as the original keeps times and ids: read, and never evaluated.
 *
 * @module
 */
import { fromHex, isInteger } from "../../base/mod.ts";
import { RestError } from "../error.ts";

const TOKEN =
  /\s*(?:(-?\d+\.\d+(?:[eE][+-]?\d+)?)|(-?\d+)|'((?:[^'\\]|\\.)*)'|([a-z][\w@]*)|"((?:[^"\\]|\\.)*)"|(<<|>>|=>|#\{|[[\]{},|.]))/y;
const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  s: " ",
  d: "\x7f",
  e: "\x1b",
  b: "\b",
};
const LONGEST = 65_536, DEPTH = 64;

/** A term: an atom and a string are text, a tuple and a list an array, a map an object. */
export type Term = string | number | bigint | boolean | Uint8Array | readonly Term[] | {
  readonly [key: string]: Term;
};

/**
 * The term that a text names: `rest:parse/1`, but for what is evaluated there, which is refused.
 *
 * @throws {RestError} `bad_request` for what is no term, such as a call, a variable or an operator; `too_large` beyond 65,536 characters or a depth of 64
 *
 * @example
 * ```ts
 * import { parse } from "@n2o/n2o/rest";
 *
 * if (JSON.stringify(parse("{{2026,1,2},{3,4,5}}")) !== "[[2026,1,2],[3,4,5]]") throw new Error("another term");
 * ```
 */
export function parse(text: string): Term {
  if (text.length > LONGEST) {
    throw new RestError("too_large", `a term has at most ${LONGEST} characters`);
  }
  const tokens = tokensOf(text), reader = { tokens, at: 0 };
  const term = read(reader, 0);
  if (tokens[reader.at] === ".") reader.at++;
  if (reader.at < tokens.length) throw bad();
  return term;
}

interface Reader {
  readonly tokens: readonly (string | { readonly term: Term })[];
  at: number;
}

function tokensOf(text: string): Reader["tokens"] {
  const tokens: (string | { readonly term: Term })[] = [], whole = text.trimEnd();
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < whole.length;) {
    const match = TOKEN.exec(whole);
    if (match === null) throw bad();
    const [, float, integer, quoted, atom, string, mark] = match;
    if (mark !== undefined) tokens.push(mark);
    else if (float !== undefined) tokens.push({ term: Number(float) });
    else if (integer !== undefined) tokens.push({ term: integerOf(integer) });
    else if (atom !== undefined) {
      tokens.push({ term: atom === "true" ? true : atom === "false" ? false : atom });
    } else tokens.push({ term: unescaped(quoted ?? string ?? "") });
  }
  return tokens;
}

function integerOf(text: string): number | bigint {
  const value = Number(text), most = Number.MAX_SAFE_INTEGER;
  return isInteger(value, -most, most) ? value : BigInt(text);
}

function unescaped(text: string): string {
  return text.replace(
    /\\(?:x\{([0-9a-fA-F]{1,6})\}|(.))/g,
    (_, hex: string | undefined, mark = "") => {
      if (hex === undefined) return ESCAPES[mark] ?? mark;
      const point = parseInt(hex, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : "\ufffd";
    },
  );
}

function read(reader: Reader, depth: number): Term {
  if (depth > DEPTH) throw new RestError("too_large", `a term is at most ${DEPTH} deep`);
  const token = reader.tokens[reader.at++];
  if (typeof token === "object") return token.term;
  switch (token) {
    case "{":
      return items(reader, "}", depth);
    case "[":
      return items(reader, "]", depth);
    case "<<":
      return binary(items(reader, ">>", depth));
    case "#{":
      return map(reader, depth);
    default:
      throw bad();
  }
}

function items(reader: Reader, end: string, depth: number): readonly Term[] {
  const list: Term[] = [];
  if (reader.tokens[reader.at] === end) return reader.at++, list;
  for (;;) {
    list.push(read(reader, depth + 1));
    const next = reader.tokens[reader.at++];
    if (next === end) return list;
    if (next !== ",") throw bad();
  }
}

/** Text where its bytes are some. */
function binary(parts: readonly Term[]): Term {
  const [only, ...more] = parts;
  if (typeof only === "string" && more.length === 0) return only;
  const bytes = parts.map((part) => {
    if (!isInteger(part, 0, 255)) throw bad();
    return part.toString(16).padStart(2, "0");
  });
  return fromHex(bytes.join(""));
}

function map(reader: Reader, depth: number): Term {
  const fields: [string, Term][] = [];
  if (reader.tokens[reader.at] === "}") return reader.at++, {};
  for (;;) {
    const key = read(reader, depth + 1);
    if (reader.tokens[reader.at++] !== "=>") throw bad();
    fields.push([String(key), read(reader, depth + 1)]);
    const next = reader.tokens[reader.at++];
    if (next === "}") return Object.fromEntries(fields);
    if (next !== ",") throw bad();
  }
}

function bad(): RestError {
  return new RestError(
    "bad_request",
    "the text is no term: numbers, atoms, strings, tuples, lists, binaries and maps are; nothing is evaluated",
  );
}
