/**
 * Following a feed, and the feeds under it.
 *
 * The count of a feed is touched by every append, so it is what is watched of one feed; of many it is
 * the count of all appends. Each notification leads to a read from the last entry seen, so it does not
 * matter how many appends one notification stands for. Nothing can be missed between: the entries are
 * ordered by the versionstamps of their commits, a store makes commits visible in that order and each
 * as a whole, and so whoever reads an entry has read every one before it; none can come to be before
 * one already seen. Several feeds are not read at one moment: what is told of them goes up to the
 * commit that the notification names, for which that holds.
 *
 * @module
 */
import { BTree } from "../deps.ts";
import { watchAppends } from "../rows/format.ts";
import type { Kv, KvEntryMaybe, KvKey } from "../kv.ts";
import { checkKv, optionsOf, signalOf } from "../options.ts";
import { within } from "../rows/commit.ts";
import { belowKey, countKey, feedsKey, parseEntryKey } from "../rows/layout.ts";
import type { KvsRecord } from "../rows/record.ts";
import { feedLabel, type FeedName, feedParts } from "./path.ts";
import { cursorOf, FIRST, LAST, type Place, placeOf, spotIn } from "./place.ts";
import { readSlots, type Slot, type Spot } from "./slots.ts";
import { toBinary } from "../value/bytes.ts";
import { encodeKey } from "../value/key.ts";
import { countRows } from "./writer.ts";

/** An entry of a followed feed. */
export interface FeedEntry<T extends KvsRecord = KvsRecord> {
  /** As it was appended, or replaced since. */
  readonly record: T;
  /** Text that fits a URL: give it as `from` to go on after it. */
  readonly cursor: string;
  /** Where it stands, and in which feed. */
  readonly place: Place;
}

/** Where to begin, and when to end. */
export interface WatchFeedOptions {
  /**
   * A cursor to go on after, or `"start"`; only what is appended from now on unless given. The text
   * of a position in the feed itself is taken, too.
   */
  readonly from?: string;
  /** Only what the feed itself holds, not what the feeds under it hold; then `from` must be of the feed itself, too. */
  readonly own?: boolean;
  /** Ends the iteration, without an error. */
  readonly signal?: AbortSignal;
}

/**
 * The entries appended to a feed and to the feeds under it, in the order of their commits, each once,
 * as they come: from a cursor on, across processes. What one commit appends to several feeds comes in
 * the order of their paths. Updates in place and removals are not reported. The iteration ends with
 * the signal or by leaving the loop.
 *
 * Appends to the feed and to feeds below it wake the watch, and those below some others (one in 64); it
 * then looks at the counts and reads those feeds that have changed. With `own` only the feed wakes it.
 *
 * @throws {KvsError} `bad_cursor` for a `from` that is no cursor of an entry of it
 *
 * @example
 * ```ts
 * import { append, openKv } from "@n2o/n2o/kvs";
 * import { watchFeed } from "@n2o/n2o/kvs/watch";
 *
 * using kv = await openKv(":memory:");
 * await append(kv, { id: 1 }, "/chat/room");
 * for await (const { record, place } of watchFeed(kv, "/chat", { from: "start" })) {
 *   if (record.id === 1 && place.feed === "/chat/room") break;
 * }
 * ```
 */
