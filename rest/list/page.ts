/**
 * Pages of what a plan reads: filled up with what the person who asks has to do with.
 *
 * @module
 */
import { fingerprint } from "../../base/mod.ts";
import { KvsError, type KvsRecord } from "../../kvs/mod.ts";
import { badCursor, cursorText, type Place, placeOf } from "./cursor.ts";
import { type Branch, type Plan, planText } from "./plan.ts";

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

/** A page as it is told. */
export interface PageOf<T extends KvsRecord> {
  /** In the order asked for. */
  readonly records: readonly T[];
  /** The cursor that the next page is behind; undefined where there is none. */
  readonly next?: string;
  /** The cursor that the page before is in front of. */
  readonly previous?: string;
}

/** Which page. */
export interface Wanted<T extends KvsRecord> {
  /** Of which rows. */
  readonly plan: Plan;
  /** What the cursors are bound to besides: the name of the list. */
  readonly name: string;
  /** The most records: 1 to 1,000. */
  readonly limit: number;
  /** From the last to the first. */
  readonly reverse: boolean;
  /** Behind this cursor. */
  readonly after?: string | undefined;
  /** In front of this one; one of the two. */
  readonly before?: string | undefined;
  /** Whether the person has to do with a record; with all where it is undefined. */
  readonly isSeen?: ((record: T) => boolean | Promise<boolean>) | undefined;
}

/** How many records are looked at for a page whose rows are not everybody's: a page may then have fewer, and another follow. */
const LOOKED_AT = 1_000;
/** The most records of one read, and the fewest where some are left out. */
const MOST = 1_000, REFILL = 50;

/**
 * A page: reads its size and a row or two more, and of rows that are not everybody's at most 1,000 records for it. Where these do not fill it, it is short, and
 * the next one goes on where the last was looked at; so nothing is told of how many were left out but by that.
 *
 * @throws {RestError} `bad_cursor`
 */
export async function pageOf<T extends KvsRecord>(
  source: Rows<T>,
  wanted: Wanted<T>,
): Promise<PageOf<T>> {
  const { plan, name, limit, reverse, after, before } = wanted;
  const isBack = after === undefined && before !== undefined;
  const query = fingerprint(JSON.stringify([name, planText(plan), reverse]));
  const [parameter, text] = isBack ? ["before", before] as const : ["after", after] as const;
  const start = text === undefined ? undefined : placeOf(query, text, parameter);
  if (start !== undefined && start.branch >= plan.branches.length) throw badCursor(parameter);
  let walked: Walked<T>;
  try {
    walked = await walk(source, wanted, { reverse: reverse !== isBack, start });
  } catch (cause) {
    if (!KvsError.is(cause, "bad_cursor")) throw cause;
    throw badCursor(parameter, cause);
  }
  const { found, last } = walked, shown = found.slice(0, limit);
  // Where some are seen, the way on begins at the last of them: no cursor is of a record that is not for who asks.
  const more = last === undefined ? undefined : shown.at(-1)?.place ?? last;
  if (isBack) shown.reverse();
  const ends = isBack
    ? [more, shown.at(-1)?.place ?? start]
    : [start && (shown[0]?.place ?? start), more];
  const [previous, next] = ends.map((place) => place && cursorText(query, place));
  return {
    records: shown.map(({ record }) => record),
    ...(next !== undefined && { next }),
    ...(previous !== undefined && { previous }),
  };
}

interface Walked<T> {
  /** One more than the page has, where there is one. */
  readonly found: readonly { readonly record: T; readonly place: Place }[];
  /** Where what was looked at ends, if more may follow. */
  readonly last: Place | undefined;
}

async function walk<T extends KvsRecord>(
  source: Rows<T>,
  { plan: { branches, index }, limit, isSeen }: Wanted<T>,
  { reverse, start }: { readonly reverse: boolean; readonly start: Place | undefined },
): Promise<Walked<T>> {
  const found: { record: T; place: Place }[] = [], step = reverse ? -1 : 1;
  let looked = 0, last = start;
  for (let at = start?.branch ?? (reverse ? branches.length - 1 : 0);; at += step) {
    const rows = branches[at];
    if (rows === undefined) return { found, last: undefined };
    for (let more = true; more;) {
      const wanted = limit + 1 - found.length,
        after = last?.branch === at ? last.cursor : undefined;
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
