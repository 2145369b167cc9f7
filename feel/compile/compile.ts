/**
 * A tree to functions that call each other: parsed once, run often, and nothing of it is ever text again.
 *
 * @module
 */
import { BpeError } from "../../bpe/error.ts";
import { arithmetic, negate, numbers } from "../operator/arithmetic.ts";
import { invoke, isBuiltin } from "../builtin/builtins.ts";
import { call } from "../builtin/call.ts";
import { comparison, negated, ordered, passes } from "../operator/compare.ts";
import { conforms } from "../operator/conform.ts";
import { equal } from "../operator/equal.ts";
import { filtered } from "../operator/filter.ts";
import { items, iterate } from "../operator/iterate.ts";
import { bounded, type Machine, spend, spent } from "../budget.ts";
import { property } from "../operator/property.ts";
import { find, inside, type Scope } from "../scope.ts";
import type { Iterator, Tree, Values } from "../parse/tree.ts";
import { FeelFunction, isContext, kindOf, own, put, Range } from "../value/value.ts";
import { adopt } from "../time/moment.ts";

/** An expression that can be run. */
export type Run = (scope: Scope) => unknown;

/** What modelers write for what FEEL has another word for. */
const LENIENT: Readonly<Record<string, unknown>> = { True: true, False: false, None: null };

/** The function that gives a tree's value. */
export function compile(tree: Tree): Run {
  switch (tree.is) {
    case "value": {
      const { value } = tree;
      return () => value;
    }
    case "name":
      return compileName(tree.name);
    case "path": {
      const of = compile(tree.of);
      return (scope) => property(step(scope), of(scope), tree.name);
    }
    case "filter":
      return compileFilter(tree.of, tree.by);
    case "list": {
      const all = tree.items.map(compile);
      return (scope) => {
        spend(scope.machine, all.length);
        return all.map((item) => item(scope));
      };
    }
    case "context":
      return compileContext(tree.entries);
    case "range": {
      const [low, high] = [compile(tree.low), compile(tree.high)];
      return (scope) => rangeOf(adopt(low(scope)), adopt(high(scope)), tree.closed);
    }
    case "compared": {
      const to = compile(tree.to);
      return (scope) => comparison(tree.operator, to(scope));
    }
    case "tests":
      throw new BpeError("expression", "a list in parentheses stands only behind `in`");
    case "negation": {
      const of = compile(tree.of);
      return (scope) => negate(of(scope));
    }
    case "not": {
      const of = compile(tree.of);
      return (scope) => {
        const value = adopt(of(scope));
        return value === null ? true : typeof value === "boolean" ? !value : null;
      };
    }
    case "binary":
      return compileBinary(tree.operator, compile(tree.left), compile(tree.right));
    case "between": {
      const [of, low, high] = [compile(tree.of), compile(tree.low), compile(tree.high)];
      return (scope) => {
        step(scope);
        const value = of(scope);
        return both(ordered(">=", value, low(scope)), ordered("<=", value, high(scope)));
      };
    }
    case "in":
      return compileIn(compile(tree.of), tree.test);
    case "instance": {
      const of = compile(tree.of);
      return (scope) => conforms(scope.machine, of(scope), tree.type);
    }
    case "if": {
      const [test, then, otherwise] = [
        compile(tree.test),
        compile(tree.then),
        compile(tree.otherwise),
      ];
      return (scope) => (step(scope), test(scope) === true ? then(scope) : otherwise(scope));
    }
    case "for":
      return compileFor(tree.iterators, compile(tree.give));
    case "some":
    case "every":
      return compileQuantified(tree.is === "some", tree.iterators, compile(tree.test));
    case "function":
      return compileFunction(tree);
    case "call":
      return compileCall(tree.of, tree.values);
    case "method":
      return compileMethod(tree);
  }
}

/** One step of the budget. */
function step({ machine }: Scope): Machine {
  if (--machine.fuel < 0) throw spent(machine);
  return machine;
}

