/**
 * The store with all functions of this module bound to it, so that code reads as with the
 * originals: `db.append(...)`.
 *
 * @module
 */
import { boundRecords, type KvsRecords } from "./records.ts";
import { destroy, dir, dump, type DumpLine, ver, type Version } from "./admin.ts";
import { append, appendMany, type AppendOptions, type EntryOptions } from "./feed/append.ts";
import { appendInto, type AppendIntoOptions } from "./feed/append_into.ts";
import {
  bot,
  drop,
  next,
  prev,
  type Reader,
  reader,
  take,
  type Taken,
  top,
} from "./feed/cursor.ts";
import { cut } from "./feed/cut.ts";
import { entries, type EntriesOptions, type Entry } from "./feed/entries.ts";
import { declared } from "./declared.ts";
import { given } from "./error.ts";
import { feed } from "./feed/feed.ts";
import type { Batch } from "./rows/batch.ts";
import { defined, field, setfield } from "./table/field.ts";
import type { Kv, KvAtomic } from "./kv.ts";
import { type AnyTable, core, type Schema } from "./table/metainfo.ts";
import type { FeedName } from "./feed/path.ts";
import type { Id, KvsRecord } from "./rows/record.ts";
import { remove, type RemoveOptions } from "./feed/remove.ts";
import { loadReader, save } from "./feed/save.ts";
import { join, tables } from "./table/schema.ts";
import { seq } from "./rows/seq.ts";
import { add, ensure, type Writer, writer } from "./feed/writer.ts";

/** What {@linkcode kvs} is told. */
export interface KvsOptions {
  /**
   * The tables of the application. Where some are given, a name that is not among them is refused
   * with `no_table`; where none are, tables are there as soon as something is put.
   */
  readonly schema?: readonly Schema[];
}

/** A store with the functions bound to it; each is as the function of the same name. */
export interface Kvs extends KvsRecords {
  /** The store, for keys of the application's own. */
  readonly kv: Kv;
  /** Deletes the entries of a feed up to one. */
  deleteRange(feed: FeedName, upTo: Id | KvsRecord): Promise<number>;
  /** The next number of a sequence. */
  seq(name?: string, incr?: number): Promise<string>;
  /** Appends a record to a feed. */
  append<T extends KvsRecord>(
    record: T,
    feed: FeedName,
    options?: EntryOptions,
  ): Promise<T["id"]>;
  /** Appends records to a feed. */
  appendMany<T extends KvsRecord>(
    records: readonly T[],
    feed: FeedName,
    options?: AppendOptions,
  ): Promise<T["id"][]>;
  /** Adds the append of new records to a commit. */
  appendInto<T extends KvsRecord>(
    into: KvAtomic | Batch,
    records: readonly T[],
    feed: FeedName,
    options?: AppendIntoOptions,
  ): void;
  /** Everything that a feed holds. */
  feed<T extends KvsRecord = KvsRecord>(feed: FeedName): Promise<T[]>;
  /** The entries of a feed, one after the other. */
  entries<T extends KvsRecord = KvsRecord>(
    feed: FeedName,
    options?: EntriesOptions,
  ): AsyncGenerator<Entry<T>, void, void>;
  /** Removes an entry. */
  remove(
    of: Id | KvsRecord,
    feed: FeedName,
    options?: RemoveOptions,
  ): Promise<number | undefined>;
  /** Removes everything that a reader's feed itself holds. */
  remove(of: Reader<KvsRecord>): Promise<number | undefined>;
  /** Removes the oldest entries of a feed, or all. */
  cut(feed: FeedName, upTo?: Id | KvsRecord): Promise<number>;
  /** The writer of a feed; one with a count of 0 for a feed that does not exist. */
  writer<T = unknown>(feed: FeedName): Promise<Writer<T>>;
  /** Appends a writer's `args`. */
  add<T extends object>(writer: Writer<T>): Promise<Writer<T>>;
  /** Lists a feed even while it is empty. */
  ensure(writer: Pick<Writer, "id">): Promise<void>;
  /** A new reader at the oldest entry. */
  reader<T extends KvsRecord = KvsRecord>(feed: FeedName, id?: string): Promise<Reader<T>>;
  /** Stores a reader. */
  save<T extends KvsRecord>(cursor: Reader<T>): Promise<Taken<T>>;
  /** Stores a writer's `args`. */
  save<T>(cursor: Writer<T>): Promise<Writer<T>>;
  /** A stored reader; undefined where there is none. */
  loadReader<T extends KvsRecord = KvsRecord>(id: string): Promise<Taken<T> | undefined>;
  /** The reader at the newest entry, backwards. */
  top<T extends KvsRecord>(reader: Reader<T>): Promise<Reader<T>>;
  /** The reader at the oldest entry, forwards. */
  bot<T extends KvsRecord>(reader: Reader<T>): Promise<Reader<T>>;
  /** The reader one entry on; undefined at the end. */
  next<T extends KvsRecord>(reader: Reader<T>): Promise<Taken<T> | undefined>;
  /** The reader one entry back; undefined at the start. */
  prev<T extends KvsRecord>(reader: Reader<T>): Promise<Taken<T> | undefined>;
  /** Entries from where the reader stands. */
  take<T extends KvsRecord>(reader: Reader<T>, n?: number): Promise<Taken<T>>;
  /** The reader moved over entries. */
  drop<T extends KvsRecord>(reader: Reader<T>, n?: number): Promise<Reader<T>>;
  /** Declares the schemas to the store and builds new indexes. */
  join(): Promise<void>;
  /** Declares the schemas and builds new indexes, as `join` does. */
  start(): Promise<void>;
  /** Declares the schemas and builds new indexes, as `join` does. */
  initialize(): Promise<void>;
  /** Closes the store. */
  leave(): void;
  /** Closes the store, as `leave` does. */
  stop(): void;
  /** Removes a table, or everything. */
  destroy(table?: string | AnyTable): Promise<void>;
  /** The names of all tables: the system's and those of the store. */
  dir(): Promise<string[]>;
  /**
   * The declared tables: the system's, the application's in the order of its schemas, those of the
   * store. One that is declared in two schemas is told twice.
   */
  tables(): Promise<AnyTable[]>;
  /** The declared table of this name. */
  getTable(name: string): AnyTable | undefined;
  /** The fields of the declared table of this name; none where it is not declared. */
  fields(name: string): readonly string[];
  /** The names of the application's schemas. */
  modules(): string[];
  /** The tables of the system itself. */
  core(): readonly AnyTable[];
  /** The system's schema. */
  metainfo(): Schema;
  /** True where a record has this field. */
  defined(record: object, field: string): boolean;
  /** The value of a record's field. */
  field<T extends object, F extends keyof T & string>(record: T, field: F): T[F];
  /** A copy of the record with another value in a field. */
  setfield<T extends object, F extends keyof T & string>(record: T, field: F, value: T[F]): T;
  /** The tables that hold cursors, with their fields. */
  cursors(): readonly AnyTable[];
  /** Every table and feed with its count. */
  dump(): Promise<DumpLine[]>;
  /** The version of FORMAT.md that the store is written in. */
  ver(): Version;
}

