/**
 * For programs that keep rows of their own beside tables and feeds, or inspect and copy a store:
 * values over 64 KiB, many changes in few commits, repeated attempts, sizes.
 *
 * Applications need none of this: see `kvs/mod.ts`.
 *
 * @example
 * ```ts
 * import { Batch, openKv } from "@n2o/n2o/kvs";
 * import { openRow, release, stowNow } from "@n2o/n2o/kvs/tool";
 *
 * using kv = await openKv(":memory:");
 * const picture = { id: 1, bytes: new Uint8Array(100_000) };
 * const { value, stage } = stowNow([picture], "picture 1");
 * const batch = new Batch("picture 1").set(["picture", 1], value);
 * stage(batch);
 * await batch.commit(kv);
 *
 * const row = await kv.get(["picture", 1]);
 * const [found] = await openRow(kv, row, "picture 1") as (typeof picture)[];
 * if (found?.bytes.length !== 100_000) throw new Error("lost bytes");
 *
 * const removal = new Batch("picture 1").delete(row.key);
 * release(removal, row.value);
 * await removal.commit(kv);
 * ```
 *
 * @module
 */
export { type Choice, openRow, stow, type Stowed, stowNow } from "./rows/chunk.ts";
export { release, ROW_SIZE } from "./rows/stowage.ts";
export type { Held, Kept, Parts, Slot as RowSlot } from "./rows/slot.ts";
export type { Changes } from "./rows/changes.ts";
export { type GroupCommit, groupCommit } from "./rows/group.ts";
export { split } from "./rows/split.ts";
export { retry, within } from "./rows/commit.ts";
export {
  argsKey,
  formatKey,
  idKey,
  KINDS,
  readerKey,
  retainKey,
  rowKey,
  rowsKey,
  schemaKey,
  seqKey,
} from "./rows/layout.ts";
export { getAll } from "./rows/many.ts";
export { type Id, idOf, type IdPart, idParts, type KvsRecord } from "./rows/record.ts";
export { type Indication, indication } from "./feed/feed.ts";
export { feedLabel, type FeedName, isFeed } from "./feed/path.ts";
export { parsePosition, type Place, placeOf, position } from "./feed/place.ts";
export { type Range, readSlots, type Slot, type Spot } from "./feed/slots.ts";
export type * from "./kv.ts";
export { type Declaration, type StoredTable, tableName } from "./table/metainfo.ts";
export { tableNames } from "./admin.ts";
export { keySize, sizeBound } from "./value/size.ts";
export { readValue } from "./value/v8/read.ts";
export { writeValue } from "./value/v8/write.ts";
