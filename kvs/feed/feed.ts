/**
 * Reading whole feeds and single entries.
 *
 * @module
 */
import { isObject } from "../../base/mod.ts";
import { openRow, openSlots } from "../rows/chunk.ts";
import { within } from "../rows/commit.ts";
import { readCount } from "../rows/counter.ts";
import { KvsError } from "../error.ts";
import type { Kv, KvEntry, KvEntryMaybe } from "../kv.ts";
import {
  countKey,
  entryKey,
  expiredKeys,
  idKey,
  idOfKey,
  idsKey,
  parseExpiryKey,
} from "../rows/layout.ts";
import { feedLabel, type FeedName, feedParts } from "./path.ts";
import { type Id, type IdPart, idText, type KvsRecord } from "../rows/record.ts";
import { isLive, isParts, isWhole, type Slot, slotId, untilOf, versionOf } from "../rows/slot.ts";
import { clockOf } from "../store/clock.ts";
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

/** Where the index says that an entry stands. */
export interface Indication {
  /** What names the row of the entry: the versionstamp of the index row, unless `check` has set that anew. */
  readonly at: string;
  /** The place within the row. */
  readonly sub: number;
  /** The versionstamp of the index row. */
  readonly stamp: string;
}

/** Reads a row of the index by id; undefined where the feed has no such entry. */
export function indication(
  { value, versionstamp }: KvEntryMaybe<unknown>,
): Indication | undefined {
  if (versionstamp === null) return undefined;
  const told = isObject(value) && typeof value.at === "string" ? value.at : undefined;
  const sub = isObject(value) ? value.sub : value;
  return { at: told ?? versionstamp, sub: Number(sub), stamp: versionstamp };
}

/** An entry where it stands. */
export interface Found extends Indication {
  /** As it was read: its versionstamp guards the change of it. */
  readonly row: KvEntry<unknown>;
  /** Of the row, in the order of their append. */
  readonly slots: readonly Slot[];
  /** Of the entry itself: not null, but it may have expired. */
  readonly slot: Exclude<Slot, null>;
  /** The version of the entry, as `read` gives it. */
  readonly version: string;
}

/**
 * The entry with this id in the feed itself, as of one moment.
 *
 * @returns undefined where there is none; an indication alone where the index names an entry that is
 * gone, as other writers of format 1 could leave it
 */
export async function findEntry(
  kv: Kv,
  path: readonly string[],
  id: Id,
): Promise<Found | Indication | undefined> {
  const where = feedLabel(path), key = idKey(path, id, where);
  for (let seen: string | undefined, torn: string | undefined;;) {
    const place = indication(await kv.get<number>(key));
    if (place === undefined) return undefined;
    const row = await kv.get(entryKey(path, place.at));
    const slots = row.versionstamp === null ? [] : await openSlots(kv, row.value, where);
    const slot = slots?.[place.sub];
    if (row.versionstamp !== null && slots !== undefined && holds(slot, id)) {
      const version = versionOf(row.versionstamp, place.at, slots, place.sub);
      return { ...place, row, slots, slot, version };
    }
    if (seen === place.at && slots !== undefined) return place;
    if (torn === row.versionstamp && slots === undefined) {
      throw new KvsError("corrupt", `${where}: parts of a row are missing`);
    }
    torn = slots === undefined ? row.versionstamp ?? undefined : undefined;
    seen = place.at; // removed or replaced between the two reads: look again
  }
}

/** Whether a slot is the entry with this id. */
export function holds(slot: Slot | undefined, id: Id): slot is Exclude<Slot, null> {
  if (slot === null || slot === undefined) return false;
  const held = slotId(slot);
  // There are several NaNs in keys and one in records: the index is right about them.
  return held === undefined || idText(held) === idText(id) || (hasNaN(held) && hasNaN(id));
}

function hasNaN(id: Id): boolean {
  return [id].flat().some((part) => Number.isNaN(part));
}

/** An entry or a record, and its version. */
export interface Versioned<T extends KvsRecord = KvsRecord> {
  /** As it is stored. */
  readonly record: T;
  /** Changes with every change of the record, and with none of another's: compare it, and give it to those that change. */
  readonly version: string;
  /** When it expires, in milliseconds since 1970; never unless given. */
  readonly until?: number;
}

/** A record with its version, and what its slot tells of it. */
export function versioned<T extends KvsRecord>(
  record: T,
  version: string,
  slot: Slot | undefined,
): Versioned<T> {
  const until = untilOf(slot);
  return { record, version, ...(until !== undefined && { until }) };
}

/** The entry with this id in the feed itself, with its version; undefined where there is none. */
export async function readEntry<T extends KvsRecord>(
  kv: Kv,
  feed: FeedName,
  id: Id,
): Promise<Versioned<T> | undefined> {
  const path = feedParts(feed), where = feedLabel(path);
  return await within(where, async () => {
    for (;;) {
      const found = await findEntry(kv, path, id);
      if (found === undefined || !("slot" in found)) return undefined;
      const { row, slot, sub, version } = found, parts = isParts(slot) || isWhole(row.value);
      const record = (await openRow(kv, row, where, () => [sub]))[sub];
      // Where parts were gone the row was read anew: is it still of this version?
      if (parts && (await kv.get(row.key)).versionstamp !== row.versionstamp) continue;
      if (record === null || record === undefined) return undefined; // expired
      return versioned(record as T, version, slot); // as: the caller's claim
    }
  });
}

/** The entry with this id in the feed itself; undefined where there is none. */
export async function getEntry<T extends KvsRecord>(
  kv: Kv,
  feed: FeedName,
  id: Id,
): Promise<T | undefined> {
  return (await readEntry<T>(kv, feed, id))?.record;
}

/** The ids of what the feed itself holds, in the order of their keys. */
export async function entryIds(kv: Kv, feed: FeedName): Promise<Id[]> {
  const path = feedParts(feed), where = feedLabel(path), prefix = idsKey(path);
  return await within(where, async () => {
    // What has expired is looked for first: what is taken out meanwhile is known then.
    const expired = await expiredIds(kv, path), ids: Id[] = [];
    for await (const { key } of kv.list({ prefix }, { batchSize: 500 })) {
      const id = idOfKey(key.slice(prefix.length) as IdPart[]); // as: ids are stored as their parts
      if (!expired.has(idText(id)) || await isThere(kv, path, id)) ids.push(id);
    }
    return ids;
  });
}

async function expiredIds(kv: Kv, path: readonly string[]): Promise<ReadonlySet<string>> {
  const ids = new Set<string>(), { length } = path;
  for await (const { key } of kv.list(expiredKeys(clockOf(kv).now()), { batchSize: 500 })) {
    const expiring = parseExpiryKey(key);
    if (!("path" in expiring) || expiring.path.length !== length) continue;
    if (expiring.path.every((part, i) => part === path[i])) ids.add(idText(expiring.id));
  }
  return ids;
}

/** Appended anew meanwhile, or made to stay. */
async function isThere(kv: Kv, path: readonly string[], id: Id): Promise<boolean> {
  const found = await findEntry(kv, path, id);
  return found !== undefined && "slot" in found && isLive(found.slot, clockOf(kv).now());
}

/** How many entries the feed itself holds, with those that have expired and are not taken out yet. */
export function countEntries(kv: Kv, feed: FeedName): Promise<number> {
  return readCount(kv, countKey(feedParts(feed)));
}
