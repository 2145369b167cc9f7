/**
 * Checking the rows of a feed and their entries.
 *
 * @module
 */
import type { Batch } from "../rows/batch.ts";
import { openSlots } from "../rows/chunk.ts";
import { minus } from "../rows/counter.ts";
import { KvsError } from "../error.ts";
import { indication } from "../feed/feed.ts";
import { feedLabel } from "../feed/path.ts";
import { position } from "../feed/place.ts";
import type { KvEntry, KvEntryMaybe, KvKey } from "../kv.ts";
import { countKey, entryExpiryKey, entryKey, idKey, isCountKey } from "../rows/layout.ts";
import { getAll } from "../rows/many.ts";
import { type Id, idText } from "../rows/record.ts";
import { isParts, isWhole, type Slot, slotsOf, untilOf } from "../rows/slot.ts";
import type { Stowage } from "../rows/stowage.ts";
import { hasParts } from "./parts.ts";
import { keyText } from "../table/index.ts";
import {
  type Finding,
  foreign,
  idOfSlot,
  isSound,
  mendBy,
  type Run,
  settle,
  typeName,
} from "./report.ts";

/** A feed that is being checked. */
export interface Feed {
  readonly run: Run;
  readonly path: readonly string[];
  /** Of the path, for faults. */
  readonly where: string;
  /** The ids of entries of which it was told that no index row names them. */
  readonly unindexed: Set<string>;
  /** Positions of rows and entries that cannot be read: nobody knows whether index rows that name them are right. */
  readonly unread: Set<string>;
  /** How many entries were seen. */
  entries: number;
  /** How many of them the index names. */
  reached: number;
}

/** An entry where it stands. */
export interface Spot {
  readonly at: string;
  readonly sub: number;
  readonly id: Id;
  readonly until: number | undefined;
}

/** What names a row. */
export const POSITION: RegExp = /^[0-9a-f]{20}$/;
/** The entries of a row, whatever is wrong with the others. */
export async function checkRow(feed: Feed, row: KvEntry<unknown>): Promise<Spot[]> {
  const { run, path, where } = feed,
    at = row.key.at(-1),
    short = row.key.length === path.length + 3;
  if (short && isCountKey(row.key)) return [];
  if (!short || typeof at !== "string" || !POSITION.test(at)) {
    await foreign(run, where, row, "nothing: it is no row of a feed");
    return [];
  }
  const slots = await open(feed, row);
  if (typeof slots === "string" || slots.every((slot) => slot === null)) {
    const isFault = await settle(run, where, () => lookAtRow(feed, at));
    if (isFault && typeof slots === "string") feed.unread.add(at);
    return [];
  }
  const spots: Spot[] = [];
  for (const [sub, slot] of slots.entries()) {
    const id = entryId(feed, slot);
    if (id === null) continue;
    const isWrong = id === undefined || (isParts(slot) && !await hasParts(run, slot));
    const isFault = isWrong && await settle(run, where, () => lookAtSlot(feed, at, sub));
    if (id === undefined) feed.unread.add(position({ at, sub }));
    else if (!(isFault && run.mend)) spots.push({ at, sub, id, until: expiryOf(slot) });
  }
  return spots;
}

/** The slots of a row, or why there are none. */
export async function open(
  { run, where }: Feed,
  { value, versionstamp }: KvEntryMaybe<unknown>,
): Promise<readonly Slot[] | "corrupt" | "missing_parts"> {
  if (versionstamp === null) return [];
  const known = slotsOf(value);
  if (known !== undefined) return Array.from(known);
  if (!isParts(value) || !isSound(value)) return "corrupt";
  if (!await hasParts(run, value)) return "missing_parts";
  try {
    return await openSlots(run.kv, value, where) ?? "missing_parts";
  } catch (error) {
    if (KvsError.is(error, "corrupt")) return "corrupt";
    throw error;
  }
}

/** The id of a slot; null for one that is gone, undefined for one that holds no record of the feed. */
export function entryId({ path, where }: Feed, slot: unknown): Id | null | undefined {
  const id = idOfSlot(slot);
  if (id === null || id === undefined) return id;
  try {
    return idKey(path, id, where).length > 0 ? id : undefined;
  } catch {
    return undefined; // no key has room for it
  }
}

