/**
 * The store as a whole: what is in it, and how it is emptied.
 *
 * @module
 */
import { Batch } from "./rows/batch.ts";
import { forget, FORMAT } from "./rows/format.ts";
import { within } from "./rows/commit.ts";
import { Room } from "./rows/room.ts";
import { slotsOf, untilOf } from "./rows/slot.ts";
import { release } from "./rows/stowage.ts";
import { toCount } from "./rows/counter.ts";
import type { Kv, KvEntry, KvListSelector } from "./kv.ts";
import {
  feedsKey,
  formatKey,
  indexesKey,
  rowExpiriesKey,
  rowsKey,
  schemaKey,
  sizeKey,
  sizesKey,
  SPAN,
  uniquesKey,
  watchedKey,
} from "./rows/layout.ts";
import { type AnyTable, SYSTEM, tableName } from "./table/metainfo.ts";
import { tables } from "./table/schema.ts";
import { writers } from "./feed/writer.ts";

/** What {@linkcode ver} answers. */
export interface Version {
  /** Name of the store's layout, and the version of FORMAT.md. */
  readonly version: string;
}

/** The version of FORMAT.md that stores are written in. */
export function ver(): Version {
  return { version: `KVS KV ${FORMAT}` };
}

/** The names of all tables, in order: the system's, and those that are declared or hold records. */
export async function dir(kv: Kv): Promise<string[]> {
  return await within("store", async () => [...SYSTEM, ...await tableNames(kv)].sort());
}

/** The names of the tables that are declared or hold records, in order. */
export async function tableNames(kv: Kv): Promise<string[]> {
  const names = new Set((await tables(kv)).map(({ name }) => name));
  for await (const { key } of kv.list({ prefix: sizesKey })) names.add(String(key.at(-1)));
  return [...names].sort();
}

/** A line of {@linkcode dump}. */
export interface DumpLine {
  /** The table's name or the feed's path. */
  readonly name: string;
  /** How many records or entries it holds. */
  readonly count: number;
}

/** Every table, then every feed, with its count. */
export async function dump(kv: Kv): Promise<DumpLine[]> {
  const sizes = new Map<string, number>();
  return await within("store", async () => {
    for await (const { key, value } of kv.list({ prefix: sizesKey })) {
      sizes.set(String(key.at(-1)), toCount(value));
    }
    const lines = (await tableNames(kv)).map((name) => ({ name, count: sizes.get(name) ?? 0 }));
    return [...lines, ...(await writers(kv)).map(({ id, count }) => ({ name: id, count }))];
  });
}

/**
 * Removes a table, its indexes and its declaration; without a table, everything that this module
 * has stored. Not atomic: nobody should be writing meanwhile, and where it has broken off it is to be
 * called again.
 */
export async function destroy(kv: Kv, table?: string | AnyTable): Promise<void> {
  if (table === undefined) {
    return await within("store", async () => {
      await wipe(kv, SPAN);
      await wipe(kv, { prefix: feedsKey });
      await kv.atomic().delete(feedsKey).delete(formatKey).delete(watchedKey).commit();
      forget(kv);
    });
  }
  const name = tableName(table), prefix = rowsKey(name), where = `table "${name}"`;
  await within(where, async () => {
    await wipe(kv, { prefix }, (batch, { key, value }) => {
      release(batch, value);
      const until = untilOf(slotsOf(value)?.[0]);
      if (until === undefined) return;
      batch.delete([...rowExpiriesKey(until, name), ...key.slice(prefix.length)]);
    });
    await wipe(kv, { prefix: indexesKey(name) });
    await wipe(kv, { prefix: uniquesKey(name) });
    await new Batch(where).delete(sizeKey(name)).delete(schemaKey(name)).commit(kv);
  });
}

/** Closes the store. */
export function leave(kv: Kv): void {
  kv.close();
}

/** Deletes keys, and what goes with each. */
async function wipe(
  kv: Kv,
  selector: KvListSelector,
  also: (batch: Batch, row: KvEntry<unknown>) => void = () => {},
): Promise<void> {
  let batch = new Batch("store"), room = new Room();
  for await (const row of kv.list(selector, { batchSize: 100 })) {
    const one = new Batch().delete(row.key);
    also(one, row);
    if (!room.take(one.weight)) {
      await batch.commit(kv);
      batch = new Batch("store"), room = new Room();
      room.take(one.weight);
    }
    batch.add(one);
  }
  await batch.commit(kv);
}
