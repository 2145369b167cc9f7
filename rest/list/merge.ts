/**
 * Branches that are read together: one field has one value for who asks, and several in the store, as zero has two, and the list is in the order of another.
 *
 * @module
 */
import type { IdPart, KvsRecord } from "../../kvs/mod.ts";
import { partsOf } from "../value/id.ts";
import type { Places } from "./cursor.ts";
import { compareValues } from "./value.ts";
import { type Rows, type Walk, walk, type Walked } from "./walk.ts";

/** What is read, and in the order of which fields. */
export interface Merge<T> extends Omit<Walk<T>, "start"> {
  /** The fields, without the id, which is always the last. */
  readonly order: readonly string[];
  /** Behind these places. */
  readonly start: Places | undefined;
}

/** A part of the list. */
export interface Merged<T> {
  /** In the order read. */
  readonly shown: readonly T[];
  /** Where it goes on in the direction read; undefined where nothing follows. */
  readonly on: Places | undefined;
  /** Where it goes on in the other direction: in front of the first. */
  readonly back: Places;
}

/** As many records as a page has: of each branch as many are read, and those that come first are taken, as long as the next one of each is known. */
export async function merged<T extends KvsRecord>(
  source: Rows<T>,
  { order, start, branches, ...how }: Merge<T>,
): Promise<Merged<T>> {
  const all = await Promise.all(branches.map((branch, at) => {
    const cursor = start?.[at];
    const place = cursor === undefined ? undefined : { branch: 0, cursor };
    return walk(source, { ...how, branches: [branch], start: place });
  }));
  const taken = all.map(() => 0), shown: T[] = [];
  while (shown.length < how.limit) {
    // Of a branch that was not looked at to its end what comes next may be the first of all.
    if (
      all.some(({ found, last }, at) => found[taken[at] ?? 0] === undefined && last !== undefined)
    ) {
      break;
    }
    const first = firstOf(all, taken, { order, reverse: how.reverse });
    if (first === undefined) break;
    shown.push(first.record);
    taken[first.at] = (taken[first.at] ?? 0) + 1;
  }
  const isMore = all.some(({ found, last }, at) =>
    found[taken[at] ?? 0] !== undefined || last !== undefined
  );
  return {
    shown,
    on: isMore ? all.map((walked, at) => behind(walked, taken[at] ?? 0) ?? start?.[at]) : undefined,
    back: all.map(({ found, last }) => (found[0]?.place ?? last)?.cursor),
  };
}

/** The cursor of the last that was taken of a branch, or of the last that was looked at where all was taken; undefined for none. */
function behind<T>({ found, last }: Walked<T>, taken: number): string | undefined {
  const isAll = taken === found.length && last !== undefined;
  return (isAll ? last : found[taken - 1]?.place)?.cursor;
}

function firstOf<T extends KvsRecord>(
  all: readonly Walked<T>[],
  taken: readonly number[],
  { order, reverse }: { readonly order: readonly string[]; readonly reverse: boolean },
): { readonly at: number; readonly record: T } | undefined {
  let first: { at: number; record: T } | undefined;
  for (const [at, { found }] of all.entries()) {
    const record = found[taken[at] ?? 0]?.record;
    if (record === undefined) continue;
    const difference = first === undefined ? -1 : compare(record, first.record, order);
    if (first === undefined || (reverse ? -difference : difference) < 0) first = { at, record };
  }
  return first;
}

/** In the order of keys: field by field, then by the parts of the id. */
function compare(a: KvsRecord, b: KvsRecord, order: readonly string[]): number {
  const keys = [a, b].map((record) => [
    ...order.map((field) => Reflect.get(record, field) as IdPart), // as: an index holds no other values
    ...partsOf(record.id),
  ]);
  const [one = [], other = []] = keys;
  for (const [at, value] of one.entries()) {
    const against = other[at];
    const difference = against === undefined ? 1 : compareValues(value, against);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}
