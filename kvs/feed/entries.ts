/**
 * Entries of a feed one after the other, from a cursor: for feeds that do not fit memory, and for
 * pages.
 *
 * @module
 */
import type { Kv } from "../kv.ts";
import { feedLabel, type FeedName, feedParts } from "./path.ts";
import { KvsError } from "../error.ts";
import { kindOf, optionsOf } from "../options.ts";
import { cursorOf, type Place, placeOf, spotIn } from "./place.ts";
import type { KvsRecord } from "../rows/record.ts";
import { readSlots } from "./slots.ts";

/** Which entries, and in which order. */
export interface EntriesOptions {
  /**
   * Where to go on: behind the entry of this cursor, in the direction read, whether or not the entry
   * is still there. A place is taken, too.
   */
  readonly after?: string | Place;
  /** From the newest to the oldest. */
  readonly reverse?: boolean;
  /** At most so many; all unless told. */
  readonly limit?: number;
  /** Only what the feed itself holds, not what the feeds under it hold. */
  readonly own?: boolean;
}

/** An entry, and the cursor to go on behind it. */
export interface Entry<T extends KvsRecord = KvsRecord> {
  /** As it was appended, or replaced since. */
  readonly record: T;
  /** Text that fits a URL: give it as `after` to go on behind it, here, to `page` or `watchFeed`. */
  readonly cursor: string;
  /** Where it stands: in which feed itself, and where in that. */
  readonly place: Place;
}

const PAGE = 200;

/**
 * The entries of a feed, and of the feeds under it, in the order of `feed`; read 200 at a time.
 *
 * @throws {KvsError} `bad_cursor` for a cursor or place of another feed, `bad_count` for a limit that
 * is no whole number
 *
 * @example
 * ```ts
 * import { append, entries, openKv } from "@n2o/n2o/kvs";
 *
 * using kv = await openKv(":memory:");
 * for (const id of [1, 2, 3]) await append(kv, { id }, "/log");
 * for await (const { record } of entries(kv, "/log", { reverse: true, limit: 1 })) {
 *   if (record.id !== 3) throw new Error("the newest");
 * }
 * ```
 */
export async function* entries<T extends KvsRecord = KvsRecord>(
  kv: Kv,
  feed: FeedName,
  options?: EntriesOptions,
): AsyncGenerator<Entry<T>, void, void> {
  const path = feedParts(feed);
  const { after, reverse = false, limit = Infinity, own = false } = optionsOf<EntriesOptions>(
    feedLabel(path),
    options,
  );
  if (limit !== Infinity && !(Number.isInteger(limit) && limit >= 0)) {
    throw new KvsError("bad_count", `${feedLabel(path)}: a limit of ${kindOf(limit)} entries`);
  }
  let from = after === undefined ? undefined : spotIn(path, after, own);
  for (let left = limit; left > 0;) {
    const slots = await readSlots<T>(kv, path, { from, reverse, own }, Math.min(PAGE, left));
    for (const slot of slots) {
      yield { record: slot.record, cursor: cursorOf(slot), place: placeOf(slot) };
    }
    if (slots.length < Math.min(PAGE, left)) return;
    left -= slots.length;
    from = slots.at(-1);
  }
}
