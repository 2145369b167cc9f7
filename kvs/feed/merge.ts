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
import { isWatched, recheck, stamp } from "../rows/format.ts";
import { LIMITS } from "../store/limits.ts";
import { holds, type Indication, indication } from "./feed.ts";
import type { Kv, KvCheck, KvEntry, KvEntryMaybe } from "../kv.ts";
import { countKey, entryExpiryKey, entryKey, idKey } from "../rows/layout.ts";
import { stageNew } from "./append_into.ts";
import { getAll } from "../rows/many.ts";
import type { Id, KvsRecord } from "../rows/record.ts";
import { hold, isLive, isWhole, revOf, type Slot, untilOf, versionOf } from "../rows/slot.ts";
import { ROW_SIZE, Stowage } from "../rows/stowage.ts";
import { clockOf } from "../store/clock.ts";

/** An upper bound of the bytes of what is told of a record. */
const HELD = 150;

/** The most bytes of all rows that one commit changes: the rest is for keys and what is new. */
const ROWS_SIZE = 400_000;

/** What is to be appended, in one commit. */
export interface Given {
  /** Each id once. */
  readonly records: readonly KvsRecord[];
  /** An upper bound of their bytes. */
  readonly bound: number;
  readonly path: readonly string[];
  /** The feed, for messages. */
  readonly where: string;
  /** When they expire, in milliseconds since 1970. */
  readonly until: number | undefined;
  /** The version of the only record; null where the feed must not have it. */
  readonly version: string | null | undefined;
}

/**
 * Appends records as new ones.
 *
 * @returns the version of the commit; undefined where one of them is there, or a commit has not room for a check of each
 */
export async function newOnly(
  kv: Kv,
  given: Given,
  layout: KvCheck,
): Promise<string | undefined> {
  const { records, where } = given, batch = new Batch(where), stowage = new Stowage(where);
  const isFull = records.length === LIMITS.checks && layout.versionstamp !== null;
  // A commit of as many records as it has checks has none for the layout: it is looked at right before.
  if (isFull) await recheck(kv);
  else stamp(batch, layout);
  stageFresh({ kv, batch, stowage }, given, records, false);
  if (batch.weight.checks + Math.min(1, stowage.parts) > LIMITS.checks) return undefined;
  return await commitStowed(kv, batch, stowage);
}

/**
 * Appends records, those that are there in their place.
 *
 * @returns the version of the commit; undefined where another writer came first, false where the record is not of
 * the version asked for
 */
export async function merge(
  kv: Kv,
  given: Given,
  layout: KvCheck,
): Promise<string | false | undefined> {
  const { records, path, where } = given;
  // The count is read first: where nothing has changed it since, the feed is as it is read here.
  const [count, ...indexed] = await getAll<number>(kv, [
    countKey(path),
    ...records.map(({ id }) => idKey(path, id, where)),
  ]);
  const rows = await readRows(kv, given, indexed);
  if (rows === undefined || count === undefined) return undefined;
  const batch = new Batch(where), stowage = new Stowage(where), fresh: KvsRecord[] = [];
  stamp(batch, layout);
  let gone = 0;
  for (const [i, record] of records.entries()) {
    const found = entryIn(rows, indexed[i], record.id, clockOf(kv).now());
    if (given.version !== undefined && given.version !== (found?.version ?? null)) return false;
    if (found !== undefined) replace({ batch, stowage }, given, found, record);
    // What has expired goes, and what is appended now is a new entry.
    if (found?.version !== undefined) continue;
    fresh.push(record);
    if (found !== undefined) gone++;
  }
  const checks: KvCheck[] = indexed.map(({ key, versionstamp }) => ({ key, versionstamp }));
  const changed = [...rows.values()].filter((row) => row.changed);
  const most = Math.min(ROW_SIZE, Math.floor(ROWS_SIZE / changed.length));
  for (const { entry, slots } of changed) {
    if (isWhole(entry.value)) stowage.drop(entry.value);
    checks.push({ key: entry.key, versionstamp: entry.versionstamp });
    if (slots.every((slot) => slot === null)) batch.delete(entry.key);
    else {
      const { value, bytes } = stowage.row(slots, undefined, most);
      batch.set(entry.key, value, { bytes });
    }
  }
  if (fresh.length > 0) stageFresh({ kv, batch, stowage }, given, fresh, true);
  batch.sum(countKey(path), minus(gone));
  guard(batch, checks, count, Math.min(1, stowage.parts));
  return await commitStowed(kv, batch, stowage);
}

/** An entry that is there already. */
interface InRow {
  readonly row: Row;
  readonly sub: number;
  readonly slot: Exclude<Slot, null>;
  /** Undefined where it has expired. */
  readonly version: string | undefined;
}

function entryIn(
  rows: ReadonlyMap<string, Row>,
  indexed: KvEntryMaybe<number> | undefined,
  id: Id,
  now: number,
): InRow | undefined {
  const place = indexed && indication(indexed), row = place && rows.get(place.at);
  if (row === undefined || place === undefined) return undefined;
  const { at, sub } = place, slot = row.slots[sub];
  if (!holds(slot, id)) return undefined;
  const version = versionOf(row.entry.versionstamp, at, row.slots, sub);
  return { row, sub, slot, version: isLive(slot, now) ? version : undefined };
}

/** Puts a record in the place of an entry; one that has expired leaves its place empty. */
function replace(
  { batch, stowage }: Staged,
  given: Given,
  { row, sub, slot, version }: InRow,
  record: KvsRecord,
): void {
  const { path, where, until } = given, before = untilOf(slot);
  const rev = row.slots.length > 1 ? revOf(slot) + 1 : 0;
  stowage.drop(slot);
  if (before !== undefined) batch.delete(entryExpiryKey(before, path, record.id, where));
  row.slots[sub] = version === undefined ? null : hold(record, until, rev);
  row.changed = true;
  if (version !== undefined && until !== undefined) {
    batch.set(entryExpiryKey(until, path, record.id, where), true);
  }
}

interface Staged {
  readonly batch: Batch;
  readonly stowage: Stowage;
}

/** Adds what an append of new records changes; with the checks of their ids unless something else makes sure that they are new. */
function stageFresh(
  { kv, batch, stowage }: Staged & { readonly kv: Kv },
  given: Given,
  records: readonly KvsRecord[],
  fresh: boolean,
): void {
  const slots = records.map((record) => hold(record, given.until));
  const bound = given.until === undefined ? given.bound : given.bound + HELD * records.length;
  const row = stowage.row(slots, bound);
  stageNew(batch, given.path, slots, {
    row,
    stamp: kv.commitVersionstamp(),
    fresh,
    watched: isWatched(kv),
  });
}

interface Row {
  readonly entry: KvEntry<unknown>;
  readonly slots: Slot[];
  changed: boolean;
}

/** The rows that the index names, by their positions; undefined where one was replaced while it was read. */
async function readRows(
  kv: Kv,
  { path, where }: Given,
  indexed: readonly KvEntryMaybe<number>[],
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
