/**
 * What a feed keeps: at most so many entries, at most so old ones.
 *
 * An entry carries no time, and an append does nothing for its age. Instead each sweep notes, once for
 * all feeds, up to which commit everything had been appended at that time: an entry is of an age when
 * a note of that age is behind it. Notes are thinned out as they grow old, so that they stay few
 * thousands, whatever the ages.
 *
 * @module
 */
import type { Clock } from "../../base/mod.ts";
import { KvsError } from "../error.ts";
import { optionsOf } from "../options.ts";
import { cutThrough } from "../feed/cut.ts";
import { target } from "../feed/append_into.ts";
import { feedLabel, type FeedName } from "../feed/path.ts";
import type { Kv, KvEntry, KvListSelector } from "../kv.ts";
import { change } from "../rows/attempt.ts";
import { Batch } from "../rows/batch.ts";
import { openSlots } from "../rows/chunk.ts";
import { within } from "../rows/commit.ts";
import { toCount } from "../rows/counter.ts";
import { stamp, watchAppends } from "../rows/format.ts";
import {
  ageKey,
  agesKey,
  countKey,
  feedsKey,
  formatKey,
  isCountKey,
  ownKey,
  parseEntryKey,
  retainKey,
  retainsKey,
} from "../rows/layout.ts";

/** What a feed keeps. */
export interface Retention {
  /** At most so many entries: the oldest go. A whole number from 0. */
  readonly entries?: number | undefined;
  /** At most entries of this age, in milliseconds since their append. */
  readonly age?: number | undefined;
}

/**
 * Tells what a feed itself is to keep; what feeds under it keep is told of them. Without anything told
 * it keeps all, as before.
 *
 * Appends and reads know nothing of it: the sweep of `expire`, which `maintain` repeats, takes out the
 * oldest entries, as `cut` does. With `entries` exactly so many stay where nobody writes. With `age` an
 * entry stays at least so long, counted from its append, whether or not it is updated, and goes with the first sweep
 * after its age is reached, counted from the first sweep after its append; for ages over half a day
 * up to a thousandth of the age later. Use `expireIn` for what must not be read from a moment on.
 *
 * @throws {KvsError} `bad_feed`, `bad_argument`, `bad_count` for entries that are no whole number, `bad_expiry` for an age
 * that is no positive number of milliseconds, `store`
 *
 * @example
 * ```ts
 * import { appendMany, feed, memoryKv } from "@n2o/n2o/kvs";
 * import { expire, retain } from "@n2o/n2o/kvs/expiry";
 *
 * using kv = memoryKv();
 * await retain(kv, "/log", { entries: 2 });
 * await appendMany(kv, [{ id: 1 }, { id: 2 }, { id: 3 }], "/log");
 * await expire(kv);
 * if ((await feed(kv, "/log")).map(({ id }) => id).join() !== "2,3") throw new Error("the newest two");
 * ```
 */
export async function retain(
  kv: Kv,
  feed: FeedName,
  retention?: Retention,
): Promise<void> {
  const path = target(feed), where = feedLabel(path);
  const { entries, age } = optionsOf<Retention>(where, retention);
  if (entries !== undefined && !(Number.isSafeInteger(entries) && entries >= 0)) {
    throw new KvsError("bad_count", `${where}: give how many entries it keeps as a whole number`);
  }
  if (age !== undefined && !(typeof age === "number" && age > 0 && Number.isFinite(age))) {
    throw new KvsError("bad_expiry", `${where}: give the age as a positive number of milliseconds`);
  }
  const kept = { ...(entries !== undefined && { entries }), ...(age !== undefined && { age }) };
  if (age !== undefined) await within(where, () => watchAppends(kv)); // ages go by what is watched
  await change(kv, where, async (layout) => {
    const batch = new Batch(where);
    stamp(batch, layout);
    if (Object.keys(kept).length === 0) batch.delete(retainKey(path));
    else batch.set(retainKey(path), kept);
    return await batch.commit(kv);
  });
}

/** What a feed itself keeps, as `retain` was told; undefined where it keeps all. */
export async function retention(kv: Kv, feed: FeedName): Promise<Retention | undefined> {
  const path = target(feed);
  return (await within(feedLabel(path), () => kv.get<Retention>(retainKey(path)))).value ??
    undefined;
}

/** How one run of `expire` tells the time, how much it may take out, and where its failures go. */
export interface Sweep {
  readonly clock: Pick<Clock, "now">;
  /** The most that it takes out. */
  readonly limit: number;
  /** Whether it is to end. */
  readonly isOver: () => boolean;
  /** What could not be done: told at the end. */
  readonly failures: unknown[];
}

/** Whether an error is for one of several, so that the others need not wait for it. */
export function isOfOne(error: unknown): boolean {
  return KvsError.is(error, "corrupt", "conflict", "too_large");
}

/** Takes out what feeds do not keep; answers how many entries. */
export async function keepRetained(kv: Kv, sweep: Sweep): Promise<number> {
  const feeds: KvEntry<Retention>[] = [];
  for await (const row of kv.list<Retention>({ prefix: retainsKey })) feeds.push(row);
  const longest = feeds.reduce((longest, { value: { age = 0 } }) => Math.max(longest, age), 0);
  if (longest > 0) {
    await watchAppends(kv); // what a feed keeps may have come with a copy
    await note(kv, sweep);
  }
  const now = sweep.clock.now();
  let taken = 0;
  for (const { key, value } of feeds) {
    const path = key.slice(retainsKey.length).map(String);
    try {
      taken += await trim(kv, path, value, { ...sweep, limit: sweep.limit - taken, now });
    } catch (error) {
      if (!isOfOne(error)) throw error;
      sweep.failures.push(error);
    }
  }
  await thin(kv, now, longest);
  return taken;
}

