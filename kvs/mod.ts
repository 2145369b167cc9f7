/**
 * KVS: a persistent store of tables and feeds in one key space, on any host that has a key-value
 * store.
 *
 * Every function takes the store first; `kvs(kv)` binds them all. A feed is named by a path and
 * ordered by append; the system feed `writer` lists every feed with its count.
 *
 * Entries of their own, whose functions take the store first as well: pages with cursors (`kvs/page`),
 * following records and feeds as they change (`kvs/watch`), several changes in one commit
 * (`kvs/alter`), what expires and how much a feed keeps (`kvs/expiry`), feeds that workers share
 * (`kvs/consumer`), the check of a whole store (`kvs/check`).
 *
 * @example
 * ```ts
 * import { kvs, openKv } from "@n2o/n2o/kvs";
 *
 * const db = kvs(await openKv(":memory:"));
 *
 * await db.put("user", { id: "ann", name: "Ann" });
 * await db.append({ id: await db.seq(), from: "ann", text: "hello" }, "/chat/room");
 *
 * const room = await db.take(await db.top(await db.reader("/chat/room")), 10); // the ten newest
 * if (room.args.length !== 1) throw new Error("one message");
 * if ((await db.all("writer"))[0]?.count !== 1) throw new Error("one feed with a count of one");
 * db.leave();
 * ```
 *
 * @module
 */
export {
  all,
  type AnySource,
  count,
  del as delete,
  get,
  keyMatch,
  keys,
  put,
  type Source,
} from "./access.ts";
export { destroy, dir, dump, type DumpLine, leave, ver, type Version } from "./admin.ts";
export { Batch } from "./rows/batch.ts";
export type { Changes } from "./rows/changes.ts";
export { groups, Room } from "./rows/room.ts";
export { type BatchSetOptions, COMMIT, type Weight } from "./rows/weight.ts";
export { sweep } from "./rows/chunk.ts";
export type { DenoKvOptions } from "./host/deno/deno.ts";
export {
  type Clock,
  CodedError,
  type CodedErrorClass,
  type Level,
  type Log,
  systemClock,
} from "../base/mod.ts";
export { KvsError, type KvsErrorCode, type TakenValues } from "./error.ts";
export { defined, field, setfield } from "./table/field.ts";
export type * from "./kv.ts";
export { type Kvs, kvs, type KvsOptions } from "./kvs.ts";
export { index, indexMatch, match } from "./table/table.ts";
export { memoryKv, type MemoryKvOptions } from "./host/memory/memory.ts";
export {
  type AnyTable,
  core,
  type Schema,
  type Table,
  table,
  type TableChange,
  type TableMappings,
  type TableOptions,
  type TableType,
} from "./table/metainfo.ts";
export { type KvOpener, openKv, type OpenKvOptions } from "./open.ts";
export type { Id, IdPart, KvsRecord } from "./rows/record.ts";
export { create, type ExpiryOptions, getMany, type KvsRecords, read, update } from "./records.ts";
export { join, tables } from "./table/schema.ts";
export { seq } from "./rows/seq.ts";
export { append, appendMany, type AppendOptions, type EntryOptions } from "./feed/append.ts";
export { appendInto, type AppendIntoOptions, MAX_APPEND } from "./feed/append_into.ts";
export {
  bot,
  type Direction,
  drop,
  next,
  prev,
  type Reader,
  reader,
  take,
  type Taken,
  top,
} from "./feed/cursor.ts";
export { cut } from "./feed/cut.ts";
export { entries, type EntriesOptions, type Entry } from "./feed/entries.ts";
export { feed, type Versioned } from "./feed/feed.ts";
export { type FeedName, feedParts, feedPath } from "./feed/path.ts";
export type { Place } from "./feed/place.ts";
export { remove, type RemoveOptions } from "./feed/remove.ts";
export { loadReader, save } from "./feed/save.ts";
export { add, ensure, type Writer, writer, writers } from "./feed/writer.ts";
export { MAX_PUT } from "./table/change.ts";
export { putInto, type PutOptions, type RowOptions } from "./table/put.ts";
export { isU64, KvU64, type KvU64Constructor } from "./store/kvu64.ts";
