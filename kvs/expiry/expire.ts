/**
 * The sweep of what has expired: nobody reads it any more, and here it goes, with its row of the index
 * and its part of the count, in one commit.
 *
 * What is to go stands under `kvs/expiry`, the next first; a row there is set and deleted in the
 * commit that changes its record. The record goes by a commit that checks the row that holds it, so
 * an update, a removal or another sweep that comes first keeps the sweep from what is no longer as it
 * was read. A row of `kvs/expiry` whose record is gone or expires at another time is deleted by a check
 * of itself: whoever makes the record expire at that time again sets it anew.
 *
 * @module
 */
import type { Clock } from "../../base/mod.ts";
import { KvsError } from "../error.ts";
import { checkClock, kindOf, optionsOf, signalOf } from "../options.ts";
import { holds, indication } from "../feed/feed.ts";
import { feedLabel } from "../feed/path.ts";
import type { Kv, KvCheck, KvEntry, KvKey } from "../kv.ts";
import { change, commitStowed } from "../rows/attempt.ts";
import { Batch } from "../rows/batch.ts";
import { openSlots } from "../rows/chunk.ts";
import { within } from "../rows/commit.ts";
import { minus } from "../rows/counter.ts";
import { ready, stamp } from "../rows/format.ts";
import {
  countKey,
  entryKey,
  expiredKeys,
  type Expiring,
  idKey,
  parseEntryKey,
  parseExpiryKey,
  rowKey,
} from "../rows/layout.ts";
import { getAll } from "../rows/many.ts";
import type { Id } from "../rows/record.ts";
import { groups } from "../rows/room.ts";
import { isWhole, type Slot, slotsOf, untilOf } from "../rows/slot.ts";
import { ROW_SIZE, Stowage } from "../rows/stowage.ts";
import { COMMIT, plus, type Weight } from "../rows/weight.ts";
import { clockOf } from "../store/clock.ts";
import { expireRows } from "../table/change.ts";
import { isOfOne, keepRetained, type Sweep } from "./retain.ts";

/** How a sweep tells the time, how much it takes out, and what ends it. */
export interface ExpireOptions {
  /** What tells the time: the clock of the store unless told. */
  readonly clock?: Pick<Clock, "now">;
  /** The most that are taken out; all unless told. */
  readonly limit?: number;
  /** Ends the sweep between two commits, without an error. */
  readonly signal?: AbortSignal;
}

/**
 * Takes out what has expired, and what feeds do not retain. Any number of sweeps may run at once, in
 * any number of processes, beside any writers. What cannot be taken out is left, and told when all
 * else is done.
 *
 * @returns how many entries and records were taken out
 * @throws {KvsError} `bad_count` for a limit that is no whole number, `bad_argument`, `corrupt`,
 * `layout`, `store`
 *
 * @example
 * ```ts
 * import { append, count, get, memoryKv } from "@n2o/n2o/kvs";
 * import { expire } from "@n2o/n2o/kvs/expiry";
 *
 * let now = 0;
 * using kv = memoryKv({ clock: { now: () => now, setTimeout: () => 0, clearTimeout: () => {} } });
 * await append(kv, { id: 1, text: "come at noon" }, "/notes", { expireIn: 1000 });
 * now = 1000;
 * if (await get(kv, "/notes", 1) !== undefined) throw new Error("it has expired");
 * if (await expire(kv) !== 1 || await count(kv, "/notes") !== 0) throw new Error("it is taken out");
 * ```
 */
export async function expire(kv: Kv, options?: ExpireOptions): Promise<number> {
  const how = optionsOf<ExpireOptions>("expire", options), signal = signalOf("expire", how.signal);
  const { clock = clockOf(kv), limit = Infinity } = how;
  checkClock("expire", clock);
  if (limit !== Infinity && !(Number.isInteger(limit) && limit >= 0)) {
    throw new KvsError("bad_count", `expire: a limit of ${kindOf(limit)}: give a whole number`);
  }
  const failures: unknown[] = [], isOver = () => signal?.aborted ?? false;
  return await within(WHERE, async () => {
    const taken = await takeExpired(kv, { clock, limit, isOver, failures });
    const trimmed = await keepRetained(kv, { clock, limit: limit - taken, isOver, failures });
    if (failures.length > 0) throw failures[0];
    return taken + trimmed;
  });
}

