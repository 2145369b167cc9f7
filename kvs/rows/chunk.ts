/**
 * Rows whose records may lie in parts: reading them, and sweeping what crashes have left.
 *
 * @module
 */
import { type Clock, concatBytes, isObject, systemClock } from "../../base/mod.ts";
import type { Changes } from "./changes.ts";
import { within } from "./commit.ts";
import { clockOf } from "../store/clock.ts";
import { KvsError } from "../error.ts";
import { checkClock, checkKv } from "../options.ts";
import type { Kv, KvEntryMaybe } from "../kv.ts";
import { chunkKey, pendingsKey } from "./layout.ts";
import type { KvsRecord } from "./record.ts";
import { isHeld, isLive, isParts, type Parts, type Slot, slotsOf } from "./slot.ts";
import { discard, drop, ROW_SIZE, Stowage, TOGETHER } from "./stowage.ts";
import { readValue } from "../value/v8/read.ts";

/** A value on its way into a commit: the row's value, and the parts to set in the same commit. */
export interface Stowed {
  /** What the row is set to: the record, the records, or what is kept of them. */
  readonly value: unknown;
  /** An upper bound of the bytes of that. */
  readonly bytes: number;
  /** Adds what belongs into the same commit. */
  readonly stage: (changes: Changes) => void;
  /** Drops what was written beforehand when the commit was not made. */
  readonly undo: () => Promise<void>;
}

/**
 * Makes records storable.
 *
 * @param where the table or feed, for the message
 * @param clock tells when parts are written, for {@linkcode sweep}
 * @throws {KvsError} `too_large` for one over 16 MiB; `unstorable`
 */
export function stow(
  kv: Kv,
  records: readonly unknown[],
  where: string,
  clock: Pick<Clock, "now"> = systemClock,
): Stowed | Promise<Stowed> {
  const stowage = new Stowage(where), { value, bytes } = stowage.row(slots(records));
  const stowed = {
    value,
    bytes,
    stage: (to: Changes) => stowage.stage(to),
    undo: () => stowage.undo(kv),
  };
  return stowage.parts > TOGETHER ? stowage.write(kv, clock).then(() => stowed) : stowed;
}

/**
 * Makes records storable in the one commit alone, with nothing written before it.
 *
 * @param where the table or feed, for the message
 * @param bound an upper bound of their bytes, counted unless it is known
 * @throws {KvsError} `too_large` for more than fits one commit beside what else it holds; `unstorable`
 */
export function stowNow(records: readonly unknown[], where: string, bound?: number): Stowed {
  const stowage = new Stowage(where), { value, bytes } = stowage.row(slots(records), bound);
  if (stowage.bytes > TOGETHER * ROW_SIZE) {
    const what = records.length === 1 ? "a record" : `${records.length} records`;
    throw new KvsError(
      "too_large",
      `${where}: ${what} of ${stowage.bytes} bytes, over ${TOGETHER * ROW_SIZE}`,
    );
  }
  return { value, bytes, stage: (to) => stowage.stage(to), undo: () => Promise.resolve() };
}

function slots(records: readonly unknown[]): readonly Slot[] {
  return records as readonly Slot[]; // as: records of the caller's are slots
}

/** Which of a row's slots are asked for, as it is now. */
export type Choice = (slots: readonly Slot[]) => readonly number[];

/**
 * The records of a row as it is now: it may have been replaced or removed since it was read.
 *
 * @param choose which of them to read, where not all are wanted
 * @returns in the order of their append, null where one is gone, has expired or was not asked for; no
 * records where the row was removed
 * @throws {KvsError} `corrupt`
 */
export async function openRow(
  kv: Kv,
  row: KvEntryMaybe<unknown>,
  where: string,
  choose?: Choice,
): Promise<readonly unknown[]> {
  for (let now = row;;) {
    if (now.versionstamp === null) return [];
    const records = openNow(now.value) ?? await openKept(kv, now.value, where, choose);
    if (records !== undefined) return records;
    const again = await kv.get(now.key);
    if (again.versionstamp === now.versionstamp) {
      throw new KvsError("corrupt", `${where}: parts of a row are missing`);
    }
    now = again;
  }
}

/**
 * The slots of a row, to be changed; it may lie in parts as a whole.
 *
 * @returns undefined where its parts are gone: the row has been replaced
 * @throws {KvsError} `corrupt`
 */
export async function openSlots(
  kv: Kv,
  stored: unknown,
  where: string,
): Promise<readonly Slot[] | undefined> {
  const found = slotsOf(stored);
  if (found !== undefined) return found;
  if (!isParts(stored)) throw new KvsError("corrupt", `${where}: a row holds no record`);
  const records = (await readParts(kv, [stored], where))?.[0];
  return records === undefined ? undefined : slots(records);
}

