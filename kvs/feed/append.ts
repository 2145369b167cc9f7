/**
 * Append: one atomic commit that sets the entry, its row in the index by id, and the feed's count.
 *
 * The first attempt assumes that the ids are new and reads nothing: the commit checks that the
 * index has no such id, and the count is a sum, so appends of different ids never fail on one
 * another. Where an id is there, the entry is replaced where it stands, and the commit checks its
 * row instead.
 *
 * @module
 */
import { lastOfEach, MAX_APPEND, stageNew, target, tooMany } from "./append_into.ts";
import { open, release, ROW_SIZE, stow } from "../rows/chunk.ts";
import { retry, within } from "../rows/commit.ts";
import type { Kv, KvAtomic, KvEntryMaybe } from "../kv.ts";
import { entryKey, idKey } from "../rows/layout.ts";
import { getAll } from "../rows/many.ts";
import { feedLabel, type FeedName } from "./path.ts";
import { idOf, type KvsRecord } from "../rows/record.ts";
import { groups } from "../rows/room.ts";
import { EMPTY } from "../rows/weight.ts";
import { sizeBound } from "../value/size.ts";

/** Options of `appendMany`. */
export interface AppendOptions {
  /** Allows several commits, each whole: needed for more than 100 records. */
  readonly split?: boolean;
}

/**
 * Appends a record to a feed in one atomic commit; an id that the feed has already is updated in
 * its place.
 *
 * @param kv the store
 * @param record a plain object with an `id`
 * @param feed the feed's path; it need not exist
 * @returns the record's id, once the commit is durable
 * @throws {KvsError} `bad_feed`, `bad_id`, `bad_record`, `too_large`, `unstorable`, `conflict`, `full`,
 * `store`
 *
 * @example
 * ```ts
 * import { append, feed, openKv } from "@n2o/n2o/kvs";
 *
 * using kv = await openKv(":memory:");
 * await append(kv, { id: 1, text: "hello" }, "/chat/room");
 * if ((await feed(kv, "/chat/room")).length !== 1) throw new Error("one entry");
 * ```
 */
export async function append<T extends KvsRecord>(
  kv: Kv,
  record: T,
  feed: FeedName,
): Promise<T["id"]> {
  const path = target(feed), where = feedLabel(path);
  idOf(record, where);
  await appendBatch(kv, [record], path, where);
  return record.id;
}

/**
 * Appends records in their order, in one atomic commit: at most 100, unless `split` allows several
 * commits. Where an id comes twice, the later record takes the place of the earlier.
 *
 * @returns the ids
 * @throws {KvsError} `too_many` over 100 without `split`; as {@linkcode append}
 */
export async function appendMany<T extends KvsRecord>(
  kv: Kv,
  records: readonly T[],
  feed: FeedName,
  options: AppendOptions = {},
): Promise<T["id"][]> {
  const path = target(feed), where = feedLabel(path);
  for (const record of records) idOf(record, where);
  if (records.length > MAX_APPEND && !options.split) {
    throw tooMany(where, records.length, "allow several with { split: true }");
  }
  for (const batch of options.split ? splits(records) : [records]) {
    if (batch.length > 0) await appendBatch(kv, batch, path, where);
  }
  return records.map(({ id }) => id);
}

/** The records of each commit stay within one row. */
function splits<T>(records: readonly T[]): Generator<T[]> {
  const weigh = (record: T) => ({ ...EMPTY, bytes: sizeBound(record, ROW_SIZE) });
  return groups(records, weigh, { bytes: ROW_SIZE, most: MAX_APPEND });
}

async function appendBatch(
  kv: Kv,
  batch: readonly KvsRecord[],
  path: readonly string[],
  where: string,
): Promise<void> {
  const records = lastOfEach(batch);
  await within(where, () =>
    retry(where, async (n) => {
      const known = n === 0 ? [] : await findRows(kv, path, records, where);
      const found = new Set(known.flatMap(({ updates }) => updates.map(([, record]) => record)));
      const atomic = kv.atomic(), undo: (() => Promise<void>)[] = [];
      for (const row of known) undo.push(await stageUpdate(kv, atomic, row, where));
      const fresh = found.size === 0 ? records : records.filter((record) => !found.has(record));
      if (fresh.length > 0) {
        const stowing = stow(kv, fresh, where);
        const stowed = stowing instanceof Promise ? await stowing : stowing;
        const stamp = kv.commitVersionstamp();
        stageNew(atomic, path, fresh, { stowed, stamp, fresh: false });
        undo.push(stowed.undo);
      }
      const { ok } = await atomic.commit();
      if (ok) return true;
      for (const step of undo) await step();
      return undefined;
    }));
}

interface Row {
  readonly entry: KvEntryMaybe<unknown>;
  readonly records: readonly unknown[];
  readonly updates: (readonly [sub: number, record: KvsRecord])[];
}

async function stageUpdate(
  kv: Kv,
  atomic: KvAtomic,
  row: Row,
  where: string,
): Promise<() => Promise<void>> {
  const records = [...row.records];
  for (const [sub, record] of row.updates) records[sub] = record;
  const stowed = await stow(kv, records, where);
  atomic.check({ key: row.entry.key, versionstamp: row.entry.versionstamp });
  release(atomic, row.entry.value);
  stowed.stage(atomic);
  atomic.set(row.entry.key, stowed.value);
  return stowed.undo;
}

/** The rows that hold the records whose ids the feed has already. */
async function findRows(
  kv: Kv,
  path: readonly string[],
  records: readonly KvsRecord[],
  where: string,
): Promise<Row[]> {
  const indexed = await getAll<number>(kv, records.map(({ id }) => idKey(path, id, where)));
  const places = new Map<string, [number, KvsRecord][]>();
  indexed.forEach(({ value, versionstamp }, i) => {
    const record = records[i];
    if (versionstamp === null || record === undefined) return;
    places.set(versionstamp, [...places.get(versionstamp) ?? [], [value, record]]);
  });
  const rows: Row[] = [];
  const entries = await getAll<unknown>(kv, [...places.keys()].map((at) => entryKey(path, at)));
  for (const entry of entries) {
    const updates = places.get(String(entry.key.at(-1))) ?? [];
    // Gone between the two reads: the record counts as new, and its check tells whether that is so.
    const opened = entry.versionstamp === null ? undefined : await open(kv, entry.value, where);
    if (opened !== undefined) rows.push({ entry, records: opened, updates });
  }
  return rows;
}
