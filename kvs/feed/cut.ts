/**
 * Cut: the oldest entries of a feed, or all of them, go.
 *
 * @module
 */
import { change, commitStowed } from "../rows/attempt.ts";
import { Batch } from "../rows/batch.ts";
import { openRecords, openSlots } from "../rows/chunk.ts";
import { within } from "../rows/commit.ts";
import { minus, toCount } from "../rows/counter.ts";
import { KvsError } from "../error.ts";
import { stamp } from "../rows/format.ts";
import { findEntry, type Found, indication } from "./feed.ts";
import type { Kv, KvCheck, KvEntry } from "../kv.ts";
import {
  argsKey,
  countKey,
  entryExpiryKey,
  idKey,
  isCountKey,
  ownKey,
  parseEntryKey,
} from "../rows/layout.ts";
import { getAll } from "../rows/many.ts";
import { feedLabel, type FeedName, feedParts } from "./path.ts";
import { type Id, type KvsRecord, toId } from "../rows/record.ts";
import { Room } from "../rows/room.ts";
import { isLive, isParts, isWhole, type Slot, slotId, untilOf } from "../rows/slot.ts";
import { ROW_SIZE, Stowage } from "../rows/stowage.ts";
import { clockOf } from "../store/clock.ts";
import { plus, type Weight } from "../rows/weight.ts";

/** Rows that are read at once; as many of them as fit are cut in one commit. */
const ROWS = 16;

/**
 * Removes the entries of the feed itself up to and including one; all of them where none is given,
 * and then the feed leaves the list of writers too. Feeds under it are left alone. Done in commits
 * of a few rows, oldest first, each of which leaves feed, index and count in step.
 *
 * @param upTo the record, or its id: the cut goes up to where it stands as the call looks, also where
 * another removes it meanwhile
 * @returns how many entries were removed, with those that had expired and were not taken out yet
 * @throws {KvsError} `not_found` where the feed has no such entry
 */
export async function cut(kv: Kv, feed: FeedName, upTo?: Id | KvsRecord): Promise<number> {
  const path = feedParts(feed), where = feedLabel(path);
  const last = upTo === undefined ? undefined : await within(where, () => lastOf(kv, path, upTo));
  const removed = await cutThrough(kv, path, last);
  if (last === undefined) await within(where, () => forget(kv, path));
  return removed;
}

/** Removes the entries up to and including the one at a place, which need not be there; all where none is given. */
export async function cutThrough(
  kv: Kv,
  path: readonly string[],
  last: Pick<Found, "at" | "sub"> | undefined,
): Promise<number> {
  const where = feedLabel(path);
  for (let removed = 0;;) {
    const step = await change(kv, where, (layout) => cutRows(kv, path, last, layout));
    removed += step.removed;
    if (!step.more) return removed;
  }
}

/** @throws {KvsError} `not_found` where the feed has no such entry */
async function lastOf(kv: Kv, path: readonly string[], upTo: Id | KvsRecord): Promise<Found> {
  const where = feedLabel(path), found = await findEntry(kv, path, toId(upTo, where));
  if (found !== undefined && "slot" in found && isLive(found.slot, clockOf(kv).now())) return found;
  throw new KvsError("not_found", `${where} has no such entry to cut up to`);
}

/**
 * One commit: the oldest rows, up to the last one wanted; undefined where another writer came
 * first.
 */
