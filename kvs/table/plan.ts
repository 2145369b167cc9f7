/**
 * The planner: what records that are put or deleted change, counted before a commit is tried.
 *
 * Every commit adds to the table's size, be it 0: one check of the size stands for one of every row
 * and unique value, where a commit has not room for so many.
 *
 * @module
 */
import { Batch } from "../rows/batch.ts";
import { openRecords } from "../rows/chunk.ts";
import { minus } from "../rows/counter.ts";
import { KvsError } from "../error.ts";
import { type IndexRow, indexRows, isIndexed, type Moves, storedRows } from "./index.ts";
import type { Kv, KvCheck, KvEntryMaybe } from "../kv.ts";
import { entryKey, idKey, rowExpiryKey, sizeKey } from "../rows/layout.ts";
import type { StoredTable, TableChange } from "./metainfo.ts";
import type { Id, KvsRecord } from "../rows/record.ts";
import { Room } from "../rows/room.ts";
import { hold, isLive, type Slot, slotOf, untilOf } from "../rows/slot.ts";
import { ROW_SIZE, type Stowage } from "../rows/stowage.ts";

/** A record that is put, or an id whose record is deleted. */
export interface Change {
  readonly id: Id;
  /** Nobody else's; undefined: it is deleted. */
  readonly record: KvsRecord | undefined;
  /** An upper bound of the bytes of the record. */
  readonly bound: number;
}

/** What is to be done to a table. */
export interface Job {
  readonly name: string;
  /** The table, for messages. */
  readonly where: string;
  /** Each id once. */
  readonly changes: readonly Change[];
  /** When what is put expires, in milliseconds since 1970. */
  readonly until?: number | undefined;
  /** The version of the only record; null: it must be absent. */
  readonly version?: string | null | undefined;
  /** The time by which what is deleted must have expired; deleted in any case unless given. */
  readonly expired?: number;
  /** Whether as much is done as a commit holds. */
  readonly split?: boolean;
}

/** A change, and what was there before. */
export interface Step extends Moves {
  readonly change: Change;
  readonly row: KvEntryMaybe<unknown>;
  /** What the row holds. */
  readonly slot: Exclude<Slot, null> | undefined;
}

/**
 * What the changes of a job mean for rows as they were read, without those that change nothing;
 * undefined where a row was replaced while it was read.
 *
 * @throws {KvsError} `bad_index`; `corrupt`
 */
export async function stepsOf(
  kv: Kv,
  { name, where, changes, expired }: Job,
  stored: StoredTable,
  rows: readonly KvEntryMaybe<unknown>[],
): Promise<Step[] | undefined> {
  const steps: Step[] = [];
  for (const [i, change] of changes.entries()) {
    const row = rows[i], { record } = change;
    if (row === undefined) continue;
    const slot = slotOf(row, where);
    const stays = slot === undefined || (expired !== undefined && isLive(slot, expired));
    if (record === undefined && stays) continue;
    const before = slot && isIndexed(stored) ? (await openRecords(kv, [slot], where))?.[0] : null;
    if (before === undefined) {
      if ((await kv.get(row.key)).versionstamp !== row.versionstamp) return undefined;
      throw new KvsError("corrupt", `${where}: parts of a row are missing`);
    }
    const old = before ? storedRows(name, stored, before) : NONE;
    const after = record && indexRows(name, stored, record);
    steps.push({
      change,
      id: change.id,
      row,
      slot,
      leaving: without(old, after),
      coming: without(after, old),
      staying: without(after, without(after, old)),
    });
  }
  return steps;
}

function without(
  rows: ReadonlyMap<string, IndexRow> = NONE,
  others: ReadonlyMap<string, IndexRow> = NONE,
): ReadonlyMap<string, IndexRow> {
  if (others.size === 0 || rows.size === 0) return rows;
  return new Map([...rows].filter(([text]) => !others.has(text)));
}

const NONE: ReadonlyMap<string, IndexRow> = new Map();

/** The parts that one commit is given at most, of a job that may be split. */
const MOST_BYTES = 8 << 20;

