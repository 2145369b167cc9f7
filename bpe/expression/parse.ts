/**
 * Text of the built-in expression language to a tree.
 *
 * @module
 */

/** A parsed expression. */
export type Tree =
  | { readonly is: "value"; readonly value: string | number | boolean | null }
  | { readonly is: "name"; readonly name: string }
  | { readonly is: "field"; readonly of: Tree; readonly name: string }
  | { readonly is: "item"; readonly of: Tree; readonly at: Tree }
  | { readonly is: "list"; readonly items: readonly Tree[] }
  | { readonly is: "call"; readonly name: string; readonly arguments: readonly Tree[] }
  | { readonly is: "unary"; readonly operator: string; readonly right: Tree }
  | { readonly is: "binary"; readonly operator: string; readonly left: Tree; readonly right: Tree }
  | { readonly is: "if"; readonly test: Tree; readonly then: Tree; readonly otherwise: Tree };

/** How deep an expression may nest. */
const DEPTH = 64;

const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|([\p{L}_$][\p{L}\p{N}_$]*)|(==|!=|<=|>=|&&|\|\||[-+*/%()<>=!.,[\]]))/uy;

const WORDS: Readonly<Record<string, string | number | boolean | null>> = {
  true: true,
  false: false,
  null: null,
  True: true,
  False: false,
  None: null,
};

/** Binding strength of the operators, weakest first. */
const LEVELS: readonly (readonly string[])[] = [
  ["or", "||"],
  ["and", "&&"],
  ["=", "==", "!=", "<", "<=", ">", ">=", "in"],
  ["+", "-"],
  ["*", "/", "%"],
];

interface Lexeme {
  readonly kind: "number" | "string" | "word" | "sign" | "end";
  readonly text: string;
}

interface Parser {
  readonly lexemes: readonly Lexeme[];
  at: number;
  depth: number;
}

/**
 * Parses a text.
 *
 * @throws {SyntaxError} what was expected and where.
 */
export function parse(text: string): Tree {
  const parser = { lexemes: lex(text), at: 0, depth: 0 };
  const tree = expression(parser);
  if (peek(parser).kind !== "end") throw unexpected(parser);
  return tree;
}

function lex(text: string): Lexeme[] {
  const found: Lexeme[] = [];
  const rest = text.trimEnd();
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < rest.length;) {
    const start = TOKEN.lastIndex;
    const match = TOKEN.exec(rest);
    if (match === null) throw new SyntaxError(`unexpected character at ${start + 1}`);
    const [, number, string, word, sign] = match;
    if (number !== undefined) found.push({ kind: "number", text: number });
    else if (string !== undefined) found.push({ kind: "string", text: unquoted(string) });
    else if (word !== undefined) found.push({ kind: "word", text: word });
    else found.push({ kind: "sign", text: sign ?? "" });
  }
  found.push({ kind: "end", text: "the end" });
  return found;
}

function unquoted(text: string): string {
  return text.slice(1, -1).replace(
    /\\(.)/g,
    (_, char: string) => char === "n" ? "\n" : char === "t" ? "\t" : char,
  );
}

function expression(parser: Parser): Tree {
  if (++parser.depth > DEPTH) throw new SyntaxError(`it nests deeper than ${DEPTH}`);
  const tree = accept(parser, "if") ? conditional(parser) : binary(parser, 0);
  parser.depth--;
  return tree;
}

function conditional(parser: Parser): Tree {
  const test = expression(parser);
  expect(parser, "then");
  const then = expression(parser);
  expect(parser, "else");
  return { is: "if", test, then, otherwise: expression(parser) };
}

function binary(parser: Parser, level: number): Tree {
  const operators = LEVELS[level];
  if (operators === undefined) return unary(parser);
  let left = binary(parser, level + 1);
  for (;;) {
    const { kind, text } = peek(parser);
    if ((kind !== "sign" && kind !== "word") || !operators.includes(text)) return left;
    parser.at++;
    left = { is: "binary", operator: text, left, right: binary(parser, level + 1) };
  }
}

function unary(parser: Parser): Tree {
  for (const operator of ["-", "!"]) {
    if (accept(parser, operator)) return { is: "unary", operator, right: nested(parser) };
  }
  const negation = peek(parser).text === "not" && peek(parser).kind === "word";
  if (negation) {
    parser.at++;
    return { is: "unary", operator: "!", right: operand(parser) };
  }
  return postfix(parser, primary(parser));
}

/** After a word `not` a comparison belongs to it: `not a = b`. */
function operand(parser: Parser): Tree {
  if (++parser.depth > DEPTH) throw new SyntaxError(`it nests deeper than ${DEPTH}`);
  const tree = binary(parser, 2);
  parser.depth--;
  return tree;
}

function nested(parser: Parser): Tree {
  if (++parser.depth > DEPTH) throw new SyntaxError(`it nests deeper than ${DEPTH}`);
  const tree = unary(parser);
  parser.depth--;
  return tree;
}

function postfix(parser: Parser, start: Tree): Tree {
  let tree = start;
  for (;;) {
    if (accept(parser, ".")) {
      const name = word(parser);
      tree = accept(parser, "(")
        ? { is: "call", name, arguments: [tree, ...list(parser, ")")] }
        : { is: "field", of: tree, name };
    } else if (accept(parser, "[")) {
      tree = { is: "item", of: tree, at: expression(parser) };
      expect(parser, "]");
    } else return tree;
  }
}

function primary(parser: Parser): Tree {
  const { kind, text } = peek(parser);
  parser.at++;
  if (kind === "number") return { is: "value", value: Number(text) };
  if (kind === "string") return { is: "value", value: text };
  if (kind === "word") {
    if (accept(parser, "(")) return { is: "call", name: text, arguments: list(parser, ")") };
    if (Object.hasOwn(WORDS, text)) return { is: "value", value: WORDS[text] ?? null };
    return { is: "name", name: text };
  }
  if (text === "[" && kind === "sign") return { is: "list", items: list(parser, "]") };
  if (text === "(" && kind === "sign") {
    const tree = expression(parser);
    expect(parser, ")");
    return tree;
  }
  parser.at--;
  throw unexpected(parser);
}

function list(parser: Parser, close: string): Tree[] {
  const items: Tree[] = [];
  if (accept(parser, close)) return items;
  do items.push(expression(parser)); while (accept(parser, ","));
  expect(parser, close);
  return items;
}

function word(parser: Parser): string {
  const { kind, text } = peek(parser);
  if (kind !== "word") throw unexpected(parser);
  parser.at++;
  return text;
}

function accept(parser: Parser, text: string): boolean {
  const next = peek(parser);
  if (next.text !== text || next.kind === "string") return false;
  parser.at++;
  return true;
}

function expect(parser: Parser, text: string): void {
  if (!accept(parser, text)) {
    throw new SyntaxError(`"${text}" is missing before ${peek(parser).text}`);
  }
}

function peek(parser: Parser): Lexeme {
  return parser.lexemes[parser.at] ?? { kind: "end", text: "the end" };
}

function unexpected(parser: Parser): SyntaxError {
  return new SyntaxError(`unexpected ${peek(parser).text}`);
}
