/**
 * Items that are written in one commit.
 *
 * @module
 */
import { Batch, COMMIT, feedParts, MAX_APPEND, MAX_PUT, Room, type Weight } from "../../kvs/mod.ts";
import { idParts, keySize, ROW_SIZE, sizeBound } from "../../kvs/tool.ts";
import type { Item, Kind } from "./item.ts";

/** The most items of one commit; of a kind that has none, every item is written by itself. */
const MOST: Partial<Record<Kind, number>> = { record: MAX_PUT, entry: MAX_APPEND, key: Infinity };

/** What items may take of a commit: entries lie in one row; records leave half for their indexes. */
const LIMITS: Partial<Record<Kind, Partial<Weight>>> = {
  entry: { bytes: ROW_SIZE },
  record: { bytes: COMMIT.bytes / 2, keyBytes: COMMIT.keyBytes / 2 },
};

/**
 * The items in their order, in batches of one kind and one feed or table, each within the limits of a commit. Where the
 * items break off with an error, those before it come first.
 */
export async function* batches(items: AsyncIterable<Item>): AsyncGenerator<Item[]> {
  let batch: Item[] = [], room = new Room();
  try {
    for await (const item of items) {
      const [first] = batch, weight = weightOf(item);
      const isNext = first !== undefined && isTogether(first, item) && !hasGap(batch.at(-1)) &&
        batch.length < (MOST[item.kind] ?? 1) && room.take(weight);
      if (!isNext) {
        if (first !== undefined) yield batch;
        batch = [], room = new Room(LIMITS[item.kind]);
        if (!room.take(weight)) room.fill();
      }
      batch.push(item);
    }
  } catch (error) {
    if (batch.length > 0) yield batch;
    throw error;
  }
  if (batch.length > 0) yield batch;
}

function isTogether(a: Item, b: Item): boolean {
  if (a.kind === "entry") return b.kind === "entry" && a.feed === b.feed;
  if (a.kind === "record") return b.kind === "record" && a.table === b.table;
  return a.kind === "key" && b.kind === "key";
}

/** A saved reader stands behind it: the next entry goes into a row of its own. */
function hasGap(item: Item | undefined): boolean {
  return item?.kind === "entry" && item.gap === true;
}

/** What an item takes of a commit, at least. */
function weightOf(item: Item): Weight {
  if (item.kind === "key") return new Batch().set(item.key, item.value).weight;
  const weight = { checks: 1, mutations: 1, bytes: 0, keyBytes: 0 };
  if (item.kind !== "entry" && item.kind !== "record") return weight;
  const path = item.kind === "entry" ? feedParts(item.feed) : [item.table];
  return {
    ...weight,
    bytes: sizeBound(item.record, ROW_SIZE),
    keyBytes: keySize([...path, ...idParts(item.record.id, "")]),
  };
}
