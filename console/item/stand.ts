/**
 * Saved readers on their way to another store, where entries have other places.
 *
 * @module
 */
import { isObject } from "../../base/mod.ts";
import { feedParts, type Kv, type KvsRecord, type Place } from "../../kvs/mod.ts";
import {
  feedLabel,
  idKey,
  indication,
  parsePosition,
  placeOf,
  position,
  readerKey,
  readSlots,
  type Slot,
} from "../../kvs/tool.ts";
import type { Item, Stand } from "./item.ts";

type ReaderItem = Extract<Item, { kind: "reader" }>;

/** Behind the last of a row, whose entries are numbered up to 99, and before the next row. */
const BEHIND = 9999;
const START = "0".repeat(20);

/** Every saved reader, and where it stands. */
export async function* readReaders(kv: Kv): AsyncGenerator<ReaderItem & { gap?: string }> {
  const prefix = readerKey("").slice(0, 1);
  for await (const { key, value } of kv.list({ prefix }, { batchSize: 100 })) {
    const id = String(key.at(-1));
    const place = placeIn(value), path = place && feedParts(place.feed);
    const spot = place && parsePosition(place.at);
    if (!isObject(value) || place === undefined || path === undefined || spot === undefined) {
      yield { kind: "reader", id, value };
      continue;
    }
    const { cache, behind: _, ...rest } = value, isGap = cache === undefined;
    const own = { own: true, from: { path, ...spot } };
    const [here] = await readSlots<KvsRecord>(kv, path, { ...own, inclusive: true }, 1);
    if (!isGap && here !== undefined && position(here) === position(spot)) {
      yield { kind: "reader", id, value: rest, at: { feed: place.feed, id: here.record.id } };
      continue;
    }
    const back = { ...own, reverse: true, inclusive: isGap };
    const [before] = await readSlots<KvsRecord>(kv, path, back, 1);
    yield {
      kind: "reader",
      id,
      value: rest,
      at: { feed: place.feed, ...(before && { id: before.record.id }), behind: true },
      ...(before && { gap: gapAt(before) }),
    };
  }
}

/** Names the gap behind an entry. */
export function gapAt(slot: Slot<KvsRecord>): string {
  return JSON.stringify([...slot.path, position(slot)]);
}

/** The value of a saved reader as it stands in a store to which its feed has come. */
export async function settleReader(kv: Kv, { value, at }: ReaderItem): Promise<unknown> {
  if (at === undefined) return value;
  const rest = isObject(value) ? value : {};
  const place = await settle(kv, at, rest.dir === 1);
  return place === undefined ? rest : { ...rest, cache: place };
}

async function settle(
  kv: Kv,
  { feed, id, behind }: Stand,
  backwards: boolean,
): Promise<Place | undefined> {
  const path = feedParts(feed);
  if (id === undefined) return { feed, id: "", at: START };
  const here = indication(await kv.get(idKey(path, id, feedLabel(path))));
  if (here === undefined) return undefined;
  if (!behind) return { feed, id, at: position(here) };
  // One row was begun behind the entry, unless it had come to this store before in a row with the next.
  const [next] = await readSlots<KvsRecord>(kv, path, { own: true, from: { path, ...here } }, 1);
  if (next?.at !== here.at) return { feed, id, at: position({ at: here.at, sub: BEHIND }) };
  return backwards ? { feed, id, at: position(here) } : placeOf(next);
}

function placeIn(value: unknown): Pick<Place, "feed" | "at"> | undefined {
  const place = isObject(value) ? value.cache ?? value.behind : undefined;
  if (!isObject(place)) return undefined;
  const { feed, at } = place;
  return typeof feed === "string" && typeof at === "string" ? { feed, at } : undefined;
}