/** An unknown name is null; the name of a built-in function is that function. */
function compileName(name: string): Run {
  return (scope) => {
    step(scope);
    if (Object.hasOwn(scope.names, name)) return scope.names[name] ?? null;
    const found = scope.up && find(scope.up, name);
    if (found !== null) return found.names[name] ?? null;
    if (Object.hasOwn(LENIENT, name)) return LENIENT[name];
    return isBuiltin(name) ? builtinValue(scope.machine, name) : null;
  };
}

function builtinValue(machine: Machine, name: string): FeelFunction {
  const parameters = ["a", "b"].map((each) => ({ name: each, type: { is: "any" } as const }));
  return new FeelFunction(parameters, (values) => invoke(machine, name, values, null));
}

function compileFilter(of: Tree, by: Tree): Run {
  const [base, test] = [compile(of), compile(by)];
  const index = by.is === "value" && typeof by.value === "number"
    ? by.value
    : by.is === "negation" && by.of.is === "value" && typeof by.of.value === "number"
    ? -by.of.value
    : undefined;
  return (scope) => {
    step(scope);
    return filtered(scope, base(scope), test, index);
  };
}

function compileContext(entries: readonly (readonly [string, Tree])[]): Run {
  const all = entries.map(([name, tree]) => [name, compile(tree)] as const);
  return (scope) => {
    const made: Record<string, unknown> = {};
    const inner = inside(scope, made);
    for (const [name, run] of all) {
      step(scope);
      if (Object.hasOwn(made, name)) return null;
      put(made, name, run(inner));
    }
    return made;
  };
}

/** A range of ends that have an order, the lower one first, or that are open; else null. */
function rangeOf(
  low: unknown,
  high: unknown,
  [lowClosed, highClosed]: readonly [boolean, boolean],
) {
  const ends = low === null || high === null || ordered("<=", low, high) !== null;
  return ends ? new Range(low, high, lowClosed, highClosed) : null;
}

function compileBinary(operator: string, left: Run, right: Run): Run {
  switch (operator) {
    case "and":
      return (scope) => {
        step(scope);
        const first = left(scope);
        if (first === false) return false;
        return both(first, right(scope));
      };
    case "or":
      return (scope) => {
        step(scope);
        const first = left(scope);
        return first === true ? true : either(first, right(scope));
      };
    case "=":
      return (scope) => equal(scope.machine, left(scope), right(scope));
    case "!=":
      return (scope) => negated(equal(scope.machine, left(scope), right(scope)));
    case "<":
    case "<=":
    case ">":
    case ">=":
      return compileOrder(operator, left, right);
    default:
      return (scope) => {
        const machine = step(scope);
        const [a, b] = [left(scope), right(scope)];
        return typeof a === "number" && typeof b === "number"
          ? numbers(operator, a, b)
          : arithmetic(machine, operator, a, b);
      };
  }
}

function compileOrder(operator: string, left: Run, right: Run): Run {
  return (scope) => {
    step(scope);
    const a = left(scope);
    const b = right(scope);
    if (typeof a !== "number" || typeof b !== "number") return ordered(operator, a, b);
    switch (operator) {
      case "<":
        return a < b;
      case "<=":
        return a <= b;
      case ">":
        return a > b;
      default:
        return a >= b;
    }
  };
}

/** And of three values (table 50): what is no boolean counts as null. */
function both(left: unknown, right: unknown): boolean | null {
  if (left === false || right === false) return false;
  return left === true && right === true ? true : null;
}

/** Or of three values (table 50). */
function either(left: unknown, right: unknown): boolean | null {
  if (left === true || right === true) return true;
  return left === false && right === false ? false : null;
}

/** A test with `?` in it tells itself whether it holds; any other one is compared with. */
function compileIn(of: Run, test: Tree): Run {
  const tests = (test.is === "tests" ? test.tests : [test]).map((each) => ({
    run: compile(each),
    asks: mentionsInput(each),
  }));
  return (scope) => {
    const machine = step(scope);
    const value = of(scope);
    const inner = inside(scope, { "?": value });
    let result: boolean | null = false;
    for (const { run, asks } of tests) {
      const found = run(inner);
      const passed = asks && typeof found === "boolean" ? found : passes(machine, value, found);
      if (passed === true) return true;
      if (passed === null) result = null;
    }
    return result;
  };
}

