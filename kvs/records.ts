/**
 * Single records of either kind of source, with their versions: a table's, or a feed's entries; and
 * all functions for records bound to a store.
 *
 * @module
 */
import {
  all,
  type AnySource,
  count,
  del,
  get,
  keyMatch,
  keys,
  put,
  type Source,
} from "./access.ts";
import type { Batch } from "./rows/batch.ts";
import { retry } from "./rows/commit.ts";
import type { Declared } from "./declared.ts";
import { KvsError } from "./error.ts";
import { listOf, optionsOf } from "./options.ts";
import { append, appendIf } from "./feed/append.ts";
import { target } from "./feed/append_into.ts";
import { readEntry, type Versioned } from "./feed/feed.ts";
import type { Kv, KvAtomic } from "./kv.ts";
import { feedLabel, isFeed } from "./feed/path.ts";
import { type Table, tableName } from "./table/metainfo.ts";
import {
  changeAll,
  putInto,
  putJob,
  putNew,
  type PutOptions,
  type RowOptions,
} from "./table/put.ts";
import type { RemoveOptions } from "./feed/remove.ts";
import { type Id, idOf, type IdPart, idText, type KvsRecord } from "./rows/record.ts";
import { getRows, index, indexMatch, match, readRow } from "./table/table.ts";
import { snapshot } from "./value/snapshot.ts";
import type { Writer } from "./feed/writer.ts";

/** Options of `create` and `update`. */
export interface ExpiryOptions {
  /** Milliseconds after which the record is gone; unless given it stays, also where it was to expire: `read` tells until when. */
  readonly expireIn?: number;
}

/**
 * The record with this id in a table, or the entry in a feed itself, with its version: give that to
 * `put`, `delete`, `append` or `remove`, and they change the record only where it is still of it.
 *
 * @returns undefined where there is none
 * @throws {KvsError} `bad_table`, `bad_feed`, `bad_id`, `corrupt`, `store`
 *
 * @example
 * ```ts
 * import { KvsError, openKv, put, read } from "@n2o/n2o/kvs";
 *
 * using kv = await openKv(":memory:");
 * await put(kv, "page", { id: "home", text: "one" });
 * const seen = await read(kv, "page", "home");
 * await put(kv, "page", { id: "home", text: "two" });
 * try {
 *   await put(kv, "page", { id: "home", text: "three" }, { version: seen?.version ?? null });
 * } catch (error) {
 *   if (!KvsError.is(error, "conflict")) throw error; // somebody else was first
 * }
 * ```
 */
export function read<T extends KvsRecord = KvsRecord>(
  kv: Kv,
  source: Source<T>,
  id: Id,
): Promise<Versioned<T> | undefined> {
  return isFeed(source) ? readEntry<T>(kv, source, id) : readRow<T>(kv, source, id);
}

/** Entries that are read at once. */
const AT_ONCE = 10;

/**
 * The records with these ids, in their order; undefined where there is none. Of a table each ten are
 * as of one moment, but for large ones that are replaced meanwhile; of a feed each is by itself.
 *
 * @throws {KvsError} as {@linkcode read}
 */
export async function getMany<T extends KvsRecord = KvsRecord>(
  kv: Kv,
  source: Source<T>,
  ids: readonly Id[],
): Promise<(T | undefined)[]> {
  const wanted = listOf("getMany", ids);
  if (!isFeed(source)) return await getRows<T>(kv, source, wanted);
  const found: (T | undefined)[] = [];
  for (let i = 0; i < wanted.length; i += AT_ONCE) {
    const some = wanted.slice(i, i + AT_ONCE).map((id) => readEntry<T>(kv, source, id));
    for (const entry of await Promise.all(some)) found.push(entry?.record);
  }
  return found;
}

/**
 * Puts a record that must be new into a table, or appends it to a feed.
 *
 * @returns the record's id
 * @throws {KvsError} `conflict` where there is a record with this id; as `put` and `append`
 *
 * @example
 * ```ts
 * import { create, KvsError, openKv } from "@n2o/n2o/kvs";
 *
 * using kv = await openKv(":memory:");
 * await create(kv, { id: "ann", name: "Ann" }, "user");
 * const again = create(kv, { id: "ann", name: "Anna" }, "user");
 * if (!await again.then(() => false, (e) => KvsError.is(e, "conflict"))) throw new Error("twice");
 * ```
 */
export async function create<T extends KvsRecord>(
  kv: Kv,
  record: T,
  source: Source<T>,
  options?: ExpiryOptions,
): Promise<T["id"]> {
  const how = { ...optionsOf<ExpiryOptions>("create", options), version: null };
  if (isFeed(source)) return await append(kv, record, source, how);
  return await putNew(kv, source, record, how);
}

/**
 * Changes one record: what `change` makes of it is stored, unless it is undefined. Where another
 * writer comes first, `change` is asked again, with what is there then; so it should do nothing but
 * answer.
 *
 * @param change given the record, undefined where there is none; it may be asynchronous
 * @returns the record as it is stored then; undefined where there is none
 * @throws {KvsError} `bad_id` for a record of another id; `conflict` where others came first 200 times;
 * as `put` and `append`
 *
 * @example
 * ```ts
 * import { openKv, update } from "@n2o/n2o/kvs";
 *
 * using kv = await openKv(":memory:");
 * const once = () =>
 *   update<{ id: string; n: number }>(kv, "hits", "home", (hits) => ({ id: "home", n: (hits?.n ?? 0) + 1 }));
 * await Promise.all([once(), once()]);
 * if ((await once())?.n !== 3) throw new Error("each is counted");
 * ```
 */
