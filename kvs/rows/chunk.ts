/**
 * Values over 64 KiB: the row holds a head, the parts lie under keys of their own.
 *
 * The parts are written under a fresh name before or with the head and never change, so a reader
 * that has seen the head reads one whole value, or finds the parts gone because the row has been
 * replaced, and reads the row again. Up to 11 parts go with the head in one commit. More are
 * written beforehand, marked as pending; a crash before the head leaves them unseen, and `sweep`
 * removes them.
 *
 * @module
 */
import { type Clock, concatBytes, isObject, systemClock } from "../../base/mod.ts";
import { readValue } from "../value/v8/read.ts";
import { writeValue } from "../value/v8/write.ts";
import { KvsError } from "../error.ts";
import { LIMITS } from "../store/limits.ts";
import type { Changes } from "./changes.ts";
import type { Kv, KvEntryMaybe } from "../kv.ts";
import { chunkKey, chunksKey, pendingKey, pendingsKey } from "./layout.ts";
import { sizeBound } from "../value/size.ts";

interface Head {
  readonly blob: string;
  readonly parts: number;
}

/** A value on its way into a commit: the row's value, and the parts to set in the same commit. */
export interface Stowed {
  /** What the row is set to: the record, the records, or the head of their parts. */
  readonly value: unknown;
  /** Adds what belongs into the same commit. */
  readonly stage: (changes: Changes) => void;
  /** Drops what was written beforehand when the commit was not made. */
  readonly undo: () => Promise<void>;
}

/** The most bytes of one value, packed. */
const MAX_SIZE: number = 16 << 20;

/** The most bytes of a row, and of a part of a larger value: a little less than the 65,536 that a store takes. FORMAT.md names it. */
export const ROW_SIZE = 65_000;
/** The parts that go into one commit: what they leave of it is for the row and all else. */
const TOGETHER: number = Math.floor(LIMITS.commitBytes / ROW_SIZE) - 1;
const nothing = { stage: () => {}, undo: () => Promise.resolve() };

/**
 * Makes records storable.
 *
 * @param where the table or feed, for the message
 * @param clock tells when parts are written, for {@linkcode sweep}
 * @throws {KvsError} `too_large` over 16 MiB; `unstorable`
 */
export function stow(
  kv: Kv,
  records: readonly unknown[],
  where: string,
  clock: Pick<Clock, "now"> = systemClock,
): Stowed | Promise<Stowed> {
  if (sizeBound(records, ROW_SIZE) <= ROW_SIZE) return inline(records);
  const bytes = serialise(records, MAX_SIZE, where);
  return bytes.length > TOGETHER * ROW_SIZE ? stowBefore(kv, bytes, clock) : stowTogether(bytes);
}

/**
 * Makes records storable in the one commit alone, with nothing written before it.
 *
 * @param where the table or feed, for the message
 * @param bound an upper bound of their bytes, counted unless it is known
 * @throws {KvsError} `too_large` over 715,000 bytes; `unstorable`
 */
export function stowNow(
  records: readonly unknown[],
  where: string,
  bound: number = sizeBound(records, ROW_SIZE),
): Stowed {
  if (bound <= ROW_SIZE) return inline(records);
  return stowTogether(serialise(records, TOGETHER * ROW_SIZE, where));
}

function inline(records: readonly unknown[]): Stowed {
  return { value: records.length === 1 && records[0] !== null ? records[0] : records, ...nothing };
}

function serialise(records: readonly unknown[], most: number, where: string): Uint8Array {
  const bytes = writeValue(records);
  if (bytes.length <= most) return bytes;
  const what = records.length === 1 ? "a record" : `${records.length} records`;
  throw new KvsError("too_large", `${where}: ${what} of ${bytes.length} bytes, over ${most}`);
}

function headOf(bytes: Uint8Array): Head {
  return { blob: crypto.randomUUID(), parts: Math.ceil(bytes.length / ROW_SIZE) };
}

function setParts(changes: Changes, { blob, parts }: Head, bytes: Uint8Array, from = 0): void {
  for (let i = from; i < Math.min(from + TOGETHER, parts); i++) {
    changes.set(chunkKey(blob, i), bytes.slice(i * ROW_SIZE, (i + 1) * ROW_SIZE));
  }
}

function stowTogether(bytes: Uint8Array): Stowed {
  const value = headOf(bytes);
  return { ...nothing, value, stage: (changes) => setParts(changes, value, bytes) };
}

