/**
 * Append: one atomic commit that sets the entry, its row in the index by id, and the feed's count.
 *
 * @module
 */
import { asked, change, expiry, mismatch } from "../rows/attempt.ts";
import { copyOf, lastOfEach, MAX_APPEND, target, tooMany } from "./append_into.ts";
import { clockOf } from "../store/clock.ts";
import type { Kv } from "../kv.ts";
import { entryExpiryKey, idKey } from "../rows/layout.ts";
import { type Given, merge, newOnly } from "./merge.ts";
import { feedLabel, type FeedName } from "./path.ts";
import { listOf, optionsOf } from "../options.ts";
import type { Id, KvsRecord } from "../rows/record.ts";
import { groups } from "../rows/room.ts";
import { ROW_SIZE } from "../rows/stowage.ts";
import { COMMIT, EMPTY } from "../rows/weight.ts";
import { keySize } from "../value/size.ts";
import type { Snapshot } from "../value/snapshot.ts";

/** Options of `append`. */
export interface EntryOptions {
  /** The version that the entry must have, as `read` gave it; null: the feed must have no such id. */
  readonly version?: string | null;
  /** Milliseconds after which the entry is gone; an update without it makes it stay. */
  readonly expireIn?: number;
}

/** Options of `appendMany`. */
export interface AppendOptions {
  /** Allows several commits, each whole: needed for more than 100 records. */
  readonly split?: boolean;
  /** Milliseconds after which the entries are gone. */
  readonly expireIn?: number;
}

/**
 * Appends a record to a feed in one atomic commit; an id that the feed has already is updated in
 * its place.
 *
 * @param kv the store
 * @param record a plain object with an `id`; up to 16 MiB
 * @param feed the feed's path; it need not exist
 * @returns the record's id, once the commit is durable
 * @throws {KvsError} `bad_feed`, `bad_id`, `bad_record`, `bad_version`, `bad_expiry`, `too_large`,
 * `unstorable`, `full`, `store`; `conflict` where the entry is not of the version asked for
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
  options?: EntryOptions,
): Promise<T["id"]> {
  const how = options === undefined ? NOTHING : optionsOf("append", options);
  const id = await appendIf(kv, record, feed, how);
  if (id === undefined) throw mismatch(feedLabel(target(feed)), how.version ?? null);
  return id;
}

const NOTHING: EntryOptions = {};

/** As {@linkcode append}, but answers undefined where the entry is not of the version asked for. */
export async function appendIf<T extends KvsRecord>(
  kv: Kv,
  record: T,
  feed: FeedName,
  options: EntryOptions,
): Promise<T["id"] | undefined> {
  const path = target(feed), where = feedLabel(path);
  const version = asked(options.version, where), copy = copyOf(record, where);
  const until = expiry(options.expireIn, clockOf(kv).now(), where);
  const done = await appendOne(kv, copy, { path, where, until, version });
  return done === false ? undefined : copy.value.id;
}

/**
 * Appends a record that a feed does not have yet, in one atomic commit.
 *
 * @returns the version of its entry, as `read` gives it; undefined where the feed has such an id, and nothing was changed
 * @throws {KvsError} as {@linkcode append}
 *
 * @example
 * ```ts
 * import { openKv, read } from "@n2o/n2o/kvs";
 * import { appendNew } from "@n2o/n2o/kvs/alter";
 *
 * using kv = await openKv(":memory:");
 * const version = await appendNew(kv, { id: 1, text: "hello" }, "/chat/room");
 * if ((await read(kv, "/chat/room", 1))?.version !== version) throw new Error("its version");
 * if (await appendNew(kv, { id: 1, text: "again" }, "/chat/room") !== undefined) throw new Error("it is there");
 * ```
 */
export async function appendNew<T extends KvsRecord>(
  kv: Kv,
  record: T,
  feed: FeedName,
): Promise<string | undefined> {
  const path = target(feed), where = feedLabel(path), copy = copyOf(record, where);
  const done = await appendOne(kv, copy, { path, where, until: undefined, version: null });
  return done === false ? undefined : done;
}

async function appendOne(
  kv: Kv,
  { value, bound }: Snapshot<KvsRecord>,
  how: Omit<Given, "records" | "bound">,
): Promise<string | false> {
  return await appendBatch(kv, { ...how, records: [value], bound });
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
  options?: AppendOptions,
): Promise<T["id"][]> {
  const path = target(feed), where = feedLabel(path);
  const { split, expireIn } = optionsOf<AppendOptions>(where, options);
  const copies = listOf(where, records).map((record) => copyOf(record, where));
  if (copies.length > MAX_APPEND && !split) {
    throw tooMany(where, copies.length, "allow several with { split: true }");
  }
  const until = expiry(expireIn, clockOf(kv).now(), where);
  for (const batch of split ? splits(copies, { path, where, until }) : [copies]) {
    if (batch.length === 0) continue;
    await appendBatch(kv, { ...together(batch), path, where, until, version: undefined });
  }
  return copies.map(({ value }) => value.id);
}

function together(copies: readonly Snapshot<KvsRecord>[]): Pick<Given, "records" | "bound"> {
  return {
    records: lastOfEach(copies.map(({ value }) => value)),
    bound: copies.reduce((sum, { bound }) => sum + bound, 0),
  };
}

/** The records of each commit stay within one row, and their keys within what a commit has for keys. */
function splits<T extends KvsRecord>(
  copies: readonly Snapshot<T>[],
  { path, where, until }: Pick<Given, "path" | "where" | "until">,
): Generator<Snapshot<T>[]> {
  const expiry = (id: Id) =>
    until === undefined ? 0 : keySize(entryExpiryKey(until, path, id, where));
  const weigh = ({ value, bound }: Snapshot<T>) => ({
    ...EMPTY,
    bytes: bound,
    keyBytes: keySize(idKey(path, value.id, where)) + expiry(value.id),
  });
  return groups(copies, weigh, {
    bytes: ROW_SIZE,
    keyBytes: COMMIT.keyBytes / 2,
    most: MAX_APPEND,
  });
}

/** The version of the commit; false where the entry is not of the version asked for. */
async function appendBatch(kv: Kv, given: Given): Promise<string | false> {
  return await change(kv, given.where, async (layout, n) => {
    // That the ids are new is assumed first: nothing is read then.
    const isBlind = n === 0 && typeof given.version !== "string";
    return await (isBlind ? newOnly(kv, given, layout) : merge(kv, given, layout));
  });
}
