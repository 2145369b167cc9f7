/**
 * Readers: cursors that walk a feed, as data. Each call answers a new reader; nothing is kept but
 * what `save` stores.
 *
 * A reader stands at an entry. `take` gives entries from that one on and moves to the first that it
 * did not give; at the end it stays at the last. Where the entry that it stands at has been
 * removed, it goes on with the next in its direction. On an empty feed, and where it was dropped
 * behind the end, it stands between entries, and goes on with what comes there.
 *
 * @module
 */
import { readCount } from "../rows/counter.ts";
import { given, KvsError } from "../error.ts";
import { checkKv, kindOf } from "../options.ts";
import type { Kv } from "../kv.ts";
import { countKey } from "../rows/layout.ts";
import { type FeedName, feedParts, feedPath } from "./path.ts";
import type { KvsRecord } from "../rows/record.ts";
import { before, FIRST, type Place, placeOf, position, spotIn } from "./place.ts";
import { seq } from "../rows/seq.ts";
import { readSlots, type Slot, type Spot } from "./slots.ts";

/** 0: from the oldest to the newest; 1: from the newest to the oldest. */
export type Direction = 0 | 1;

/** A cursor on a feed: data, which may be sent and stored. */
export interface Reader<T extends KvsRecord = KvsRecord> {
  /** By which `save` and `loadReader` know it. */
  readonly id: string;
  /** The path; it need not exist. */
  readonly feed: string;
  /** How far it has moved: counted from the start, or from the count after `top`. */
  readonly pos: number;
  /** The entry that it stands at; absent on an empty feed and behind the end. */
  readonly cache?: Place;
  /**
   * Where it stands at no entry: the place right behind which it stands, in the order of the feed.
   * Absent, too, where it was told to take none: it then stands nowhere, and gives nothing.
   */
  readonly behind?: Place;
  /**
   * Before `take` and `drop` how many entries (-1: all); after `take`, `next` and `prev` the
   * entries.
   */
  readonly args: number | readonly T[];
  /** How many entries the feed itself held when the reader was made or sent to an end. */
  readonly count: number;
  /** The direction of `take` and `drop`. */
  readonly dir: Direction;
}

/** A reader whose `args` are entries. */
export type Taken<T extends KvsRecord> = Reader<T> & {
  /** In the direction of the reader. */
  readonly args: readonly T[];
};

/**
 * A new reader at the oldest entry of a feed; its `args` are the feed's count.
 *
 * @param id its name for `save`; drawn from `seq(kv, "reader")` unless given
 */
export async function reader<T extends KvsRecord = KvsRecord>(
  kv: Kv,
  feed: FeedName,
  id?: string,
): Promise<Reader<T>> {
  const path = feedParts(feed);
  checkKv("reader", kv);
  if (id !== undefined && typeof id !== "string") {
    throw new KvsError("bad_argument", `a reader goes by text, not by ${kindOf(id)}`);
  }
  const [name, count, first] = await Promise.all([
    id ?? seq(kv, "reader"),
    readCount(kv, countKey(path)),
    end<T>(kv, path, 0),
  ]);
  return {
    id: name,
    feed: feedPath(...path),
    pos: 0,
    ...at(first ?? path),
    args: count,
    count,
    dir: 0,
  };
}

/** The reader at the newest entry, in direction 1. */
export async function top<T extends KvsRecord>(kv: Kv, reader: Reader<T>): Promise<Reader<T>> {
  const own = readerOf(reader), path = feedParts(own.feed);
  checkKv("top", kv);
  const [count, last] = await Promise.all([readCount(kv, countKey(path)), end<T>(kv, path, 1)]);
  return { ...without(own), pos: count, ...at(last ?? path), count, dir: 1 };
}

/** The reader at the oldest entry, in direction 0. */
export async function bot<T extends KvsRecord>(kv: Kv, reader: Reader<T>): Promise<Reader<T>> {
  const own = readerOf(reader), path = feedParts(own.feed);
  checkKv("bot", kv);
  const [count, first] = await Promise.all([readCount(kv, countKey(path)), end<T>(kv, path, 0)]);
  return { ...without(own), pos: 1, ...at(first ?? path), count, dir: 0 };
}

/**
 * The reader at the entry after the one it stands at, with that entry in `args`; undefined at the
 * end.
 */
export function next<T extends KvsRecord>(
  kv: Kv,
  reader: Reader<T>,
): Promise<Taken<T> | undefined> {
  return step(kv, reader, 0);
}

/**
 * The reader at the entry before the one it stands at, with that entry in `args`; undefined at the
 * start.
 */
export function prev<T extends KvsRecord>(
  kv: Kv,
  reader: Reader<T>,
): Promise<Taken<T> | undefined> {
  return step(kv, reader, 1);
}

/**
 * Up to `n` entries from the one that the reader stands at, in its direction, in `args`; the reader
 * then stands at the entry after them, or at the last one. `n` of 0 takes none and leaves the
 * reader nowhere; -1 takes all.
 *
 * @param n how many; the reader's `args` unless given
 * @throws {KvsError} `bad_count` where no number is given, `bad_cursor` where the reader stands in
 * another feed
 */
