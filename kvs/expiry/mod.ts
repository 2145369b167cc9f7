/**
 * What time takes out of a store: records that expire, entries that a feed does not keep.
 *
 * @example
 * ```ts
 * import { append, count, openKv } from "@n2o/n2o/kvs";
 * import { expire, retain } from "@n2o/n2o/kvs/expiry";
 *
 * using kv = await openKv(":memory:");
 * for (const id of [1, 2, 3]) await append(kv, { id }, "/log");
 * await retain(kv, "/log", { entries: 2 });
 * await expire(kv);
 * if (await count(kv, "/log") !== 2) throw new Error("the newest two stay");
 * ```
 *
 * @module
 */
export { expire, type ExpireOptions } from "./expire.ts";
export { maintain, type MaintainOptions } from "./maintain.ts";
export { retain, type Retention, retention } from "./retain.ts";