export async function update<T extends KvsRecord = KvsRecord>(
  kv: Kv,
  source: Source<T>,
  id: Id,
  change: (record: T | undefined) => T | undefined | Promise<T | undefined>,
  options?: ExpiryOptions,
): Promise<T | undefined> {
  const where = isFeed(source) ? feedLabel(target(source)) : `table "${tableName(source)}"`;
  const how = optionsOf<ExpiryOptions>(where, options);
  if (typeof change !== "function") {
    throw new KvsError("bad_argument", `${where}: give a function that makes the record`);
  }
  const made = await retry(where, async () => {
    const now = await read<T>(kv, source, id);
    // A copy: what is answered is as it was read, whatever becomes of it there.
    const next = await change(now && snapshot(now.record, where, 0).value);
    if (next === undefined) return { record: now?.record };
    const { value } = snapshot(next, where, 0), held = idOf(value, where);
    if (idText(held) !== idText(id)) {
      throw new KvsError("bad_id", `${where}: an update must not change the record's id`);
    }
    const conditional = { ...how, version: now?.version ?? null };
    const done = isFeed(source)
      ? await appendIf(kv, value, source, conditional) !== undefined
      : await changeAll(kv, putJob(kv, source, [value], conditional));
    return done ? { record: value } : undefined;
  });
  return made.record;
}

/** The part of a bound store that is about records; each is as the function of the same name. */
export interface KvsRecords {
  /** Puts records into a table. */
  put<T extends KvsRecord>(
    table: string | Table<T>,
    records: T | readonly T[],
    options?: PutOptions,
  ): Promise<void>;
  /** A feed's writer, if it has one. */
  get(source: "writer", path: string): Promise<Writer | undefined>;
  /** A record of a table or an entry of a feed; undefined where there is none. */
  get<T extends KvsRecord = KvsRecord>(source: Source<T>, id: Id): Promise<T | undefined>;
  /** A record or an entry with its version. */
  read<T extends KvsRecord = KvsRecord>(
    source: Source<T>,
    id: Id,
  ): Promise<Versioned<T> | undefined>;
  /** The records with these ids, in their order. */
  getMany<T extends KvsRecord = KvsRecord>(
    source: Source<T>,
    ids: readonly Id[],
  ): Promise<(T | undefined)[]>;
  /** Puts or appends a record that must be new. */
  create<T extends KvsRecord>(
    record: T,
    source: Source<T>,
    options?: ExpiryOptions,
  ): Promise<T["id"]>;
  /** Changes one record by a function, again where another writer comes first. */
  update<T extends KvsRecord = KvsRecord>(
    source: Source<T>,
    id: Id,
    change: (record: T | undefined) => T | undefined | Promise<T | undefined>,
    options?: ExpiryOptions,
  ): Promise<T | undefined>;
  /** Adds a put to a commit. */
  putInto<T extends KvsRecord>(
    into: KvAtomic | Batch,
    records: readonly T[],
    table: string | Table<T>,
    options?: RowOptions,
  ): Promise<void>;
  /** Deletes a record or an entry. */
  delete(source: AnySource, id: Id | KvsRecord, options?: RemoveOptions): Promise<void>;
  /** Every feed with its count. */
  all(source: "writer"): Promise<Writer[]>;
  /** Every record of a table, or everything that a feed holds. */
  all<T extends KvsRecord = KvsRecord>(source: Source<T>): Promise<T[]>;
  /** How many records a table has, or entries a feed itself. */
  count(source: AnySource): Promise<number>;
  /** The ids of a table or of a feed itself. */
  keys(source: AnySource): Promise<Id[]>;
  /** The ids that end with a text. */
  keyMatch(source: AnySource, end: string): Promise<string[]>;
  /** The records with this value in an indexed field. */
  index<T extends KvsRecord>(
    table: string | Table<T>,
    field: keyof T & string,
    value: IdPart,
  ): Promise<T[]>;
  /** The records with these values in the fields of an index of several. */
  index<T extends KvsRecord>(
    table: string | Table<T>,
    fields: readonly (keyof T & string)[],
    values: readonly IdPart[],
  ): Promise<T[]>;
  /** The records that have every field of the pattern. */
  match<T extends KvsRecord>(table: string | Table<T>, pattern: Partial<T>): Promise<T[]>;
  /** As `match`, by way of one index. */
  indexMatch<T extends KvsRecord>(
    table: string | Table<T>,
    pattern: Partial<T>,
    field: keyof T & string,
  ): Promise<T[]>;
}

/** Binds the functions of records to a store; `known` finds the declaration of a table that is only named. */
export function boundRecords(kv: Kv, known: Declared["known"]): KvsRecords {
  return {
    put: (table, records, options) => put(kv, known(table), records, options),
    get: ((source: Source<KvsRecord>, id: Id) => get(kv, known(source), id)) as KvsRecords["get"], // as: overloads
    read: (source, id) => read(kv, known(source), id),
    getMany: (source, ids) => getMany(kv, known(source), ids),
    create: (record, source, options) => create(kv, record, known(source), options),
    update: (source, id, change, options) => update(kv, known(source), id, change, options),
    putInto: (into, records, table, options) => putInto(kv, into, records, known(table), options),
    delete: (source, id, options) => del(kv, known(source), id, options),
    all: ((source: Source<KvsRecord>) => all(kv, known(source))) as KvsRecords["all"], // as: overloads
    count: (source) => count(kv, known(source)),
    keys: (source) => keys(kv, known(source)),
    keyMatch: (source, end) => keyMatch(kv, known(source), end),
    index:
      ((table: string, field: never, value: IdPart) =>
        index(kv, known(table), field, value)) as KvsRecords["index"], // as: overloads
    match: (table, pattern) => match(kv, known(table), pattern),
    indexMatch: (table, pattern, field) => indexMatch(kv, known(table), pattern, field),
  };
}
