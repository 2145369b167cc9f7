/**
 * Claims: entries that were given out and are not acknowledged.
 *
 * A row holds what one commit has given out, to whichever workers of one process; its key begins with
 * the time at which the entries are free again, so one short list finds what is to be taken over, and
 * ends with the versionstamp of that commit, which is what a worker shows when it acknowledges. A row
 * is changed only under a check of its versionstamp: of an acknowledgement and a take-over one is
 * first, and the other finds the entry gone.
 *
 * @module
 */
import { isObject } from "../../base/mod.ts";
import { openRow } from "../rows/chunk.ts";
import { KvsError } from "../error.ts";
import type { GroupName } from "./group.ts";
import type { Kv, KvEntry } from "../kv.ts";
import { claimKey, entryKey } from "../rows/layout.ts";
import { getAll } from "../rows/many.ts";
import { parsePosition } from "../feed/place.ts";
import type { KvsRecord } from "../rows/record.ts";

/** Rows that one commit changes: each takes a check, of which a commit has 100. */
export const MOST_ROWS = 40;
/** Attempts that may differ in what one commit takes over: its row must hold them. */
const MOST_LOTS = 80;
/** Entries that are looked at, at least, where some of them may have left the feed. */
const GLANCE = 50;

/** Entries that are the same but for where they stand. */
export interface Lot {
  /** The worker that has them; "" where they were given back. */
  readonly by: string;
  /** When it was given them, in milliseconds since 1970. */
  readonly since: number;
  /** When it has prolonged its claim last. */
  readonly seen?: number;
  /** How often they were given out. */
  readonly attempt: number;
  /** Cursors of the entries, as `position` writes them. */
  readonly at: readonly string[];
}

/** A row of claims. */
export interface ClaimRow {
  /** When its entries are free again, in milliseconds since 1970. */
  readonly until: number;
  /** The versionstamp of the commit that gave them out. */
  readonly stamp: string;
  readonly versionstamp: string;
  readonly lots: readonly Lot[];
}

/**
 * A group's rows, those that are free first.
 *
 * @throws {KvsError} `corrupt`
 */
export async function* claimRows(
  kv: Kv,
  { path, name, where }: GroupName,
  limit: number = Infinity,
): AsyncGenerator<ClaimRow, void, void> {
  const options = limit === Infinity ? { batchSize: 100 } : { limit, batchSize: 4 };
  for await (const row of kv.list({ prefix: claimKey(path, name) }, options)) {
    yield toRow(row, where);
  }
}

function toRow({ key, value, versionstamp }: KvEntry<unknown>, where: string): ClaimRow {
  const [until, stamp] = key.slice(-2);
  if (
    typeof until === "number" && typeof stamp === "string" && Array.isArray(value) &&
    value.every(isStored)
  ) return { until, stamp, versionstamp, lots: value.map(toLot) };
  throw new KvsError("corrupt", `${where}: a row of its claims holds none`);
}

/** A lot as it is stored: its positions as one text, which takes a tenth of the time of many. */
type StoredLot = Omit<Lot, "at"> & { readonly at: string };

/** What a row is set to. */
export function stored(lots: readonly Lot[]): StoredLot[] {
  return lots.map((lot) => ({ ...lot, at: lot.at.join(" ") }));
}

function toLot(lot: StoredLot): Lot {
  return { ...lot, at: lot.at.split(" ") };
}

function isStored(lot: unknown): lot is StoredLot {
  return isObject(lot) && typeof lot.by === "string" && typeof lot.attempt === "number" &&
    typeof lot.at === "string";
}

/** What remains of a row without some of its entries. */
export function without(lots: readonly Lot[], taken: ReadonlySet<string>): Lot[] {
  return lots.map((lot) => ({ ...lot, at: lot.at.filter((at) => !taken.has(at)) }))
    .filter(({ at }) => at.length > 0);
}