/** Rows of one step: with the count as many keys as a store reads as of one moment. */
const ROWS = 9;

async function trim(
  kv: Kv,
  path: readonly string[],
  { entries, age }: Retention,
  { limit, now, isOver }: Sweep & { readonly now: number },
): Promise<number> {
  const aged = age === undefined ? undefined : await newestAt(kv, now - age);
  if (entries === undefined && aged === undefined) return 0;
  let taken = 0;
  while (taken < limit && !isOver()) {
    const { last, more } = await surplus(kv, path, { entries, aged, limit: limit - taken });
    if (last !== undefined) taken += await cutThrough(kv, path, last);
    if (!more) break;
  }
  return taken;
}

interface Bounds {
  readonly entries: number | undefined;
  /** Everything up to this commit is too old. */
  readonly aged: string | undefined;
  readonly limit: number;
}

/** The last of a feed's oldest entries that it does not keep, and whether there may be more. */
async function surplus(
  kv: Kv,
  path: readonly string[],
  { entries, aged = "", limit }: Bounds,
): Promise<{ last: { at: string; sub: number } | undefined; more: boolean }> {
  const where = feedLabel(path), keys = [], oldest = { limit: ROWS, batchSize: ROWS };
  for await (const { key } of kv.list({ prefix: ownKey(path) }, oldest)) {
    if (!isCountKey(key)) keys.push(key);
  }
  // As of one moment, and no entry comes to be before others: what goes is more than the feed keeps
  // whatever is changed before it goes.
  const [count, ...rows] = await kv.getMany<unknown[]>([countKey(path), ...keys]);
  const excess = entries === undefined ? 0 : toCount(count?.value) - entries;
  if (excess > Number.MAX_SAFE_INTEGER) throw new KvsError("corrupt", `${where}: a count below 0`);
  let seen = 0, last: { at: string; sub: number } | undefined;
  for (const { key, value, versionstamp } of rows) {
    const slots = versionstamp === null ? [] : await openSlots(kv, value, where);
    if (slots === undefined) return { last, more: true }; // replaced meanwhile
    const { at } = parseEntryKey(key);
    for (const [sub, slot] of slots.entries()) {
      if (slot === null) continue;
      if (seen === limit || (seen >= excess && at > aged)) return { last, more: false };
      seen++;
      last = { at, sub };
    }
  }
  return { last, more: keys.length === ROWS };
}

/** Notes up to which commit everything is appended by now. */
async function note(kv: Kv, { clock }: Sweep): Promise<void> {
  // Entries of a store of the layout before are older than the mark of the layout.
  const [newest, format] = await kv.getMany<[unknown, unknown]>([feedsKey, formatKey]);
  const at = newest.versionstamp ?? format.versionstamp;
  const time = clock.now(); // after the read: no entry up to there is younger
  const [last] = await notes(kv, { prefix: agesKey }, 1);
  if (at === null || last?.at === at) return;
  await change(kv, "ages", async (layout) => {
    const batch = new Batch("ages");
    stamp(batch, layout);
    return await batch.set(ageKey(time), at).commit(kv);
  });
}

interface Note {
  readonly time: number;
  readonly at: string;
}

/** The newest notes of a selection, the newest first. */
async function notes(kv: Kv, selector: KvListSelector, limit: number): Promise<Note[]> {
  const found: Note[] = [];
  for await (const { key, value } of kv.list<string>(selector, { reverse: true, limit })) {
    found.push({ time: Number(key.at(-1)), at: value });
  }
  return found;
}

/** The newest notes that are of a time, or before. */
function notesUntil(kv: Kv, time: number, limit: number): Promise<Note[]> {
  return notes(kv, { prefix: agesKey, end: [...agesKey, time, true] }, limit);
}

/** The commit up to which everything had been appended at a time. */
async function newestAt(kv: Kv, time: number): Promise<string | undefined> {
  return (await notesUntil(kv, time, 1))[0]?.at;
}

/** The age at which notes begin to be thinned out, in milliseconds; and again at each double of it. */
const YOUNG = 60_000;
/** What part of its age a note may stand apart from the next. */
const APART = 1024;
/** How many notes are deleted at once. */
const MOST = 500;

/** Deletes the notes that tell no more than others, a few with each sweep. */
async function thin(kv: Kv, now: number, longest: number): Promise<void> {
  // Of those that every feed's age has passed only the newest tells something; where no feed looks at
  // ages, none does.
  const idle = longest > 0
    ? (await notesUntil(kv, now - longest, MOST)).slice(1)
    : await notes(kv, { prefix: agesKey }, MOST);
  for (let age = YOUNG; age < longest; age *= 2) {
    const [newest, middle, oldest] = await notesUntil(kv, now - age, 3);
    if (newest === undefined || middle === undefined || oldest === undefined) continue;
    if (newest.time - oldest.time <= age / APART) idle.push(middle);
  }
  if (idle.length === 0) return;
  await change(kv, "ages", async (layout) => {
    const batch = new Batch("ages");
    stamp(batch, layout);
    for (const { time } of idle) batch.delete(ageKey(time));
    return await batch.commit(kv);
  });
}
