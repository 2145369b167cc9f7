/**
 * Append as part of a commit that the caller puts together: what one commit changes together, a
 * table's row and entries of several feeds, becomes visible together.
 *
 * @module
 */
import { Batch } from "../rows/batch.ts";
import { expiry } from "../rows/attempt.ts";
import type { Changes } from "../rows/changes.ts";
import { stowNow } from "../rows/chunk.ts";
import { type Row, ROW_SIZE } from "../rows/stowage.ts";
import { named } from "../rows/commit.ts";
import { KvsError } from "../error.ts";
import type { Kv, KvAtomic } from "../kv.ts";
import { isWatched } from "../rows/format.ts";
import type { Gathering } from "../rows/gathering.ts";
import { clockOf } from "../store/clock.ts";
import {
  countKey,
  entryExpiryKey,
  entryKey,
  feedsKeys,
  idKey,
  idsKey,
  ownKey,
} from "../rows/layout.ts";
import { checkCommit, checkKv, listOf, optionsOf } from "../options.ts";
import { feedLabel, type FeedName, feedParts } from "./path.ts";
import { LIMITS } from "../store/limits.ts";
import { idOf, idParts, idText, type KvsRecord } from "../rows/record.ts";
import { type Fresh, hold, recordOf, untilOf } from "../rows/slot.ts";
import { keySize, sizeBound } from "../value/size.ts";
import { type Snapshot, snapshot } from "../value/snapshot.ts";

/** The most records of one commit: each needs a check of its id, and a commit has 100. */
export const MAX_APPEND: number = LIMITS.checks;

/** An upper bound of the bytes of a place within a row, the value of an index by id. */
const INDEX_VALUE = 12;
/** An upper bound of the bytes of `true`, the value of what tells watchers of an append and of what tells when an entry expires. */
const TRUE = 30;

/** How to append within a commit. */
export interface AppendIntoOptions {
  /**
   * True where something else in the same commit makes sure that the feed has none of the ids: they
   * are not checked then. With an id that is there all the same the feed would hold it twice.
   */
  readonly fresh?: boolean;
  /** Milliseconds, from now on, after which the entries are gone. */
  readonly expireIn?: number;
}

/** The feeds that a commit appends to already. */
const appended = new WeakMap<KvAtomic, Set<string>>();

/**
 * Adds the append of new records, at most 100, to a commit: their row under the commit's
 * versionstamp, their index by id, and the count. Nothing is read and nothing is written before the
 * caller commits; the feed is then as if `appendMany` had appended them.
 *
 * A commit has one versionstamp, so all records of one feed lie in one row. A commit of the store
 * must be given them at once; a {@linkcode Batch} keeps what it is given until it is committed, and
 * joins it with what others append in the same commit. Each record needs a
 * check, of which a commit has 100, unless they are `fresh`; where an id is there, the check fails
 * and `commit` answers `ok: false`; one whose entry has expired is there until the sweep of `expire`
 * has taken it out. Together the records may take 715,000 bytes, of the 819,200
 * that a commit has for everything. Where an id comes twice, the later record takes the place of
 * the earlier. After an error the commit must not be used any more.
 *
 * @param kv the store that the commit belongs to
 * @param into the commit that is being put together
 * @param records plain objects with an `id`, in their order
 * @param feed the feed's path; it need not exist
 * @throws {KvsError} `bad_feed`, `bad_id`, `bad_record`, `bad_expiry`, `too_many`, `too_large`,
 * `unstorable`; `twice` where the commit appends to this feed already
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
  into: KvAtomic | Batch,
  records: readonly T[],
  feed: FeedName,
  options?: AppendIntoOptions,
): void {
  const path = target(feed), where = feedLabel(path);
  const { fresh = false, expireIn } = optionsOf<AppendIntoOptions>(where, options);
  checkKv(where, kv);
  checkCommit(where, into);
  const own = listOf(where, records).map((record) => copyOf(record, where).value);
  const until = expiry(expireIn, clockOf(kv).now(), where);
  const each = lastOfEach(own).map((record) => hold(record, until));
  if (each.length === 0) return;
  if (each.length > MAX_APPEND) throw tooMany(where, each.length, "commit them apart");
  const stamp = kv.commitVersionstamp();
  try {
    if (into instanceof Batch) {
      if (!fresh) {
        for (const one of each) {
          into.check({ key: idKey(path, recordOf(one).id, where), versionstamp: null });
        }
      }
      into.gather(where, each, stamp, gathering(kv, path));
      return;
    }
    appendOnce(into, where);
    const row = stowNow(each, where);
    stageNew(into, path, each, { row, stamp, fresh, watched: true }); // it may not check the layout
    row.stage(into);
  } catch (cause) {
    throw named(where, cause);
  }
}

/** How records that several have given to one commit are appended to a feed; whoever gave them checks their ids. */
function gathering(kv: Kv, path: readonly string[]): Gathering {
  const where = feedLabel(path), watched = feedsKeys(path).map(keySize);
  return {
    stage(changes, given, stamp, value, alone = false) {
      const records = lastOfEach(given);
      if (records.length > MAX_APPEND) throw tooMany(where, records.length, "commit them apart");
      const row = stowNow(records, where, value);
      const watched = alone || isWatched(kv);
      stageNew(changes, path, records, { row, stamp, fresh: true, watched });
      row.stage(changes);
    },
    weigh(records) {
      const value = sizeBound(records, ROW_SIZE);
      if (value > ROW_SIZE) return undefined;
      const own = keySize(ownKey(path)), prefix = keySize(idsKey(path));
      const ids = records.map((one) => prefix + keySize(idParts(recordOf(one).id, where)));
      const expiring = records.flatMap((one) => {
        const until = untilOf(one);
        return until === undefined
          ? []
          : [keySize(entryExpiryKey(until, path, recordOf(one).id, where))];
      });
      // The row, the count (its key ends with a byte, its value takes eight), what is watched, the index and what tells when they
      // expire: a key counts twice where it is set.
      const touched = [...watched, ...expiring];
      const keyBytes = [...ids, ...touched].reduce((sum, size) => sum + size, 2 * own + 1);
      return {
        checks: 0,
        mutations: ids.length + touched.length + 2,
        bytes: 2 * keyBytes + value + 8 + INDEX_VALUE * ids.length + TRUE * touched.length,
        keyBytes,
        longestKey: Math.max(own + 1, ...ids, ...expiring),
        value,
      };
    },
    keys: (records) => [
      countKey(path),
      ...records.map((one) => idKey(path, recordOf(one).id, where)),
    ],
  };
}