/** The first steps that fit one commit together, at least one. */
export function fitting(job: Job, steps: readonly Step[], told: boolean): readonly Step[] {
  const room = new Room();
  room.take(frame(job, told));
  let bytes = 0;
  const most = steps.findIndex((step) => {
    const fits = room.take(weigh(job, step, told)) && bytes <= MOST_BYTES;
    bytes += step.change.bound;
    return !fits;
  });
  return most < 0 ? steps : steps.slice(0, Math.max(1, most));
}

/** What a commit of this table takes beside its records. */
function frame({ name, where }: Job, told: boolean) {
  const batch = new Batch(where).sum(sizeKey(name), 0n),
    at = { key: sizeKey(name), versionstamp: null };
  batch.check(at, at, at, at);
  // The format of a new store, and the mark of parts that are let go.
  batch.set(["kvs:format"], 0).set(["kvs/pending", BLOB], null, { bytes: 12_000 });
  if (told) {
    const path = changesPath(name);
    batch.set(entryKey(path, "0".repeat(20)), null, { bytes: ROW_SIZE });
    batch.sum(entryKey(path, "count"), 0n).sum(["kvs:feeds"], 0n);
  }
  return batch.weight;
}

const BLOB = "0".repeat(36);

function weigh({ name, where, until }: Job, step: Step, told: boolean) {
  const { change, row, slot, leaving, coming } = step, batch = new Batch(where);
  batch.check({ key: row.key, versionstamp: null });
  if (change.record === undefined) batch.delete(row.key);
  else batch.set(row.key, null, { bytes: Math.min(rowBound(change), ROW_SIZE) });
  for (const { key, id, unique } of [...leaving.values(), ...coming.values()]) {
    if (unique) batch.check({ key, versionstamp: null });
    batch.set(key, id);
  }
  if (untilOf(slot) !== undefined) batch.delete(rowExpiryKey(0, name, change.id));
  if (until !== undefined) batch.set(rowExpiryKey(0, name, change.id), true);
  if (told) batch.set(idKey(changesPath(name), BLOB, where), 0);
  return batch.weight;
}

/** With what is kept of it where it expires. */
function rowBound({ bound }: Change): number {
  return bound + 100;
}

/** The feed that tells the changes of a table. */
export function changesPath(table: string): readonly string[] {
  return ["table", table];
}

/** What the steps of a job change, for a commit. */
export interface Plan {
  /** All but the checks, the unique rows that go, and the changes that are told. */
  readonly batch: Batch;
  /** The rows as the steps have read them: one check for each. */
  readonly checks: readonly KvCheck[];
  /** What is told in the feed of changes, where the table has one. */
  readonly told: readonly TableChange[];
}

/**
 * Stages steps.
 *
 * @param most bytes that a record may take in its row
 */
export function planned(
  job: Job,
  steps: readonly Step[],
  stowage: Stowage,
  most: number = ROW_SIZE,
): Plan {
  const { name, where, until } = job, batch = new Batch(where), told: TableChange[] = [];
  let added = 0;
  for (const { change: { id, record, ...change }, row, slot, ...rows } of steps) {
    const before = untilOf(slot);
    stowage.drop(slot);
    if (slot === undefined) added++;
    if (record === undefined) {
      added--;
      batch.delete(row.key);
    } else {
      const bound = rowBound({ id, record, ...change });
      const { value, bytes } = stowage.row([hold(record, until)], bound, most);
      batch.set(row.key, value, { bytes });
    }
    // Whether a unique row is its own is looked up: see `unique.ts`.
    for (const { key, unique } of rows.leaving.values()) if (!unique) batch.delete(key);
    for (const { key, id } of rows.coming.values()) batch.set(key, id);
    const after = record && until;
    if (before !== undefined && before !== after) batch.delete(rowExpiryKey(before, name, id));
    if (after !== undefined && before !== after) batch.set(rowExpiryKey(after, name, id), true);
    told.push({
      id: crypto.randomUUID(),
      op: record ? "put" : "delete",
      of: id,
      ...record && { record },
    });
  }
  batch.sum(sizeKey(name), added < 0 ? minus(-added) : BigInt(added));
  const checks = steps.map(({ row: { key, versionstamp } }) => ({ key, versionstamp }));
  return { batch, checks, told };
}
