/**
 * What differs between two states of a record, and two changes of one put together.
 *
 * @module
 */
import { isPlainObject } from "../../../base/mod.ts";
import type { Compiled, Node } from "../../document/compile.ts";
import { below } from "../../value/path.ts";
import { ownOf, same } from "../../value/same.ts";
import type { Held } from "./records.ts";

/** Whose value it is: that of the record as it is now, or what this person entered. */
export type Side = "theirs" | "yours";

/** A place where two states differ; undefined where nothing was, or is. */
export interface Difference {
  readonly path: string;
  readonly was: unknown;
  readonly now: unknown;
}

/** A place that two have changed, each to something else. */
export interface Conflict {
  readonly path: string;
  readonly was: unknown;
  readonly theirs: unknown;
  readonly yours: unknown;
}

/** What differs, in the order of the document: fields, those of groups, rows by their index, or as a whole where they have none. */
export function diff(compiled: Compiled, was: Held, now: Held): readonly Difference[] {
  const found: Difference[] = [];
  walk(compiled.children, { was, theirs: was, yours: now }, "", {
    one(path, { was, yours }) {
      if (!same(was, yours)) found.push({ path, was, now: yours });
      return yours;
    },
  });
  return found;
}

/** Three states of one thing. */
interface Three<T = unknown> {
  readonly was: T;
  readonly theirs: T;
  readonly yours: T;
}

/** What two changes of one record come to. */
export interface Merged {
  readonly value: Held;
  /** What both changed, each to something else: `yours` holds there, unless `sides` says otherwise. */
  readonly conflicts: readonly Conflict[];
}

/** Puts two changes of one record together: what only one of them changed holds. What the document does not know is theirs. */
export function merge(
  compiled: Compiled,
  { sides = () => "yours", ...three }: Three<Held> & { readonly sides?: (path: string) => Side },
): Merged {
  const conflicts: Conflict[] = [];
  const value = walk(compiled.children, three, "", {
    one(path, each) {
      const { was, theirs, yours } = each;
      if (same(theirs, yours) || same(was, yours)) return theirs;
      if (same(was, theirs)) return yours;
      conflicts.push({ path, ...each });
      return sides(path) === "theirs" ? theirs : yours;
    },
  });
  return { value, conflicts };
}

interface Walking {
  /** What becomes of a place. */
  one(path: string, three: Three): unknown;
}

function walk(
  nodes: ReadonlyMap<string, Node>,
  { was, theirs, yours }: Three<Held>,
  around: string,
  walking: Walking,
): Held {
  const made: Record<string, unknown> = { ...theirs };
  for (const [id, node] of nodes) {
    const path = below(around, id), { field, type } = node;
    if (type.holds === false || field.computed !== undefined) continue;
    const three = { was: ownOf(was, id), theirs: ownOf(theirs, id), yours: ownOf(yours, id) };
    const value = isDeep(node, three)
      ? node.isRepeated
        ? rows(node, three, path, walking)
        : walk(node.children, treesOf(three), path, walking)
      : walking.one(path, three);
    if (value === undefined) delete made[id];
    else made[id] = value;
  }
  return made;
}

/** Whether what is in it is looked at by itself: a group, or rows that are known again. */
function isDeep({ children, isRepeated, field }: Node, { was, theirs, yours }: Three): boolean {
  if (children.size === 0) return false;
  if (!isRepeated) {
    return [was, theirs, yours].every((each) => each === undefined || isPlainObject(each));
  }
  const { index } = field;
  return index !== undefined &&
    [was, theirs, yours].every((each) => each === undefined || keysOf(each, index));
}

function treesOf({ was, theirs, yours }: Three): Three<Held> {
  const tree = (value: unknown): Held => isPlainObject(value) ? value : {};
  return { was: tree(was), theirs: tree(theirs), yours: tree(yours) };
}

/** Rows by what their index holds; undefined where that does not tell them apart. */
function keysOf(rows: unknown, index: string): ReadonlyMap<string, Held> | undefined {
  if (!Array.isArray(rows)) return undefined;
  const found = new Map<string, Held>();
  for (const row of rows) {
    const key = isPlainObject(row) ? ownOf(row, index) : undefined;
    if (typeof key !== "string" && typeof key !== "number" && typeof key !== "bigint") {
      return undefined;
    }
    if (found.has(String(key))) return undefined;
    found.set(String(key), row as Held); // as: it is a plain object
  }
  return found;
}

/** Rows: in the order of theirs, with those that only you have behind them; where only you changed the order, in yours. */
function rows(
  node: Node,
  three: Three,
  path: string,
  walking: Walking,
): readonly Held[] | undefined {
  const { index = "" } = node.field, none = new Map<string, Held>();
  const was = keysOf(three.was ?? [], index) ?? none;
  const theirs = keysOf(three.theirs ?? [], index) ?? none;
  const yours = keysOf(three.yours ?? [], index) ?? none;
  const isMoved = same([...was.keys()], [...theirs.keys()]);
  const keys = new Set(
    isMoved ? [...yours.keys(), ...theirs.keys()] : [...theirs.keys(), ...yours.keys()],
  );
  for (const key of was.keys()) keys.add(key);
  const made: Held[] = [];
  for (const key of keys) {
    const each = { was: was.get(key), theirs: theirs.get(key), yours: yours.get(key) };
    const own = below(path, key);
    const row = each.theirs !== undefined && each.yours !== undefined
      ? walk(node.children, treesOf(each), own, walking)
      : walking.one(own, each);
    if (isPlainObject(row)) made.push(row);
  }
  return made.length === 0 && three.theirs === undefined && three.yours === undefined
    ? undefined
    : made;
}