async function cutRows(
  kv: Kv,
  path: readonly string[],
  last: Pick<Found, "at" | "sub"> | undefined,
  layout: KvCheck,
): Promise<{ removed: number; more: boolean } | undefined> {
  const where = feedLabel(path), batch = new Batch(where), stowage = new Stowage(where);
  const room = new Room();
  stamp(batch, layout);
  room.take(new Batch().add(batch).sum(countKey(path), 0n).weight);
  let removed = 0, more = false, rows = 0;
  for await (const row of kv.list({ prefix: ownKey(path) }, { limit: ROWS, batchSize: ROWS })) {
    if (isCountKey(row.key)) break;
    const { at } = parseEntryKey(row.key);
    if (last !== undefined && at > last.at) break;
    const cut = await cutRow(kv, path, row, at === last?.at ? last.sub : Infinity);
    if (cut === undefined) return undefined;
    if (!room.take(cut.weight) && rows > 0) {
      more = true;
      break;
    }
    batch.add(cut.batch);
    for (const slot of cut.dropped) stowage.drop(slot);
    if (cut.left !== undefined) {
      const { value, bytes } = stowage.row(cut.left);
      batch.set(row.key, value, { bytes });
    }
    removed += cut.taken;
    more = ++rows === ROWS && at !== last?.at;
  }
  if (rows === 0) return { removed: 0, more: false };
  batch.sum(countKey(path), minus(removed));
  return await commitStowed(kv, batch, stowage) === undefined ? undefined : { removed, more };
}

/** What the cut of a row changes, but for the slots that are left in it. */
interface RowCut {
  readonly batch: Batch;
  /** Weight of the batch, with the row of the slots that are left. */
  readonly weight: Weight;
  readonly taken: number;
  readonly dropped: readonly Slot[];
  readonly left: readonly Slot[] | undefined;
}

/** The records up to the place `through` leave the row; the row goes with the last of them. */
async function cutRow(
  kv: Kv,
  path: readonly string[],
  row: KvEntry<unknown>,
  through: number,
): Promise<RowCut | undefined> {
  const { key, value, versionstamp } = row;
  const where = feedLabel(path), batch = new Batch(where), { at } = parseEntryKey(key);
  const slots = await openSlots(kv, value, where);
  if (slots === undefined) return undefined;
  batch.check({ key, versionstamp });
  const going = await goingOf(kv, row, slots, through);
  if (going === undefined) return undefined;
  const keys = going.map(({ id }) => idKey(path, id, where));
  const indexed = await getAll<number>(kv, keys);
  for (const [i, { slot, sub, id }] of going.entries()) {
    const place = indexed[i] && indication(indexed[i]), index = keys[i];
    // Only its own: another entry of the same id, as other writers of format 1 could leave it, keeps its index row.
    if (index !== undefined && place?.at === at && place.sub === sub) batch.delete(index);
    const until = untilOf(slot);
    if (until !== undefined) batch.delete(entryExpiryKey(until, path, id, where));
  }
  const left = slots.map((slot, sub) => sub > through ? slot : null);
  const dropped = [...isWhole(value) ? [value] : [], ...going.map(({ slot }) => slot)];
  if (left.some((slot) => slot !== null)) {
    const rest = new Batch().set(key, null, { bytes: ROW_SIZE });
    return { batch, weight: plus(batch.weight, rest.weight), taken: going.length, dropped, left };
  }
  batch.delete(key);
  return { batch, weight: batch.weight, taken: going.length, dropped, left: undefined };
}

interface Going {
  readonly slot: Exclude<Slot, null>;
  readonly sub: number;
  readonly id: Id;
}

/** The entries up to a place, with their ids, which large ones may not tell; undefined where the row has been replaced. */
async function goingOf(
  kv: Kv,
  row: KvEntry<unknown>,
  slots: readonly Slot[],
  through: number,
): Promise<Going[] | undefined> {
  const going: Going[] = [];
  const silent = slots.some((slot, sub) =>
    sub <= through && isParts(slot) && slot.of === undefined
  );
  const records = silent ? await openRecords(kv, slots, parseEntryKey(row.key).at) : [];
  if (records === undefined) return undefined;
  for (const [sub, slot] of slots.entries()) {
    if (sub > through || slot === null) continue;
    const id = slotId(slot) ?? records[sub]?.id;
    if (id === undefined) throw new KvsError("corrupt", "a row holds a record without an id");
    going.push({ slot, sub, id });
  }
  return going;
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
