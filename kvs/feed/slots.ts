/**
 * Reading feeds: the entries of a range, in either direction, in time that depends only on how many
 * are read.
 *
 * @module
 */
import { openNow, openRow } from "../rows/chunk.ts";
import { within } from "../rows/commit.ts";
import type { Kv, KvEntry, KvKey, KvListSelector } from "../kv.ts";
import { after, entryKey, isCountKey, ownKey, parseEntryKey, treeKey } from "../rows/layout.ts";
import { feedLabel } from "./path.ts";
import { isLive, type Slot as RowSlot } from "../rows/slot.ts";
import { clockOf } from "../store/clock.ts";

/** One entry and where it stands. */
export interface Slot<T> {
  /** Parts of the feed that holds it itself. */
  readonly path: readonly string[];
  /** The versionstamp of its append. */
  readonly at: string;
  /** Its place among those appended in the same commit. */
  readonly sub: number;
  /** As it is stored now. */
  readonly record: T;
}

/** Where an entry stands, without the entry. */
export type Spot = Pick<Slot<unknown>, "path" | "at" | "sub">;

/** Which entries to read; all that the feed contains, from the oldest, unless told. */
export interface Range {
  /** Only what the feed itself holds; what the feeds under it hold, too, unless told. */
  readonly own?: boolean;
  /** Where to begin; the end that `reverse` tells unless given. */
  readonly from?: Spot | undefined;
  /** Whether an entry at `from` itself is read; not unless told. */
  readonly inclusive?: boolean;
  /** From the newest to the oldest. */
  readonly reverse?: boolean;
  /** Rows of the first read, up to 1,000, where it is known about how many entries they hold. */
  readonly rows?: number;
}

/**
 * The first read is small: its rows tell how many entries a row holds, and so how many rows are
 * needed.
 */
const PROBE = 2;
const BATCH = 500;

/** Up to `limit` entries of a range. */
export function readSlots<T>(
  kv: Kv,
  path: readonly string[],
  range: Range,
  limit: number,
): Promise<Slot<T>[]> {
  return within(feedLabel(path), async () => {
    const slots: Slot<T>[] = [];
    let selector = select(path, range), rows = 0;
    while (slots.length < limit) {
      const density = Math.max(1, slots.length / Math.max(1, rows));
      const wanted = limit - slots.length;
      const size = rows === 0 && limit > PROBE
        ? range.rows ?? PROBE
        : Math.min(BATCH, Math.ceil(wanted / density));
      const options = { limit: size, batchSize: size, reverse: range.reverse ?? false };
      let read = 0, last: KvKey = [];
      for await (const row of kv.list(selector, options)) {
        last = row.key;
        read++;
        if (isCountKey(row.key)) continue;
        const choose = (all: readonly RowSlot[]) =>
          chosen(kv, row.key, range, all, limit - slots.length);
        const records = openNow(row.value) ?? await openRow(kv, row, describe(row.key), choose);
        pushRow(slots, row, records, range);
      }
      if (read < size) break;
      rows += read;
      selector = beyond(path, range, last);
    }
    return slots.length > limit ? slots.slice(0, limit) : slots;
  });
}

/**
 * All entries of a range, read in batches of 500 rows: what is appended meanwhile may or may not be
 * among them.
 */
export async function allSlots<T>(
  kv: Kv,
  path: readonly string[],
  range: Range = {},
): Promise<Slot<T>[]> {
  return await readSlots<T>(kv, path, range, Infinity);
}

function select(path: readonly string[], { own, from, reverse }: Range): KvListSelector {
  const prefix = own ? ownKey(path) : treeKey(path);
  if (from === undefined) return { prefix };
  const key = entryKey(from.path, from.at); // included: its row may hold more entries than `from`
  return reverse ? { prefix, end: after(key) } : { prefix, start: key };
}

function beyond(path: readonly string[], { own, reverse }: Range, last: KvKey): KvListSelector {
  const prefix = own ? ownKey(path) : treeKey(path);
  return reverse ? { prefix, end: last } : { prefix, start: after(last) };
}

/** The slots of a row that are wanted, at most `limit`: large records are read for no others. */
function chosen(
  kv: Kv,
  key: KvKey,
  range: Range,
  slots: readonly RowSlot[],
  limit: number,
): number[] {
  const { path, at } = parseEntryKey(key), now = clockOf(kv).now(), found: number[] = [];
  for (let i = 0; i < slots.length && found.length < limit; i++) {
    const sub = range.reverse ? slots.length - 1 - i : i;
    if (isLive(slots[sub], now) && wanted(range, path, at, sub)) found.push(sub);
  }
  return found;
}

function pushRow<T>(
  slots: Slot<T>[],
  row: KvEntry<unknown>,
  records: readonly unknown[],
  range: Range,
): void {
  const { path, at } = parseEntryKey(row.key);
  const place = (sub: number) => {
    const record = records[sub];
    if (record === null || record === undefined) return;
    if (wanted(range, path, at, sub)) slots.push({ path, at, sub, record: record as T }); // as: the caller's claim
  };
  if (range.reverse) { for (let sub = records.length - 1; sub >= 0; sub--) place(sub); }
  else for (let sub = 0; sub < records.length; sub++) place(sub);
}

function wanted(range: Range, path: readonly string[], at: string, sub: number): boolean {
  const { from, inclusive, reverse } = range;
  if (from === undefined || from.at !== at || from.path.length !== path.length) return true;
  if (path.some((part, i) => part !== from.path[i])) return true;
  if (sub === from.sub) return inclusive === true;
  return reverse ? sub < from.sub : sub > from.sub;
}

function describe(key: KvKey): string {
  const { path, at } = parseEntryKey(key);
  return `${feedLabel(path)} at ${at}`;
}