export async function* watchFeed<T extends KvsRecord = KvsRecord>(
  kv: Kv,
  feed: FeedName,
  options?: WatchFeedOptions,
): AsyncGenerator<FeedEntry<T>, void, void> {
  const path = feedParts(feed),
    where = feedLabel(path),
    how = optionsOf<WatchFeedOptions>(where, options);
  const { from, own = false } = how, signal = signalOf(where, how.signal);
  checkKv(where, kv);
  const { keys, floor } = await watched(kv, path, own);
  let mark: Mark = from === undefined
    ? { at: latest(floor, await kv.getMany<unknown[]>(keys)) }
    : markOf(path, from, own);
  const changes = kv.watch<unknown[]>(keys).getReader();
  const stop = () => void changes.cancel().catch(() => {});
  signal?.addEventListener("abort", stop);
  try {
    while (!signal?.aborted) {
      // The first notification is the state as it is: whatever came before the watch is read then.
      const { done, value } = await within(where, () => changes.read());
      if (done) return;
      const last = latest(floor, value);
      const paths = own ? [path] : await changed(kv, path, mark);
      for await (const slot of interleave<T>(kv, paths, mark, last)) {
        if (signal?.aborted) return;
        yield entryOf(slot);
      }
      if (last >= mark.at) mark = { at: last };
    }
  } finally {
    signal?.removeEventListener("abort", stop);
    await changes.cancel().catch(() => {});
  }
}

/**
 * A cursor behind everything that a feed, and the feeds under it, hold now: whoever follows from it is told what is appended later, each entry once.
 *
 * @param options `own` for what the feed itself holds alone, as it is followed then
 *
 * @example
 * ```ts
 * import { append, openKv } from "@n2o/n2o/kvs";
 * import { lastCursor, watchFeed } from "@n2o/n2o/kvs/watch";
 *
 * using kv = await openKv(":memory:");
 * await append(kv, { id: 1 }, "/chat/room");
 * const from = await lastCursor(kv, "/chat");
 * await append(kv, { id: 2 }, "/chat/room");
 * for await (const { record } of watchFeed(kv, "/chat", { from })) {
 *   if (record.id !== 2) throw new Error("the first was there before");
 *   break;
 * }
 * ```
 */
export async function lastCursor(
  kv: Kv,
  feed: FeedName,
  options?: Pick<WatchFeedOptions, "own">,
): Promise<string> {
  const path = feedParts(feed), where = feedLabel(path);
  const { own = false } = optionsOf<Pick<WatchFeedOptions, "own">>(where, options);
  checkKv(where, kv);
  const { keys, floor } = await watched(kv, path, own);
  const at = latest(floor, await within(where, () => kv.getMany<unknown[]>(keys)));
  // Of that commit, too, everything is there: the last of its feeds is through, and so are those in front of it.
  const paths = own ? [] : await changed(kv, path, { at });
  const last = paths.reduce((a, b) => orderOf(a) < orderOf(b) ? b : a, [...path]);
  return cursorOf({ path: last, at, sub: LAST });
}

/** What is watched of a feed, and the commit up to which everything is visible in any case. */
async function watched(
  kv: Kv,
  path: readonly string[],
  own: boolean,
): Promise<{ readonly keys: readonly KvKey[]; readonly floor: string }> {
  if (own) return { keys: [countKey(path)], floor: FIRST };
  const keys = path.length === 0 ? [feedsKey] : [countKey(path), belowKey(path)];
  await within(feedLabel(path), () => watchAppends(kv));
  return { keys, floor: await floorOf(kv, path, keys.at(-1) ?? feedsKey) };
}

function entryOf<T extends KvsRecord>(slot: Slot<T>): FeedEntry<T> {
  return { record: slot.record, cursor: cursorOf(slot), place: placeOf(slot) };
}

function markOf(path: readonly string[], from: string, own: boolean): Mark {
  if (from === "start") return { at: FIRST };
  return spotIn(path, from, own);
}

/** The last commit up to which everything is visible: the last that has set one of these. */
function latest(floor: string, seen: readonly KvEntryMaybe<unknown>[]): string {
  return seen.reduce(
    (at, { versionstamp }) => (versionstamp ?? "") > at ? versionstamp ?? at : at,
    floor,
  );
}

/** What writers of format 1 have appended below, who set no key of what is watched. */
async function floorOf(kv: Kv, path: readonly string[], key: KvKey): Promise<string> {
  return await within(feedLabel(path), async () => {
    let newest = FIRST;
    if ((await kv.get(key)).versionstamp !== null) return newest;
    for await (const { versionstamp } of countRows(kv, path)) {
      if (versionstamp > newest) newest = versionstamp;
    }
    return newest;
  });
}

