/**
 * Reading whole feeds and single entries.
 *
 * @module
 */
import { openRow } from "../rows/chunk.ts";
import { within } from "../rows/commit.ts";
import { readCount } from "../rows/counter.ts";
import { KvsError } from "../error.ts";
import type { Kv, KvEntryMaybe } from "../kv.ts";
import { countKey, entryKey, idKey } from "../rows/layout.ts";
import { feedLabel, type FeedName, feedParts } from "./path.ts";
import type { Id, KvsRecord } from "../rows/record.ts";
import { allSlots } from "./slots.ts";

/**
 * Everything that a feed holds, oldest first; then what the feeds under it hold, in the order of
 * their names (by UTF-8 bytes, parents before children). Use `entries` or a reader for feeds that
 * do not fit memory.
 *
 * @returns no records for a feed that does not exist
 */
export async function feed<T extends KvsRecord = KvsRecord>(kv: Kv, feed: FeedName): Promise<T[]> {
  return (await allSlots<T>(kv, feedParts(feed))).map(({ record }) => record);
}

/** A row that holds an entry. */
export interface FeedRow {
  /** As it was read: its versionstamp guards the change of it. */
  readonly row: KvEntryMaybe<unknown>;
  /** In the order of their append; null where one was removed. */
  readonly records: readonly unknown[];
  /** Index of the entry among them. */
  readonly sub: number;
}

/** The row that holds the entry with this id in the feed itself; undefined where there is none. */
export async function findEntry(
  kv: Kv,
  path: readonly string[],
  id: Id,
): Promise<FeedRow | undefined> {
  const where = feedLabel(path);
  for (let seen = "";;) {
    const index = await kv.get<number>(idKey(path, id, where));
    if (index.versionstamp === null) return undefined;
    const row = await kv.get(entryKey(path, index.versionstamp));
    if (row.versionstamp !== null) {
      const records = await openRow(kv, row, where);
      if (records.length > 0) return { row, records, sub: index.value };
    } else if (seen === index.versionstamp) {
      throw new KvsError("corrupt", `${where}: the index names an entry that is missing`);
    }
    seen = index.versionstamp; // removed or replaced between the two reads: look again
  }
}

/** The entry with this id in the feed itself; undefined where there is none. */
export async function getEntry<T extends KvsRecord>(
  kv: Kv,
  feed: FeedName,
  id: Id,
): Promise<T | undefined> {
  const path = feedParts(feed);
  const found = await within(feedLabel(path), () => findEntry(kv, path, id));
  return found?.records[found.sub] as T | undefined; // as: the caller's claim
}

/** How many entries the feed itself holds. */
export function countEntries(kv: Kv, feed: FeedName): Promise<number> {
  return readCount(kv, countKey(feedParts(feed)));
}
