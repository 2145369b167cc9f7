/**
 * Evaluation of expressions: the interface, and a small safe language that is built in.
 *
 * Nothing is ever run as code. The built-in language has names and paths, numbers, strings, lists, comparison (`=`, `==`,
 * `!=`, `<`, `<=`, `>`, `>=`), `and`/`or`/`not` (also `&&`, `||`, `!`), `+ - * / %`, `if then else`, and a few functions, as
 * functions or as methods of their first argument. It has no loops, so that work is bounded by the length of the text.
 *
 * @module
 */
import type { Expression } from "./definition.ts";
import { compute } from "./expression/compute.ts";
import { parse, type Tree } from "./expression/parse.ts";
import type { Variables } from "./state.ts";

/** Evaluates expressions of a definition. */
export interface Expressions {
  /**
   * The value of an expression with these variables. An unknown name is null.
   *
   * @throws any error: it becomes an incident that names instance and element.
   */
  evaluate(expression: Expression, variables: Variables): unknown;
}

/** The greatest length of an expression, in UTF-16 code units. */
export const LENGTH = 4_096;

/** How many parsed expressions are kept. */
const KEPT = 1_000;

/**
 * The built-in evaluator. It takes `${...}` and `#{...}` around an expression and `=` before it as vendors write them.
 *
 * @example
 * ```ts
 * import { simpleExpressions } from "@n2o/n2o/bpe";
 * const { evaluate } = simpleExpressions();
 * if (evaluate({ language: "", text: "total > 100 and not(paid)" }, { total: 120, paid: false }) !== true) throw 0;
 * ```
 */
export function simpleExpressions(): Expressions {
  const trees = new Map<string, Tree>();
  return {
    evaluate({ text }, variables) {
      let tree = trees.get(text);
      if (tree === undefined) {
        tree = parse(bare(text));
        if (trees.size >= KEPT) trees.clear();
        trees.set(text, tree);
      }
      return compute(tree, variables);
    },
  };
}

function bare(text: string): string {
  if (text.length > LENGTH) {
    throw new RangeError(`it is longer than ${LENGTH} characters: shorten it`);
  }
  const inner = /^[$#]\{([\s\S]*)\}$/.exec(text.trim());
  return inner?.[1] ?? text.trim().replace(/^=(?!=)/, "");
}
