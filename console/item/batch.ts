/**
 * Items that are written in one commit.
 *
 * @module
 */
import { encodeKey } from "../../kvs/value/key.ts";
import { feedParts } from "../../kvs/feed/path.ts";
import { idParts } from "../../kvs/rows/record.ts";
import { sizeBound } from "../../kvs/value/size.ts";
import type { Item, Kind } from "./item.ts";

/**
 * The most items of one commit, by kind: an append has 100 checks, a put 50 records; the others are few, and each is
 * written by itself.
 */
const MOST: Readonly<Record<Kind, number>> = {
  schema: 1,
  record: 50,
  entry: 100,
  writer: 1,
  seq: 1,
  reader: 1,
  key: 250,
};
/** Bytes: the entries of a commit lie in one row, which holds 65,000; a commit 819,200, of which keys 81,920. */
const PART = 65_000;
const ROOM = { entry: 55_000, other: 300_000, keys: 40_000 };

/**
 * The items in their order, in batches of one kind and one feed or table, each within the limits of a commit. Where the
 * items break off with an error, those before it come first.
 */
export async function* batches(items: AsyncIterable<Item>): AsyncGenerator<Item[]> {
  let batch: Item[] = [], size = 0, keys = 0;
  try {
    for await (const item of items) {
      const [first, last] = [batch[0], batch.at(-1)];
      const room = item.kind === "entry" ? ROOM.entry : ROOM.other;
      const own = bytesOf(item), key = keyBytes(item);
      const fits = first === undefined || together(first, item) && !hasGap(last) &&
          batch.length < MOST[item.kind] && size + own <= room && keys + key <= ROOM.keys;
      if (!fits) {
        yield batch;
        batch = [], size = 0, keys = 0;
      }
      batch.push(item);
      size += own;
      keys += key;
    }
  } catch (error) {
    if (batch.length > 0) yield batch;
    throw error;
  }
  if (batch.length > 0) yield batch;
}

function together(a: Item, b: Item): boolean {
  if (a.kind === "entry") return b.kind === "entry" && a.feed === b.feed;
  if (a.kind === "record") return b.kind === "record" && a.table === b.table;
  return a.kind === "key" && b.kind === "key";
}

/** A saved reader stands behind it: the next entry goes into a row of its own. */
function hasGap(item: Item | undefined): boolean {
  return item?.kind === "entry" && item.gap === true;
}

/** A record that is kept in parts has a commit of its own. */
function bytesOf(item: Item): number {
  if (item.kind !== "record" && item.kind !== "entry" && item.kind !== "key") return 0;
  const size = sizeBound(item.kind === "key" ? item.value : item.record, PART);
  return size > PART ? Infinity : size;
}

function keyBytes(item: Item): number {
  if (item.kind === "key") return encodeKey(item.key).length;
  if (item.kind !== "entry" && item.kind !== "record") return 0;
  const path = item.kind === "entry" ? feedParts(item.feed) : [item.table];
  return encodeKey([...path, ...idParts(item.record.id, "")]).length + 20;
}
