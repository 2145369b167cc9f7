/**
 * A tree to functions that call each other: parsed once, run often, and nothing of it is ever text again.
 *
 * @module
 */
import { FeelError } from "../error.ts";
import { isNumeric, measure } from "../number/decimal.ts";
import type { Iterating } from "../operator/iterate.ts";
import type { Iterator, Tree, Values } from "../parse/tree.ts";
import { type Arguments, callNamed, callOf, definition, method } from "./call.ts";
import { context, filter, list, range } from "./collection.ts";
import { forEach, iterator, quantified } from "./iteration.ts";
import { name, path } from "./name.ts";
import { between, binary, conditional, equalsText, instance, negation, not } from "./operator.ts";
import type { Run } from "./run.ts";
import { asks, compared, isIn, isNamed, type Test } from "./unary.ts";

/** The function that gives a tree's value. */
export function compile(tree: Tree): Run {
  switch (tree.is) {
    case "value": {
      const { value } = tree;
      return () => value;
    }
    case "name":
      return name(tree.name, tree.doubt);
    case "path":
      return path(compile(tree.of), tree.name, tree.doubt);
    case "filter":
      return filter(compile(tree.of), compile(tree.by), positionIn(tree.by));
    case "list":
      return list(tree.items.map(compile));
    case "context":
      return context(tree.entries.map(([name, of]) => [name, compile(of)]));
    case "range":
      return range(compile(tree.low), compile(tree.high), tree.closed);
    case "compared":
      return compared(tree.operator, compile(tree.to));
    case "tests":
      throw new FeelError("expression", "a list in parentheses stands only behind `in`");
    case "negation":
      return negation(compile(tree.of));
    case "not":
      return not(compile(tree.of));
    case "binary": {
      const text = tree.operator === "=" ? textIn(tree.right) : null;
      return text === null
        ? binary(tree.operator, compile(tree.left), compile(tree.right))
        : equalsText(compile(tree.left), text);
    }
    case "between":
      return between(compile(tree.of), compile(tree.low), compile(tree.high));
    case "in":
      return isIn(compile(tree.of), testsOf(tree.test));
    case "instance":
      return instance(compile(tree.of), tree.type);
    case "if":
      return conditional(compile(tree.test), compile(tree.then), compile(tree.otherwise));
    case "for":
      return forEach(
        tree.iterators.map(iteratorOf),
        compile(tree.give),
        isNamed(tree.iterators, "partial") || isNamed(tree.give, "partial"),
      );
    case "some":
    case "every":
      return quantified(tree.is === "some", tree.iterators.map(iteratorOf), compile(tree.test));
    case "function":
      return definition(tree.parameters, compile(tree.body));
    case "call":
      return tree.of.is === "name"
        ? callNamed(tree.of.name, argumentsOf(tree.values))
        : callOf(compile(tree.of), argumentsOf(tree.values));
    case "method":
      return method(compile(tree.of), tree.name, argumentsOf(tree.values));
  }
}

/** The position that a tree is as written, with or without a minus. */
function positionIn(tree: Tree): number | undefined {
  if (tree.is === "value") return isNumeric(tree.value) ? measure(tree.value) : undefined;
  const position = tree.is === "negation" ? positionIn(tree.of) : undefined;
  return position === undefined ? undefined : -position;
}

function testsOf(tree: Tree): Test[] {
  const tests = tree.is === "tests" ? tree.tests : [tree];
  return tests.map((each) => ({ run: compile(each), asks: asks(each), text: textIn(each) }));
}

/** The text that a tree is as written; null where it is something else. */
function textIn(tree: Tree): string | null {
  return tree.is === "value" && typeof tree.value === "string" ? tree.value : null;
}

function iteratorOf({ name, from, to }: Iterator): Iterating {
  return iterator(name, compile(from), to && compile(to));
}

function argumentsOf({ trees, names }: Values): Arguments {
  return { runs: trees.map(compile), names };
}