/** @throws {KvsError} `twice` where the commit appends to the feed already */
function appendOnce(atomic: KvAtomic, where: string): void {
  const feeds = appended.get(atomic) ?? new Set<string>();
  if (feeds.has(where)) {
    throw new KvsError(
      "twice",
      `${where}: the commit appends to it already; give all its records at once`,
    );
  }
  appended.set(atomic, feeds.add(where));
}

/** How new records are staged. */
export interface Staging {
  /** What their row is set to; the parts beside it are whose stows them. */
  readonly row: Row;
  /** What stands for the commit's versionstamp. */
  readonly stamp: symbol;
  /** Whether something else makes sure that the ids are new. */
  readonly fresh: boolean;
  /** Whether it is to set what watches of many feeds watch. */
  readonly watched: boolean;
}

/** Adds to a commit what an append of records that are not there yet changes. */
export function stageNew(
  changes: Changes,
  path: readonly string[],
  records: readonly Fresh[],
  { row, stamp, fresh, watched }: Staging,
): void {
  changes.set(entryKey(path, stamp), row.value);
  const where = feedLabel(path);
  records.forEach((one, sub) => {
    const { id } = recordOf(one), key = idKey(path, id, where), until = untilOf(one);
    if (!fresh) changes.check({ key, versionstamp: null });
    changes.set(key, sub);
    if (until !== undefined) changes.set(entryExpiryKey(until, path, id, where), true);
  });
  changes.sum(countKey(path), BigInt(records.length));
  if (watched) { for (const key of feedsKeys(path)) changes.set(key, true); }
}

/** What is stored is as the record is now, whatever its owner does with it meanwhile. */
export function copyOf<T extends KvsRecord>(record: T, where: string): Snapshot<T> {
  idOf(record, where);
  const copy = snapshot(record, where, ROW_SIZE);
  idOf(copy.value, where); // what a getter answered the second time
  return copy;
}

/** The records, without those whose id comes again: the last one takes the place of the first. */
export function lastOfEach<T extends Fresh>(records: readonly T[]): readonly T[] {
  if (records.length === 1) return records;
  return [...new Map(records.map((each) => [idText(recordOf(each).id), each])).values()];
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
    `${where}: ${count} records do not fit one commit of ${MAX_APPEND}; ${advice}`,
  );
}
