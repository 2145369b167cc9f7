/**
 * Records over what a row holds, on their way into one commit.
 *
 * What does not fit its row is serialised and lies in parts, all of one commit under one fresh name.
 * Parts never change, so a reader that has seen the row reads whole records, or finds the parts gone
 * because the row has been replaced, and reads the row again. Parts go into the commit itself where
 * there is room, else before it, marked as pending; what a crash leaves is unseen, and `sweep`
 * removes it. Parts that a commit lets go are deleted by it, or by a mark that it leaves.
 *
 * @module
 */
import type { Clock } from "../../base/mod.ts";
import { Batch } from "./batch.ts";
import type { Changes } from "./changes.ts";
import { KvsError } from "../error.ts";
import type { Kv, KvCheck, KvKey } from "../kv.ts";
import { clockOf } from "../store/clock.ts";
import { chunkKey, chunksKey, pendingKey } from "./layout.ts";
import { groups, Room } from "./room.ts";
import { isHeld, isParts, type Parts, rowOf, type Slot, slotId } from "./slot.ts";
import { LIMITS } from "../store/limits.ts";
import { keySize, sizeBound } from "../value/size.ts";
import { writeValue } from "../value/v8/write.ts";
import { COMMIT, plus, type Weight } from "./weight.ts";

/** The most bytes of a row, and of a part of a larger value: a little less than the 65,536 that a store takes. FORMAT.md names it. */
export const ROW_SIZE = 65_000;

/** The most bytes of one record, packed. */
export const MAX_SIZE: number = 16 << 20;
/** The parts that go into one commit: what they leave of it is for the row and all else. */
export const TOGETHER: number = Math.floor(LIMITS.commitBytes / ROW_SIZE) - 1;
/** Records of up to this many bytes are left in their row: what is kept of one in parts takes about as much. */
const SMALL = 1_000;
/** The most bytes of an id that a row keeps of a record in parts. */
const SHORT = 200;
/** More parts than this are let go by marks. */
const FEW = 100;
/** The most of them that one mark names: what one takes is 130 bytes at most. */
const MARKED = 400;

/** What to set a row to. */
export interface Row {
  /** The record, what is kept of it, or an array of both. */
  readonly value: unknown;
  /** An upper bound of its serialised bytes. */
  readonly bytes: number;
}

/** The records and parts of one commit; for one attempt to make it. */
export class Stowage {
  readonly #where: string;
  readonly #blob: string = crypto.randomUUID();
  readonly #parts: Uint8Array[] = [];
  readonly #dropped: Parts[] = [];
  readonly #marks = new Map<KvKey, readonly Parts[]>();
  #written: KvCheck | undefined;

  /** Nothing yet; `where` says in messages what it is for. */
  constructor(where: string) {
    this.#where = where;
  }

  /** How many parts there are: some of them may have to be written beforehand, which takes a check of the commit. */
  get parts(): number {
    return this.#parts.length;
  }

  /** The bytes of all parts. */
  get bytes(): number {
    return this.#parts.reduce((sum, part) => sum + part.length, 0);
  }

