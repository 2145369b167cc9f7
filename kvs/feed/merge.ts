/**
 * The two ways to append: to records that are all new, with nothing read before, and to those of
 * which some are there.
 *
 * The first assumes that the ids are new: the commit checks that the index has no such id, and the
 * count is a sum, so appends of different ids never fail on one another. The second reads the index
 * and the rows that it names, and checks both, so that what is updated is what was read.
 *
 * @module
 */
import { commitStowed, guard } from "../rows/attempt.ts";
import { Batch } from "../rows/batch.ts";
import { openSlots } from "../rows/chunk.ts";
import { minus } from "../rows/counter.ts";
import { holds, type Indexed, type Indication, indication } from "./feed.ts";
import type { Kv, KvCheck, KvEntryMaybe } from "../kv.ts";
import { countKey, entryExpiryKey, entryKey, idKey } from "../rows/layout.ts";
import { stageNew } from "./append_into.ts";
import { getAll } from "../rows/many.ts";
import type { Id, KvsRecord } from "../rows/record.ts";
import { isLive, isWhole, type Slot, untilOf } from "../rows/slot.ts";
import { Stowage } from "../rows/stowage.ts";
import { clockOf } from "../store/clock.ts";

/** What is to be appended, in one commit. */
export interface Given {
  /** Each id once. */
  readonly records: readonly KvsRecord[];
  readonly path: readonly string[];
  /** The feed, for messages. */
  readonly where: string;
  /** When they expire, in milliseconds since 1970. */
  readonly until: number | undefined;
  /** The version of the only record; null where the feed must not have it. */
  readonly version: string | null | undefined;
}

/** Appends records as new ones; undefined where one of them is there, or a commit has not room for a check of each. */
export async function newOnly(
  kv: Kv,
  given: Given,
  layout: KvCheck,
): Promise<true | undefined> {
  const { records, path, where } = given;
  const batch = new Batch(where).check(layout), stowage = new Stowage(where);
  stageFresh(kv, { batch, stowage }, given, records);
  const checks = records.map(({ id }) => ({ key: idKey(path, id, where), versionstamp: null }));
  if (!guard(batch, checks, undefined, Math.min(1, stowage.parts))) return undefined;
  return await commitStowed(kv, batch, stowage) === undefined ? undefined : true;
}

/**
 * Appends records, those that are there in their place.
 *
 * @returns undefined where another writer came first, false where the record is not of the version
 * asked for
 */
export async function merge(
  kv: Kv,
  given: Given,
  layout: KvCheck,
): Promise<boolean | undefined> {
  const { records, path, where, version } = given, now = clockOf(kv).now();
  // The count is read first: where nothing has changed it since, the feed is as it is read here.
  const [count, ...indexed] = await getAll<Indexed>(kv, [
    countKey(path),
    ...records.map(({ id }) => idKey(path, id, where)),
  ]);
  const rows = await readRows(kv, given, indexed);
  if (rows === undefined || count === undefined) return undefined;
  const batch = new Batch(where).check(layout), stowage = new Stowage(where);
  const checks: KvCheck[] = indexed.map(({ key, versionstamp }) => ({ key, versionstamp }));
  const fresh: KvsRecord[] = [];
  let gone = 0;
  for (const [i, record] of records.entries()) {
    const place = indexed[i] && indication(indexed[i]), row = place && rows.get(place.at);
    const slot = row?.slots[place?.sub ?? -1];
    const isThere = holds(slot, record.id), live = isThere && isLive(slot, now);
    if (version !== undefined && version !== (live ? place?.version : null)) return false;
    if (isThere && row !== undefined && place !== undefined) {
      stowage.drop(slot);
      const until = untilOf(slot);
      if (until !== undefined) batch.delete(entryExpiryKey(until, path, record.id, where));
      row.slots[place.sub] = live ? kept(record, given.until) : null;
      row.changed = true;
      if (live) {
        batch.set(idKey(path, record.id, where), [place.sub, place.at]);
        stageExpiry(batch, given, record.id);
        continue;
      }
      gone++; // it has expired: what is appended now is a new entry
    }
    fresh.push(record);
  }
  for (const { entry, slots, changed } of rows.values()) {
    if (!changed) continue;
    if (isWhole(entry.value)) stowage.drop(entry.value);
    checks.push({ key: entry.key, versionstamp: entry.versionstamp });
    if (slots.every((slot) => slot === null)) batch.delete(entry.key);
    else {
      const { value, bytes } = stowage.row(slots);
      batch.set(entry.key, value, { bytes });
    }
  }
  if (fresh.length > 0) stageFresh(kv, { batch, stowage }, given, fresh);
  else batch.sum(countKey(path), 0n);
  if (gone > 0) batch.sum(countKey(path), minus(gone));
  guard(batch, checks, count, Math.min(1, stowage.parts));
  return await commitStowed(kv, batch, stowage) === undefined ? undefined : true;
}

interface Staged {
  readonly batch: Batch;
  readonly stowage: Stowage;
}

/** Adds what an append of new records changes, but for the checks of their ids. */
function stageFresh(
  kv: Kv,
  { batch, stowage }: Staged,
  given: Given,
  records: readonly KvsRecord[],
): void {
  const row = stowage.row(records.map((record) => kept(record, given.until)));
  stageNew(batch, given.path, records, { row, stamp: kv.commitVersionstamp(), fresh: true });
  for (const { id } of records) stageExpiry(batch, given, id);
}

function stageExpiry(batch: Batch, { path, where, until }: Given, id: Id): void {
  if (until !== undefined) batch.set(entryExpiryKey(until, path, id, where), true);
}

function kept(record: KvsRecord, until: number | undefined): Slot {
  return until === undefined ? record : { record, until };
}

interface Row {
  readonly entry: KvEntryMaybe<unknown>;
  readonly slots: Slot[];
  changed: boolean;
}

/** The rows that the index names, by their positions; undefined where one was replaced while it was read. */
async function readRows(
  kv: Kv,
  { path, where }: Given,
  indexed: readonly KvEntryMaybe<Indexed>[],
): Promise<Map<string, Row> | undefined> {
  const places = indexed.map(indication).filter((place) => place !== undefined);
  const found = [...new Set(places.map(({ at }: Indication) => at))];
  const rows = new Map<string, Row>();
  const entries = await getAll<unknown>(kv, found.map((at) => entryKey(path, at)));
  for (const [i, entry] of entries.entries()) {
    if (entry.versionstamp === null) continue; // the check of its index row tells whether it is gone
    const slots = await openSlots(kv, entry.value, where);
    if (slots === undefined) return undefined;
    rows.set(found[i] ?? "", { entry, slots: [...slots], changed: false });
  }
  return rows;
}
