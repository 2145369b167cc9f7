/**
 * Pages of what a plan reads: filled up with what the person who asks has to do with.
 *
 * @module
 */
import { fingerprint } from "../../base/mod.ts";
import { type Kv, KvsError, type KvsRecord } from "../../kvs/mod.ts";
import { badCursor, cursorText, isPlace, type Named, namedBy, type Place } from "./cursor.ts";
import { merged } from "./merge.ts";
import { type Plan, planText } from "./plan.ts";
import { sealOf } from "./seal.ts";
import { type Rows, walk } from "./walk.ts";

/** A page as it is told. */
export interface PageOf<T extends KvsRecord> {
  /** In the order asked for. */
  readonly records: readonly T[];
  /** The cursor that the next page is behind; undefined where there is none. */
  readonly next?: string;
  /** The cursor that the page before is in front of. */
  readonly previous?: string;
}

/** A page that is asked for: of which rows, from where, and how many. */
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

/**
 * A page: reads its size and a row or two more, and of rows that are not everybody's at most 1,000 records for it. Where these do not fill it, it is short, and
 * the next one goes on where the last was looked at, by a cursor that is sealed; so nothing is told of which were left out, nor how many, but by that.
 *
 * @throws {RestError} `bad_cursor`
 */
export async function pageOf<T extends KvsRecord>(
  source: Rows<T> & { readonly kv?: Kv },
  wanted: Wanted<T>,
): Promise<PageOf<T>> {
  const { plan, name, reverse, after, before } = wanted, seal = sealOf(source);
  const isBack = after === undefined && before !== undefined;
  const query = fingerprint(JSON.stringify([name, planText(plan), reverse]));
  const [parameter, text] = isBack ? ["before", before] as const : ["after", after] as const;
  const start = text === undefined ? undefined : await namedBy({ query, text, parameter }, seal);
  if (start !== undefined && !isIn(plan, start)) throw badCursor(parameter);
  let part: Part<T>;
  try {
    part = await partOf(source, wanted, { reverse: reverse !== isBack, start });
  } catch (cause) {
    if (!KvsError.is(cause, "bad_cursor")) throw cause;
    throw badCursor(parameter, cause);
  }
  const { records, on, back } = part, ends = isBack ? [on, back] : [start && back, on];
  const [previous, next] = await Promise.all(
    ends.map((each) => each && cursorText(query, each, seal)),
  );
  return {
    records: isBack ? records.toReversed() : records,
    ...(next !== undefined && { next }),
    ...(previous !== undefined && { previous }),
  };
}

function isIn({ branches, order }: Plan, { at }: Named): boolean {
  return isPlace(at)
    ? order === undefined && at.branch < branches.length
    : order !== undefined && at.length === branches.length;
}

/** What a page is made of. */
interface Part<T> {
  /** In the order read, which is that of the list or against it. */
  readonly records: readonly T[];
  /** Where it goes on. */
  readonly on: Named | undefined;
  /** Where it goes on the other way. */
  readonly back: Named | undefined;
}

async function partOf<T extends KvsRecord>(
  source: Rows<T>,
  { plan, limit, isSeen }: Wanted<T>,
  { reverse, start }: { readonly reverse: boolean; readonly start: Named | undefined },
): Promise<Part<T>> {
  const { order, ...rows } = plan, how = { ...rows, limit, reverse, isSeen };
  if (order !== undefined) {
    const at = start === undefined || isPlace(start.at) ? undefined : start.at;
    const { shown, on, back } = await merged(source, { ...how, order, start: at });
    // Some of the places may be of rows that were left out.
    const isSealed = isSeen !== undefined;
    return { records: shown, on: on && { at: on, isSealed }, back: { at: back, isSealed } };
  }
  const from = start !== undefined && isPlace(start.at) ? start.at : undefined;
  const { found, last } = await walk(source, { ...how, start: from });
  const shown = found.slice(0, limit),
    named = (at: Place | undefined, isSealed: boolean) => at && { at, isSealed };
  const [first] = shown, end = shown.at(-1);
  return {
    records: shown.map(({ record }) => record),
    // Where some are seen, the way on begins at the last of them: no more is sealed than has to be.
    on: last && (named(end?.place, false) ?? named(last, true)),
    back: named(first?.place, false) ?? (start?.isSealed === true ? start : named(last, true)) ??
      { at: endOf(plan, reverse), isSealed: false },
  };
}

/** Where reading ends: behind the row that an empty page is behind, so that the page before tells that one as well. */
function endOf({ branches }: Plan, reverse: boolean): Place {
  return { branch: reverse ? 0 : branches.length - 1, cursor: "" };
}