/** The entries at these positions that are still in the feed. */
async function readAt(
  kv: Kv,
  { path, where }: GroupName,
  positions: readonly string[],
): Promise<Map<string, KvsRecord>> {
  const spots = positions.map((text) => ({ text, ...parsePosition(text) ?? { at: "", sub: 0 } }));
  const rows = Map.groupBy(spots, ({ at }) => at), found = new Map<string, KvsRecord>();
  for (const row of await getAll(kv, [...rows.keys()].map((at) => entryKey(path, at)))) {
    const wanted = rows.get(String(row.key.at(-1))) ?? [];
    const records = await openRow(kv, row, where, () => wanted.map(({ sub }) => sub));
    for (const { text, sub } of wanted) {
      const record = records[sub];
      if (isObject(record)) found.set(text, record as unknown as KvsRecord); // as: rows hold records
    }
  }
  return found;
}

/** An entry that can be given out. */
export interface Item {
  readonly record: KvsRecord;
  readonly at: string;
  readonly attempt: number;
}

/** What is to be taken over. */
export interface Due {
  /** The rows as they are, and what leaves them: the entries to be given out, and those that have left the feed. */
  readonly rows: readonly (readonly [ClaimRow, ReadonlySet<string>])[];
  readonly items: readonly Item[];
  /** When the next are free, in milliseconds since 1970. */
  readonly free: number;
}

/** Up to so many entries whose claims have run out, or that were given back. */
export async function dueClaims(
  kv: Kv,
  group: GroupName,
  wanted: number,
  now: number,
): Promise<Due> {
  const rows: (readonly [ClaimRow, Set<string>])[] = [], most = Math.max(wanted, GLANCE);
  const found: { at: string; attempt: number; taken: Set<string> }[] = [];
  let lots = 0, next = Infinity;
  for await (const row of claimRows(kv, group, MOST_ROWS)) {
    next = row.until;
    if (row.until > now || lots > MOST_LOTS || found.length >= most) break;
    const taken = new Set<string>();
    rows.push([row, taken]);
    for (const { at, attempt } of row.lots) {
      if (++lots > MOST_LOTS) break;
      for (const each of at.slice(0, most - found.length)) {
        found.push({ at: each, attempt, taken });
      }
    }
  }
  const items = new Map<string, Item>();
  for (let next = 0; next < found.length && items.size < wanted;) {
    // No more than are wanted are read at once: records may be large.
    const some = found.slice(next, next += wanted - items.size);
    const records = await readAt(kv, group, some.map(({ at }) => at));
    for (const { at, attempt, taken } of some) {
      const record = records.get(at);
      taken.add(at);
      if (record !== undefined) items.set(at, { record, at, attempt: attempt + 1 });
    }
  }
  return {
    rows: rows.filter(([, taken]) => taken.size > 0),
    items: [...items.values()],
    // Until a look has found the first that is not free, the next claim looks again.
    free: rows.length > 0 ? now : next,
  };
}

/** An entry that was given out and is not acknowledged. */
export interface PendingEntry<T extends KvsRecord = KvsRecord> {
  /** The `id` of the record that the entry holds. */
  readonly id: T["id"];
  /** Where it stands in the feed. */
  readonly cursor: string;
  /** The worker that has it; undefined for one that was given back. */
  readonly by: string | undefined;
  /** When it was claimed or given back, in milliseconds since 1970. */
  readonly since: number;
  /** Milliseconds since then, or since its claim was prolonged. */
  readonly idle: number;
  /** How often it was given out. */
  readonly attempt: number;
  /** When it is free again, in milliseconds since 1970. */
  readonly until: number;
}

/** The entries of a group that are not acknowledged and are still in the feed. */
export async function pendingEntries<T extends KvsRecord>(
  kv: Kv,
  group: GroupName,
  now: number,
): Promise<PendingEntry<T>[]> {
  const found: PendingEntry<T>[] = [];
  for await (const { until, lots } of claimRows(kv, group)) {
    const records = await readAt(kv, group, lots.flatMap(({ at }) => at));
    for (const { by, since, seen, attempt, at } of lots) {
      const idle = Math.max(0, now - (seen ?? since));
      for (const cursor of at) {
        const id = records.get(cursor)?.id as T["id"] | undefined; // as: the caller's claim
        if (id === undefined) continue;
        found.push({ id, cursor, by: by || undefined, since, idle, attempt, until });
      }
    }
  }
  return found;
}