function expiryOf(slot: Slot | undefined): number | undefined {
  const until = untilOf(slot);
  return typeof until === "number" ? until : undefined;
}

async function lookAtRow(feed: Feed, at: string): Promise<Finding | "again" | undefined> {
  const { run, path, where } = feed, row = await run.kv.get(entryKey(path, at));
  if (row.versionstamp === null) return undefined;
  const slots = await open(feed, row);
  if (typeof slots !== "string" && slots.some((slot) => slot !== null)) return undefined;
  if ((await run.kv.get(row.key)).versionstamp !== row.versionstamp) return "again";
  const told = typeof slots === "string"
    ? { kind: slots, found: unreadable(slots, row.value), right: "a row of records" } as const
    : { kind: "empty_row", found: "a row without entries", right: "no row" } as const;
  const mend = () =>
    mendBy(run, feedLabel(path), (batch, stowage) => {
      batch.check(row).delete(row.key).sum(countKey(path), 0n);
      if (isWhole(row.value) && isSound(row.value)) stowage.drop(row.value);
    });
  return { fault: { where, position: at, ...told }, mend };
}

function unreadable(why: "corrupt" | "missing_parts", value: unknown): string {
  return why === "corrupt" ? typeName(value) : "a record of which parts are gone";
}

async function lookAtSlot(
  feed: Feed,
  at: string,
  sub: number,
): Promise<Finding | "again" | undefined> {
  const { run, path, where } = feed, row = await run.kv.get(entryKey(path, at));
  const slots = await open(feed, row);
  if (row.versionstamp === null || typeof slots === "string") return undefined;
  const slot = slots[sub], id = entryId(feed, slot);
  if (sub >= slots.length || id === null) return undefined;
  if (id !== undefined && !(isParts(slot) && !await hasParts(run, slot))) return undefined;
  const index = id === undefined ? undefined : await run.kv.get(idKey(path, id, where));
  if ((await run.kv.get(row.key)).versionstamp !== row.versionstamp) return "again";
  const kind = id === undefined ? "corrupt" : "missing_parts";
  const mend = () =>
    mendBy(run, feedLabel(path), (batch, stowage) => {
      const place = index && indication(index), until = expiryOf(slot);
      takeOut({ batch, stowage }, row, slots, sub);
      batch.sum(countKey(path), minus(id === undefined ? 0 : 1));
      if (index !== undefined) batch.check(index);
      if (index !== undefined && place?.at === at && place.sub === sub) batch.delete(index.key);
      if (id !== undefined && until !== undefined) {
        batch.delete(entryExpiryKey(until, path, id, where));
      }
    });
  return {
    fault: {
      kind,
      where,
      ...(id !== undefined && { id }),
      position: position({ at, sub }),
      found: unreadable(kind, slot),
      right: "a record",
    },
    mend,
  };
}

/** Leaves the place of an entry empty; the row goes with its last entry. */
function takeOut(
  { batch, stowage }: { readonly batch: Batch; readonly stowage: Stowage },
  row: KvEntry<unknown>,
  slots: readonly Slot[],
  sub: number,
): void {
  const slot = slots[sub], left = slots.with(sub, null);
  batch.check(row);
  if (isWhole(row.value)) stowage.drop(row.value);
  else if (isParts(slot) && isSound(slot)) stowage.drop(slot);
  if (left.every((each) => each === null)) return void batch.delete(row.key);
  const { value, bytes } = stowage.row(left);
  batch.set(row.key, value, { bytes });
}

