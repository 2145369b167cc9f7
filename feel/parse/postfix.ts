/**
 * What stands behind a value: `.name`, `[filter]`, `(values)`.
 *
 * @module
 */
import { FeelError } from "../error.ts";
import { among, shapeOf } from "./known.ts";
import { entryName, key } from "./name.ts";
import { accept, expect, inside, type Parser, peek, sees } from "./parser.ts";
import { define, either, noEntries, type Shape, UNKNOWN } from "./shape.ts";
import type { Tree, Values } from "./tree.ts";

/** A value and what stands behind it: paths, filters and calls. */
export function postfix(parser: Parser, start: Tree): Tree {
  let tree = start;
  for (;;) {
    if (accept(parser, ".")) {
      const of = tree;
      const { name, doubt } = entryName(parser, () => shapeOf(parser.known, of));
      tree = accept(parser, "(")
        ? { is: "method", of, name, values: values(parser, shapeOf(parser.known, of)) }
        : { is: "path", of, name, doubt };
    } else if (sees(parser, "[") && !(parser.ending && closes(parser))) {
      parser.at++;
      tree = { is: "filter", of: tree, by: filter(parser, shapeOf(parser.known, tree)) };
      expect(parser, "]");
    } else if (accept(parser, "(")) {
      tree = { is: "call", of: tree, values: values(parser, UNKNOWN) };
    } else return tree;
  }
}

/** In a filter the entries of an item are names, and `item` is the item. */
function filter(parser: Parser, shape: Shape): Tree {
  const entries = noEntries();
  define(entries, "item", shape);
  return among(
    parser.known,
    [{ is: "made", entries }, shape],
    () => inside(parser, parser.grammar.expression),
  );
}

/** Signs that go on behind a filter. */
const BEHIND: ReadonlySet<string> = new Set([
  "]",
  ")",
  "[",
  "(",
  ".",
  "+",
  "-",
  "*",
  "/",
  "%",
  "**",
]);

/** Whether `[` closes an open range, as in `]1..5[`, and starts no filter: a filter is closed and goes on. */
function closes(parser: Parser): boolean {
  let depth = 0;
  for (let ahead = 0;; ahead++) {
    const { kind, text } = peek(parser, ahead);
    if (kind === "end" || kind === "bad") return true;
    if (kind !== "sign") continue;
    if (text === "[" || text === "(" || text === "{") depth++;
    else if (text === "]" || text === ")" || text === "}") depth--;
    if (depth > 0) continue;
    const { kind: next, text: sign } = peek(parser, ahead + 1);
    return text !== "]" || ahead === 1 || next !== "sign" || !BEHIND.has(sign);
  }
}

/** The values of a call, behind its opening parenthesis. A function among them is called with what is in those before it. */
function values(parser: Parser, before: Shape): Values {
  return inside(parser, (parser) => {
    if (accept(parser, ")")) return { trees: [], names: null };
    const names: string[] = [];
    const trees: Tree[] = [];
    do {
      const name = key(parser, true);
      if (name !== undefined) names.push(name);
      if (sees(parser, "function")) {
        parser.hint = either([before, ...trees.map((tree) => shapeOf(parser.known, tree))]);
      }
      trees.push(parser.grammar.expression(parser));
    } while (accept(parser, ","));
    expect(parser, ")");
    if (names.length === 0) return { trees, names: null };
    if (names.length !== trees.length) {
      throw new FeelError("expression", "it calls a function by name and by position at once");
    }
    return { trees, names };
  });
}
