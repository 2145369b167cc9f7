/**
 * Remove: one atomic commit that takes an entry out of its feed, the index by id and the count.
 *
 * @module
 */
import { release, stow } from "../rows/chunk.ts";
import { retry, within } from "../rows/commit.ts";
import { minus, toCount } from "../rows/counter.ts";
import { cut } from "./cut.ts";
import type { Reader } from "./cursor.ts";
import { type FeedRow, findEntry } from "./feed.ts";
import type { Kv } from "../kv.ts";
import { countKey, idKey } from "../rows/layout.ts";
import { feedLabel, type FeedName, feedParts } from "./path.ts";
import { type Id, type KvsRecord, toId } from "../rows/record.ts";

/**
 * Removes an entry of the feed itself; where there is none with this id, nothing changes.
 *
 * @param of the record, or its id
 * @returns how many entries the feed then holds; undefined for a feed that does not exist
 */
export async function remove(
  kv: Kv,
  of: Id | KvsRecord,
  feed: FeedName,
): Promise<number | undefined>;
/** Removes everything that the reader's feed itself holds. */
export async function remove(kv: Kv, of: Reader<KvsRecord>): Promise<number | undefined>;
export async function remove(
  kv: Kv,
  of: Id | KvsRecord | Reader<KvsRecord>,
  feed?: FeedName,
): Promise<number | undefined> {
  if (feed === undefined) {
    await cut(kv, (of as Reader<KvsRecord>).feed); // as: the overload without a feed
    return 0;
  }
  const path = feedParts(feed), where = feedLabel(path), id = toId(of, where);
  return await within(where, async () => {
    await retry(where, async () => {
      const found = await findEntry(kv, path, id);
      return found === undefined || await takeOut(kv, path, id, found) || undefined;
    });
    const { value, versionstamp } = await kv.get(countKey(path));
    return versionstamp === null ? undefined : toCount(value);
  });
}

async function takeOut(
  kv: Kv,
  path: readonly string[],
  id: Id,
  { row, records, sub }: FeedRow,
): Promise<boolean> {
  const where = feedLabel(path), left = records.with(sub, null);
  const atomic = kv.atomic().check({ key: row.key, versionstamp: row.versionstamp });
  release(atomic, row.value);
  let undo = () => Promise.resolve();
  if (left.every((record) => record === null)) atomic.delete(row.key);
  else {
    // The others keep their places, which the index by id names.
    const stowed = await stow(kv, left, where);
    stowed.stage(atomic);
    atomic.set(row.key, stowed.value);
    undo = stowed.undo;
  }
  const { ok } = await atomic.delete(idKey(path, id, where)).sum(countKey(path), minus(1)).commit();
  if (!ok) await undo();
  return ok;
}