/** The feeds at or under a path that may hold entries behind a mark. */
function changed(kv: Kv, path: readonly string[], mark: Mark): Promise<string[][]> {
  return within(feedLabel(path), async () => {
    const paths: string[][] = [];
    for await (const { key, versionstamp } of countRows(kv, path)) {
      if (versionstamp >= mark.at) paths.push(parseEntryKey(key).path);
    }
    return paths;
  });
}

/** How far feeds have been read: to an entry, or to the end of a commit where no path is given. */
type Mark = Pick<Spot, "at"> & Partial<Spot>;

/** How many entries are kept, of all feeds together, and of one at most and at least. */
const KEPT = 1_000, MOST = 100, LEAST = 2;
/** How many feeds are read at once. */
const AT_ONCE = 16;

/** One of the feeds. */
interface Source<T> {
  readonly path: readonly string[];
  /** Its path as text that sorts as its key does. */
  readonly order: string;
  /** Behind which entry the next page begins. */
  from: Spot;
  /** What has been read and not given yet, the next one last. */
  slots: Slot<T>[];
  /** Whether there may be more. */
  more: boolean;
}

/** What tells which entry comes first. */
type Head = readonly [at: string, order: string];

/**
 * The entries of feeds themselves behind a mark in the order of their commits: by versionstamp, then by
 * the feed's path, then as they were appended. Each feed is read in pages, so that what is kept does
 * not depend on how many entries there are. Up to and with the commit `last`; to the end where
 * none is given.
 */
async function* interleave<T extends KvsRecord>(
  kv: Kv,
  paths: readonly (readonly string[])[],
  mark: Mark,
  last?: string,
): AsyncGenerator<Slot<T>, void, void> {
  const size = Math.min(MOST, Math.max(LEAST, Math.floor(KEPT / paths.length)));
  const heads = new BTree<Head, Source<T>>(undefined, compare);
  const place = async (source: Source<T>): Promise<void> => {
    if (source.slots.length === 0 && source.more) await fill(kv, source, size, last);
    const next = source.slots.at(-1);
    if (next !== undefined) heads.set([next.at, source.order], source);
  };
  const marked = orderOf(mark.path ?? []);
  for (let i = 0; i < paths.length; i += AT_ONCE) {
    await Promise.all(
      paths.slice(i, i + AT_ONCE).map((path) => place(sourceOf<T>(path, mark, marked))),
    );
  }
  for (let head = heads.minKey(); head !== undefined; head = heads.minKey()) {
    const source = heads.get(head), slot = source?.slots.pop();
    heads.delete(head);
    if (source === undefined || slot === undefined) continue;
    yield slot;
    await place(source);
  }
}

function sourceOf<T>(path: readonly string[], mark: Mark, marked: string): Source<T> {
  const order = orderOf(path);
  // Of the marked commit the feeds in front of the marked one are through, those behind it to come.
  const { at, sub = Infinity } = mark;
  const isDone = mark.path === undefined || order < marked;
  const from = { path, at, sub: isDone ? Infinity : order === marked ? sub : -1 };
  return { path, order, from, slots: [], more: true };
}

async function fill<T>(
  kv: Kv,
  source: Source<T>,
  size: number,
  last: string | undefined,
): Promise<void> {
  const slots = await readSlots<T>(kv, source.path, { own: true, from: source.from }, size);
  const known = last === undefined ? slots : slots.filter(({ at }) => at <= last);
  source.more = known.length === size;
  source.from = known.at(-1) ?? source.from;
  source.slots = known.reverse();
}

function orderOf(path: readonly string[]): string {
  return toBinary(encodeKey(path));
}

function compare([at, order]: Head, [otherAt, otherOrder]: Head): number {
  if (at !== otherAt) return at < otherAt ? -1 : 1;
  return order === otherOrder ? 0 : order < otherOrder ? -1 : 1;
}
