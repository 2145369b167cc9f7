/**
 * The functions for records of tables and entries of feeds, bound to a store.
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
import type { Declared } from "./declared.ts";
import type { Versioned } from "./feed/feed.ts";
import type { Kv, KvAtomic } from "./kv.ts";
import { index, indexMatch, match } from "./table/match.ts";
import type { Table } from "./table/metainfo.ts";
import { putInto } from "./table/put_into.ts";
import { create, type ExpiryOptions, getMany, read, update } from "./records.ts";
import type { RemoveOptions } from "./feed/remove.ts";
import type { Id, IdPart, KvsRecord } from "./rows/record.ts";
import type { PutOptions, RowOptions } from "./table/table.ts";
import type { Writer } from "./feed/writer.ts";

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

/** Binds them. */
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