const WHERE = "expiry";
/** Rows of one page: a commit has a check for each. */
const PAGE = 90;
/** What the entries of one commit may take: the rest is for what belongs to all, and for parts. */
const ROOM: Partial<Weight> = {
  checks: PAGE,
  mutations: COMMIT.mutations - 110,
  bytes: COMMIT.bytes - 2 * ROW_SIZE,
};

/** A row of `kvs/expiry`, and some of them. */
type ExpiryRow = KvEntry<unknown>;
type Page = readonly ExpiryRow[];

async function takeExpired(kv: Kv, sweep: Sweep): Promise<number> {
  let taken = 0, page: ExpiryRow[] = [];
  const rows = kv.list(expiredKeys(sweep.clock.now()), { batchSize: PAGE });
  for await (const row of rows) {
    if (taken >= sweep.limit || sweep.isOver()) return taken;
    page.push(row);
    if (page.length < Math.min(PAGE, sweep.limit - taken)) continue;
    taken += await takePage(kv, page, sweep.failures);
    page = [];
  }
  return taken + await takePage(kv, page, sweep.failures);
}

/** All together where nobody comes in between, else one by one. */
async function takePage(kv: Kv, page: Page, failures: unknown[]): Promise<number> {
  if (page.length === 0) return 0;
  let taken = 0, refused = page;
  try {
    ({ taken, refused } = await takeAll(kv, page, await ready(kv)));
  } catch (error) {
    if (!isOfOne(error)) throw error;
  }
  for (const { key } of refused) {
    try {
      taken += await change(kv, WHERE, async (layout) => {
        const row = await kv.get(key);
        if (row.versionstamp === null) return 0; // somebody was faster
        const again = await takeAll(kv, [row], layout);
        return again.refused.length > 0 ? undefined : again.taken;
      });
    } catch (error) {
      if (!isOfOne(error)) throw error;
      failures.push(error);
    }
  }
  return taken;
}

async function takeAll(
  kv: Kv,
  page: Page,
  layout: KvCheck,
): Promise<{ taken: number; refused: Page }> {
  const entries = await planEntries(kv, page), records = await planRecords(kv, page);
  const plans = [...entries.plans, ...records.plans], refused = [...entries.refused];
  let taken = 0;
  // By the sweep's clock, which may not be the store's: what it took for expired has expired then.
  const now = Math.max(...page.map(({ key }) => Number(key[1])));
  for (const [table, ids] of records.due) taken += await expireRows(kv, table, ids, now);
  for (const some of groups(plans, ({ weight }) => weight, ROOM)) {
    const batch = new Batch(WHERE), stowage = new Stowage(WHERE);
    stamp(batch, layout);
    for (const { changes, key, dropped, left } of some) {
      batch.add(changes);
      for (const slot of dropped) stowage.drop(slot);
      if (left === undefined) continue;
      const { value, bytes } = stowage.row(left);
      batch.set(key, value, { bytes });
    }
    if (await commitStowed(kv, batch, stowage) === undefined) {
      refused.push(...some.flatMap(({ rows }) => rows));
    } else taken += some.reduce((sum, { taken }) => sum + taken, 0);
  }
  return { taken, refused };
}

/** What one row of a feed changes by, or one row of `kvs/expiry` alone. */
interface Plan {
  readonly rows: Page;
  readonly changes: Batch;
  /** With what is left. */
  readonly weight: Weight;
  readonly key: KvKey;
  /** How many entries go. */
  readonly taken: number;
  /** What goes of the row, or all of it where it lies in parts as a whole. */
  readonly dropped: readonly Slot[];
  /** What the row is to hold; undefined where it goes as a whole. */
  readonly left: readonly Slot[] | undefined;
}

/** An entry that may have expired, and where the index says that it is. */
interface Candidate {
  readonly row: ExpiryRow;
  readonly entry: Extract<Expiring, { readonly path: unknown }>;
  readonly sub: number;
}

/** Those that are due, by their tables, and what stands for no record. */
interface RecordPlans {
  readonly due: ReadonlyMap<string, Id[]>;
  readonly plans: readonly Plan[];
}

