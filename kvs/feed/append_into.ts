/**
 * Append as part of a commit that the caller puts together: what one commit changes together, a
 * table's row and entries of several feeds, becomes visible together.
 *
 * @module
 */
import { type Stowed, stowNow } from "../rows/chunk.ts";
import { named } from "../rows/commit.ts";
import { KvsError } from "../error.ts";
import type { Kv, KvAtomic } from "../kv.ts";
import { countKey, entryKey, idKey } from "../rows/layout.ts";
import { feedLabel, type FeedName, feedParts } from "./path.ts";
import { idOf, idText, type KvsRecord } from "../rows/record.ts";

/** The most records of one commit: each needs a check of its id, and a commit has 100. */
export const MAX_BATCH = 100;

/** How to append within a commit. */
export interface AppendIntoOptions {
  /**
   * True where something else in the same commit makes sure that the feed has none of the ids: they
   * are not checked then. With an id that is there all the same the feed would hold it twice.
   */
  readonly fresh?: boolean;
}

/** The feeds that a commit appends to already. */
const appended = new WeakMap<KvAtomic, Set<string>>();

/**
 * Adds the append of new records, at most 100, to a commit: their row under the commit's
 * versionstamp, their index by id, and the count. Nothing is read and nothing is written before the
 * caller commits; the feed is then as if `appendMany` had appended them.
 *
 * A commit has one versionstamp, so all records of one feed must be given at once. Each needs a
 * check, of which a commit has 100, unless they are `fresh`; where an id is there, the check fails
 * and `commit` answers `ok: false`. Together the records may take 715,000 bytes, of the 819,200
 * that a commit has for everything. Where an id comes twice, the later record takes the place of
 * the earlier. After an error the commit must not be used any more.
 *
 * @param kv the store that the commit belongs to
 * @param atomic the commit that is being put together
 * @param records plain objects with an `id`, in their order
 * @param feed the feed's path; it need not exist
 * @throws {KvsError} `bad_feed`, `bad_id`, `bad_record`, `too_many`, `too_large`, `unstorable`;
 * `twice` where the commit appends to this feed already
 *
 * @example
 * ```ts
 * import { appendInto, feed, openKv } from "@n2o/n2o/kvs";
 *
 * using kv = await openKv(":memory:");
 * const state = await kv.get(["process", 1]);
 * const commit = kv.atomic().check(state).set(["process", 1], "approved");
 * appendInto(kv, commit, [{ id: 1, to: "approved" }], "/process/1/history");
 * appendInto(kv, commit, [{ id: 1, text: "done" }], "/mail/ann");
 * const { ok } = await commit.commit();
 * if (!ok || (await feed(kv, "/mail")).length !== 1) throw new Error("all three, or nothing");
 * ```
 */
export function appendInto<T extends KvsRecord>(
  kv: Kv,
  atomic: KvAtomic,
  records: readonly T[],
  feed: FeedName,
  options: AppendIntoOptions = {},
): void {
  const path = target(feed), where = feedLabel(path);
  for (const record of records) idOf(record, where);
  const each = lastOfEach(records);
  if (each.length === 0) return;
  if (each.length > MAX_BATCH) throw tooMany(where, each.length, "commit them apart");
  const feeds = appended.get(atomic) ?? new Set<string>();
  if (feeds.has(where)) {
    throw new KvsError(
      "twice",
      `${where}: the commit appends to it already; give all its records at once`,
    );
  }
  appended.set(atomic, feeds.add(where));
  try {
    stageNew(kv, atomic, path, each, stowNow(each, where), options.fresh ?? false);
  } catch (cause) {
    throw named(where, cause);
  }
}

/** Adds to a commit what an append of records that are not there yet changes. */
export function stageNew(
  kv: Kv,
  atomic: KvAtomic,
  path: readonly string[],
  records: readonly KvsRecord[],
  stowed: Stowed,
  fresh: boolean,
): void {
  const where = feedLabel(path);
  atomic.set(entryKey(path, kv.commitVersionstamp()), stowed.value);
  stowed.stage(atomic);
  records.forEach(({ id }, sub) => {
    const key = idKey(path, id, where);
    if (!fresh) atomic.check({ key, versionstamp: null });
    atomic.set(key, sub);
  });
  atomic.sum(countKey(path), BigInt(records.length));
}

/** The records, without those whose id comes again: the last one takes the place of the first. */
export function lastOfEach<T extends KvsRecord>(records: readonly T[]): readonly T[] {
  if (records.length === 1) return records;
  return [...new Map(records.map((record) => [idText(record.id), record])).values()];
}

/** The parts of the name of a feed that can be appended to. */
export function target(feed: FeedName): readonly string[] {
  const path = feedParts(feed);
  if (path.length > 0) return path;
  throw new KvsError(
    "bad_feed",
    'feed "/" only shows what the feeds under it hold: append to one of them',
  );
}

/** The error for more records than one commit holds. */
export function tooMany(where: string, count: number, advice: string): KvsError {
  return new KvsError(
    "too_many",
    `${where}: ${count} records do not fit one commit of ${MAX_BATCH}; ${advice}`,
  );
}
