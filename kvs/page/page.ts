/**
 * Pages of a table, of an index, of a feed: what they cost depends on their size alone.
 *
 * @module
 */
import type { Source } from "../access.ts";
import { KvsError } from "../error.ts";
import { feedLabel, type FeedName, feedParts, isFeed } from "../feed/path.ts";
import { cursorOf, spotIn } from "../feed/place.ts";
import { readSlots, type Spot } from "../feed/slots.ts";
import type { Kv } from "../kv.ts";
import { kindOf, optionsOf } from "../options.ts";
import { within } from "../rows/commit.ts";
import { entryKey } from "../rows/layout.ts";
import type { KvsRecord } from "../rows/record.ts";
import { type Table, tableName } from "../table/metainfo.ts";

import {
  between,
  boundsOf,
  compare,
  type Found,
  indexRows,
  type KeyValues,
  onlyOf,
  partsOf,
  readRows,
  tableRows,
} from "./rows.ts";

export type { KeyValues } from "./rows.ts";

/** The fields that may be named: those of the record, where its type is known. */
export type FieldOf<T> = KvsRecord extends T ? string : keyof T & string;

/** Which records, and in which order. */
export interface PageOptions<T extends KvsRecord = KvsRecord> {
  /** The page behind this cursor, in the order read: `end` of the page before. */
  readonly after?: string;
  /**
   * The page in front of this cursor, in the order read: `start` of the page behind. Together with
   * `after` it ends what is read.
   */
  readonly before?: string;
  /** From the last to the first. */
  readonly reverse?: boolean;
  /** The most records: 1 to 1,000; 100 unless told. */
  readonly limit?: number;
  /** In the order of an index of a table: its field, or its fields in their order. */
  readonly index?: FieldOf<T> | readonly FieldOf<T>[];
  /** Only the records with this value in the index, or with these in its first fields. */
  readonly equal?: KeyValues;
  /**
   * Only from here on: an id, or a value of the index, or of the first field behind those that are
   * equal. Several that follow one another are a tuple.
   */
  readonly from?: KeyValues;
  /** Only up to here, this one excluded. */
  readonly to?: KeyValues;
  /** Of a feed only what it holds itself, not what the feeds under it hold. */
  readonly own?: boolean;
}

/** A part of a sequence of records. */
export interface Page<T extends KvsRecord = KvsRecord> {
  /** In the order read. */
  readonly records: readonly T[];
  /** The cursor of each record: text that fits a URL. It stays good when the record has gone. */
  readonly cursors: readonly string[];
  /** The first of the cursors; of an empty page the `before` that was asked for. */
  readonly start?: string;
  /** The last of the cursors; of an empty page the `after` that was asked for. */
  readonly end?: string;
  /** Whether records follow; taken for granted where the page was asked for by `before` alone. */
  readonly more: boolean;
  /** Whether records precede it; taken for granted where the page was asked for by `after`. */
  readonly previous: boolean;
}

const LIMIT = 100, MOST = 1_000;

/**
 * A page of a table (in the order of its ids' keys), of one of its indexes (in the order of the
 * values, then of the ids), or of a feed (as `entries`). One row more than the page is read, and for an
 * index the records, ten at once; a record that has changed since its index was read is left out,
 * and the page filled up from behind it. KeyValues of different types are in the order of keys: bytes,
 * text, bigints, numbers, booleans.
 *
 * The pages of an HTTP API: `rel="next"` is `after=end` where there are `more`, `rel="prev"` is
 * `before=start` where there is a `previous` one. What is put or removed meanwhile moves no page.
 *
 * @param source a table by its declaration or name, or a feed
 * @throws {KvsError} `bad_cursor` for a cursor of another source, or of none; `bad_range` for a range
 * that ends before it begins, or of what no key holds; `bad_count` for a limit that is not 1 to
 * 1,000; `no_index`, `bad_table`, `bad_feed`, `corrupt`, `store`
 *
 * @example
 * ```ts
 * import { openKv, put, table } from "@n2o/n2o/kvs";
 * import { page } from "@n2o/n2o/kvs/page";
 *
 * interface User { id: number; city: string }
 * const users = table<User>("user", { keys: ["city"] });
 *
 * using kv = await openKv(":memory:");
 * await put(kv, users, ["Lviv", "Kyiv", "Kyiv"].map((city, id) => ({ id, city })));
 * const first = await page(kv, users, { index: "city", equal: "Kyiv", limit: 1 });
 * if (first.records[0]?.id !== 1 || !first.more || first.end === undefined) throw first;
 * const second = await page(kv, users, { index: "city", equal: "Kyiv", after: first.end });
 * if (second.records[0]?.id !== 2 || second.more || !second.previous) throw second;
 * ```
 */
