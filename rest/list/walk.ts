/**
 * Walking through rows, as far as one page needs.
 *
 * @module
 */
import type { Place } from "./cursor.ts";
import type { Branch } from "./plan.ts";

/** Where rows come from, in the order of their keys. */
export interface Rows<T> {
  /** Some of a branch, and whether more follow. */
  list(
    query: Branch & {
      readonly limit: number;
      readonly reverse: boolean;
      readonly index?: readonly string[];
      readonly after?: string;
    },
  ): Promise<{
    readonly records: readonly T[];
    readonly cursors: readonly string[];
    readonly more: boolean;
  }>;
}

/** How far, and for whom. */
export interface Walk<T> {
  /** What is walked through, one branch behind the other. */
  readonly branches: readonly Branch[];
  /** The fields of the index; undefined for the table's own rows. */
  readonly index?: readonly string[] | undefined;
  /** One record more than these is found, where there is one. */
  readonly limit: number;
  /** From the last to the first. */
  readonly reverse: boolean;
  /** Behind this place. */
  readonly start: Place | undefined;
  /** Whether the person has to do with a record; with all where it is undefined. */
  readonly isSeen?: ((record: T) => boolean | Promise<boolean>) | undefined;
}

/** What was found. */
export interface Walked<T> {
  /** One more than the page has, where there is one. */
  readonly found: readonly { readonly record: T; readonly place: Place }[];
  /** Where what was looked at ends, if more may follow. */
  readonly last: Place | undefined;
}

/** How many records are looked at for a page whose rows are not everybody's: a page may then have fewer, and another follow. */
const LOOKED_AT = 1_000;
/** The most records of one read, and the fewest where some are left out. */
const MOST = 1_000, REFILL = 50;

/** Finds the records of a page, and one more. */
export async function walk<T>(source: Rows<T>, how: Walk<T>): Promise<Walked<T>> {
  const { branches, index, limit, reverse, start, isSeen } = how;
  const found: { record: T; place: Place }[] = [], step = reverse ? -1 : 1;
  let looked = 0, last = start;
  for (let at = start?.branch ?? (reverse ? branches.length - 1 : 0);; at += step) {
    const rows = branches[at];
    if (rows === undefined) return { found, last: undefined };
    for (let more = true; more;) {
      const wanted = limit + 1 - found.length,
        after = last?.branch === at && last.cursor !== "" ? last.cursor : undefined;
      const read = await source.list({
        limit: Math.min(
          MOST,
          looked > 0 && isSeen !== undefined ? Math.max(wanted, REFILL) : wanted,
        ),
        reverse,
        ...rows,
        ...(index !== undefined && { index }),
        ...(after !== undefined && { after }),
      });
      for (const [n, record] of read.records.entries()) {
        looked++;
        last = { branch: at, cursor: read.cursors[n] ?? "" };
        if (isSeen === undefined || await isSeen(record)) found.push({ record, place: last });
        if (found.length > limit) return { found, last };
      }
      more = read.more;
      const mayFollow = more || branches[at + step] !== undefined;
      if (isSeen !== undefined && looked >= LOOKED_AT && mayFollow) return { found, last };
    }
  }
}
