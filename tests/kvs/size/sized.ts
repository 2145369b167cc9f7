/**
 * Records of drawn sizes, and what must hold whatever their sizes are.
 *
 * @module
 */
import type { Kv, KvEntry, KvsRecord } from "../../../kvs/mod.ts";
import { KvsError } from "../../../kvs/mod.ts";
import { writeValue } from "../../../kvs/value/v8/write.ts";
import { equal, rejects } from "../../_support/assert.ts";
import { long } from "../../_support/long.ts";
import type { Random } from "../../_support/random.ts";

/** A record of a size. */
export type Sized = KvsRecord & { readonly body: string | Uint8Array };

/** The most bytes of a record, serialised. */
export const LARGEST: number = 16 << 20;
/** The most bytes of several in one call. */
const TOGETHER: number = 64 << 20;

/** How many bytes the records of a run are together: the first run on the store that judges has many, as all have in a long one. */
export function most(kind: string, isFirst: boolean): number {
  if (kind !== "native") return 3 << 20;
  if (long) return TOGETHER;
  return isFirst ? TOGETHER / 2 : 3 << 20;
}

/** Where something else begins: a value, a row, what one commit holds, a record. */
const BOUNDS = [0, 1, 65_000, 65_536, 11 * 65_000, 12 * 65_000, 819_200] as const;

/** Sizes of so many records, which are together at most `most`. */
export function sizes({ below, pick }: Random, count: number, most: number): number[] {
  let left = most;
  const drawn = Array.from({ length: count }, () => {
    const [small, middling, large] = [below(400), below(70_000), below(LARGEST - 100)];
    const near = Math.max(0, pick(BOUNDS) + below(400) - 200);
    const size = pick([small, small, middling, middling, near, near, large]);
    if (size > left) return Math.min(small, left);
    left -= size;
    return size;
  });
  return drawn;
}

/** A record that takes about so many bytes, told from others by its letter; a large one is of bytes, which are stored sooner. */
export function sized(id: KvsRecord["id"], size: number, letter: string): Sized {
  return { id, body: bodyOf(size, letter) };
}

/** What a record is filled with. */
export function bodyOf(size: number, letter: string): Sized["body"] {
  if (size < 30_000) return letter.repeat(size);
  return new Uint8Array(size).fill(letter.charCodeAt(0));
}

/** A record that takes exactly so many bytes, serialised as it is when it lies in parts. */
export function exactly(id: KvsRecord["id"], bytes: number): Sized {
  const more = bytes - writeValue([sized(id, bytes - 200, "x")]).length;
  const record = sized(id, bytes - 200 + more, "x");
  equal(writeValue([record]).length, bytes);
  return record;
}

/** All that is in a store: keys and when they were set. */
export async function everything(kv: Kv): Promise<string[]> {
  const all: string[] = [];
  for await (const entry of kv.list({ start: ["kvs/"], end: ["kvs0"] }, { batchSize: 100 })) {
    all.push(shown(entry));
  }
  return all;
}

function shown({ key, versionstamp }: KvEntry<unknown>): string {
  return `${JSON.stringify(key)} ${versionstamp}`;
}

/** Asserts that something is refused as too large, before anything is written. */
export async function refused(kv: Kv, run: () => Promise<unknown>): Promise<void> {
  const before = new Set(await everything(kv));
  await rejects(run, KvsError, "too_large");
  const after = new Set(await everything(kv)), changed = [...after.symmetricDifference(before)];
  equal(changed.slice(0, 3), []);
}

/** What records hold, as texts that can be compared and read. */
export function shape(records: readonly (Sized | undefined | null)[]): string[] {
  return records.map((record) => {
    if (record === undefined || record === null) return String(record);
    const { id, body } = record, some = [0, 1, 64_999, 65_000, body.length - 1];
    const letters = new Set(
      some.filter((at) => at >= 0 && at < body.length).map((at) =>
        typeof body === "string" ? body[at] : String.fromCharCode(body[at] ?? 0)
      ),
    );
    return `${String(id).slice(0, 12)}: ${body.length} ${[...letters]}`;
  });
}
