/**
 * What is known of a value before it is there: the names that its contexts have (DMN 1.5, 10.3.1.4).
 *
 * A list is as its items are, and a function as what it gives.
 *
 * @module
 */
import { type Given, isGiven, nameAt } from "./given.ts";
import type { Tree } from "./tree.ts";
import { canonical } from "./part.ts";

/** What is known of a value. */
export type Shape =
  | { readonly is: "unknown" }
  /** It stands among the variables, behind these names. */
  | { readonly is: "given"; readonly steps: readonly string[] }
  /** The expression makes it, or names it: its entries, by how they are looked for. */
  | { readonly is: "made"; readonly entries: Map<string, Entry> }
  /** One or the other. */
  | { readonly is: "either"; readonly of: readonly Shape[] };

/** An entry: what it is called, and what is known of it. */
export interface Entry {
  readonly name: string;
  readonly shape: Shape;
}

/** Nothing is known of it. */
export const UNKNOWN: Shape = { is: "unknown" };

/** Names of an expression under way, the innermost level last. */
export interface Known {
  readonly given: Given;
  readonly levels: Shape[];
  /** What is known of the trees that have no shape of their own. */
  readonly shapes: WeakMap<Tree, Shape>;
}

/** Adds a name to a level or context that is being made. */
export function define(entries: Map<string, Entry>, name: string, shape: Shape): void {
  entries.set(canonical(name)?.key ?? name, { name, shape });
}

/** How many shapes one value may have: lists of lists of everything would have more than can be looked at. */
const SHAPES = 64;

/** One of these. */
export function either(shapes: readonly Shape[]): Shape {
  const found = new Map<unknown, Shape>();
  for (const each of shapes.flatMap((shape) => shape.is === "either" ? shape.of : [shape])) {
    if (each.is === "unknown" || found.size >= SHAPES) continue;
    found.set(each.is === "given" ? each.steps.join("\n") : each, each);
  }
  const [first = UNKNOWN, ...rest] = found.values();
  return rest.length === 0 ? first : { is: "either", of: [first, ...rest] };
}

/** The entry that a name with signs or keywords leads to; undefined where none is known. */
export function oddEntry(
  given: Given,
  shape: Shape,
  key: string,
  spelled: () => readonly string[],
): Entry | undefined {
  switch (shape.is) {
    case "unknown":
      return undefined;
    case "made":
      return shape.entries.get(key);
    case "given": {
      const name = nameAt(given, shape.steps, key, spelled);
      return name === undefined ? undefined : { name, shape: step(shape.steps, name) };
    }
    case "either": {
      const found = shape.of.flatMap((each) => oddEntry(given, each, key, spelled) ?? []);
      const [first] = found;
      return first && { name: first.name, shape: either(found.map((each) => each.shape)) };
    }
  }
}

/** What is known of the entry of this name. */
function entryShape(shape: Shape, name: string): Shape {
  switch (shape.is) {
    case "unknown":
      return UNKNOWN;
    case "made":
      return shape.entries.get(canonical(name)?.key ?? name)?.shape ?? UNKNOWN;
    case "given":
      return step(shape.steps, name);
    case "either":
      return either(shape.of.map((each) => entryShape(each, name)));
  }
}

function step(steps: readonly string[], name: string): Shape {
  return steps.length < STEPS ? { is: "given", steps: [...steps, name] } : UNKNOWN;
}

/** How deep variables are looked into. */
const STEPS = 16;

/** What a name of words leads to: the innermost level that has it. Where several may, it is one of them. */
export function plainEntry({ given, levels }: Known, name: string): Entry {
  const found: Shape[] = [];
  for (const level of levels.toReversed()) {
    if (level.is === "made") {
      const entry = level.entries.get(name);
      if (entry === undefined) continue;
      return { name: entry.name, shape: either([...found, entry.shape]) };
    }
    // Only a name of several parts may be spelled in more than one way.
    const other = /[ ']/.test(name) ? oddEntry(given, level, name, () => [name]) : undefined;
    if (other !== undefined && other.name !== name) return other;
    found.push(entryShape(level, name));
  }
  return { name, shape: either(found) };
}

/** Whether a name is known as it is written. */
export function isKnown({ given, levels }: Known, name: string): boolean {
  return levels.some((level) =>
    level.is === "made"
      ? level.entries.has(name)
      : level.is === "given" && level.steps.length === 0 && isGiven(given, name)
  );
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
    case "path":
      return entryShape(of(tree.of), tree.name);
    case "filter":
      return textEntry(of(tree.of), tree.by) ?? of(tree.of);
    case "list":
      return either(tree.items.map(of));
    case "context": {
      const entries = new Map<string, Entry>();
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

/** An entry that a text leads to: `of["name"]`, or `get value(of, "name")`. */
function textEntry(of: Shape, by: Tree | undefined): Shape | undefined {
  return by?.is === "value" && typeof by.value === "string" ? entryShape(of, by.value) : undefined;
}