/**
 * Binds the functions of this module to a store.
 *
 * @example
 * ```ts
 * import { kvs, openKv } from "@n2o/n2o/kvs";
 *
 * const db = kvs(await openKv(":memory:"));
 * await db.append({ id: await db.seq(), text: "hello" }, "/chat/room");
 * const [room] = await db.all("writer");
 * if (room?.id !== "/chat/room" || room.count !== 1) throw new Error("one feed with one entry");
 * db.leave();
 * ```
 */
export function kvs(kv: Kv, options: KvsOptions = {}): Kvs {
  const { schema = [] } = given("kvs", () => ({ ...options }));
  const { known, getTable, all: named } = declared(schema);

  async function joinAll(): Promise<void> {
    for (const each of schema) await join(kv, each);
  }

  return {
    kv,
    ...boundRecords(kv, known),
    deleteRange: (feed, upTo) => cut(kv, feed, upTo),
    seq: (name, incr) => seq(kv, name, incr),
    append: (record, feed, options) => append(kv, record, feed, options),
    appendMany: (records, feed, options) => appendMany(kv, records, feed, options),
    appendInto: (into, records, feed, options) => appendInto(kv, into, records, feed, options),
    feed: (name) => feed(kv, name),
    entries: (feed, options) => entries(kv, feed, options),
    remove:
      ((of: Id, feed: FeedName, options?: RemoveOptions) => remove(kv, of, feed, options)) as Kvs[
        "remove"
      ], // as: overloads
    cut: (feed, upTo) => cut(kv, feed, upTo),
    writer: (feed) => writer(kv, feed),
    add: (writer) => add(kv, writer),
    ensure: (writer) => ensure(kv, writer),
    reader: (feed, id) => reader(kv, feed, id),
    save: ((cursor: Writer) => save(kv, cursor)) as Kvs["save"], // as: overloads
    loadReader: (id) => loadReader(kv, id),
    top: (reader) => top(kv, reader),
    bot: (reader) => bot(kv, reader),
    next: (reader) => next(kv, reader),
    prev: (reader) => prev(kv, reader),
    take: (reader, n) => take(kv, reader, n),
    drop: (reader, n) => drop(kv, reader, n),
    join: joinAll,
    start: joinAll,
    initialize: joinAll,
    leave: () => kv.close(),
    stop: () => kv.close(),
    destroy: (table) => destroy(kv, table),
    dir: () => dir(kv),
    tables: async () => {
      const stored = await tables(kv), names = new Set(named.map(({ name }) => name));
      return [...named, ...stored.filter(({ name }) => !names.has(name))];
    },
    getTable,
    fields: (name) => getTable(name)?.fields ?? [],
    modules: () => schema.map(({ name }) => name),
    core: () => core().tables,
    metainfo: core,
    defined,
    field,
    setfield,
    cursors: () => named.filter(({ name }) => name === "reader" || name === "writer"),
    dump: () => dump(kv),
    ver,
  };
}
