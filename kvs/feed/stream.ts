/**
 * Feeds: persistent, ordered by append, indexed by id, named by a path. FORMAT.md tells how they
 * are stored.
 *
 * @module
 */
export { append, appendMany, type AppendOptions, type EntryOptions } from "./append.ts";
export { appendInto, type AppendIntoOptions, MAX_APPEND } from "./append_into.ts";
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
} from "./cursor.ts";
export { cut } from "./cut.ts";
export { entries, type EntriesOptions, type Entry } from "./entries.ts";
export { feed, type Versioned } from "./feed.ts";
export { type FeedName, feedParts, feedPath } from "./path.ts";
export type { Place } from "./place.ts";
export { remove } from "./remove.ts";
export { loadReader, save } from "./save.ts";
export { type FeedEntry, watchFeed, type WatchFeedOptions } from "./watch_feed.ts";
export { add, ensure, type Writer, writer, writers } from "./writer.ts";
