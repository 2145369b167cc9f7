/**
 * Remove: one atomic commit that takes an entry out of its feed, the index by id and the count.
 *
 * @module
 */
import { asked, change, commitStowed, mismatch } from "../rows/attempt.ts";
import { Batch } from "../rows/batch.ts";
import { within } from "../rows/commit.ts";
import { minus, toCount } from "../rows/counter.ts";
import { cut } from "./cut.ts";
import { given } from "../error.ts";
import type { Reader } from "./cursor.ts";
import { findEntry, type Found } from "./feed.ts";
import { stamp } from "../rows/format.ts";
import type { Kv } from "../kv.ts";
import { optionsOf } from "../options.ts";
import { countKey, entryExpiryKey, idKey } from "../rows/layout.ts";
import { feedLabel, type FeedName, feedParts } from "./path.ts";
import { type Id, type KvsRecord, toId } from "../rows/record.ts";
import { isLive, isWhole, untilOf } from "../rows/slot.ts";
import { Stowage } from "../rows/stowage.ts";
import { clockOf } from "../store/clock.ts";

/** Options of `remove` and `delete`. */
export interface RemoveOptions {
  /** The version that the record must have, as `read` gave it; null, which changes nothing: it must be absent. */
  readonly version?: string | null;
}

/**
 * Removes an entry of the feed itself; where there is none with this id, nothing changes.
 *
 * @param of the record, or its id
 * @returns how many entries the feed then holds; undefined for a feed that does not exist
 * @throws {KvsError} `bad_feed`, `bad_id`, `bad_version`, `store`; `conflict` where the entry is not
 * of the version asked for
 */
export async function remove(
  kv: Kv,
  of: Id | KvsRecord,
  feed: FeedName,
  options?: RemoveOptions,
): Promise<number | undefined>;
/** Removes everything that the reader's feed itself holds. */
export async function remove(kv: Kv, of: Reader<KvsRecord>): Promise<number | undefined>;
export async function remove(
  kv: Kv,
  of: Id | KvsRecord | Reader<KvsRecord>,
  feed?: FeedName,
  options?: RemoveOptions,
): Promise<number | undefined> {
  if (feed === undefined) {
    const reader = of as Reader<KvsRecord>; // as: the overload without a feed
    await cut(kv, given("a reader", () => reader.feed));
    return 0;
  }
  const path = feedParts(feed), where = feedLabel(path), id = toId(of, where);
  const version = asked(optionsOf<RemoveOptions>(where, options).version, where);
  await change(kv, where, async (layout) => {
    const found = await findEntry(kv, path, id), now = clockOf(kv).now();
    const isThere = found !== undefined && "slot" in found && isLive(found.slot, now);
    if (version !== undefined && version !== (isThere ? found.version : null)) {
      throw mismatch(where, version);
    }
    if (found === undefined) return true;
    const batch = new Batch(where), stowage = new Stowage(where);
    const key = idKey(path, id, where);
    stamp(batch, layout);
    batch.check({ key, versionstamp: found.stamp }).delete(key);
    if ("slot" in found) takeOut({ batch, stowage }, path, id, found);
    return await commitStowed(kv, batch, stowage);
  });
  const { value, versionstamp } = await within(where, () => kv.get(countKey(path)));
  return versionstamp === null ? undefined : toCount(value);
}

function takeOut(
  { batch, stowage }: { readonly batch: Batch; readonly stowage: Stowage },
  path: readonly string[],
  id: Id,
  { row, slots, slot, sub }: Found,
): void {
  batch.check({ key: row.key, versionstamp: row.versionstamp }).sum(countKey(path), minus(1));
  stowage.drop(slot);
  if (isWhole(row.value)) stowage.drop(row.value);
  const until = untilOf(slot), left = slots.with(sub, null);
  if (until !== undefined) batch.delete(entryExpiryKey(until, path, id, feedLabel(path)));
  if (left.every((each) => each === null)) batch.delete(row.key);
  else {
    // The others keep their places, which the index by id names.
    const { value, bytes } = stowage.row(left);
    batch.set(row.key, value, { bytes });
  }
}
