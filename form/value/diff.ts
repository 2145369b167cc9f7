/**
 * What is different between two values of a form.
 *
 * @module
 */
import { isPlainObject } from "../../base/mod.ts";
import { FormError } from "../error.ts";
import {
  alignedTo,
  enteredIn,
  type Grouping,
  type GroupingNode,
  isRows,
  keyed,
  type Row,
} from "./aligned.ts";
import { copied } from "./copy.ts";
import { below } from "./path.ts";
import { ownOf, same } from "./same.ts";

/**
 * Something that is different: a value, or a row that was added, removed or moved.
 *
 * A row is named by its key: that which its index makes, `r1`, `r2` by its place in the first value, `n1`, `n2` where it is new and has
 * no index. `was` and `now` are values; of a row that moved its places, from 0. Of what is not declared the whole value is compared.
 */
export interface Difference {
  /** What has become of it. */
  readonly is: "changed" | "added" | "removed" | "moved";
  /** Its path: `qty`, `lines/r7/qty`; of a row `lines/r7`. */
  readonly path: string;
  /** What it was; undefined where it was nothing. */
  readonly was: unknown;
  /** What it is now; undefined where it is nothing. */
  readonly now: unknown;
  /** The place of an added or removed row in its list, from 0. */
  readonly at?: number;
}

/** Differences while they are found. */
type Found = Difference[];

/**
 * What is different between two values of a form: for audits and histories. As little as there is, and {@linkcode patch} makes the
 * other value of the first one by it.
 *
 * @param of the document, made ready: it says what are rows, and by which field they are known
 * @throws {FormError} `value` and `limit` for what no form holds
 * @example
 * ```ts
 * import { compiled, diff, document } from "@n2o/n2o/form";
 *
 * const order = document({
 *   name: "order",
 *   fields: [{ id: "note" }, { id: "lines", type: "table", index: "code", fields: [{ id: "code" }, { id: "qty" }] }],
 * });
 * const differences = diff(
 *   compiled(order),
 *   { lines: [{ code: "a", qty: "1" }, { code: "b", qty: "2" }] },
 *   { lines: [{ code: "b", qty: "3" }, { code: "a", qty: "1" }] },
 * );
 * const said = differences.map(({ path, is }) => `${is} ${path}`).join();
 * if (said !== "moved lines/i-b,changed lines/i-b/qty") throw new Error(said);
 * ```
 */
export function diff(of: Grouping, one: unknown, other: unknown): readonly Difference[] {
  const found: Found = [];
  inFields(of, rowOf(copied(one, "")), rowOf(copied(other, "")), "", found);
  return found;
}

function inFields(of: Grouping, one: Row, other: Row, path: string, found: Found): void {
  for (const name of namesOf(of, one, other)) {
    const was = ownOf(one, name), now = ownOf(other, name), node = of.children.get(name);
    if (same(was, now)) continue;
    const at = below(path, node === undefined ? escaped(name) : name);
    if (node !== undefined && node.children.size > 0) {
      if (node.isRepeated && isRows(was) && isRows(now)) {
        inRows(node, was, now, at, found);
        continue;
      }
      if (!node.isRepeated && isPlainObject(was) && isPlainObject(now)) {
        inFields(node, was, now, at, found);
        continue;
      }
    }
    found.push({ is: "changed", path: at, was, now });
  }
}

/** Names of both, those of fields first, in the order of the document. */
export function namesOf(of: Grouping, ...values: readonly Row[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const name of of.children.keys()) {
    if (values.some((value) => Object.hasOwn(value, name))) found.add(name);
  }
  for (const value of values) for (const name of Object.keys(value)) found.add(name);
  return found;
}

function inRows(
  node: GroupingNode,
  was: readonly Row[],
  now: readonly Row[],
  path: string,
  found: Found,
): void {
  const { field: { index } } = node, one = keyed(was, index);
  const entered = enteredIn(node, ({ field }) => field.computed !== undefined);
  const other = alignedTo(one, now, { index, mark: "n", isStrict: false, entered });
  const before = [...one.keys()], after = [...other.keys()];
  for (const [at, key] of before.entries()) {
    if (!other.has(key)) {
      found.push({ is: "removed", path: below(path, key), was: one.get(key), now: undefined, at });
    }
  }
  const places = new Map(before.map((key, at) => [key, at]));
  const staying = rising(after.filter((key) => places.has(key)), places);
  for (const [at, key] of after.entries()) {
    const place = places.get(key), row = other.get(key);
    if (place === undefined) {
      found.push({ is: "added", path: below(path, key), was: undefined, now: row, at });
    } else if (!staying.has(key)) {
      found.push({ is: "moved", path: below(path, key), was: place, now: at });
    }
  }
  for (const [key, row] of other) {
    const before = one.get(key);
    if (before !== undefined) inFields(node, before, row, below(path, key), found);
  }
}

