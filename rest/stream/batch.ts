/**
 * Storing rows, as many in one commit as are good, and telling the truth of each.
 *
 * @module
 */
import { type Problem, problemOf } from "../problem/problem.ts";
import type { Row } from "./splitter.ts";

/** How records `R` are read and stored. */
export interface Storing<R> {
  /** The most records of one commit. */
  readonly together: number;
  /** The record that a row means; undefined for a blank row. What it throws is told of the row. */
  read(row: Row): Promise<R | undefined>;
  /** Stores new records: all of them, or none. */
  store(records: readonly R[]): Promise<void>;
  /** What tells a record from others. */
  idOf(record: R): string;
  /** Whether a record with its id is there. */
  isThere(record: R): Promise<boolean>;
  /** The error of a record whose id another one has. */
  taken(record: R): Error;
  /** Where a record is. */
  address(record: R): string;
}

/** What became of a row. */
export interface Became {
  /** The line that it begins in. */
  readonly line: number;
  /** 201 where it is stored. */
  readonly status: number;
  /** Where it is. */
  readonly location?: string;
  /** Why it is not stored. */
  readonly problem?: Problem;
}

/** What became of some rows. */
export interface Batch {
  /** Of each in their order, blank ones left out; up to the fault. */
  readonly told: readonly Became[];
  /** A fault of ours: what became of the row that is told last is not known, those behind it were not stored. */
  readonly fault?: unknown;
}

/** A record, its row, and the place of what is told of it. */
interface Placed<R> {
  readonly record: R;
  readonly line: number;
  readonly at: number;
}

/** A row that was not stored. */
export function failed(line: number, error: unknown): Became {
  const problem = problemOf(error);
  return { line, status: problem.status, problem };
}

/** Stores rows in their order. */
export async function storedRows<R>(
  rows: readonly Row[],
  storing: Storing<R>,
): Promise<Batch> {
  const told: (Became | undefined)[] = [], { idOf } = storing;
  let group: Placed<R>[] = [], fault: unknown;
  const store = async () => {
    fault = await stored(group, { told, storing });
    group = [];
  };
  for (const [at, row] of rows.entries()) {
    try {
      const record = await storing.read(row);
      if (record === undefined) continue;
      // The second of an id is told of the first.
      if (group.some((each) => idOf(each.record) === idOf(record))) await store();
      if (fault !== undefined) break;
      group.push({ record, line: row.line, at });
    } catch (error) {
      told[at] = failed(row.line, error);
      if (!isOurs(error)) continue;
      await store();
      fault ??= error;
      break;
    }
  }
  if (fault === undefined) await store();
  const all = told.filter((each) => each !== undefined);
  if (fault === undefined) return { told: all };
  const last = all.findIndex(({ status }) => status >= OURS);
  return { told: all.slice(0, last + 1), fault };
}

const OURS = 500;

function isOurs(error: unknown): boolean {
  return problemOf(error).status >= OURS;
}

/** Where some are written. */
interface To<R> {
  readonly told: (Became | undefined)[];
  readonly storing: Storing<R>;
}

/** Stores those of a group that can be stored; the fault of ours that has ended it. */
async function stored<R>(group: readonly Placed<R>[], to: To<R>): Promise<unknown> {
  const [first, ...more] = group, { told, storing } = to;
  if (first === undefined) return undefined;
  try {
    await storing.store(group.map(({ record }) => record));
    for (const { record, line, at } of group) {
      told[at] = { line, status: 201, location: storing.address(record) };
    }
    return undefined;
  } catch (error) {
    if (isOurs(error)) {
      told[first.at] = failed(first.line, error);
      return error;
    }
    const left = await absent(group, to);
    if (left.length < group.length) return await stored(left, to);
    if (more.length === 0) {
      told[first.at] = failed(first.line, error);
      return undefined;
    }
    const half = Math.ceil(group.length / 2);
    return await stored(group.slice(0, half), to) ?? await stored(group.slice(half), to);
  }
}

/** Those whose ids nobody has; of the others that is told. */
async function absent<R>(
  group: readonly Placed<R>[],
  { told, storing }: To<R>,
): Promise<readonly Placed<R>[]> {
  const there = await Promise.all(group.map(({ record }) => storing.isThere(record)));
  return group.filter(({ record, line, at }, n) => {
    if (there[n] !== true) return true;
    told[at] = failed(line, storing.taken(record));
    return false;
  });
}