  /**
   * What to set a row to that is to hold these slots. Where they are too much for it the largest
   * records go into parts, and where that is not enough the row as a whole.
   *
   * @param bound an upper bound of their bytes, counted unless it is known
   * @param most the most bytes of the row: less where a commit sets many rows
   * @throws {KvsError} `too_large` for a record over 16 MiB; `unstorable`
   */
  row(
    slots: readonly Slot[],
    bound: number = sizeBound(slots, ROW_SIZE),
    most: number = ROW_SIZE,
  ): Row {
    if (bound <= most) return { value: rowOf(slots), bytes: bound };
    const sizes = slots.map((slot) => sizeBound(slot, ROW_SIZE));
    const bySize = sizes.map((_, sub) => sub).sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0));
    let left = sizes.reduce((sum, size) => sum + size, 0);
    const row = [...slots];
    for (const sub of bySize) {
      const slot = slots[sub], size = sizes[sub] ?? 0;
      if (left <= most || size <= SMALL) break;
      if (slot === null || slot === undefined || isParts(slot)) continue;
      const kept = this.#stow(slot);
      row[sub] = kept;
      left += sizeBound(kept, ROW_SIZE) - size;
    }
    if (left <= most) return { value: rowOf(row), bytes: left };
    const value: Parts = { ...this.#put(row), whole: true };
    return { value, bytes: sizeBound(value, ROW_SIZE) };
  }

  /** Forgets what it was given, to be given it in another way. */
  reset(): void {
    this.#parts.length = this.#dropped.length = 0;
  }

  /** Lets go the parts of a slot that is replaced or removed. */
  drop(slot: Slot | undefined): void {
    if (isParts(slot)) this.#dropped.push(slot);
  }

  /**
   * Adds to a batch, which is whole but for checks, what belongs into its commit, and writes
   * beforehand what it has no room for.
   *
   * @throws {KvsError} `too_large`, before anything is written, where no commit holds the batch
   */
  async settle(kv: Kv, batch: Batch): Promise<void> {
    this.#settleDropped(batch);
    if (this.#parts.length === 0) return;
    if (new Room().take(plus(batch.weight, this.#weight()))) return this.stage(batch);
    const whole = new Batch(this.#where).add(batch).delete(pendingKey(this.#blob));
    const excess = whole.excess();
    if (excess !== undefined) throw new KvsError("too_large", `${this.#where}: ${excess}`);
    await this.write(kv, clockOf(kv));
    this.stage(batch);
    batch.onRefused(() => this.undo(kv));
  }

  /** Writes the parts beforehand, marked as pending. */
  async write(kv: Kv, clock: Pick<Clock, "now">): Promise<void> {
    const pending = pendingKey(this.#blob);
    try {
      for (let i = 0; i < this.#parts.length; i += TOGETHER) {
        const atomic = kv.atomic().set(pending, clock.now());
        for (const [n, part] of this.#parts.slice(i, i + TOGETHER).entries()) {
          atomic.set(chunkKey(this.#blob, i + n), part);
        }
        const done = await atomic.commit();
        if (done.ok) this.#written = { key: pending, versionstamp: done.versionstamp };
      }
    } catch (cause) {
      await discard(kv, this.#blob).catch(() => {}); // what stays has its mark, and `sweep` finds it
      throw cause;
    }
  }

  /** Adds the parts to a commit, or what makes those that are written beforehand its own. */
  stage(changes: Changes): void {
    if (this.#written === undefined) {
      this.#parts.forEach((part, i) => changes.set(chunkKey(this.#blob, i), part));
    } else {
      // The check: a sweep that took the parts for abandoned must not leave a head without them.
      changes.check(this.#written);
      changes.delete(this.#written.key);
    }
  }

  /** Deletes what was written beforehand for a commit that was not made. */
  async undo(kv: Kv): Promise<void> {
    if (this.#written !== undefined) await discard(kv, this.#blob, this.#parts.length);
  }

  /** Deletes the parts that the commit, which has been made, has let go. */
  async clean(kv: Kv): Promise<void> {
    try {
      for (const [mark, dropped] of this.#marks) await drop(kv, mark, dropped);
    } catch {
      // The commit is made and its marks stand: `sweep` ends what the store has refused now.
    }
  }

  #stow(slot: Exclude<Slot, Parts | null>): Parts {
    const of = slotId(slot), { record, ...told } = isHeld(slot) ? slot : { record: slot };
    const isShort = of !== undefined && sizeBound(of, SHORT) <= SHORT;
    return { ...this.#put([record]), ...isShort && { of }, ...told };
  }

  #put(records: readonly Slot[]): Parts {
    const bytes = writeValue(records), from = this.#parts.length;
    if (bytes.length > MAX_SIZE) {
      throw new KvsError(
        "too_large",
        `${this.#where}: a record of ${bytes.length} bytes, over ${MAX_SIZE}`,
      );
    }
    for (let at = 0; at < bytes.length; at += ROW_SIZE) {
      this.#parts.push(bytes.slice(at, at + ROW_SIZE));
    }
    return { blob: this.#blob, from, parts: this.#parts.length - from };
  }

  #weight(): Weight {
    const key = keySize(chunkKey(this.#blob, 0)), mutations = this.#parts.length;
    const bytes = this.#parts.reduce((sum, part) => sum + part.length + 2 * key, 0);
    return { checks: 1, mutations, bytes, keyBytes: mutations * key };
  }

  #settleDropped(batch: Batch): void {
    const deletes = new Batch(), dropped = this.#dropped;
    const count = dropped.reduce((sum, { parts }) => sum + parts, 0);
    if (count === 0) return;
    if (count <= FEW) {
      for (const slot of dropped) release(deletes, slot);
      if (new Room().take(plus(batch.weight, plus(deletes.weight, this.#weight())))) {
        dropped.length = 0;
        return void batch.add(deletes);
      }
    }
    const ranges = joined(dropped);
    for (let i = 0; i < ranges.length; i += MARKED) {
      const mark = pendingKey(crypto.randomUUID()), some = ranges.slice(i, i + MARKED);
      this.#marks.set(mark, some);
      batch.set(mark, { drop: some });
    }
  }
}

/** The parts alone, those of one blob that follow each other as one. */
function joined(dropped: readonly Parts[]): Parts[] {
  const found: { blob: string; from: number; parts: number }[] = [];
  for (const { blob, from = 0, parts } of dropped) {
    const last = found.at(-1);
    if (last?.blob === blob && last.from + last.parts === from) last.parts += parts;
    else found.push({ blob, from, parts });
  }
  return found;
}

/** Adds to a commit the removal of the parts of a slot. */
export function release(changes: Changes, stored: unknown): void {
  if (!isParts(stored)) {
    if (Array.isArray(stored)) { for (const slot of stored) release(changes, slot); }
    return;
  }
  const { blob, from = 0, parts } = stored;
  for (let i = from; i < from + parts; i++) changes.delete(chunkKey(blob, i));
}

/** Deletes parts that a commit has let go, then the mark that names them. */
export async function drop(kv: Kv, mark: KvKey, dropped: readonly Parts[]): Promise<void> {
  const keys = dropped.flatMap(({ blob, from = 0, parts }) =>
    Array.from({ length: parts }, (_, i) => chunkKey(blob, from + i))
  );
  await deleteAll(kv, [...keys, mark]);
}

/** Deletes the parts of values that were never committed, then their mark. */
export async function discard(kv: Kv, blob: string, parts?: number): Promise<void> {
  const keys = Array.from({ length: parts ?? 0 }, (_, i) => chunkKey(blob, i));
  if (parts === undefined) {
    // Small batches: each of these values is as large as a value can be.
    const rows = kv.list({ prefix: chunksKey(blob) }, { batchSize: 10 });
    for await (const { key } of rows) keys.push(key);
  }
  await deleteAll(kv, [...keys, pendingKey(blob)]);
}

async function deleteAll(kv: Kv, keys: readonly KvKey[]): Promise<void> {
  const weigh = (key: KvKey) => new Batch().delete(key).weight;
  for (const group of groups(keys, weigh, { ...COMMIT })) {
    const batch = new Batch("parts");
    for (const key of group) batch.delete(key);
    await batch.commit(kv);
  }
}
