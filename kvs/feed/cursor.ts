/**
 * Readers: cursors that walk a feed, as data. Each call answers a new reader; nothing is kept but
 * what `save` stores.
 *
 * A reader stands at an entry. `take` gives entries from that one on and moves to the first that it
 * did not give; at the end it stays at the last. Where the entry that it stands at has been
 * removed, it goes on with the next in its direction.
 *
 * @module
 */
import { readCount } from "../rows/counter.ts";
import { KvsError } from "../error.ts";
import type { Kv } from "../kv.ts";
import { countKey } from "../rows/layout.ts";
import { type FeedName, feedParts, feedPath } from "./path.ts";
import type { KvsRecord } from "../rows/record.ts";
import { type Place, placeOf, spotIn } from "./place.ts";
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
  const [name, count, first] = await Promise.all([
    id ?? seq(kv, "reader"),
    readCount(kv, countKey(path)),
    end<T>(kv, path, 0),
  ]);
  return { id: name, feed: feedPath(...path), pos: 0, ...at(first), args: count, count, dir: 0 };
}

/** The reader at the newest entry, in direction 1. */
export async function top<T extends KvsRecord>(kv: Kv, reader: Reader<T>): Promise<Reader<T>> {
  const path = feedParts(reader.feed);
  const [count, last] = await Promise.all([readCount(kv, countKey(path)), end<T>(kv, path, 1)]);
  return { ...without(reader), pos: count, ...at(last), count, dir: 1 };
}

/** The reader at the oldest entry, in direction 0. */
export async function bot<T extends KvsRecord>(kv: Kv, reader: Reader<T>): Promise<Reader<T>> {
  const path = feedParts(reader.feed);
  const [count, first] = await Promise.all([readCount(kv, countKey(path)), end<T>(kv, path, 0)]);
  return { ...without(reader), pos: 1, ...at(first), count, dir: 0 };
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
  reader: Reader<T>,
  n?: number,
): Promise<Taken<T>> {
  const wanted = howMany(reader, n), base = without(reader);
  if (reader.cache === undefined || wanted === 0) return { ...base, args: [] };
  const slots = await ahead<T>(kv, reader, wanted);
  const taken = slots.slice(0, wanted), resting = slots[wanted] ?? taken.at(-1);
  const moved = Math.max(0, taken.length - 1);
  return {
    ...base,
    pos: reader.pos + (reader.dir === 0 ? moved : -moved),
    ...at(resting),
    args: taken.map(({ record }) => record),
  };
}

/**
 * The reader moved over up to `n` entries in its direction; behind the last of them it stands
 * nowhere.
 *
 * @param n how many; the reader's `args` unless given
 * @throws {KvsError} as {@linkcode take}
 */
export async function drop<T extends KvsRecord>(
  kv: Kv,
  reader: Reader<T>,
  n?: number,
): Promise<Reader<T>> {
  const wanted = howMany(reader, n);
  if (reader.cache === undefined) return { ...reader, args: [] };
  if (wanted === 0) return reader;
  const slots = await ahead<T>(kv, reader, wanted);
  const moved = Math.max(0, Math.min(wanted, slots.length) - 1);
  return {
    ...without(reader),
    pos: reader.pos + (reader.dir === 0 ? moved : -moved),
    ...at(slots[wanted]),
  };
}

async function step<T extends KvsRecord>(
  kv: Kv,
  reader: Reader<T>,
  dir: Direction,
): Promise<Taken<T> | undefined> {
  const { path, from } = spotOf(reader);
  if (from === undefined) return undefined;
  const [slot] = await readSlots<T>(kv, path, { from, reverse: dir === 1 }, 1);
  if (slot === undefined) return undefined;
  const pos = reader.pos + (dir === 0 ? 1 : -1);
  return { ...without(reader), pos, ...at(slot), args: [slot.record] };
}

function ahead<T extends KvsRecord>(kv: Kv, reader: Reader<T>, n: number): Promise<Slot<T>[]> {
  const { path, from } = spotOf(reader);
  return readSlots<T>(kv, path, { from, inclusive: true, reverse: reader.dir === 1 }, n + 1);
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

function at(slot: Slot<KvsRecord> | undefined): { cache?: Place } {
  return slot === undefined ? {} : { cache: placeOf(slot) };
}

function without<T extends KvsRecord>(reader: Reader<T>): Omit<Reader<T>, "cache"> {
  const { cache: _, ...rest } = reader;
  return rest;
}

function spotOf(reader: Reader<KvsRecord>): { path: readonly string[]; from: Spot | undefined } {
  const path = feedParts(reader.feed);
  return { path, from: reader.cache && spotIn(path, reader.cache) };
}

function howMany(reader: Reader<KvsRecord>, n: unknown = reader.args): number {
  if (typeof n === "number" && Number.isInteger(n)) return n < 0 ? Infinity : n;
  throw new KvsError(
    "bad_count",
    `feed "${reader.feed}": how many entries? Set the reader's args to a whole number, or pass one`,
  );
}