/** Whether the input value is named in a tree. */
function mentionsInput(tree: unknown): boolean {
  if (typeof tree !== "object" || tree === null) return false;
  if (Reflect.get(tree, "is") === "name" && Reflect.get(tree, "name") === "?") return true;
  return Object.values(tree).some(mentionsInput);
}

function compileFor(iterators: readonly Iterator[], give: Run): Run {
  const runs = iterators.map(compileIterator);
  return (scope) => {
    const results: unknown[] = [];
    const outer = inside(scope, { partial: results });
    const done = iterate(outer, runs, (inner) => {
      results.push(give(inner));
      bounded(results);
      return true;
    });
    return done === null ? null : results;
  };
}

function compileQuantified(some: boolean, iterators: readonly Iterator[], test: Run): Run {
  const runs = iterators.map(compileIterator);
  return (scope) => {
    let result: boolean | null = !some;
    const done = iterate(scope, runs, (inner) => {
      const found = test(inner);
      if (found === some) {
        result = some;
        return false;
      }
      if (found !== !some) result = null;
      return true;
    });
    return done === null ? null : result;
  };
}

function compileIterator({ name, from, to }: Iterator) {
  const [start, end] = [compile(from), to && compile(to)];
  return {
    name,
    items: (scope: Scope) =>
      items(scope.machine, start(scope), end === null ? undefined : end(scope)),
  };
}

function compileFunction(tree: Tree & { readonly is: "function" }): Run {
  const body = compile(tree.body);
  return (scope) =>
    new FeelFunction(tree.parameters, (values) => {
      const names: Record<string, unknown> = {};
      tree.parameters.forEach(({ name }, index) => put(names, name, values[index] ?? null));
      return body(inside(scope, names));
    });
}

/** A function of the scope goes before a built-in one; a variable that is no function does not hide one. */
function compileCall(of: Tree, { trees, names }: Values): Run {
  const values = trees.map(compile);
  if (of.is !== "name") {
    const callee = compile(of);
    return (scope) => {
      step(scope);
      const found = callee(scope);
      const given = values.map((value) => value(scope));
      return found instanceof FeelFunction ? call(scope.machine, found, given, names) : null;
    };
  }
  const { name } = of;
  const builtin = isBuiltin(name);
  return (scope) => {
    const machine = step(scope);
    const level = find(scope, name);
    const own = level?.names[name];
    const given = values.map((value) => value(scope));
    if (own instanceof FeelFunction) return call(machine, own, given, names);
    if (builtin) return invoke(machine, name, given, names);
    throw new BpeError("expression", `there is no function ${name}`);
  };
}

/** `x.f(y)`: a function that the context `x` has, else the built-in function with `x` before its other values. */
function compileMethod({ of, name, values }: Tree & { readonly is: "method" }): Run {
  const base = compile(of);
  const runs = values.trees.map(compile);
  return (scope) => {
    const machine = step(scope);
    const subject = base(scope);
    const found = isContext(subject) ? own(subject, name) : undefined;
    const given = runs.map((value) => value(scope));
    if (found instanceof FeelFunction) return call(machine, found, given, values.names);
    const builtin = METHODS[name] ?? name;
    if (values.names === null && isBuiltin(builtin) && kindOf(subject) !== "null") {
      return invoke(machine, builtin, [subject, ...given], null);
    }
    if (isBuiltin(builtin)) return null;
    throw new BpeError("expression", `there is no function ${name}`);
  };
}

/** Methods of other languages that modelers write. */
const METHODS: Readonly<Record<string, string>> = Object.freeze({
  startsWith: "starts with",
  endsWith: "ends with",
  length: "string length",
  toLowerCase: "lower case",
  toUpperCase: "upper case",
  lower: "lower case",
  upper: "upper case",
  size: "count",
});