/** The records of a row that holds them itself, as most do. */
export function openNow(stored: unknown): readonly unknown[] | undefined {
  if (Array.isArray(stored)) return stored.some(isKept) ? undefined : stored;
  return isObject(stored) && "id" in stored ? [stored] : undefined;
}

function isKept(slot: unknown): boolean {
  return isObject(slot) && !("id" in slot);
}

async function openKept(
  kv: Kv,
  stored: unknown,
  where: string,
  choose?: Choice,
): Promise<readonly unknown[] | undefined> {
  const found = await openSlots(kv, stored, where);
  if (found === undefined) return undefined;
  const now = clockOf(kv).now(), wanted = new Set(choose?.(found) ?? found.keys());
  const open = found.map((slot, sub) => wanted.has(sub) && isLive(slot, now) ? slot : null);
  return await openRecords(kv, open, where);
}

/** The records of these slots, whether they have expired or not; undefined where parts are gone. */
export async function openRecords(
  kv: Kv,
  slots: readonly Slot[],
  where: string,
): Promise<readonly (KvsRecord | null)[] | undefined> {
  const read = await readParts(kv, slots.filter(isParts), where);
  if (read === undefined) return undefined;
  let next = 0;
  return slots.map((slot) => {
    if (isParts(slot)) return read[next++]?.[0] as KvsRecord; // as: what was stowed of a record
    return isHeld(slot) ? slot.record : slot;
  });
}

/** What each of these holds; undefined where parts are gone. */
async function readParts(
  kv: Kv,
  all: readonly Parts[],
  where: string,
): Promise<(readonly unknown[])[] | undefined> {
  const found = new Map<string, Map<number, Uint8Array>>();
  for (const blob of new Set(all.map(({ blob }) => blob))) {
    const some = all.filter((each) => each.blob === blob), parts = new Map<number, Uint8Array>();
    const start = Math.min(...some.map(({ from = 0 }) => from));
    const end = Math.max(...some.map(({ from = 0, parts }) => from + parts));
    // Small batches: each of these values is as large as a value can be.
    const selector = { start: chunkKey(blob, start), end: chunkKey(blob, end) };
    for await (const { key, value } of kv.list(selector, { batchSize: 10 })) {
      if (value instanceof Uint8Array) parts.set(Number(key.at(-1)), value);
    }
    found.set(blob, parts);
  }
  const read: (readonly unknown[])[] = [];
  for (const { blob, from = 0, parts } of all) {
    const bytes: Uint8Array[] = [];
    for (let i = from; i < from + parts; i++) {
      const part = found.get(blob)?.get(i);
      if (part === undefined) return undefined;
      bytes.push(part);
    }
    const records = readValue(concatBytes(...bytes));
    if (!Array.isArray(records)) {
      throw new KvsError("corrupt", `${where}: the parts of a row hold no record`);
    }
    read.push(records);
  }
  return read;
}

/**
 * Removes what crashes have left of large values: parts that were never committed, and parts that a
 * commit has let go and that nobody has deleted yet.
 *
 * @param age milliseconds that a value may take to be written: younger ones are left alone; an hour
 * unless told
 * @returns how many values were removed
 */
export async function sweep(
  kv: Kv,
  age: number = 3_600_000,
  clock: Pick<Clock, "now"> = clockOf(kv),
): Promise<number> {
  checkKv("sweep", kv);
  checkClock("sweep", clock);
  if (typeof age !== "number" || Number.isNaN(age)) {
    throw new KvsError("bad_argument", "sweep: give the age as a number of milliseconds");
  }
  return await within("sweep", () => sweepMarks(kv, age, clock));
}

async function sweepMarks(kv: Kv, age: number, clock: Pick<Clock, "now">): Promise<number> {
  let removed = 0;
  for await (const { key, value, versionstamp } of kv.list({ prefix: pendingsKey })) {
    if (isObject(value) && "drop" in value && Array.isArray(value.drop)) {
      await drop(kv, key, value.drop.filter(isParts));
      removed++;
      continue;
    }
    if (typeof value !== "number" || value > clock.now() - age) continue;
    // The mark is set anew first: whoever still wanted to commit the head finds its check failing.
    const { ok } = await kv.atomic().check({ key, versionstamp }).set(key, value).commit();
    if (!ok) continue;
    await discard(kv, String(key.at(-1)));
    removed++;
  }
  return removed;
}
