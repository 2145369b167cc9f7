/**
 * Names of types (DMN 1.5, 10.3.1.2, rule 54).
 *
 * @module
 */
import type { Kind } from "../value/kind.ts";
import { definedName, words } from "./name.ts";
import { accept, expect, nested, type Parser, sees } from "./parser.ts";
import { ANY, SIMPLE, type Type } from "../value/type.ts";

/** Reads a type: `number`, `list<string>`, `function<Any> -> Any`. */
export function parseType(parser: Parser): Type {
  return nested(parser, oneType);
}

function oneType(parser: Parser): Type {
  const simple = SIMPLE.find((name) =>
    name.split(" ").every((word, index) => sees(parser, word, index))
  );
  if (simple !== undefined) {
    parser.at += simple.split(" ").length;
    return { is: "kind", kind: simple as Kind }; // as: every simple type bears the name of a kind
  }
  const name = words(parser);
  switch (name) {
    case "Any":
      return ANY;
    case "Null":
      return { is: "kind", kind: "null" };
    case "list":
      return accept(parser, "<") ? { is: "list", of: closed(parser) } : { is: "list", of: ANY };
    case "range":
      return accept(parser, "<") ? { is: "range", of: closed(parser) } : { is: "range", of: ANY };
    case "context":
      return { is: "context", entries: accept(parser, "<") ? entries(parser) : [] };
    case "function":
      return accept(parser, "<") ? signature(parser) : { is: "kind", kind: "function" };
    default:
      return { is: "unknown", name };
  }
}

function closed(parser: Parser): Type {
  const type = parseType(parser);
  expect(parser, ">");
  return type;
}

function entries(parser: Parser): [string, Type][] {
  const found: [string, Type][] = [];
  do {
    const name = definedName(parser);
    expect(parser, ":");
    found.push([name, parseType(parser)]);
  } while (accept(parser, ","));
  expect(parser, ">");
  return found;
}

function signature(parser: Parser): Type {
  const parameters: Type[] = [];
  if (!accept(parser, ">")) {
    do parameters.push(parseType(parser)); while (accept(parser, ","));
    expect(parser, ">");
  }
  expect(parser, "->");
  return { is: "function", parameters, result: parseType(parser) };
}