export async function take<T extends KvsRecord>(
  kv: Kv,
  cursor: Reader<T>,
  n?: number,
): Promise<Taken<T>> {
  const reader = readerOf(cursor);
  const wanted = howMany(reader, n), base = without(reader), standing = standingOf(reader);
  if (standing === undefined || wanted === 0) return { ...base, args: [] };
  const slots = await ahead<T>(kv, reader, standing, wanted);
  const taken = slots.slice(0, wanted), resting = slots[wanted] ?? taken.at(-1);
  if (resting === undefined) return { ...reader, args: [] };
  const moved = Math.max(0, taken.length - 1);
  return {
    ...base,
    pos: reader.pos + (reader.dir === 0 ? moved : -moved),
    ...at(resting),
    args: taken.map(({ record }) => record),
  };
}

/**
 * The reader moved over up to `n` entries in its direction; behind the last of all it stands at none,
 * and goes on with what comes.
 *
 * @param n how many; the reader's `args` unless given
 * @throws {KvsError} as {@linkcode take}
 */
export async function drop<T extends KvsRecord>(
  kv: Kv,
  cursor: Reader<T>,
  n?: number,
): Promise<Reader<T>> {
  const reader = readerOf(cursor);
  const wanted = howMany(reader, n), standing = standingOf(reader);
  if (standing === undefined) return { ...reader, args: [] };
  if (wanted === 0) return standing.gap ? { ...reader, args: [] } : reader;
  const slots = await ahead<T>(kv, reader, standing, wanted), last = slots.at(-1);
  if (last === undefined) return { ...reader, args: [] };
  const moved = Math.min(wanted, slots.length) - 1;
  return {
    ...without(reader),
    pos: reader.pos + (reader.dir === 0 ? moved : -moved),
    ...(slots.length > wanted ? at(last) : beyond(last, reader.dir)),
  };
}

async function step<T extends KvsRecord>(
  kv: Kv,
  cursor: Reader<T>,
  dir: Direction,
): Promise<Taken<T> | undefined> {
  const reader = readerOf(cursor);
  const standing = standingOf(reader);
  if (standing === undefined) return undefined;
  const { path, from, gap } = standing, reverse = dir === 1;
  const [slot] = await readSlots<T>(kv, path, { from, inclusive: gap && reverse, reverse }, 1);
  if (slot === undefined) return undefined;
  const pos = reader.pos + (dir === 0 ? 1 : -1);
  return { ...without(reader), pos, ...at(slot), args: [slot.record] };
}

/** The next `n` entries, and the one behind them. */
function ahead<T extends KvsRecord>(
  kv: Kv,
  reader: Reader<T>,
  { path, from, gap }: Standing,
  n: number,
): Promise<Slot<T>[]> {
  const reverse = reader.dir === 1;
  return readSlots<T>(kv, path, { from, inclusive: reverse || !gap, reverse }, n + 1);
}

/** The entry at an end of a feed: 0 the oldest, 1 the newest. */
export async function end<T extends KvsRecord>(
  kv: Kv,
  path: readonly string[],
  dir: Direction,
  own = false,
): Promise<Slot<T> | undefined> {
  return (await readSlots<T>(kv, path, { reverse: dir === 1, own }, 1))[0];
}

/** At an entry, or in front of everything that a path will hold. */
function at(to: Slot<KvsRecord> | readonly string[]): { cache: Place } | { behind: Place } {
  if ("record" in to) return { cache: placeOf(to) };
  return { behind: { feed: feedPath(...to), id: "", at: FIRST } };
}

/** Past an entry in a direction: right behind it, or right behind what is before it. */
function beyond(last: Slot<KvsRecord>, dir: Direction): { behind: Place } {
  if (dir === 0) return { behind: placeOf(last) };
  return { behind: { feed: feedPath(...last.path), id: "", at: position(before(last)) } };
}

/**
 * A reader as it is now, the caller's no more: it may have been sent by anybody.
 *
 * @throws {KvsError} `bad_feed`, `bad_argument` for what is none
 */
function readerOf<T extends KvsRecord>(reader: Reader<T>): Reader<T> {
  const own = given("a reader", () => ({ ...reader }));
  feedParts(own.feed);
  if (!Number.isSafeInteger(own.pos) || (own.dir !== 0 && own.dir !== 1)) {
    throw new KvsError(
      "bad_argument",
      `feed "${own.feed}": a reader is what \`reader\` gave, with pos as a whole number and dir as 0 or 1`,
    );
  }
  return own;
}

function without<T extends KvsRecord>(reader: Reader<T>): Omit<Reader<T>, "cache" | "behind"> {
  const { cache: _, behind: __, ...rest } = reader;
  return rest;
}

/** Where a reader stands: at an entry, or in the gap behind it. */
interface Standing {
  readonly path: readonly string[];
  readonly from: Spot;
  readonly gap: boolean;
}

function standingOf({ feed, cache, behind }: Reader<KvsRecord>): Standing | undefined {
  const path = feedParts(feed);
  if (cache !== undefined) return { path, from: spotIn(path, cache), gap: false };
  return behind === undefined ? undefined : { path, from: spotIn(path, behind), gap: true };
}

function howMany(reader: Reader<KvsRecord>, n: unknown = reader.args): number {
  if (typeof n === "number" && Number.isInteger(n)) return n < 0 ? Infinity : n;
  throw new KvsError(
    "bad_count",
    `feed "${reader.feed}": how many entries? Set the reader's args to a whole number, or pass one`,
  );
}
