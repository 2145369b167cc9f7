/**
 * The names that are known at a place of an expression, and what is known of the values that its parts give.
 *
 * @module
 */
import { type Given, givenOf, isExhausted, isGiven, type Names, variableFor } from "./given.ts";
import {
  define,
  either,
  type Entry,
  entryShape,
  hasOdd,
  noEntries,
  oddEntry,
  type Shape,
  UNKNOWN,
  variablesShape,
} from "./shape.ts";
import type { Tree } from "./tree.ts";

/** Names of one level, and the levels around it. */
export interface Level {
  readonly shape: Shape;
  readonly up: Level | null;
}

/** What is known while an expression is parsed. */
export interface Known {
  readonly given: Given;
  /** The innermost level; the outermost one is that of the variables. */
  level: Level;
  /** What is known of trees, where it was asked for. */
  readonly shapes: Map<Tree, Shape>;
  /** Where names of words stand. */
  readonly places: Map<Tree, Level>;
}

/** The names that an application's variables have. */
export function knownOf(variables: Names): Known {
  return {
    given: givenOf(variables),
    level: { shape: variablesShape(variables), up: null },
    shapes: new Map(),
    places: new Map(),
  };
}

/** Runs a rule where more names are known. */
export function among<T>(known: Known, shapes: readonly Shape[], rule: () => T): T {
  const { level } = known;
  for (const shape of shapes) known.level = { shape, up: known.level };
  const found = rule();
  known.level = level;
  return found;
}

/** Finds what a name that may have signs and keywords leads to. */
export type Finder = (key: string, spelled: () => readonly string[]) => Entry | undefined;

/** What finds a name in any level, the innermost first; undefined where there is none to be found. */
export function finderOf({ given, level }: Known, called: boolean): Finder | undefined {
  const shapes: Shape[] = [];
  for (let each: Level | null = level; each !== null; each = each.up) {
    const { shape } = each;
    // What the application gives is never called.
    const apt = called
      ? shape.is === "made"
      : shape.is === "variables"
      ? !isExhausted(given)
      : true;
    if (apt && (shape.is === "variables" || hasOdd(shape))) shapes.push(shape);
  }
  if (shapes.length === 0) return undefined;
  return (key, spelled) => {
    for (const shape of shapes) {
      const found = shape.is === "variables"
        ? variable(given, shape, key, spelled)
        : oddEntry(shape, key);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

function variable(
  given: Given,
  shape: Shape,
  key: string,
  spelled: () => readonly string[],
): Entry | undefined {
  const name = variableFor(given, key, spelled);
  return name === undefined ? undefined : { name, shape: entryShape(shape, name) };
}

/** Whether a name of words is known as it is written. */
export function isKnown({ given, level }: Known, name: string): boolean {
  for (let each: Level | null = level; each !== null; each = each.up) {
    const { shape } = each;
    if (shape.is === "made" && shape.entries.all.has(name)) return true;
  }
  return isGiven(given, name);
}

/** Whether all that is known here is known of what the expression makes, and of the variables. */
export function isSure({ level }: Known): boolean {
  for (let each: Level | null = level; each !== null; each = each.up) {
    if (each.shape.is !== "made" && each.shape.is !== "variables") return false;
  }
  return true;
}

/** What is known of what a tree gives. */
export function shapeOf(known: Known, tree: Tree): Shape {
  let found = known.shapes.get(tree);
  if (found === undefined) {
    found = shape(known, tree);
    known.shapes.set(tree, found);
  }
  return found;
}

function shape(known: Known, tree: Tree): Shape {
  const of = (each: Tree) => shapeOf(known, each);
  switch (tree.is) {
    case "name":
      return wordsShape(known.places.get(tree) ?? null, tree.name);
    case "path":
      return entryShape(of(tree.of), tree.name);
    case "filter":
      return textEntry(of(tree.of), tree.by) ?? of(tree.of);
    case "list":
      return either(tree.items.map(of));
    case "context": {
      const entries = noEntries();
      for (const [name, each] of tree.entries) define(entries, name, of(each));
      return { is: "made", entries };
    }
    case "if":
      return either([of(tree.then), of(tree.otherwise)]);
    case "for":
      return of(tree.give);
    case "function":
      return of(tree.body);
    case "call": {
      const [first, second] = tree.values.trees;
      const found = first && textEntry(of(first), second);
      return found ?? either([of(tree.of), ...tree.values.trees.map(of)]);
    }
    case "method":
      return either([
        entryShape(of(tree.of), tree.name),
        of(tree.of),
        ...tree.values.trees.map(of),
      ]);
    default:
      return UNKNOWN;
  }
}

/** What a name of words leads to: the innermost level that has it. Where several may, it is one of them. */
function wordsShape(from: Level | null, name: string): Shape {
  const found: Shape[] = [];
  for (let level = from; level !== null; level = level.up) {
    const { shape } = level;
    if (shape.is === "made") {
      const entry = shape.entries.all.get(name);
      if (entry !== undefined) return either([...found, entry.shape]);
    } else found.push(entryShape(shape, name));
  }
  return either(found);
}

/** An entry that a text leads to: `of["name"]`, or `get value(of, "name")`. */
function textEntry(of: Shape, by: Tree | undefined): Shape | undefined {
  return by?.is === "value" && typeof by.value === "string" ? entryShape(of, by.value) : undefined;
}
