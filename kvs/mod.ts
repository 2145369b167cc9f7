/**
 * KVS: a persistent store of tables and feeds in one key space, on any host that has a key-value
 * store.
 *
 * Every function takes the store first; `kvs(kv)` binds them all. A feed is named by a path and
 * ordered by append; the system feed `writer` lists every feed with its count.
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
export { check, type CheckOptions } from "./check/check.ts";
export type { CheckReport, Fault, FaultKind } from "./check/report.ts";
export { destroy, dir, dump, type DumpLine, leave, ver, type Version } from "./admin.ts";
export { Batch } from "./rows/batch.ts";
export type { Changes } from "./rows/changes.ts";
export { type GroupCommit, groupCommit } from "./rows/group.ts";
export { groups, Room } from "./rows/room.ts";
export { split } from "./rows/split.ts";
export { type BatchSetOptions, COMMIT, type Weight } from "./rows/weight.ts";
export { sweep } from "./rows/chunk.ts";
export {
  type Claimed,
  type ClaimOptions,
  type Consumer,
  consumer,
  type ConsumerOptions,
} from "./consumer/consumer.ts";
export type { PendingEntry } from "./consumer/row.ts";
export {
  type ConsumerGroup,
  consumerGroups,
  removeConsumerGroup,
  setConsumerGroup,
} from "./consumer/group.ts";
export type { DenoKvOptions } from "./host/deno/deno.ts";
export {
  type Clock,
  CodedError,
  type CodedErrorClass,
  type Level,
  type Log,
  systemClock,
} from "../base/mod.ts";
export { KvsError, type KvsErrorCode } from "./error.ts";
export { expire, type ExpireOptions } from "./expiry/expire.ts";
export { maintain, type MaintainOptions } from "./expiry/maintain.ts";
export { retain, type Retention, retention } from "./expiry/retain.ts";
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
export type { Versioned } from "./feed/feed.ts";
export type { RemoveOptions } from "./feed/remove.ts";
export { join, tables } from "./table/schema.ts";
export type { KeyValues } from "./page/rows.ts";
export { type FieldOf, type Page, page, type PageOptions } from "./page/page.ts";
export { seq } from "./rows/seq.ts";
export * from "./feed/stream.ts";
export { MAX_PUT } from "./table/change.ts";
export { watchRecord, type WatchRecordOptions } from "./watch_record.ts";
export { putInto, type PutOptions, type RowOptions } from "./table/put.ts";
export { isU64, KvU64, type KvU64Constructor } from "./store/kvu64.ts";
