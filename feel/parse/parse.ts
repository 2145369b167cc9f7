/**
 * Text to a tree (DMN 1.5, 10.3.1.2): binding strengths, weakest first, are
 * `or`, `and`, comparison, `+ -`, `* / %`, `**`, `-x`, `instance of`, and what stands behind a value.
 *
 * @module
 */
import { FeelError } from "../error.ts";
import { type Names, type Watch, watchOf } from "./given.ts";
import { among, knownOf, shapeOf } from "./known.ts";
import { LENGTH } from "../limits.ts";
import {
  accept,
  expect,
  type Grammar,
  nested,
  type Parser,
  peek,
  sees,
  unexpected,
} from "./parser.ts";
import { parseType } from "./type.ts";
import { postfix } from "./postfix.ts";
import { keywordName } from "./name.ts";
import { partsOf } from "./part.ts";
import { primary } from "./primary.ts";
import { define, noEntries, UNKNOWN } from "./shape.ts";
import type { Tree, Values } from "./tree.ts";

/** How strongly infix signs and words bind. */
const STRENGTH: Readonly<Record<string, number>> = {
  or: 1,
  "||": 1,
  and: 2,
  "&&": 2,
  "=": 3,
  "==": 3,
  "!=": 3,
  "<": 3,
  "<=": 3,
  ">": 3,
  ">=": 3,
  between: 3,
  in: 3,
  "+": 4,
  "-": 4,
  "*": 5,
  "/": 5,
  "%": 5,
  "**": 6,
};

/** Binding strength of comparison, and of sums. */
const COMPARISON = 3;
const ADDITION = 4;

/** Other spellings of operators. */
const SAME: Readonly<Record<string, string>> = { "==": "=", "&&": "and", "||": "or" };

/** The value that is tested. */
const INPUT: Tree = { is: "name", name: "?", doubt: null };

/** Signs that a unary test begins with. */
const TESTS: ReadonlySet<string> = new Set(["<", "<=", ">", ">=", "=", "!=", "=="]);

/** A parsed text. */
export interface Parsed {
  /** What it says. */
  readonly tree: Tree;
  /** What must be so among the variables for the tree to be right; null where all will do. */
  readonly watch: Watch | null;
}

/**
 * Parses an expression.
 *
 * @throws {FeelError} `expression` with what was expected and where; `limit` for one that is too long or too deep.
 */
export function parse(text: string, variables: Names): Parsed {
  return whole(text, variables, expression);
}

/** Parses unary tests: `-`, `not(...)`, or tests with commas between them (rule 17). */
export function parseTests(text: string, variables: Names): Parsed {
  return whole(text, variables, (parser) => {
    if (sees(parser, "-") && peek(parser, 1).kind === "end") {
      parser.at++;
      return { is: "value", value: true };
    }
    if (sees(parser, "not") && sees(parser, "(", 1)) {
      parser.at += 2;
      const tests = testList(parser);
      expect(parser, ")");
      const of: Tree = { is: "in", of: INPUT, test: { is: "tests", tests } };
      const values: Values = { trees: [of], names: null };
      return { is: "call", of: { is: "name", name: "not", doubt: null }, values };
    }
    const tests = testList(parser);
    return { is: "in", of: INPUT, test: { is: "tests", tests } };
  });
}

function whole(
  text: string,
  variables: Names,
  rule: (parser: Parser) => Tree,
): Parsed {
  if (text.length > LENGTH) {
    throw new FeelError("limit", `it is longer than ${LENGTH} characters: split it into several`);
  }
  const parser: Parser = {
    text,
    lexemes: [],
    at: 0,
    from: 0,
    depth: 0,
    ending: false,
    parts: partsOf(text),
    known: knownOf(variables),
    hint: UNKNOWN,
    grammar: GRAMMAR,
  };
  if (peek(parser).kind === "end") throw new FeelError("expression", "it is empty");
  const tree = rule(parser);
  if (peek(parser).kind !== "end") throw unexpected(parser);
  return { tree, watch: watchOf(parser.known.given) };
}

/** The end of a range, of `between`, of `in`: what binds as strongly as a sum. */
function sum(parser: Parser): Tree {
  return nested(parser, (parser) => infix(parser, ADDITION));
}

const GRAMMAR: Grammar = { expression, test, sum };

function expression(parser: Parser): Tree {
  return nested(parser, (parser) => infix(parser, 1));
}

/** Tests with commas between them. */
function testList(parser: Parser): Tree[] {
  const tests: Tree[] = [];
  do tests.push(test(parser)); while (accept(parser, ","));
  return tests;
}

/** One test: a comparison without its left side, or an expression. */
function test(parser: Parser): Tree {
  return startsTest(parser) ? compared(parser) : expression(parser);
}

/** Whether a comparison without its left side is next. */
function startsTest(parser: Parser): boolean {
  const { kind, text } = peek(parser);
  return kind === "sign" && TESTS.has(text);
}

/** A comparison without its left side. */
function compared(parser: Parser): Tree {
  const operator = peek(parser).text;
  parser.at++;
  const to = sum(parser);
  return { is: "compared", operator: SAME[operator] ?? operator, to };
}

/** Operators that bind at least so strongly. */
function infix(parser: Parser, least: number): Tree {
  let left = unary(parser);
  for (;;) {
    const { kind, text } = peek(parser);
    const strength = kind === "sign" || kind === "word" ? STRENGTH[text] : undefined;
    if (strength === undefined || strength < least || !Object.hasOwn(STRENGTH, text)) return left;
    parser.at++;
    left = behind(parser, left, SAME[text] ?? text, strength);
  }
}

function behind(parser: Parser, left: Tree, operator: string, strength: number): Tree {
  if (operator === "between") {
    const low = sum(parser);
    expect(parser, "and");
    return {
      is: "between",
      of: left,
      low,
      high: sum(parser),
    };
  }
  if (operator === "in") {
    const entries = noEntries();
    define(entries, "?", shapeOf(parser.known, left));
    const test = among(
      parser.known,
      [{ is: "made", entries }],
      () => startsTest(parser) ? compared(parser) : sum(parser),
    );
    return { is: "in", of: left, test };
  }
  return {
    is: "binary",
    operator,
    left,
    right: nested(parser, (parser) => infix(parser, strength + 1)),
  };
}

function unary(parser: Parser): Tree {
  if (accept(parser, "-")) return { is: "negation", of: nested(parser, unary) };
  if (accept(parser, "!")) return not(nested(parser, unary));
  const named = keywordName(parser);
  const denied = sees(parser, "not") && !sees(parser, "(", 1) && startsOperand(parser);
  if (named === undefined && denied) {
    parser.at++;
    return not(nested(parser, (parser) => infix(parser, COMPARISON)));
  }
  const left = postfix(parser, named ?? primary(parser));
  if (!sees(parser, "instance") || !sees(parser, "of", 1)) return left;
  parser.at += 2;
  return { is: "instance", of: left, type: parseType(parser) };
}

/** `!x`, and a word `not` before a value: no FEEL, but written by modelers. */
function not(of: Tree): Tree {
  return { is: "not", of };
}

function startsOperand(parser: Parser): boolean {
  const { kind, text } = peek(parser, 1);
  return kind === "sign" ? ["[", "{", "!", "-"].includes(text) : kind !== "end";
}
