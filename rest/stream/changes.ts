/**
 * What changes of tables and feeds, in the order of the commits that change it: followed from a cursor, so that nothing is missed and nothing told twice.
 *
 * A table tells its changes where it is declared with `changes`: each put and delete is an entry of a feed in the commit that makes it. Of a feed it is told
 * what is appended to it and to the feeds under it; what is replaced in its place or removed is not.
 *
 * @module
 */
import {
  type FeedName,
  type Id,
  type Kv,
  KvsError,
  type KvsRecord,
  type TableChange,
} from "../../kvs/mod.ts";
import { retention } from "../../kvs/expiry/mod.ts";
import { page } from "../../kvs/page/page.ts";
import { lastCursor, watchFeed } from "../../kvs/watch.ts";
import { RestError } from "../error.ts";

/** A put or a delete of a record, or an entry that was appended to a feed. */
export interface Change<T extends KvsRecord = KvsRecord> {
  /** Text to go on behind it. */
  readonly cursor: string;
  /** Of which record. */
  readonly id: Id;
  /** As it was put; undefined where it was deleted. */
  readonly record?: T;
}

/** The changes of a source. */
export interface Changes<T extends KvsRecord = KvsRecord> {
  /** A cursor behind all that has been. */
  now(): Promise<string>;
  /**
   * Whether it can be gone on behind a cursor.
   *
   * @throws {KvsError} `bad_cursor` for one that is of nothing here
   * @throws {RestError} `gone` where what is behind it may not be kept any longer
   */
  check(cursor: string): Promise<void>;
  /** What changes behind a cursor, as it comes, until the signal; `"start"` is in front of all that is kept. */
  follow(cursor: string, signal: AbortSignal): AsyncIterable<Change<T>>;
}

/** The changes of a feed: what is appended. */
export function feedChanges<T extends KvsRecord>(
  kv: Kv,
  feed: FeedName,
  own = false,
): Changes<T> {
  return {
    now: () => lastCursor(kv, feed, { own }),
    check: (cursor) => check(kv, feed, cursor, own),
    async *follow(from, signal) {
      for await (const { record, cursor } of watchFeed<T>(kv, feed, { from, own, signal })) {
        yield { cursor, id: record.id, record };
      }
    },
  };
}

/** The changes of a table that tells them. */
export function tableChanges<T extends KvsRecord>(kv: Kv, table: string): Changes<T> {
  const entries = feedChanges<TableChange<T>>(kv, ["table", table], true);
  return {
    ...entries,
    async *follow(from, signal) {
      for await (const { cursor, record: change } of entries.follow(from, signal)) {
        if (change === undefined) continue;
        const { of: id, record } = change;
        yield { cursor, id, ...(record !== undefined && { record }) };
      }
    },
  };
}

/** In front of all. */
const START = "start";

async function check(kv: Kv, feed: FeedName, cursor: string, own: boolean): Promise<void> {
  if (cursor === START) return;
  const which = { own, limit: 1 };
  const before = await page(kv, feed, { ...which, before: cursor });
  // Where a feed keeps so much only, and nothing is left up to the cursor, entries behind it may have gone, too.
  if (before.records.length > 0 || await retention(kv, feed) === undefined) return;
  const [oldest] = (await page(kv, feed, which)).cursors;
  if (oldest === cursor) return;
  throw new RestError(
    "gone",
    "what has changed since is not kept any longer: read the list, then follow it from now on",
  );
}

/** An error of a cursor as that of the place that it came in. */
export function cursorError(error: unknown, header: string | undefined): unknown {
  if (!KvsError.is(error, "bad_cursor")) return error;
  const detail = "send the id of an event of this stream as it was told";
  const place = header === undefined ? { parameter: "after" } : { header };
  return new RestError(header === undefined ? "bad_parameter" : "bad_header", detail, {
    cause: error,
    errors: [{ ...place, code: "cursor", detail }],
  });
}
