/**
 * What an expression begins with: literals, names, brackets, and the forms that begin with a word.
 *
 * @module
 */
import { FeelError } from "../error.ts";
import { key, operandName, words } from "./name.ts";
import { accept, expect, inside, type Parser, peek, sees, unexpected } from "./parser.ts";
import { parseType } from "./type.ts";
import { readTemporal } from "../time/text.ts";
import type { Iterator, Tree } from "./tree.ts";
import { ANY } from "../value/type.ts";

/** A value, a name, something in brackets, or a form. */
export function primary(parser: Parser): Tree {
  const { kind, text } = peek(parser);
  switch (kind) {
    case "number":
      parser.at++;
      return { is: "value", value: Number(text) };
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
      return next.kind === "word" ? quantified(parser, text) : name(parser);
    case "function":
      return next.text === "(" && next.kind === "sign" ? definition(parser) : name(parser);
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
      return name(parser);
  }
}

function name(parser: Parser): Tree {
  return { is: "name", name: operandName(parser) };
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
  const added: string[] = [];
  do {
    const name = key(parser);
    if (name === undefined) throw unexpected(parser, "a name and a colon are missing before");
    entries.push([name, parser.grammar.expression(parser)]);
    if (!parser.known.has(name)) added.push(name);
    parser.known.add(name);
  } while (accept(parser, ","));
  for (const name of added) parser.known.delete(name);
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
  const iterators = iteratorList(parser);
  expect(parser, "return");
  return { is: "for", iterators, give: parser.grammar.expression(parser) };
}

function quantified(parser: Parser, is: "some" | "every"): Tree {
  parser.at++;
  const iterators = iteratorList(parser);
  expect(parser, "satisfies");
  return { is, iterators, test: parser.grammar.expression(parser) };
}

function iteratorList(parser: Parser): Iterator[] {
  const found: Iterator[] = [];
  do {
    const name = words(parser);
    expect(parser, "in");
    const from = parser.grammar.expression(parser);
    found.push({ name, from, to: accept(parser, "..") ? parser.grammar.expression(parser) : null });
  } while (accept(parser, ","));
  return found;
}

function definition(parser: Parser): Tree {
  parser.at += 2;
  const parameters: { name: string; type: typeof ANY }[] = [];
  if (!accept(parser, ")")) {
    do {
      const name = words(parser);
      parameters.push({ name, type: accept(parser, ":") ? parseType(parser) : ANY });
    } while (accept(parser, ","));
    expect(parser, ")");
  }
  if (sees(parser, "external")) {
    throw new FeelError("expression", "an external function is not run: write it in FEEL");
  }
  return { is: "function", parameters, body: parser.grammar.expression(parser) };
}