/** That the index names each entry, and the expiries those that expire. */
export async function checkEntries(feed: Feed, spots: readonly Spot[]): Promise<void> {
  const { run, path, where } = feed;
  const indexes = await getAll(run.kv, spots.map(({ id }) => idKey(path, id, where)));
  for (const [i, spot] of spots.entries()) {
    const place = indexes[i] && indication(indexes[i]);
    if (place?.at === spot.at && place.sub === spot.sub) feed.reached++;
    else if (await settle(run, where, () => lookAtEntry(feed, spot))) {
      feed.unindexed.add(idText(spot.id));
      if (spot.until !== undefined) {
        run.excused.add(keyText(entryExpiryKey(spot.until, path, spot.id, where)));
      }
    }
  }
  const expiring = spots.flatMap((spot) =>
    spot.until === undefined
      ? []
      : [{ spot, key: entryExpiryKey(spot.until, path, spot.id, where) }]
  );
  const notes = await getAll(run.kv, expiring.map(({ key }) => key));
  for (const [i, { spot, key }] of expiring.entries()) {
    if (notes[i]?.versionstamp === null) {
      await settle(run, where, () => lookAtExpiry(feed, spot, key));
    }
  }
}

async function lookAtExpiry(
  feed: Feed,
  { at, sub, id, until }: Spot,
  key: KvKey,
): Promise<Finding | undefined> {
  const { run, path, where } = feed;
  const [row, note] = await run.kv.getMany<[unknown, unknown]>([entryKey(path, at), key]);
  const slots = await open(feed, row);
  if (note.versionstamp !== null || typeof slots === "string") return undefined;
  if (!isEntry(slots[sub], id) || expiryOf(slots[sub]) !== until) return undefined;
  return {
    fault: {
      kind: "missing_expiry",
      where,
      id,
      position: position({ at, sub }),
      found: "no note of when it expires",
      right: `one at ${until}`,
    },
    mend: () =>
      mendBy(run, feedLabel(path), (batch) => {
        batch.check(row, note).set(key, true).sum(countKey(path), 0n);
      }),
  };
}

async function lookAtEntry(feed: Feed, spot: Spot): Promise<Finding | "again" | undefined> {
  const { run, path, where } = feed, { at, sub, id } = spot;
  const keys = [idKey(path, id, where), entryKey(path, at)] as const;
  const [seen] = await run.kv.getMany<[unknown]>([keys[0]]);
  const place = indication(seen), named = POSITION.test(place?.at ?? "") ? place?.at ?? at : at;
  const read = await run.kv.getMany<unknown[]>([...keys, entryKey(path, named)]);
  const [index, row, other] = read;
  if (index?.versionstamp !== seen.versionstamp) return "again";
  if (row === undefined || other === undefined || row.versionstamp === null) return undefined;
  if (place?.at === at && place.sub === sub) return undefined;
  const slots = await open(feed, row), others = await open(feed, other);
  if (typeof slots === "string" || !isEntry(slots[sub], id)) return undefined;
  const taken = place !== undefined && typeof others !== "string" &&
    isEntry(others[place.sub], id);
  const common = { where, id, position: position({ at, sub }) };
  const count = countKey(path);
  if (!taken && (run.mend || !feed.unindexed.has(idText(id)))) {
    const found = place === undefined
      ? "no index row"
      : `an index row that names ${position(place)}`;
    return {
      fault: { ...common, kind: "unindexed", found, right: "an index row that names it" },
      mend: () =>
        mendBy(run, feedLabel(path), (batch) => {
          batch.check(...read).set(index.key, { at, sub }).sum(count, 0n);
        }),
    };
  }
  const until = expiryOf(slots[sub]);
  const stays = typeof others === "string" || place === undefined
    ? undefined
    : expiryOf(others[place.sub]);
  return {
    fault: { ...common, kind: "twice", found: "another entry of its id", right: "one entry" },
    mend: () =>
      mendBy(run, feedLabel(path), (batch, stowage) => {
        takeOut({ batch: batch.check(...read), stowage }, row, slots, sub);
        batch.sum(count, minus(1));
        if (until !== undefined && until !== stays) {
          batch.delete(entryExpiryKey(until, path, id, where));
        }
      }),
  };
}

/** Whether a slot is the entry of this id. */
export function isEntry(slot: Slot | undefined, id: Id): boolean {
  const held = idOfSlot(slot);
  return held !== undefined && held !== null && idText(held) === idText(id);
}