/** The most rows that are in the order that they were in: the longest rising sequence of their places. */
function rising(keys: readonly string[], places: ReadonlyMap<string, number>): ReadonlySet<string> {
  // `ends` holds, for each length, the key that ends a sequence of that length in the least place.
  const ends: string[] = [], before = new Map<string, string | undefined>();
  const placeOf = (key: string | undefined) => places.get(key ?? "") ?? -1;
  for (const key of keys) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (placeOf(ends[middle]) < placeOf(key)) low = middle + 1;
      else high = middle;
    }
    before.set(key, ends[low - 1]);
    ends[low] = key;
  }
  const found = new Set<string>();
  for (let key = ends.at(-1); key !== undefined; key = before.get(key)) found.add(key);
  return found;
}

/** What a name that is no field is in a path. */
function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

function unescaped(name: string): string {
  return name.replaceAll("~1", "/").replaceAll("~0", "~");
}

function rowOf(value: unknown): Row {
  if (value === undefined || value === null) return {};
  if (isPlainObject(value)) return value;
  throw new FormError("value", "what a form holds is an object");
}

/**
 * The value that differences make of another one: `patch(of, one, diff(of, one, other))` is the same as `other`.
 *
 * @throws {FormError} `path` where a difference is of no place of the value
 */
export function patch(
  of: Grouping,
  one: unknown,
  differences: readonly Difference[],
): Readonly<Record<string, unknown>> {
  return patched(
    of,
    rowOf(copied(one, "")),
    differences.map((each) => ({ each, path: each.path })),
  );
}

/** A difference with what is left of its path. */
interface Step {
  readonly each: Difference;
  readonly path: string;
}

function patched(of: Grouping, value: Row, steps: readonly Step[]): Row {
  const made: Record<string, unknown> = { ...value }, inner = new Map<string, Step[]>();
  for (const { each, path } of steps) {
    const end = path.indexOf("/"), name = end < 0 ? path : path.slice(0, end);
    if (end < 0) set(made, of.children.has(name) ? name : unescaped(name), each.now);
    else {
      const list = inner.get(name) ?? [];
      inner.set(name, list);
      list.push({ each, path: path.slice(end + 1) });
    }
  }
  for (const [name, list] of inner) {
    const node = of.children.get(name), held = ownOf(value, name);
    if (node?.isRepeated === true && isRows(held)) made[name] = patchedRows(node, held, list);
    else if (node !== undefined && isPlainObject(held)) made[name] = patched(node, held, list);
    else throw new FormError("path", `there is nothing at "${name}" that could be different`);
  }
  return made;
}

function set(made: Record<string, unknown>, name: string, value: unknown): void {
  if (value === undefined) delete made[name];
  else if (name !== "__proto__") made[name] = value;
}

function patchedRows(node: GroupingNode, value: readonly Row[], steps: readonly Step[]): Row[] {
  const rows = new Map(keyed(value, node.field.index)), own = new Map<string, Step[]>();
  const placed: { readonly key: string; readonly at: number }[] = [], out = new Set<string>();
  for (const { each, path } of steps) {
    const end = path.indexOf("/"), key = end < 0 ? path : path.slice(0, end);
    if (end >= 0) own.set(key, [...own.get(key) ?? [], { each, path: path.slice(end + 1) }]);
    else if (each.is === "removed") rows.delete(key);
    else {
      if (each.is === "added") rows.set(key, rowOf(each.now));
      placed.push({ key, at: Number(each.is === "added" ? each.at : each.now) });
      out.add(key);
    }
  }
  for (const [key, list] of own) {
    const row = rows.get(key);
    if (row === undefined) throw new FormError("path", `there is no row "${key}"`);
    rows.set(key, patched(node, row, list));
  }
  const keys = [...rows.keys()].filter((key) => !out.has(key));
  for (const { key, at } of placed.sort((one, other) => one.at - other.at)) keys.splice(at, 0, key);
  return keys.map((key) => rows.get(key) ?? {});
}
