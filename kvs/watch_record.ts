/**
 * Following one record.
 *
 * @module
 */
import type { Source } from "./access.ts";
import { indication, readEntry, type Versioned } from "./feed/feed.ts";
import { feedLabel, feedParts, isFeed } from "./feed/path.ts";
import type { Kv, KvKey } from "./kv.ts";
import { optionsOf, signalOf } from "./options.ts";
import { within } from "./rows/commit.ts";
import { entryKey, idKey, rowKey } from "./rows/layout.ts";
import type { Id, KvsRecord } from "./rows/record.ts";
import { type Table, tableName } from "./table/metainfo.ts";
import { readRow } from "./table/table.ts";

/** What ends the watch of a record. */
export interface WatchRecordOptions {
  /** Ends the iteration, without an error. */
  readonly signal?: AbortSignal;
}

/**
 * The record with this id in a table, or the entry with this id in a feed itself: as it is now, and
 * whenever it has changed since, across processes; undefined while there is none. Who is slow sees the
 * newest state only. What expires is told when a sweep takes it out: see `maintain`. The iteration
 * ends with the signal or by leaving the loop.
 *
 * @throws {KvsError} `bad_table`, `bad_feed`, `bad_id`, `corrupt`, `store`
 *
 * @example
 * ```ts
 * import { openKv, put } from "@n2o/n2o/kvs";
 * import { watchRecord } from "@n2o/n2o/kvs/watch";
 *
 * using kv = await openKv(":memory:");
 * const seen: unknown[] = [];
 * for await (const now of watchRecord<{ id: string; open: boolean }>(kv, "door", "front")) {
 *   seen.push(now?.record.open);
 *   if (now?.record.open === false) break;
 *   await put(kv, "door", { id: "front", open: now === undefined });
 * }
 * if (seen.join() !== ",true,false") throw seen;
 * ```
 */
export async function* watchRecord<T extends KvsRecord = KvsRecord>(
  kv: Kv,
  source: Source<T>,
  id: Id,
  options?: WatchRecordOptions,
): AsyncGenerator<Versioned<T> | undefined, void, void> {
  const { where, keys, read } = isFeed(source)
    ? ofFeed<T>(kv, source, id)
    : ofTable<T>(kv, source, id);
  const signal = signalOf(where, optionsOf<WatchRecordOptions>(where, options).signal);
  for (let last: string | undefined | null = null; !signal?.aborted;) {
    const watched = await within(where, keys), changes = kv.watch(watched).getReader();
    const stop = () => void changes.cancel().catch(() => {});
    signal?.addEventListener("abort", stop);
    try {
      // The first notification is the state as it is: what has changed before is read then.
      for (let isThere = true; isThere;) {
        if ((await within(where, () => changes.read())).done) return;
        const now = await within(where, read);
        if (signal?.aborted) return;
        if (now?.version !== last) yield now;
        last = now?.version;
        isThere = sameKeys(watched, await within(where, keys));
      }
    } finally {
      signal?.removeEventListener("abort", stop);
      await changes.cancel().catch(() => {});
    }
  }
}

function sameKeys(a: readonly KvKey[], b: readonly KvKey[]): boolean {
  return a.length === b.length && Object.is(a.at(-1)?.at(-1), b.at(-1)?.at(-1));
}

/** What is watched, and how it leads to the record. */
interface Watched<T extends KvsRecord> {
  readonly where: string;
  /** Every change of the record changes one of these. */
  readonly keys: () => Promise<readonly KvKey[]>;
  readonly read: () => Promise<Versioned<T> | undefined>;
}

function ofTable<T extends KvsRecord>(kv: Kv, table: string | Table<T>, id: Id): Watched<T> {
  const name = tableName(table), where = `table "${name}"`, key = rowKey(name, id);
  return { where, keys: () => Promise.resolve([key]), read: () => readRow<T>(kv, table, id) };
}

/** An update changes the row of the entry, a removal and a new append that of the index by id. */
function ofFeed<T extends KvsRecord>(
  kv: Kv,
  feed: string | readonly string[],
  id: Id,
): Watched<T> {
  const path = feedParts(feed), where = feedLabel(path), key = idKey(path, id, where);
  return {
    where,
    async keys() {
      const place = indication(await kv.get<number>(key));
      return place === undefined ? [key] : [key, entryKey(path, place.at)];
    },
    read: () => readEntry<T>(kv, path, id),
  };
}
