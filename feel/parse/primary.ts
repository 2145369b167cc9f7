/**
 * What an expression begins with: literals, names, brackets, and the forms that begin with a word.
 *
 * @module
 */
import { FeelError } from "../error.ts";
import { among, shapeOf } from "./known.ts";
import { definedName, iteratorName, key, reference } from "./name.ts";
import { accept, expect, inside, type Parser, peek, sees, unexpected } from "./parser.ts";
import { parseType } from "./type.ts";
import { readNumber } from "../number/text.ts";
import { readTemporal } from "../time/text.ts";
import type { Iterator, Tree } from "./tree.ts";
import { define, either, noEntries, type Shape, UNKNOWN } from "./shape.ts";
import { ANY, type Type } from "../value/type.ts";

/** A value, a name, something in brackets, or a form. */
export function primary(parser: Parser): Tree {
  const { kind, text } = peek(parser);
  if (text !== "function") parser.hint = UNKNOWN;
  switch (kind) {
    case "number":
      parser.at++;
      return { is: "value", value: readNumber(text) };
    case "string":
      parser.at++;
      return { is: "value", value: text };
    case "at":
      parser.at++;
      return { is: "value", value: readTemporal(text) };
    case "word":
      return word(parser, text);
    case "sign":
      return bracket(parser, text);
    default:
      throw unexpected(parser, "a value is missing before");
  }
}

function word(parser: Parser, text: string): Tree {
  const next = peek(parser, 1);
  switch (text) {
    case "true":
    case "false":
    case "null":
      parser.at++;
      return { is: "value", value: text === "null" ? null : text === "true" };
    case "if":
      return conditional(parser);
    case "for":
      return loop(parser);
    case "some":
    case "every":
      return next.kind === "word" ? quantified(parser, text) : reference(parser);
    case "function":
      return next.text === "(" && next.kind === "sign" ? definition(parser) : reference(parser);
    case "and":
    case "or":
    case "in":
    case "between":
    case "then":
    case "else":
    case "return":
    case "satisfies":
      throw unexpected(parser, "a value is missing before");
    default:
      return reference(parser);
  }
}

function bracket(parser: Parser, text: string): Tree {
  switch (text) {
    case "(":
    case "[":
      parser.at++;
      return inside(parser, text === "(" ? parentheses : list);
    case "]":
      parser.at++;
      return inside(parser, (parser) => range(parser, parser.grammar.expression(parser), false));
    case "{":
      parser.at++;
      return inside(parser, context);
    default:
      throw unexpected(parser, "a value is missing before");
  }
}

function parentheses(parser: Parser): Tree {
  const first = parser.grammar.test(parser);
  if (sees(parser, "..")) return range(parser, first, false);
  if (!sees(parser, ",")) {
    expect(parser, ")");
    return first;
  }
  const tests = [first];
  while (accept(parser, ",")) tests.push(parser.grammar.test(parser));
  expect(parser, ")");
  return { is: "tests", tests };
}

function list(parser: Parser): Tree {
  if (accept(parser, "]")) return { is: "list", items: [] };
  const first = parser.grammar.test(parser);
  if (sees(parser, "..")) return range(parser, first, true);
  const items = [first];
  while (accept(parser, ",")) items.push(parser.grammar.test(parser));
  expect(parser, "]");
  return { is: "list", items };
}

function range(parser: Parser, low: Tree, lowClosed: boolean): Tree {
  expect(parser, "..");
  parser.ending = true;
  const high = parser.grammar.sum(parser);
  parser.ending = false;
  const highClosed = accept(parser, "]");
  if (!highClosed && !accept(parser, ")")) expect(parser, "[");
  return { is: "range", low, high, closed: [lowClosed, highClosed] };
}

function context(parser: Parser): Tree {
  const entries: [string, Tree][] = [];
  if (accept(parser, "}")) return { is: "context", entries };
  const made = noEntries();
  among(parser.known, [{ is: "made", entries: made }], () => {
    do {
      const name = key(parser, false);
      if (name === undefined) throw unexpected(parser, "a name and a colon are missing before");
      // A function sees itself, so that it may call itself.
      define(made, name, UNKNOWN);
      const tree = parser.grammar.expression(parser);
      define(made, name, shapeOf(parser.known, tree));
      entries.push([name, tree]);
    } while (accept(parser, ","));
  });
  expect(parser, "}");
  return { is: "context", entries };
}

function conditional(parser: Parser): Tree {
  parser.at++;
  const test = parser.grammar.expression(parser);
  expect(parser, "then");
  const then = parser.grammar.expression(parser);
  expect(parser, "else");
  return { is: "if", test, then, otherwise: parser.grammar.expression(parser) };
}

function loop(parser: Parser): Tree {
  parser.at++;
  return iterated(parser, (iterators) => {
    expect(parser, "return");
    return { is: "for", iterators, give: parser.grammar.expression(parser) };
  });
}

function quantified(parser: Parser, is: "some" | "every"): Tree {
  parser.at++;
  return iterated(parser, (iterators) => {
    expect(parser, "satisfies");
    return { is, iterators, test: parser.grammar.expression(parser) };
  });
}

/** Iterators, each of which may name those before it, and what names them all. */
function iterated(parser: Parser, rest: (iterators: Iterator[]) => Tree): Tree {
  const entries = noEntries();
  return among(parser.known, [{ is: "made", entries }], () => {
    const found: Iterator[] = [];
    do {
      const name = iteratorName(parser);
      expect(parser, "in");
      const from = parser.grammar.expression(parser);
      const to = accept(parser, "..") ? parser.grammar.expression(parser) : null;
      define(entries, name, shapeOf(parser.known, from));
      found.push({ name, from, to });
    } while (accept(parser, ","));
    return rest(found);
  });
}

function definition(parser: Parser): Tree {
  const { hint } = parser;
  parser.at += 2;
  const parameters: { name: string; type: Type }[] = [];
  const entries = noEntries();
  if (!accept(parser, ")")) {
    do {
      const name = definedName(parser);
      const type = accept(parser, ":") ? parseType(parser) : ANY;
      parameters.push({ name, type });
      define(entries, name, either([typeShape(type), hint]));
    } while (accept(parser, ","));
    expect(parser, ")");
  }
  if (sees(parser, "external")) {
    throw new FeelError("expression", "an external function is not run: write it in FEEL");
  }
  const body = among(
    parser.known,
    [{ is: "made", entries }],
    () => parser.grammar.expression(parser),
  );
  return { is: "function", parameters, body };
}

/** What a type says of its values. */
function typeShape(type: Type): Shape {
  if (type.is === "list") return typeShape(type.of);
  if (type.is !== "context" || type.entries.length === 0) return UNKNOWN;
  const entries = noEntries();
  for (const [name, of] of type.entries) define(entries, name, typeShape(of));
  return { is: "made", entries };
}
