/**
 * Checking feeds: their entries, the index by id and the count.
 *
 * Every change of a feed touches its count, so what was read between two reads of the same count was
 * read as of one moment. Where others write meanwhile, what seems wrong is looked at again with all
 * that it is concluded from, in one read, which on its own is of one moment.
 *
 * @module
 */
import { checkEntries, checkRow, entryId, type Feed, isEntry, open, POSITION } from "./entries.ts";
import { minus } from "../rows/counter.ts";
import { indication } from "../feed/feed.ts";
import { feedLabel, feedPath } from "../feed/path.ts";
import { position } from "../feed/place.ts";
import type { KvEntryMaybe, KvKey } from "../kv.ts";
import { after, countKey, entryKey, idKey, idsKey, isCountKey, ownKey } from "../rows/layout.ts";
import { getAll } from "../rows/many.ts";
import { type Id, idText } from "../rows/record.ts";
import { isU64, KvU64 } from "../store/kvu64.ts";
import {
  feedOf,
  type Finding,
  foreign,
  idIn,
  mendBy,
  pages,
  type Run,
  settle,
  typeName,
} from "./report.ts";

/** How often a feed is counted anew before it is too busy. */
const COUNTS = 3;
/** Behind what a feed itself holds, and before what the feeds under it hold. */
const BEHIND = Uint8Array.of(0);

/** Checks the feed of a path and the feeds under it. */
export async function checkFeeds(run: Run, under: readonly string[]): Promise<void> {
  for await (const path of paths(run, "kvs/entry", under)) await checkFeed(run, path);
  for await (const path of paths(run, "kvs/id", under)) {
    // With rows or a count it was there before.
    const rows = run.kv.list({ prefix: ownKey(path) }, { limit: 1 });
    if ((await rows.next()).done) await checkFeed(run, path);
  }
}

/** The feeds that have keys of this kind. */
async function* paths(
  run: Run,
  kind: string,
  under: readonly string[],
): AsyncGenerator<readonly string[]> {
  const prefix = [kind, ...under];
  for (let start: KvKey | undefined;;) {
    run.signal?.throwIfAborted();
    const selector = start === undefined ? { prefix } : { prefix, start };
    const { value: row } = await run.kv.list(selector, { limit: 1 }).next();
    if (row === undefined) return;
    const feed = feedOf(row.key);
    if (feed === undefined) {
      await foreign(run, "", row, "nothing: it belongs to no feed");
      start = [...row.key, new Uint8Array()];
    } else {
      yield feed.path;
      start = [kind, ...feed.path, BEHIND];
    }
  }
}

/** Checks what a feed itself holds. */
async function checkFeed(run: Run, path: readonly string[]): Promise<void> {
  const feed: Feed = {
    run,
    path,
    where: feedPath(...path),
    unindexed: new Set(),
    unread: new Set(),
    entries: 0,
    reached: 0,
  };
  const { value, versionstamp } = await run.kv.get(countKey(path));
  run.step("feeds", 1);
  // What mends entries adds to the count, which must be a number for that.
  if (run.mend && value !== null && !isU64(value)) await checkCount(feed, "", 0);
  // From the newest on: of entries of one id that the index names none of, the newest gets its row.
  for await (const rows of pages(run, { prefix: ownKey(path) }, { reverse: true })) {
    const spots = [];
    for (const row of rows) spots.push(...await checkRow(feed, row));
    feed.entries += spots.length;
    run.step("entries", spots.length);
    await checkEntries(feed, spots);
  }
  await checkCount(feed, versionstamp, await checkIndex(feed, versionstamp));
}

/**
 * That each index row names an entry.
 *
 * @param before the versionstamp of the count before the entries were read
 * @returns how many of them name what cannot be read
 */
async function checkIndex(feed: Feed, before: string | null): Promise<number> {
  const { run, path } = feed, prefix = idsKey(path);
  let rows = 0, unread = 0;
  for await (const page of pages(run, { prefix }, { size: 500 })) rows += page.length;
  const count = await run.kv.get(countKey(path));
  // As many as the entries that are named, as of one moment: each names one of them.
  if (rows === feed.reached && count.versionstamp === before) return 0;
  for await (const page of pages(run, { prefix }, { size: 200 })) {
    const found = await rowsOf(feed, page);
    for (const row of page) {
      const id = idIn(row.key.slice(prefix.length)), place = indication(row);
      if (id === undefined || place === undefined) continue;
      const at = found.get(place.at), isUnread = isUnreadable(feed, place);
      if (Array.isArray(at) && isEntry(at[place.sub], id)) continue;
      if (feed.unindexed.has(idText(id)) && !run.mend) continue; // that was told
      if (isUnread && !run.mend) unread++;
      else await settle(run, feed.where, () => lookAtIndex(feed, id));
    }
  }
  return unread;
}

