/**
 * What becomes of a value that two people have changed.
 *
 * @module
 */
import { isPlainObject } from "../../base/mod.ts";
import {
  alignedTo,
  enteredIn,
  type Grouping,
  type GroupingNode,
  isRows,
  type Keyed,
  keyed,
  type Row,
  textOf,
} from "./aligned.ts";
import { copied } from "./copy.ts";
import { namesOf } from "./diff.ts";
import { below } from "./path.ts";
import { ownOf, same } from "./same.ts";

/** Something that both have changed, and not to the same. */
export interface Conflict {
  /** Its path: of a value, or of a row that one has removed and the other changed; of a group of rows whose order both have changed. */
  readonly path: string;
  /** What it was before either changed it. */
  readonly was: unknown;
  /** What the others made of it. */
  readonly theirs: unknown;
  /** What this person made of it. */
  readonly yours: unknown;
}

/** Whose value holds. */
export type Side = "theirs" | "yours";

/** What is merged. */
export interface Sides {
  /** What both began with. */
  readonly was: unknown;
  /** What it is now elsewhere. */
  readonly theirs: unknown;
  /** What this person made of it. */
  readonly yours: unknown;
  /** Whose value holds where both have changed one: `yours` where it is not said. */
  readonly sides?: (path: string) => Side;
}

/** A merge under way. */
interface Merging {
  readonly conflicts: Conflict[];
  readonly sides: (path: string) => Side;
  /** Whether the value of a field follows from others. */
  readonly isComputed: (node: GroupingNode) => boolean;
}

/** Three values of one place. */
interface Three<T = unknown> {
  readonly was: T;
  readonly theirs: T;
  readonly yours: T;
}

/**
 * One value of two that were made of a third. What only one side has changed holds by itself, and so does what both have changed to the
 * same; the rest is told. Values that are computed are never in conflict: they follow from the others.
 *
 * Rows are known by their index, or by what they are where a group has none.
 *
 * @param of the document, made ready: it says what are rows, and by which field they are known
 * @throws {FormError} `value` and `limit` for what no form holds
 * @example
 * ```ts
 * import { compiled, document, merge } from "@n2o/n2o/form";
 *
 * const order = document({ name: "order", fields: [{ id: "item" }, { id: "qty" }, { id: "note" }] });
 * const { value, conflicts } = merge(compiled(order), {
 *   was: { item: "tea", qty: "1", note: "" },
 *   theirs: { item: "tea", qty: "2", note: "hot" },
 *   yours: { item: "tea", qty: "3", note: "" },
 * });
 * if (value.note !== "hot" || conflicts[0]?.path !== "qty" || conflicts.length > 1) throw conflicts;
 * ```
 */
export function merge(
  of: Grouping,
  { was, theirs, yours, sides = () => "yours" }: Sides,
): { readonly value: Readonly<Record<string, unknown>>; readonly conflicts: readonly Conflict[] } {
  const rules = of.document?.rules ?? {};
  const isComputed = ({ field, path }: GroupingNode) =>
    field.computed !== undefined || rules[path]?.computed !== undefined;
  const merging: Merging = { conflicts: [], sides, isComputed };
  const read = (value: unknown) => rowOf(copied(value, ""));
  const three = { was: read(was), theirs: read(theirs), yours: read(yours) };
  return { value: inFields(merging, of, three, ""), conflicts: merging.conflicts };
}

function rowOf(value: unknown): Row {
  return isPlainObject(value) ? value : {};
}

function inFields(merging: Merging, of: Grouping, three: Three<Row>, path: string): Row {
  const made: Record<string, unknown> = {};
  for (const name of namesOf(of, three.yours, three.theirs, three.was)) {
    const own = (value: Row) => ownOf(value, name);
    const inner = { was: own(three.was), theirs: own(three.theirs), yours: own(three.yours) };
    const value = merged(merging, of.children.get(name), inner, below(path, name));
    if (value !== undefined) made[name] = value;
  }
  return made;
}

function merged(
  merging: Merging,
  node: GroupingNode | undefined,
  three: Three,
  path: string,
): unknown {
  const { was, theirs, yours } = three;
  if (same(theirs, yours) || same(was, theirs)) return yours;
  if (same(was, yours)) return theirs;
  if (node !== undefined && node.children.size > 0) {
    if (node.isRepeated) {
      const before = was ?? [];
      if (isRows(before) && isRows(theirs) && isRows(yours)) {
        return inRows(merging, node, { was: before, theirs, yours }, path);
      }
    } else if (isPlainObject(theirs) && isPlainObject(yours)) {
      return inFields(merging, node, { was: rowOf(was), theirs, yours }, path);
    }
  }
  // What follows from other values is found anew; whichever holds until then does so whoever asks.
  if (node !== undefined && merging.isComputed(node)) {
    return textOf(theirs) < textOf(yours) ? theirs : yours;
  }
  return conflicting(merging, three, path);
}

