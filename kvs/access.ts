/**
 * The functions that take a name of either kind: a table's, or a feed's path, whose entries are
 * reached by id too.
 *
 * @module
 */
import { given, KvsError } from "./error.ts";
import { optionsOf } from "./options.ts";
import { within } from "./rows/commit.ts";
import { readCount } from "./rows/counter.ts";
import { countEntries, entryIds, feed, getEntry } from "./feed/feed.ts";
import type { Kv } from "./kv.ts";
import { countKey, idOfKey, readerKey, rowsKey, seqKey, sizeKey } from "./rows/layout.ts";
import { type AnyTable, type Table, tableName } from "./table/metainfo.ts";
import { feedLabel, type FeedName, feedParts, isFeed } from "./feed/path.ts";
import { type Id, type IdPart, isIdPart, type KvsRecord, toId } from "./rows/record.ts";
import { remove, type RemoveOptions } from "./feed/remove.ts";
import { loadReader } from "./feed/save.ts";
import { isLive, slotsOf } from "./rows/slot.ts";
import { clockOf } from "./store/clock.ts";
import { deleteRow, type PutOptions, putRows } from "./table/put.ts";
import { allRows, getRow } from "./table/table.ts";
import { type Writer, writer, writers } from "./feed/writer.ts";

/** A table, by its declaration or its name, or a feed. */
export type Source<T> = string | Table<T> | readonly string[];

/** A source, whatever its records. */
export type AnySource = string | AnyTable | readonly string[];

/**
 * Puts one record, or several in one commit, into a table; a record with the same id is replaced.
 *
 * Records are stored as they are now, whatever their owner does with them later. What one commit
 * cannot hold is refused before anything is written; with `split` as many are put in each commit as
 * it holds, and those of the commits before stay where a later one is refused.
 *
 * @param table its declaration, or its name
 * @param records each with an `id`, of up to 16 MiB; at most 50, unless `split` allows several commits
 * @throws {KvsError} `bad_table`, `bad_record`, `bad_id`, `bad_index`, `bad_version`, `bad_expiry`,
 * `no_field`, `taken`, `too_many`, `too_large`, `unstorable`, `full`, `store`; `conflict` where the
 * record is not of the version asked for
 */
export async function put<T extends KvsRecord>(
  kv: Kv,
  table: string | Table<T>,
  records: T | readonly T[],
  options?: PutOptions,
): Promise<void> {
  const where = labelOf(table), how = optionsOf<PutOptions>(where, options);
  const list = given(where, () => isList(records) ? [...records] : [records]);
  await putRows(kv, table, list, how);
}

/** The writer of a feed; undefined for a feed that nothing was ever appended to. */
export function get(kv: Kv, source: "writer", path: string): Promise<Writer | undefined>;
/**
 * The record with this id in a table, or the entry with this id in a feed itself.
 *
 * A missing one is no error: the answer is undefined, where the originals give `{error,
 * not_found}`.
 *
 * @throws {KvsError} `bad_table`, `bad_feed`, `bad_id`, `corrupt`, `store`
 */
export function get<T extends KvsRecord = KvsRecord>(
  kv: Kv,
  source: Source<T>,
  id: Id,
): Promise<T | undefined>;
export async function get<T extends KvsRecord>(
  kv: Kv,
  source: Source<T>,
  id: Id,
): Promise<T | Writer | undefined> {
  if (isFeed(source)) return await getEntry<T>(kv, source, id);
  if (source === "writer") return await listedWriter(kv, nameFrom(id));
  if (source === "reader") return await loadReader(kv, nameFrom(id)) as T | undefined; // as: the caller's claim
  if (source === "id_seq") return await counter(kv, nameFrom(id)) as T | undefined; // as: the caller's claim
  return await getRow(kv, source, id);
}