async function planRecords(kv: Kv, page: Page): Promise<RecordPlans> {
  const plans: Plan[] = [], due = new Map<string, Id[]>();
  const records = page.flatMap((row) => {
    const record = parseExpiryKey(row.key);
    return "table" in record ? [{ ...record, row }] : [];
  });
  const rows = await getAll<unknown>(kv, records.map(({ table, id }) => rowKey(table, id)));
  for (const [i, { table, id, until, row }] of records.entries()) {
    const slots = slotsOf(rows[i]?.value);
    if (untilOf(slots?.[0]) !== until) plans.push(stale(row));
    else due.set(table, [...due.get(table) ?? [], id]);
  }
  return { plans, due };
}

async function planEntries(kv: Kv, page: Page): Promise<{ plans: Plan[]; refused: ExpiryRow[] }> {
  const plans: Plan[] = [], refused: ExpiryRow[] = [];
  const named = new Map<string, { key: KvKey; candidates: Candidate[] }>();
  const entries = page.flatMap((row) => {
    const entry = parseExpiryKey(row.key);
    return "path" in entry ? [{ row, entry }] : [];
  });
  const ids = entries.map(({ entry: { path, id } }) => idKey(path, id, feedLabel(path)));
  for (const [i, indexed] of (await getAll<number>(kv, ids)).entries()) {
    const found = entries[i], place = indication(indexed);
    if (found === undefined) continue;
    if (place === undefined) {
      plans.push(stale(found.row));
      continue;
    }
    // A versionstamp names one row of a feed: that of another feed, too, so that both are told.
    const { path } = found.entry, name = JSON.stringify([place.at, path]);
    const one = named.get(name) ?? { key: entryKey(path, place.at), candidates: [] };
    one.candidates.push({ ...found, sub: place.sub });
    named.set(name, one);
  }
  const all = [...named.values()];
  for (const [i, row] of (await getAll<unknown>(kv, all.map(({ key }) => key))).entries()) {
    const candidates = all[i]?.candidates ?? [];
    if (row.versionstamp === null) {
      plans.push(...candidates.map(({ row }) => stale(row)));
      continue;
    }
    const slots = await openSlots(kv, row.value, WHERE);
    if (slots === undefined) refused.push(...candidates.map(({ row }) => row));
    else plans.push(...planRow(row, slots, candidates));
  }
  return { plans, refused };
}

function planRow(
  { key, value, versionstamp }: KvEntry<unknown>,
  slots: readonly Slot[],
  candidates: readonly Candidate[],
): Plan[] {
  const changes = new Batch(WHERE).check({ key, versionstamp }), left = [...slots];
  const dropped: Slot[] = [], rows: ExpiryRow[] = [], plans: Plan[] = [];
  for (const { row, entry: { path, id, until }, sub } of candidates) {
    const slot = slots[sub];
    if (!holds(slot, id) || untilOf(slot) !== until) {
      plans.push(stale(row));
      continue;
    }
    changes.delete(idKey(path, id, feedLabel(path))).delete(row.key);
    dropped.push(slot);
    rows.push(row);
    left[sub] = null;
  }
  const taken = dropped.length;
  if (taken === 0) return plans;
  if (isWhole(value)) dropped.push(value);
  changes.sum(countKey(parseEntryKey(key).path), minus(taken));
  const isEmpty = left.every((slot) => slot === null);
  if (isEmpty) changes.delete(key);
  const weight = isEmpty
    ? changes.weight
    : plus(changes.weight, new Batch().set(key, null, { bytes: ROW_SIZE }).weight);
  return [...plans, {
    rows,
    changes,
    weight,
    key,
    taken,
    dropped,
    left: isEmpty ? undefined : left,
  }];
}

/** A row of `kvs/expiry` whose record is gone, or expires at another time. */
function stale(row: ExpiryRow): Plan {
  const { key, versionstamp } = row;
  const changes = new Batch(WHERE).check({ key, versionstamp }).delete(key);
  return {
    rows: [row],
    changes,
    weight: changes.weight,
    key,
    taken: 0,
    dropped: [],
    left: undefined,
  };
}