function isUnreadable(
  { unread }: Feed,
  place: { readonly at: string; readonly sub: number },
): boolean {
  return unread.has(place.at) || unread.has(position(place));
}

/** The slots of the rows that index rows name, by their positions. */
async function rowsOf(
  feed: Feed,
  page: readonly KvEntryMaybe<unknown>[],
): Promise<Map<string, Awaited<ReturnType<typeof open>>>> {
  const all = new Set(page.map((row) => indication(row)?.at ?? ""));
  const names = [...all].filter((at) => POSITION.test(at)), found = new Map();
  const rows = await getAll<unknown>(feed.run.kv, names.map((at) => entryKey(feed.path, at)));
  for (const [i, row] of rows.entries()) found.set(names[i], await open(feed, row));
  return found;
}

async function lookAtIndex(feed: Feed, id: Id): Promise<Finding | "again" | undefined> {
  const { run, path, where } = feed, key = idKey(path, id, where);
  const place = indication(await run.kv.get(key));
  if (place === undefined) return undefined;
  const named = entryKey(path, POSITION.test(place.at) ? place.at : "");
  const [index, row] = await run.kv.getMany<[unknown, unknown]>([key, named]);
  if (index.versionstamp !== place.stamp) return "again";
  const slots = await open(feed, row);
  if (typeof slots === "string" || isEntry(slots[place.sub], id)) return undefined;
  const slot = slots[place.sub];
  if (slot !== undefined && entryId(feed, slot) === undefined) return undefined; // told: it cannot be read
  const isQuiet = isUnreadable(feed, place);
  return {
    fault: {
      kind: "stale_index",
      where,
      id,
      found: `an index row that names ${position(place)}, where no such entry is`,
      right: "no index row",
    },
    quiet: isQuiet,
    mend: () =>
      mendBy(run, feedLabel(path), (batch) => {
        batch.check(index, row).delete(key).sum(countKey(path), minus(isQuiet ? 1 : 0));
      }),
  };
}

/** That the count is how many entries there are. */
async function checkCount(feed: Feed, before: string | null, unread: number): Promise<void> {
  const { run, path, where } = feed, key = countKey(path);
  let seen: number | undefined = feed.entries;
  await settle(run, where, async () => {
    let count: KvEntryMaybe<unknown> = await run.kv.get(key);
    if (count.versionstamp !== before || seen === undefined) {
      const counted = await countNow(feed);
      if (counted === undefined) return "again";
      ({ count, entries: seen } = counted);
    }
    const right = seen + unread, { value, versionstamp } = count;
    seen = undefined;
    const isRight = versionstamp === null
      ? right === 0
      : isU64(value) && value.value === BigInt(right);
    if (isRight) return undefined;
    const found = versionstamp === null ? "no count" : typeName(value);
    return {
      fault: { kind: "count", where, found, right: String(right) },
      mend: () =>
        mendBy(run, feedLabel(path), (batch) => {
          batch.check(count).set(key, new KvU64(BigInt(right)));
        }),
    };
  }, run.mend ? undefined : COUNTS);
}

/**
 * How many entries there are, and the count, as of one moment; undefined where others remove too many.
 *
 * The last page of rows and the count behind them are read as of one moment. Entries before that page
 * can only become fewer: as many after that moment as before it were as many at it.
 */
async function countNow(
  feed: Feed,
): Promise<{ entries: number; count: KvEntryMaybe<unknown> } | undefined> {
  const { run, path } = feed, prefix = ownKey(path), key = countKey(path);
  let before = 0, last = 0, bound: string | undefined, end: string | undefined;
  let count: KvEntryMaybe<unknown> = { key, value: null, versionstamp: null };
  for await (const page of pages(run, { prefix })) {
    before += last, last = 0, bound = end;
    for (const row of page) {
      if (row.key.length !== key.length) continue;
      if (isCountKey(row.key)) count = row;
      else end = String(row.key.at(-1)), last += await entriesIn(feed, row);
    }
  }
  if (bound === undefined) return { entries: last, count };
  let again = 0;
  for await (const page of pages(run, { prefix, end: after(entryKey(path, bound)) })) {
    for (const row of page) again += await entriesIn(feed, row);
  }
  return again === before ? { entries: before + last, count } : undefined;
}

async function entriesIn(feed: Feed, row: KvEntryMaybe<unknown>): Promise<number> {
  const slots = await open(feed, row);
  if (typeof slots === "string") return 0;
  return slots.filter((slot) => (entryId(feed, slot) ?? null) !== null).length;
}
