/**
 * Where a parser stands, and what every rule of the grammar needs.
 *
 * @module
 */
import { FeelError } from "../error.ts";
import type { Lexeme } from "./lex.ts";
import { DEPTH } from "../limits.ts";
import type { Tree } from "./tree.ts";

/** A parser under way. */
export interface Parser {
  readonly text: string;
  readonly lexemes: readonly Lexeme[];
  at: number;
  depth: number;
  /** True inside a range's end, which `[` may close. */
  ending: boolean;
  /** Names with signs in them that the expression itself defines, without spaces around signs. */
  readonly known: Set<string>;
  /** Whether a variable of this name is there. */
  readonly has: (name: string) => boolean;
  /** The rules that others come back to. */
  readonly grammar: Grammar;
  /** What was asked of `has`, and the answer: the tree is right as long as the answers are the same. */
  readonly asked: Map<string, boolean>;
}

/** The rules that come back to themselves: what stands in brackets is an expression again. */
export interface Grammar {
  /** Any expression. */
  readonly expression: (parser: Parser) => Tree;
  /** A comparison without its left side, or an expression. */
  readonly test: (parser: Parser) => Tree;
  /** The end of a range: what binds as strongly as a sum. */
  readonly sum: (parser: Parser) => Tree;
}

/** The lexeme that is next, or some later one. */
export function peek(parser: Parser, ahead = 0): Lexeme {
  const { lexemes, at } = parser;
  return lexemes[Math.min(at + ahead, lexemes.length - 1)] ?? END;
}

const END: Lexeme = { kind: "end", text: "its end", start: 0, end: 0 };

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
