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
import { ready, stamp } from "../rows/format.ts";
import type { Kv } from "../kv.ts";
import { checkKv, misuse, optionsOf } from "../options.ts";
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
  const removal = removalOf(of, feed, options), { path, where } = removal;
  await change(kv, where, async (layout) => {
    const staged = await staging(kv, removal);
    if (staged === undefined) return true;
    stamp(staged.batch, layout);
    return await commitStowed(kv, staged.batch, staged.stowage);
  });
  const { value, versionstamp } = await within(where, () => kv.get(countKey(path)));
  return versionstamp === null ? undefined : toCount(value);
}

/**
 * Adds the removal of an entry of the feed itself to a batch: the feed is read now; where another writer changes what was read before the batch is
 * committed, a check does not hold, and all of it is to be put together anew. Where there is no such entry nothing is added.
 *
 * @param kv the store that the batch belongs to
 * @param of the record, or its id
 * @throws {KvsError} as `remove`
 *
 * @example
 * ```ts
 * import { append, appendInto, Batch, feed, openKv } from "@n2o/n2o/kvs";
 * import { removeInto } from "@n2o/n2o/kvs/alter";
 *
 * using kv = await openKv(":memory:");
 * await append(kv, { id: 1, text: "hello" }, "/in");
 * const batch = new Batch("move");
 * await removeInto(kv, batch, 1, "/in");
 * appendInto(kv, batch, [{ id: 1, text: "hello" }], "/done");
 * if (await batch.commit(kv) === undefined) throw new Error("somebody was first");
 * if ((await feed(kv, "/in")).length + (await feed(kv, "/done")).length !== 1) throw new Error("it is in one of them");
 * ```
 */
export async function removeInto(
  kv: Kv,
  batch: Batch,
  of: Id | KvsRecord,
  feed: FeedName,
  options?: RemoveOptions,
): Promise<void> {
  const removal = removalOf(of, feed, options);
  checkKv(removal.where, kv);
  if (!given(removal.where, () => batch instanceof Batch)) {
    throw misuse(removal.where, "a Batch", batch);
  }
  await within(removal.where, async () => {
    const staged = await staging(kv, removal);
    if (staged === undefined) return;
    stamp(staged.batch, await ready(kv));
    await staged.stowage.settle(kv, batch.add(staged.batch));
  });
}

/** What is to be removed. */
interface Removal {
  readonly path: readonly string[];
  /** The feed, for messages. */
  readonly where: string;
  readonly id: Id;
  readonly version: string | null | undefined;
}

function removalOf(
  of: Id | KvsRecord,
  feed: FeedName,
  options: RemoveOptions | undefined,
): Removal {
  const path = feedParts(feed), where = feedLabel(path), id = toId(of, where);
  return {
    path,
    where,
    id,
    version: asked(optionsOf<RemoveOptions>(where, options).version, where),
  };
}

/** What is put together of a removal. */
interface Staged {
  readonly batch: Batch;
  readonly stowage: Stowage;
}

/** Reads what is to be removed; undefined where there is nothing. */
async function staging(
  kv: Kv,
  { path, where, id, version }: Removal,
): Promise<Staged | undefined> {
  const found = await findEntry(kv, path, id), now = clockOf(kv).now();
  const isThere = found !== undefined && "slot" in found && isLive(found.slot, now);
  if (version !== undefined && version !== (isThere ? found.version : null)) {
    throw mismatch(where, version);
  }
  if (found === undefined) return undefined;
  const batch = new Batch(where), stowage = new Stowage(where), key = idKey(path, id, where);
  batch.check({ key, versionstamp: found.stamp }).delete(key);
  if ("slot" in found) takeOut({ batch, stowage }, path, id, found);
  return { batch, stowage };
}

function takeOut(
  { batch, stowage }: Staged,
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