function conflicting({ conflicts, sides }: Merging, three: Three, path: string): unknown {
  conflicts.push({ path, ...three });
  return sides(path) === "theirs" ? three.theirs : three.yours;
}

function inRows(
  merging: Merging,
  node: GroupingNode,
  { was, theirs, yours }: Three<readonly Row[]>,
  path: string,
): readonly Row[] {
  const { field: { index } } = node, before = keyed(was, index);
  const entered = enteredIn(node, merging.isComputed), how = { index, isStrict: true, entered };
  const mine = alignedTo(before, yours, { ...how, mark: "y" });
  const other = alignedTo(before, theirs, { ...how, mark: "t" });
  const rows = new Map<string, Row>();
  for (const key of new Set([...before.keys(), ...other.keys(), ...mine.keys()])) {
    const three = { was: before.get(key), theirs: other.get(key), yours: mine.get(key) };
    const row = mergedRow(merging, node, three, below(path, key));
    if (row !== undefined) rows.set(key, row);
  }
  const keys = orderOf(before, other, mine, rows);
  const order = keys ?? sideOf(merging, { was, theirs, yours }, path, { other, mine, rows });
  return order.map((key) => rows.get(key) ?? {});
}

function mergedRow(
  merging: Merging,
  node: GroupingNode,
  three: Three<Row | undefined>,
  path: string,
): Row | undefined {
  const { was, theirs, yours } = three;
  if (same(theirs, yours) || same(was, theirs)) return yours;
  if (same(was, yours)) return theirs;
  if (theirs !== undefined && yours !== undefined) {
    return inFields(merging, node, { was: was ?? {}, theirs, yours }, path);
  }
  // Who has entered nothing into a row that the other one removed has not changed it.
  const entered = enteredIn(node, merging.isComputed), left = theirs ?? yours;
  if (was !== undefined && left !== undefined && same(entered(was), entered(left))) {
    return undefined;
  }
  const found = conflicting(merging, three, path);
  return isPlainObject(found) ? found : undefined;
}

/** The order of merged rows; undefined where both have put those that were there into orders of their own. */
function orderOf(
  before: Keyed,
  theirs: Keyed,
  yours: Keyed,
  rows: ReadonlyMap<string, Row>,
): readonly string[] | undefined {
  const kept = [...rows.keys()].filter((key) =>
    before.has(key) && theirs.has(key) && yours.has(key)
  );
  const among = new Set(kept);
  const [was, other, mine] = [before, theirs, yours].map((each) =>
    [...each.keys()].filter((key) => among.has(key))
  );
  if (same(was, other) || same(other, mine)) return placed(yours, theirs, among, rows);
  return same(was, mine) ? placed(theirs, yours, among, rows) : undefined;
}

/** Rows in the order of one list, and those that it does not have behind the row that they stand behind in the other one. */
function placed(
  first: Keyed,
  second: Keyed,
  among: ReadonlySet<string>,
  rows: ReadonlyMap<string, Row>,
): readonly string[] {
  const behind = new Map<string, string[][]>();
  for (const list of [first, second]) {
    for (const [anchor, keys] of runs(list, among, rows)) {
      const there = behind.get(anchor) ?? [];
      behind.set(anchor, there);
      there.push(keys);
    }
  }
  const textsOf = (keys: readonly string[]) => keys.map((key) => textOf(rows.get(key))).join();
  const found = new Set<string>();
  for (const anchor of ["", ...[...first.keys()].filter((key) => among.has(key))]) {
    if (anchor !== "") found.add(anchor);
    // What both have put into one place stands there in an order that does not hang on who asks.
    const added = (behind.get(anchor) ?? []).sort((one, other) =>
      textsOf(one) < textsOf(other) ? -1 : 1
    );
    for (const key of added.flat()) found.add(key);
  }
  return [...found];
}

/** Runs of rows that are not among those that all have, by the row before each. */
function* runs(
  list: Keyed,
  among: ReadonlySet<string>,
  rows: ReadonlyMap<string, Row>,
): Generator<readonly [anchor: string, keys: string[]]> {
  let anchor = "", run: string[] = [];
  for (const key of list.keys()) {
    if (!among.has(key)) {
      if (rows.has(key)) run.push(key);
      continue;
    }
    if (run.length > 0) yield [anchor, run];
    [anchor, run] = [key, []];
  }
  if (run.length > 0) yield [anchor, run];
}

function sideOf(
  merging: Merging,
  three: Three,
  path: string,
  { other, mine, rows }: {
    readonly other: Keyed;
    readonly mine: Keyed;
    readonly rows: ReadonlyMap<string, Row>;
  },
): readonly string[] {
  conflicting(merging, three, path);
  const [first, second] = merging.sides(path) === "theirs" ? [other, mine] : [mine, other];
  const among = new Set([...rows.keys()].filter((key) => first.has(key) && second.has(key)));
  return placed(first, second, among, rows);
}
