/**
 * Following a feed.
 *
 * The count of a feed is touched by every append, so it is what is watched; each notification leads
 * to a read from the last entry seen, so it does not matter how many appends one notification
 * stands for. Nothing can be missed between: the entries are ordered by the versionstamps of their
 * commits, a store makes commits visible in that order and each as a whole, and so whoever reads an
 * entry has read every one before it; none can come to be before one already seen.
 *
 * @module
 */
import { KvsError } from "../error.ts";
import type { Kv } from "../kv.ts";
import { countKey } from "../rows/layout.ts";
import { feedLabel, type FeedName, feedParts } from "./path.ts";
import { parsePosition, position } from "./place.ts";
import type { KvsRecord } from "../rows/record.ts";
import { readSlots, type Spot } from "./slots.ts";

/** An entry of a followed feed. */
export interface FeedEntry<T extends KvsRecord = KvsRecord> {
  /** As it was appended, or replaced since. */
  readonly record: T;
  /** Its position: give it as `from` to go on after it. */
  readonly cursor: string;
}

/** Where to begin, and when to end. */
export interface WatchFeedOptions {
  /** A cursor to go on after, or `"start"`; only what is appended from now on unless given. */
  readonly from?: string;
  /** Ends the iteration, without an error. */
  readonly signal?: AbortSignal;
}

const PAGE = 100;

/**
 * The entries appended to the feed itself, in their order, each once, as they come: from a cursor
 * on, across processes. Updates in place and removals are not reported. The iteration ends with the
 * signal or by leaving the loop.
 *
 * @throws {KvsError} `bad_cursor` for a `from` that is no position
 *
 * @example
 * ```ts
 * import { append, openKv, watchFeed } from "@n2o/n2o/kvs";
 *
 * using kv = await openKv(":memory:");
 * await append(kv, { id: 1 }, "/chat/room");
 * for await (const { record } of watchFeed(kv, "/chat/room", { from: "start" })) {
 *   if (record.id === 1) break;
 * }
 * ```
 */
export async function* watchFeed<T extends KvsRecord = KvsRecord>(
  kv: Kv,
  feed: FeedName,
  { from, signal }: WatchFeedOptions = {},
): AsyncGenerator<FeedEntry<T>, void, void> {
  const path = feedParts(feed);
  let last = from === undefined ? await newest(kv, path) : start(path, from);
  const changes = kv.watch([countKey(path)]).getReader();
  const stop = () => void changes.cancel().catch(() => {});
  signal?.addEventListener("abort", stop);
  try {
    // The first notification is the state as it is: whatever came before the watch is read then.
    while (!signal?.aborted && !(await changes.read()).done) {
      for (let more = true; more;) {
        const slots = await readSlots<T>(kv, path, { own: true, from: last }, PAGE);
        for (const slot of slots) {
          if (signal?.aborted) return;
          yield { record: slot.record, cursor: position(slot) };
          last = slot;
        }
        more = slots.length === PAGE;
      }
    }
  } finally {
    signal?.removeEventListener("abort", stop);
    await changes.cancel().catch(() => {});
  }
}

async function newest(kv: Kv, path: readonly string[]): Promise<Spot | undefined> {
  return (await readSlots(kv, path, { own: true, reverse: true }, 1))[0];
}

function start(path: readonly string[], from: string): Spot | undefined {
  if (from === "start") return undefined;
  const spot = parsePosition(from);
  if (spot !== undefined) return { ...spot, path };
  throw new KvsError("bad_cursor", `${feedLabel(path)}: "${from}" is no cursor of an entry`);
}
