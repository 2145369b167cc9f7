/**
 * What a tree asks of what is around it: names that it does not define, functions that there are not, the time.
 *
 * @module
 */
import { isBuiltin } from "../builtin/builtins.ts";
import type { Iterator, Tree, Values } from "../parse/tree.ts";
import { builtinMethod } from "./call.ts";

/** What a tree asks for. */
export interface Free {
  /** Whether it hangs on something beside itself: on a variable, or on the time. */
  readonly open: boolean;
  /** The first function that is called and cannot be there; undefined where there is none. */
  readonly missing: string | undefined;
  /** The first name that nobody has, as far as that can be told: in a filter the items may have it. */
  readonly unknown: string | undefined;
}

/** A walk under way. */
interface Walk {
  readonly isGiven: (name: string) => boolean;
  /** Names that entries may have which the expression makes: behind a dot and in filters. */
  readonly made: ReadonlySet<string>;
  open: boolean;
  missing: string | undefined;
  unknown: string | undefined;
}

/** The names that are in scope, and whether entries of items are too. */
interface Bound {
  readonly names: ReadonlySet<string>;
  readonly filters: boolean;
}

/** Built-in functions that tell the time. */
const TIMED: ReadonlySet<string> = new Set(["now", "today"]);

/** What a tree asks for; `isGiven` tells which variables are known, any of which may hold a function. */
export function freeIn(tree: Tree, isGiven: (name: string) => boolean): Free {
  const made = new Set<string>();
  collect(tree, made);
  const walk: Walk = { isGiven, made, open: false, missing: undefined, unknown: undefined };
  visit(walk, tree, { names: new Set(), filters: false });
  return walk;
}

/** The names of all entries, and all texts, which may become names by `context put`. */
function collect(part: unknown, into: Set<string>): void {
  if (Array.isArray(part)) { for (const each of part) collect(each, into); }
  if (!isTree(part)) return;
  if (part.is === "value") {
    if (typeof part.value === "string") into.add(part.value);
    return;
  }
  if (part.is === "context") { for (const [name] of part.entries) into.add(name); }
  for (const each of Object.values(part)) collect(each, into);
}

/** Whether it is a tree, or a part of one that has trees. */
function isTree(part: unknown): part is Tree {
  return typeof part === "object" && part !== null && !Array.isArray(part) &&
    !(part instanceof Set);
}

function visit(walk: Walk, tree: Tree, bound: Bound): void {
  const all = (...trees: readonly Tree[]) => trees.forEach((each) => visit(walk, each, bound));
  switch (tree.is) {
    case "value":
      return;
    case "name":
      return named(walk, tree.name, bound);
    case "path":
    case "negation":
    case "not":
    case "instance":
      return all(tree.of);
    case "filter":
      all(tree.of);
      return visit(walk, tree.by, { ...adding(bound, ["item"]), filters: true });
    case "list":
      return all(...tree.items);
    case "context": {
      const inner = adding(bound, tree.entries.map(([name]) => name));
      return tree.entries.forEach(([, each]) => visit(walk, each, inner));
    }
    case "range":
      return all(tree.low, tree.high);
    case "between":
      return all(tree.of, tree.low, tree.high);
    case "compared":
      return all(tree.to);
    case "tests":
      return all(...tree.tests);
    case "binary":
      return all(tree.left, tree.right);
    case "in":
      all(tree.of);
      return visit(walk, tree.test, adding(bound, ["?"]));
    case "if":
      return all(tree.test, tree.then, tree.otherwise);
    case "for":
      return visit(walk, tree.give, iterated(walk, tree.iterators, adding(bound, ["partial"])));
    case "some":
    case "every":
      return visit(walk, tree.test, iterated(walk, tree.iterators, bound));
    case "function":
      return visit(walk, tree.body, adding(bound, tree.parameters.map(({ name }) => name)));
    case "call":
      if (tree.of.is === "name") called(walk, tree.of.name, bound);
      else all(tree.of);
      return given(walk, tree.values, bound);
    case "method":
      all(tree.of);
      if (!walk.made.has(tree.name) && !isBuiltin(builtinMethod(tree.name))) {
        walk.missing ??= tree.name;
      }
      return given(walk, tree.values, bound);
  }
}

function named(walk: Walk, name: string, { names, filters }: Bound): void {
  if (names.has(name)) return;
  walk.open = true;
  if (!filters && !walk.isGiven(name) && !isBuiltin(name)) walk.unknown ??= name;
}

function given(walk: Walk, { trees }: Values, bound: Bound): void {
  for (const each of trees) visit(walk, each, bound);
}

/** A function that is called by its name. */
function called(walk: Walk, name: string, { names, filters }: Bound): void {
  if (names.has(name)) return;
  if (TIMED.has(name)) walk.open = true;
  if (isBuiltin(name)) return;
  walk.open = true;
  if (walk.isGiven(name) || (filters && walk.made.has(name))) return;
  walk.missing ??= name;
}

function adding(bound: Bound, names: readonly string[]): Bound {
  return { ...bound, names: new Set([...bound.names, ...names]) };
}

/** Each iterator sees those before it. */
function iterated(walk: Walk, iterators: readonly Iterator[], bound: Bound): Bound {
  let inner = bound;
  for (const { name, from, to } of iterators) {
    visit(walk, from, inner);
    if (to !== null) visit(walk, to, inner);
    inner = adding(inner, [name]);
  }
  return inner;
}
