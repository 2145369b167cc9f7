/**
 * Cut: the oldest entries of a feed, or all of them, go.
 *
 * @module
 */
import { Batch } from "../rows/batch.ts";
import { open, release, stow } from "../rows/chunk.ts";
import { retry, within } from "../rows/commit.ts";
import { minus, toCount } from "../rows/counter.ts";
import { KvsError } from "../error.ts";
import type { Kv, KvEntry, KvEntryMaybe } from "../kv.ts";
import { argsKey, countKey, idKey, isCountKey, ownKey, parseEntryKey } from "../rows/layout.ts";
import { feedLabel, type FeedName, feedParts } from "./path.ts";
import { type Id, type KvsRecord, toId } from "../rows/record.ts";
import { Room } from "../rows/room.ts";

/** Rows that are read at once; as many of them as fit are cut in one commit. */
const ROWS = 8;

/**
 * Removes the entries of the feed itself up to and including one; all of them where none is given,
 * and then the feed leaves the list of writers too. Feeds under it are left alone. Done in commits
 * of a few rows, oldest first, each of which leaves feed, index and count in step.
 *
 * @param upTo the record, or its id
 * @returns how many entries were removed
 * @throws {KvsError} `not_found` where the feed has no such entry
 */
export async function cut(kv: Kv, feed: FeedName, upTo?: Id | KvsRecord): Promise<number> {
  const path = feedParts(feed), where = feedLabel(path);
  return await within(where, async () => {
    const last = upTo === undefined
      ? undefined
      : await kv.get<number>(idKey(path, toId(upTo, where), where));
    if (last?.versionstamp === null) {
      throw new KvsError("not_found", `${where} has no such entry to cut up to`);
    }
    let removed = 0;
    for (;;) {
      const step = await retry(where, () => cutRows(kv, path, last));
      removed += step.removed;
      if (!step.more) break;
    }
    if (last === undefined) await forget(kv, path);
    return removed;
  });
}

/**
 * One commit: the oldest rows, up to the last one wanted; undefined where another writer came
 * first.
 */
async function cutRows(
  kv: Kv,
  path: readonly string[],
  last: KvEntryMaybe<number> | undefined,
): Promise<{ removed: number; more: boolean } | undefined> {
  const commit = new Batch(feedLabel(path)), room = new Room();
  room.take(new Batch().sum(countKey(path), 0n).weight);
  let removed = 0, more = false, rows = 0;
  for await (const row of kv.list({ prefix: ownKey(path) }, { limit: ROWS, batchSize: ROWS })) {
    if (isCountKey(row.key)) break;
    const { at } = parseEntryKey(row.key);
    if (last !== undefined && at > String(last.versionstamp)) break;
    const through = at === last?.versionstamp ? last.value ?? 0 : Infinity;
    const cut = await cutRow(kv, path, row, through);
    if (cut === undefined) return undefined;
    if (!room.take(cut.batch.weight) && rows > 0) {
      await cut.batch.discard();
      more = true;
      break;
    }
    commit.add(cut.batch);
    removed += cut.taken;
    more = ++rows === ROWS && at !== last?.versionstamp;
  }
  if (rows === 0) return { removed: 0, more: false };
  const versionstamp = await commit.sum(countKey(path), minus(removed)).commit(kv);
  return versionstamp === undefined ? undefined : { removed, more };
}

/** The records up to the place `through` leave the row; the row goes with the last of them. */
async function cutRow(
  kv: Kv,
  path: readonly string[],
  row: KvEntry<unknown>,
  through: number,
): Promise<{ readonly batch: Batch; readonly taken: number } | undefined> {
  const where = feedLabel(path),
    batch = new Batch(where),
    records = await open(kv, row.value, where);
  if (records === undefined) return undefined;
  batch.check({ key: row.key, versionstamp: row.versionstamp });
  release(batch, row.value);
  let taken = 0;
  const left = records.map((record, sub) => {
    if (record === null || sub > through) return record;
    batch.delete(idKey(path, (record as KvsRecord).id, where)); // as: rows hold records
    taken++;
    return null;
  });
  if (left.every((record) => record === null)) batch.delete(row.key);
  else {
    const stowed = await stow(kv, left, where);
    stowed.stage(batch);
    batch.set(row.key, stowed.value).onRefused(stowed.undo);
  }
  return { batch, taken };
}

/** The count of an empty feed goes, unless an append came meanwhile. */
async function forget(kv: Kv, path: readonly string[]): Promise<void> {
  const count = await kv.get(countKey(path));
  if (count.versionstamp === null || toCount(count.value) !== 0) return;
  await kv.atomic()
    .check({ key: count.key, versionstamp: count.versionstamp })
    .delete(count.key)
    .delete(argsKey(path))
    .commit();
}
