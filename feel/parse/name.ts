/**
 * Names: several words are one name, and signs and keywords are part of it where such a name is in scope (DMN 1.5, 10.3.1.4).
 *
 * @module
 */
import { accept, type Parser, peek, sees, unexpected } from "./parser.ts";

/** Words that end a name, unless a name in scope has them. */
const STOPS: ReadonlySet<string> = new Set([
  "and",
  "or",
  "in",
  "between",
  "then",
  "else",
  "return",
  "satisfies",
]);

/** Signs that a name may have. */
const SIGNS: ReadonlySet<string> = new Set(["+", "-", "*", "/", "**"]);

/** Built-in functions whose names have a keyword. */
const KEYWORDED: readonly string[] = ["date and time", "years and months duration"];

/** How many signs and keywords a name may have. */
const JOINTS = 4;

/** How many words a name may have. */
const WORDS = 12;

/** A name as an operand: the longest one that is in scope, else words up to a sign or keyword. */
export function operandName(parser: Parser): string {
  for (const name of KEYWORDED) {
    const words = name.split(" ");
    if (
      words.every((word, index) => sees(parser, word, index)) && sees(parser, "(", words.length)
    ) {
      parser.at += words.length;
      return name;
    }
  }
  return inScope(parser) ?? words(parser);
}

/** Words up to a sign or keyword: a name as it is after a dot, or as a parameter. */
export function words(parser: Parser): string {
  if (peek(parser).kind !== "word") throw unexpected(parser, "a name is missing before");
  let name = peek(parser).text;
  parser.at++;
  for (let count = 1; isPart(parser, 0) && count < WORDS; count++, parser.at++) {
    name += ` ${peek(parser).text}`;
  }
  return name;
}

function isPart(parser: Parser, ahead: number): boolean {
  const { kind, text } = peek(parser, ahead);
  if (kind === "number") return /^\d+$/.test(text);
  return kind === "word" && !STOPS.has(text) && text !== "?" &&
    !(text === "instance" && sees(parser, "of", ahead + 1));
}

/** A name with signs or keywords that a variable or the expression itself has. */
function inScope(parser: Parser): string | undefined {
  const ends: number[] = [];
  let joints = 0;
  for (let ahead = 1; ahead < WORDS; ahead++) {
    const { kind, text } = peek(parser, ahead);
    if (kind === "sign" ? SIGNS.has(text) : kind === "word" && STOPS.has(text)) {
      if (++joints > JOINTS) break;
    } else if (!isPart(parser, ahead)) break;
    else if (joints > 0) ends.push(ahead);
  }
  for (const end of ends.reverse()) {
    const found = spellings(parser, end).find((name) => isKnown(parser, name));
    if (found !== undefined) {
      parser.at += end + 1;
      return found;
    }
  }
  return undefined;
}

function isKnown(parser: Parser, name: string): boolean {
  if (parser.known.has(name)) return true;
  const known = parser.has(name);
  parser.asked.set(name, known);
  return known;
}

/** A name without spaces around signs, and with them. */
function spellings(parser: Parser, end: number): string[] {
  let [tight, wide, glued] = ["", "", true];
  for (let ahead = 0; ahead <= end; ahead++) {
    const { kind, text } = peek(parser, ahead);
    tight += glued || kind === "sign" ? text : ` ${text}`;
    wide += ahead === 0 ? text : ` ${text}`;
    glued = kind === "sign";
  }
  return tight === wide ? [tight] : [tight, wide];
}

/** The name before a colon, with whatever signs and words it has; undefined, and nothing passed, where there is none. */
export function key(parser: Parser): string | undefined {
  const { kind, text } = peek(parser);
  if (kind === "string") {
    if (!sees(parser, ":", 1)) return undefined;
    parser.at += 2;
    return text;
  }
  if (kind !== "word") return undefined;
  let end = 0;
  for (; end < WORDS; end++) {
    const next = peek(parser, end);
    if (next.kind === "sign" ? !SIGNS.has(next.text) && next.text !== "." : !isKey(next.kind)) {
      break;
    }
  }
  if (!sees(parser, ":", end)) return undefined;
  const [name = text] = spellings(parser, end - 1);
  parser.at += end;
  accept(parser, ":");
  return name;
}

function isKey(kind: string): boolean {
  return kind === "word" || kind === "number";
}
