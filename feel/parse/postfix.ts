/**
 * What stands behind a value: `.name`, `[filter]`, `(values)`.
 *
 * @module
 */
import { FeelError } from "../error.ts";
import { key, words } from "./name.ts";
import { accept, expect, inside, type Parser, peek, sees } from "./parser.ts";
import type { Tree, Values } from "./tree.ts";

/** A value and what stands behind it: paths, filters and calls. */
export function postfix(parser: Parser, start: Tree): Tree {
  let tree = start;
  for (;;) {
    if (accept(parser, ".")) {
      const name = words(parser);
      tree = accept(parser, "(")
        ? { is: "method", of: tree, name, values: values(parser) }
        : { is: "path", of: tree, name };
    } else if (sees(parser, "[") && !(parser.ending && closes(parser))) {
      parser.at++;
      tree = { is: "filter", of: tree, by: inside(parser, parser.grammar.expression) };
      expect(parser, "]");
    } else if (accept(parser, "(")) {
      tree = { is: "call", of: tree, values: values(parser) };
    } else return tree;
  }
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
    if (kind === "end") return true;
    if (kind !== "sign") continue;
    if (text === "[" || text === "(" || text === "{") depth++;
    else if (text === "]" || text === ")" || text === "}") depth--;
    if (depth > 0) continue;
    const { kind: next, text: sign } = peek(parser, ahead + 1);
    return text !== "]" || ahead === 1 || next !== "sign" || !BEHIND.has(sign);
  }
}

/** The values of a call, behind its opening parenthesis. */
function values(parser: Parser): Values {
  return inside(parser, (parser) => {
    if (accept(parser, ")")) return { trees: [], names: null };
    const names: string[] = [];
    const trees: Tree[] = [];
    do {
      const name = key(parser);
      if (name !== undefined) names.push(name);
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
