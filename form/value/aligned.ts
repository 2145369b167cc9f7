/**
 * Which rows of two lists are the same row: by what their index holds, else by what they are.
 *
 * @module
 */
import { isPlainObject } from "../../base/mod.ts";
import { indexed, numbered } from "./key.ts";
import { ownOf, same } from "./same.ts";

/** A row of a list. */
export type Row = Readonly<Record<string, unknown>>;

/** Rows by their keys, in order. */
export type Keyed = ReadonlyMap<string, Row>;

/** What a group has for rows to be told apart. */
export interface Grouping {
  /** Its fields, by their ids. */
  readonly children: ReadonlyMap<string, GroupingNode>;
  /** Of a document what functions compute. */
  readonly document?: {
    readonly rules?: Readonly<Record<string, { readonly computed?: unknown } | undefined>>;
  };
}

/** A field, as far as its values can be told apart. */
export interface GroupingNode extends Grouping {
  /** Its path, with `*` for the key of any row. */
  readonly path: string;
  /** Whether its value is rows. */
  readonly isRepeated: boolean;
  /** What was declared. */
  readonly field: { readonly index?: string; readonly computed?: unknown };
}

/** The most pairs of rows that are compared to find the longest order that two lists share. */
const PAIRS = 1_000_000;

/** Whether a value is a list of rows. */
export function isRows(value: unknown): value is readonly Row[] {
  return Array.isArray(value) && value.every(isPlainObject);
}

/** What of a row of a group somebody has entered: all but what is computed. */
export function enteredIn(
  { children }: Grouping,
  isComputed: (node: GroupingNode) => boolean,
): (row: Row) => Row {
  const computed = [...children].filter(([, node]) => isComputed(node));
  if (computed.length === 0) return (row) => row;
  return (row) => {
    const rest: Record<string, unknown> = { ...row };
    for (const [name] of computed) delete rest[name];
    return rest;
  };
}

/** The rows of a list by their keys: those of stored rows, as sheets have them. */
export function keyed(rows: readonly Row[], index: string | undefined): Keyed {
  const found = new Map<string, Row>();
  for (const [at, row] of rows.entries()) {
    const known = index === undefined ? undefined : indexed(ownOf(row, index));
    found.set(known !== undefined && !found.has(known) ? known : numbered(at + 1), row);
  }
  return found;
}

/**
 * The rows of another list by the keys of the first, where they are the same row; by new keys, that begin with `mark`, where they are not.
 *
 * @param isStrict whether rows that have changed are known by their places only where something in them is as it was
 */
export function alignedTo(
  one: Keyed,
  other: readonly Row[],
  { index, mark, isStrict, entered = (row) => row }: {
    readonly index: string | undefined;
    readonly mark: string;
    readonly isStrict: boolean;
    /** What of a row somebody has entered: rows are not told apart by what follows from that. */
    readonly entered?: (row: Row) => Row;
  },
): Keyed {
  const keys: (string | undefined)[] = [], taken = new Set<string>();
  for (const row of other) {
    const key = index === undefined ? undefined : indexed(ownOf(row, index));
    const isNew = key !== undefined && !taken.has(key);
    if (isNew) taken.add(key);
    keys.push(isNew ? key : undefined);
  }
  const left = [...one.keys()].filter((key) => !isIndexed(one, key, index));
  const open = other.flatMap((_, at) => keys[at] === undefined ? [at] : []);
  const known = new Map(left.map((key) => [key, entered(one.get(key) ?? {})] as const));
  const seen = new Map(open.map((at) => [at, entered(other[at] ?? {})] as const));
  for (const [key, at] of pairs(known, seen, isStrict)) keys[at] = key;
  let next = 0;
  const found = new Map<string, Row>();
  for (const [at, row] of other.entries()) found.set(keys[at] ?? `${mark}${++next}`, row);
  return found;
}

function isIndexed(rows: Keyed, key: string, index: string | undefined): boolean {
  const row = rows.get(key);
  return index !== undefined && row !== undefined && indexed(ownOf(row, index)) === key;
}

/** Pairs rows that are equal, in the longest order that both lists have; between these those in the same place. */
function* pairs(
  one: Keyed,
  other: ReadonlyMap<number, Row>,
  isStrict: boolean,
): Generator<readonly [key: string, at: number]> {
  const left = [...one.keys()], open = [...other.keys()];
  const numbers = new Map<string, number>();
  const numberOf = (row: Row | undefined) => {
    const text = textOf(row);
    let number = numbers.get(text);
    if (number === undefined) numbers.set(text, number = numbers.size);
    return number;
  };
  const a = left.map((key) => numberOf(one.get(key))),
    b = open.map((at) => numberOf(other.get(at)));
  let [i, j] = [0, 0];
  for (const [ai, bj] of [...common(a, b), [a.length, b.length] as const]) {
    for (; i < ai && j < bj; i++, j++) {
      const [key, at] = [left[i], open[j]];
      if (key === undefined || at === undefined) continue;
      if (!isStrict || isAlike(one.get(key), other.get(at))) yield [key, at];
    }
    const [key, at] = [left[ai], open[bj]];
    if (key !== undefined && at !== undefined) yield [key, at];
    [i, j] = [ai + 1, bj + 1];
  }
}

/** The longest order that two lists share, as places in each. */
function common(a: readonly number[], b: readonly number[]): (readonly [number, number])[] {
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
  let end = 0;
  const most = Math.min(a.length, b.length) - start;
  while (end < most && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const found = Array.from({ length: start }, (_, at) => [at, at] as const);
  found.push(...middle(a.slice(start, a.length - end), b.slice(start, b.length - end), start));
  for (let left = end; left > 0; left--) found.push([a.length - left, b.length - left]);
  return found;
}

function middle(
  a: readonly number[],
  b: readonly number[],
  from: number,
): (readonly [number, number])[] {
  if (a.length * b.length > PAIRS) return [];
  const width = b.length + 1, longest = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const at = i * width + j;
      longest[at] = a[i] === b[j]
        ? 1 + (longest[at + width + 1] ?? 0)
        : Math.max(longest[at + width] ?? 0, longest[at + 1] ?? 0);
    }
  }
  const found: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const at = i * width + j;
    if (a[i] === b[j]) found.push([from + i++, from + j++]);
    else if ((longest[at + width] ?? 0) >= (longest[at + 1] ?? 0)) i++;
    else j++;
  }
  return found;
}

/** Whether two rows have something in common. */
function isAlike(one: Row | undefined, other: Row | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return Object.keys(one).some((name) =>
    one[name] !== undefined && same(one[name], ownOf(other, name))
  );
}

/** A text that two values share where they are the same, and no others. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(",")}]`;
  if (isPlainObject(value)) {
    const entries = Object.keys(value).filter((name) => value[name] !== undefined).sort()
      .map((name) => `${JSON.stringify(name)}:${textOf(value[name])}`);
    return `{${entries.join(",")}}`;
  }
  if (typeof value === "string") return JSON.stringify(value);
  return Object.is(value, -0) ? "-0" : `${String(value)}${typeof value === "bigint" ? "n" : ""}`;
}