/**
 * Deletes the record with this id from a table, or the entry from a feed itself; nothing happens
 * where there is none.
 *
 * @throws {KvsError} `bad_table`, `bad_feed`, `bad_id`, `bad_version`, `store`; `conflict` where the
 * record is not of the version asked for
 */
export async function del(
  kv: Kv,
  source: AnySource,
  id: Id | KvsRecord,
  options?: RemoveOptions,
): Promise<void> {
  if (isFeed(source)) return void await remove(kv, id, source, options);
  const where = labelOf(source), key = toId(id, where);
  if (source === "reader" || source === "id_seq") {
    const own = source === "reader" ? readerKey : seqKey;
    return await within(where, () => kv.delete(own(nameFrom(key))));
  }
  const { version } = optionsOf<RemoveOptions>(where, options);
  await deleteRow(kv, source, key, version);
}

/** Every feed with its count: the system feed `writer`. */
export function all(kv: Kv, source: "writer"): Promise<Writer[]>;
/**
 * Every record of a table in the order of their ids' keys, or everything a feed holds: see `feed`.
 */
export function all<T extends KvsRecord = KvsRecord>(kv: Kv, source: Source<T>): Promise<T[]>;
export async function all<T extends KvsRecord>(kv: Kv, source: Source<T>): Promise<T[] | Writer[]> {
  if (isFeed(source)) return await feed<T>(kv, source);
  return source === "writer" ? await writers(kv) : await allRows<T>(kv, source);
}

/**
 * How many records a table has, or how many entries a feed itself holds: one read. What has expired
 * counts until the sweep of `expire` has taken it out.
 */
export async function count(kv: Kv, source: AnySource): Promise<number> {
  const where = labelOf(source);
  return await within(
    where,
    () => isFeed(source) ? countEntries(kv, source) : readCount(kv, sizeKey(tableName(source))),
  );
}

/** The ids of a table's records, or of a feed's own entries, in the order of their keys. */
export async function keys(kv: Kv, source: AnySource): Promise<Id[]> {
  if (isFeed(source)) return await entryIds(kv, source);
  const where = labelOf(source), found: Id[] = [];
  const prefix = rowsKey(tableName(source)), now = clockOf(kv).now();
  return await within(where, async () => {
    for await (const { key, value } of kv.list({ prefix }, { batchSize: 500 })) {
      if (slotsOf(value)?.some((slot) => !isLive(slot, now))) continue;
      found.push(idOfKey(key.slice(prefix.length) as IdPart[])); // as: ids are stored as their parts
    }
    return found;
  });
}

/** The ids of {@linkcode keys} that are text, and end with the given text. */
export async function keyMatch(kv: Kv, source: AnySource, end: string): Promise<string[]> {
  if (typeof end !== "string") {
    throw new KvsError("bad_argument", `${labelOf(source)}: what ids end with is text`);
  }
  return (await keys(kv, source)).filter((id) => typeof id === "string").filter((id) =>
    id.endsWith(end)
  );
}

async function listedWriter(kv: Kv, path: FeedName): Promise<Writer | undefined> {
  const { versionstamp } = await kv.get(countKey(feedParts(path)));
  return versionstamp === null ? undefined : await writer(kv, path);
}

async function counter(kv: Kv, name: string): Promise<{ thing: string; id: number } | undefined> {
  const { value } = await kv.get<number>(seqKey(name));
  return value === null ? undefined : { thing: name, id: value };
}

/** How messages name a source. */
function labelOf(source: AnySource): string {
  if (isFeed(source)) return feedLabel(feedParts(source));
  return `table "${typeof source === "string" ? source : tableName(source)}"`;
}

/** What the system's tables are asked for goes by text. */
function nameFrom(id: Id): string {
  if (typeof id !== "object" && isIdPart(id)) return String(id);
  throw new KvsError("bad_id", "a writer, a reader and a sequence go by their name, which is text");
}

function isList<T>(records: T | readonly T[]): records is readonly T[] {
  return Array.isArray(records);
}