export async function page<T extends KvsRecord = KvsRecord>(
  kv: Kv,
  source: Source<T>,
  options?: PageOptions<T>,
): Promise<Page<T>> {
  const how = optionsOf<PageOptions<T>>("page", options);
  const { after, before, reverse = false, limit = LIMIT } = how;
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST) {
    throw new KvsError("bad_count", `a page is of 1 to ${MOST} records, not of ${kindOf(limit)}`);
  }
  const backwards = after === undefined && before !== undefined;
  const read = isFeed(source) ? ofFeed<T>(kv, source, how) : await ofTable<T>(kv, source, how);
  const found = await read(reverse !== backwards, limit + 1), isOver = found.length > limit;
  const shown = found.slice(0, limit);
  if (backwards) shown.reverse();
  const cursors = shown.map(({ cursor }) => cursor);
  const start = cursors[0] ?? before, end = cursors.at(-1) ?? after;
  return {
    records: shown.map(({ record }) => record),
    cursors,
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
    more: backwards || isOver,
    previous: backwards ? isOver : after !== undefined,
  };
}

/** Reads so many, from the first that is wanted on, or from the last one back. */
type Read<T> = (reverse: boolean, wanted: number) => Promise<Found<T>[]>;

async function ofTable<T extends KvsRecord>(
  kv: Kv,
  table: string | Table<T>,
  { after, before, reverse = false, index, equal, from, to }: PageOptions<T>,
): Promise<Read<T>> {
  const where = `table "${tableName(table)}"`;
  return await within(where, async () => {
    const rows = index === undefined ? tableRows(kv, table) : await indexRows(kv, table, index);
    const same = equal === undefined ? [] : partsOf(equal, where);
    if (same.length > rows.values) {
      throw new KvsError("bad_range", `${where}: more equal values than fields of an index`);
    }
    const prefix = [...rows.prefix, ...same], isOne = rows.unique && same.length === rows.values;
    const all = isOne ? onlyOf(prefix) : boundsOf(prefix, from, to, where);
    const bounds = between(rows, all, { after, before, reverse });
    return (reverse, wanted) => within(where, () => readRows(kv, rows, bounds, reverse, wanted));
  });
}

function ofFeed<T extends KvsRecord>(
  kv: Kv,
  feed: FeedName,
  { after, before, reverse = false, own = false, index, equal, from, to }: PageOptions<T>,
): Read<T> {
  const path = feedParts(feed), where = feedLabel(path);
  if (index !== undefined) throw new KvsError("no_index", `${where}: only tables have indexes`);
  if (equal !== undefined || from !== undefined || to !== undefined) {
    throw new KvsError("bad_range", `${where}: only tables have ranges of values`);
  }
  const [begin, end] = [after, before].map((cursor) =>
    cursor === undefined ? undefined : spotIn(path, cursor, own)
  );
  if (begin && end && (reverse ? order(end, begin) : order(begin, end)) > 0) {
    throw new KvsError("bad_range", `${where}: "before" stands in front of "after"`);
  }
  return async (back, wanted) => {
    const slots = await readSlots<T>(kv, path, { own, from: begin ?? end, reverse: back }, wanted);
    const isIn = (slot: Spot) => !begin || !end || (back ? order(end, slot) : order(slot, end)) < 0;
    return slots.filter(isIn).map((slot) => ({ record: slot.record, cursor: cursorOf(slot) }));
  };
}

/** In which order two entries of a feed stand. */
function order(a: Spot, b: Spot): number {
  return compare(entryKey(a.path, a.at), entryKey(b.path, b.at)) || a.sub - b.sub;
}
