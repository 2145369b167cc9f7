/**
 * Following what changes: the entries appended to a feed, one record.
 *
 * @example
 * ```ts
 * import { append, openKv } from "@n2o/n2o/kvs";
 * import { watchFeed } from "@n2o/n2o/kvs/watch";
 *
 * using kv = await openKv(":memory:");
 * await append(kv, { id: 1 }, "/chat/room");
 * for await (const { record } of watchFeed(kv, "/chat/room", { from: "start" })) {
 *   if (record.id === 1) break;
 * }
 * ```
 *
 * @module
 */
export { type FeedEntry, lastCursor, watchFeed, type WatchFeedOptions } from "./feed/watch_feed.ts";
export { watchRecord, type WatchRecordOptions } from "./watch_record.ts";
