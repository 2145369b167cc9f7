/**
 * Where a parser stands, and what every rule of the grammar needs.
 *
 * @module
 */
import { FeelError } from "../error.ts";
import { type Lexeme, lexemeFrom } from "./lex.ts";
import { DEPTH } from "../limits.ts";
import type { Parts } from "./part.ts";
import type { Known } from "./known.ts";
import type { Shape } from "./shape.ts";
import type { Tree } from "./tree.ts";

/** A parser under way. */
export interface Parser {
  readonly text: string;
  /** Those read so far. What a text is cut into hangs on the names that are known, so it is read as the parser goes. */
  readonly lexemes: Lexeme[];
  /** Which of them is next. */
  at: number;
  /** Where in the text the one behind the last of them starts. */
  from: number;
  depth: number;
  /** True inside a range's end, which `[` may close. */
  ending: boolean;
  /** The parts that a name may have, from a place of the text on. */
  readonly parts: Parts;
  /** The names that are known. */
  readonly known: Known;
  /** What is known of the parameters of a function that is next: it is called with what is before it. */
  hint: Shape;
  /** The rules that others come back to. */
  readonly grammar: Grammar;
}

/** The rules that come back to themselves: what stands in brackets is an expression again. */
export interface Grammar {
  /** What may stand wherever a value may: operators of every strength, `or` as the weakest. */
  readonly expression: (parser: Parser) => Tree;
  /** A comparison without its left side, or an expression. */
  readonly test: (parser: Parser) => Tree;
  /** The end of a range: what binds as strongly as a sum. */
  readonly sum: (parser: Parser) => Tree;
}

/** The lexeme that is next, or some later one. */
export function peek(parser: Parser, ahead = 0): Lexeme {
  const { text, lexemes, at } = parser;
  while (lexemes.length <= at + ahead) {
    const last = lexemes.length > at ? lexemes.at(-1) : undefined;
    if (last?.kind === "end" || last?.kind === "bad") return last;
    const next = lexemeFrom(text, parser.from);
    parser.from = next.end;
    lexemes.push(next);
  }
  return lexemes[at + ahead] ?? END;
}

const END: Lexeme = { kind: "end", text: "its end", start: 0, end: 0 };

/** Goes on at a place of the text. */
export function jump(parser: Parser, to: number): void {
  // What is behind a lexeme has mostly been read.
  if (parser.lexemes[parser.at]?.end === to) {
    parser.at++;
    return;
  }
  parser.lexemes.length = parser.at;
  parser.from = to;
}

/** Whether this sign stands at a place of the text. */
export function isNext(parser: Parser, sign: string, at: number): boolean {
  const next = lexemeFrom(parser.text, at);
  return next.kind === "sign" && next.text === sign;
}

/** Whether the next one is this word or sign. */
export function sees(parser: Parser, text: string, ahead = 0): boolean {
  const next = peek(parser, ahead);
  return next.text === text && (next.kind === "sign" || next.kind === "word");
}

/** Goes past this word or sign if it is next. */
export function accept(parser: Parser, text: string): boolean {
  if (!sees(parser, text)) return false;
  parser.at++;
  return true;
}

/**
 * Goes past this word or sign.
 *
 * @throws {FeelError} `expression` where another one is next.
 */
export function expect(parser: Parser, text: string): void {
  if (!accept(parser, text)) throw unexpected(parser, `"${text}" is missing before`);
}

/** The error of what is next. */
export function unexpected(parser: Parser, what = "it does not go on with"): FeelError {
  const next = peek(parser);
  if (next.kind === "bad") return new FeelError("expression", next.text);
  const shown = next.kind === "end" ? next.text : JSON.stringify(next.text.slice(0, 40));
  return new FeelError("expression", `${what} ${shown} at character ${next.start + 1}`);
}

/** Runs a rule one level deeper. */
export function nested<T>(parser: Parser, rule: (parser: Parser) => T): T {
  if (++parser.depth > DEPTH) {
    throw new FeelError("limit", `it nests deeper than ${DEPTH}: split it into several`);
  }
  const found = rule(parser);
  parser.depth--;
  return found;
}

/** Runs a rule between brackets, where a filter may stand even in the end of a range. */
export function inside<T>(parser: Parser, rule: (parser: Parser) => T): T {
  const { ending } = parser;
  parser.ending = false;
  const found = rule(parser);
  parser.ending = ending;
  return found;
}
