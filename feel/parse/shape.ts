/**
 * What is known of a value before it is there: the names that its contexts have (DMN 1.5, 10.3.1.4).
 *
 * A list is as its items are, and a function as what it gives.
 *
 * @module
 */
import { contextsIn, type Names, oddOf } from "./given.ts";
import { canonical } from "./part.ts";

/** What is known of a value. */
export type Shape =
  | { readonly is: "unknown" }
  /** It is the variables themselves. */
  | { readonly is: "variables"; readonly place: Place }
  /** It stands among the variables. */
  | { readonly is: "given"; readonly place: Place }
  /** The expression makes it, or names it. */
  | { readonly is: "made"; readonly entries: Entries }
  /** One or the other. */
  | { readonly is: "either"; readonly of: readonly Shape[] };

/** Some of the contexts that stand in one place. */
export interface Place {
  readonly contexts: readonly Names[];
  /** The odd names there, by how they are looked for, once they were asked for. */
  odd: ReadonlyMap<string, string> | null;
  /** What is known of entries, where it was asked for. */
  readonly entries: Map<string, Shape>;
}

/** Entries by how they are looked for. */
export interface Entries {
  readonly all: Map<string, Entry>;
  /** Whether one of them has signs or keywords, or is a text that may be spelled in another way. */
  odd: boolean;
}

/** An entry: what it is called, and what is known of it. */
export interface Entry {
  readonly name: string;
  readonly shape: Shape;
}

/** Nothing is known of it. */
export const UNKNOWN: Shape = { is: "unknown" };

/** How many shapes one value may have: lists of lists of everything would have more than can be looked at. */
const SHAPES = 16;

/** What is known of the variables that an expression is given: what a name leads to is looked up as it is met. */
export function variablesShape(variables: Names): Shape {
  return { is: "variables", place: placeOf([variables]) };
}

function placeOf(contexts: readonly Names[]): Place {
  return { contexts, odd: null, entries: new Map() };
}

/** No entries yet. */
export function noEntries(): Entries {
  return { all: new Map(), odd: false };
}

/** Adds a name to a level or context that is being made. */
export function define(entries: Entries, name: string, shape: Shape): void {
  const as = canonical(name);
  entries.all.set(as?.key ?? name, { name, shape });
  entries.odd ||= as?.odd === true;
}

/** One of these. */
export function either(shapes: readonly Shape[]): Shape {
  const found = new Map<unknown, Shape>();
  for (const each of shapes.flatMap((shape) => shape.is === "either" ? shape.of : [shape])) {
    if (each.is === "unknown" || found.size >= SHAPES) continue;
    // A place that several ways lead to is one.
    found.set(each.is === "given" ? each.place.contexts[0] : each, each);
  }
  const [first = UNKNOWN, ...rest] = found.values();
  return rest.length === 0 ? first : { is: "either", of: [first, ...rest] };
}

/** The entry that a name with signs or keywords leads to; undefined where none is known, and for variables, which are asked elsewhere. */
export function oddEntry(shape: Shape, key: string): Entry | undefined {
  switch (shape.is) {
    case "unknown":
      return undefined;
    case "made":
      return shape.entries.all.get(key);
    case "variables":
    case "given": {
      const name = oddAt(shape.place).get(key);
      return name === undefined ? undefined : { name, shape: entryShape(shape, name) };
    }
    case "either": {
      const found = shape.of.flatMap((each) => oddEntry(each, key) ?? []);
      const [first] = found;
      return first && { name: first.name, shape: either(found.map((each) => each.shape)) };
    }
  }
}

/** Whether a value may have an entry with signs or keywords. */
export function hasOdd(shape: Shape): boolean {
  switch (shape.is) {
    case "unknown":
      return false;
    case "made":
      return shape.entries.odd;
    case "variables":
    case "given":
      return oddAt(shape.place).size > 0;
    case "either":
      return shape.of.some(hasOdd);
  }
}

function oddAt(place: Place): ReadonlyMap<string, string> {
  return place.odd ??= oddOf(place.contexts);
}

/** What is known of the entry of this name. */
export function entryShape(shape: Shape, name: string): Shape {
  switch (shape.is) {
    case "unknown":
      return UNKNOWN;
    case "made":
      return shape.entries.all.get(canonical(name)?.key ?? name)?.shape ?? UNKNOWN;
    case "variables":
    case "given": {
      const { contexts, entries } = shape.place;
      let found = entries.get(name);
      if (found === undefined) {
        const inside = contextsIn(contexts, name);
        found = inside.length === 0 ? UNKNOWN : { is: "given", place: placeOf(inside) };
        entries.set(name, found);
      }
      return found;
    }
    case "either":
      return either(shape.of.map((each) => entryShape(each, name)));
  }
}