async function stowBefore(
  kv: Kv,
  bytes: Uint8Array,
  clock: Pick<Clock, "now">,
): Promise<Stowed> {
  const head = headOf(bytes), pending = pendingKey(head.blob);
  for (let i = 0; i < head.parts; i += TOGETHER) {
    const atomic = kv.atomic().set(pending, clock.now());
    setParts(atomic, head, bytes, i);
    await atomic.commit();
  }
  const mark = await kv.get(pending);
  return {
    value: head,
    // The check: a sweep that took the parts for abandoned must not leave a head without them.
    stage: (changes) => {
      changes.check({ key: pending, versionstamp: mark.versionstamp });
      changes.delete(pending);
    },
    undo: () => discard(kv, head.blob),
  };
}

/**
 * The records of a row.
 *
 * @returns undefined where the parts are gone: the row has been replaced, read it again
 * @throws {KvsError} `corrupt` where the row holds neither records nor a head
 */
export function open(
  kv: Kv,
  stored: unknown,
  where: string,
): readonly unknown[] | Promise<readonly unknown[] | undefined> {
  const records = openNow(stored);
  if (records !== undefined) return records;
  if (isHead(stored)) return openParts(kv, stored, where);
  throw new KvsError("corrupt", `${where}: a row holds no record`);
}

/**
 * The records of a row as it is now: it may have been replaced or removed since it was read.
 *
 * @returns no records where it was removed
 * @throws {KvsError} `corrupt`
 */
export async function openRow(
  kv: Kv,
  row: KvEntryMaybe<unknown>,
  where: string,
): Promise<readonly unknown[]> {
  for (let now = row;;) {
    if (now.versionstamp === null) return [];
    const records = await open(kv, now.value, where);
    if (records !== undefined) return records;
    const again = await kv.get(now.key);
    if (again.versionstamp === now.versionstamp) {
      throw new KvsError("corrupt", `${where}: parts of a row are missing`);
    }
    now = again;
  }
}

async function openParts(
  kv: Kv,
  head: Head,
  where: string,
): Promise<readonly unknown[] | undefined> {
  const parts: Uint8Array[] = [];
  for await (const { value } of kv.list({ prefix: chunksKey(head.blob) }, { batchSize: 10 })) {
    if (value instanceof Uint8Array) parts.push(value);
  }
  if (parts.length !== head.parts) return undefined;
  const records = readValue(concatBytes(...parts));
  if (Array.isArray(records)) return records;
  throw new KvsError("corrupt", `${where}: the parts of a row hold no record`);
}

/** Adds to a commit that replaces or deletes a row the removal of its parts. */
export function release(changes: Changes, stored: unknown): void {
  if (!isHead(stored)) return;
  for (let i = 0; i < stored.parts; i++) changes.delete(chunkKey(stored.blob, i));
}

/**
 * Removes what crashes have left of large values that were never committed.
 *
 * @param age milliseconds that a value may take to be written: younger ones are left alone; an hour
 * unless told
 * @returns how many were removed
 */
export async function sweep(
  kv: Kv,
  age: number = 3_600_000,
  clock: Pick<Clock, "now"> = systemClock,
): Promise<number> {
  let removed = 0;
  for await (const { key, value, versionstamp } of kv.list({ prefix: pendingsKey })) {
    if (typeof value !== "number" || value > clock.now() - age) continue;
    // The mark is set anew first: whoever still wanted to commit the head finds its check failing.
    const { ok } = await kv.atomic().check({ key, versionstamp }).set(key, value).commit();
    if (!ok) continue;
    await discard(kv, String(key.at(-1)));
    removed++;
  }
  return removed;
}

async function discard(kv: Kv, blob: string): Promise<void> {
  for await (const { key } of kv.list({ prefix: chunksKey(blob) }, { batchSize: 10 })) {
    await kv.delete(key);
  }
  await kv.delete(pendingKey(blob));
}

/** The records of a row that holds them itself. */
export function openNow(stored: unknown): readonly unknown[] | undefined {
  if (Array.isArray(stored)) return stored;
  // Records always have an id, heads never.
  return isObject(stored) && "id" in stored ? [stored] : undefined;
}

function isHead(stored: unknown): stored is Head {
  return isObject(stored) && "blob" in stored && !("id" in stored);
}
