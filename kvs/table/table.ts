/**
 * Tables: records by id, with a count and secondary indexes that are changed in the same commit.
 *
 * @module
 */
import { openRow, stow } from "../rows/chunk.ts";
import { release } from "../rows/stowage.ts";
import { retry, within } from "../rows/commit.ts";
import { minus } from "../rows/counter.ts";
import { KvsError } from "../error.ts";
import { reindex } from "./index.ts";
import type { Kv } from "../kv.ts";
import { rowKey, rowsKey, schemaKey, sizeKey } from "../rows/layout.ts";
import { getAll } from "../rows/many.ts";
import { type AnyTable, type Table, tableName } from "./metainfo.ts";
import { type Id, idOf, idText, type KvsRecord } from "../rows/record.ts";
import { LIMITS } from "../store/limits.ts";
import { covers, join, type StoredTable } from "./schema.ts";

/** A table by its declaration, or by its name alone. */
export type TableOf<T> = string | Table<T>;

/** The most records of one commit: half its checks, and room for their indexes. */
export const MAX_PUT: number = LIMITS.checks / 2;

/** Options of `put`. */
export interface PutOptions {
  /** Allows several commits, each whole: needed for more than 50 records. */
  readonly split?: boolean;
}

/** Puts records into a table: see `put`. */
export async function putRows<T extends KvsRecord>(
  kv: Kv,
  table: TableOf<T>,
  records: readonly T[],
  { split }: PutOptions = {},
): Promise<void> {
  const name = tableName(table), where = label(name);
  const latest = [...new Map(records.map((r) => [idText(idOf(r, where)), r])).values()];
  if (latest.length > MAX_PUT && !split) {
    throw new KvsError(
      "too_many",
      `${where}: ${latest.length} records do not fit one commit of ${MAX_PUT}; allow several with { split: true }`,
    );
  }
  const declared = typeof table === "string" ? UNDECLARED : table;
  for (let i = 0; i < latest.length; i += MAX_PUT) {
    const batch = latest.slice(i, i + MAX_PUT);
    await within(where, () => retry(where, () => change(kv, name, declared, batch.map(pair))));
  }
}

/** The record with this id; undefined where there is none. */
export async function getRow<T extends KvsRecord>(
  kv: Kv,
  table: TableOf<T>,
  id: Id,
): Promise<T | undefined> {
  const name = tableName(table);
  const records = await within(label(name), async () => {
    const row = await kv.get(rowKey(name, id));
    return await openRow(kv, row, label(name));
  });
  return records[0] as T | undefined; // as: the caller's claim
}

/** Deletes the record with this id and its index rows; nothing happens where there is none. */
export async function deleteRow(kv: Kv, table: string | AnyTable, id: Id): Promise<void> {
  const name = tableName(table), where = label(name);
  await within(where, () => retry(where, () => change(kv, name, UNDECLARED, [[id, undefined]])));
}

/** Every record of a table, in the order of the ids' keys. */
export async function allRows<T extends KvsRecord>(kv: Kv, table: TableOf<T>): Promise<T[]> {
  const name = tableName(table), where = label(name);
  const found: T[] = [];
  return await within(where, async () => {
    for await (const row of kv.list({ prefix: rowsKey(name) }, { batchSize: 500 })) {
      found.push(...await openRow(kv, row, where) as T[]); // as: the caller's claim
    }
    return found;
  });
}

const UNDECLARED: StoredTable = { fields: [], keys: [] };

type Change = readonly [id: Id, record: KvsRecord | undefined];

function pair(record: KvsRecord): Change {
  return [record.id, record];
}

/** One commit that puts or deletes; undefined where another writer came first. */
async function change(
  kv: Kv,
  name: string,
  declared: StoredTable,
  changes: readonly Change[],
): Promise<true | undefined> {
  const where = label(name), atomic = kv.atomic(), undo: (() => Promise<void>)[] = [];
  const schema = schemaKey(name);
  const [stored, ...rows] = await getAll<unknown>(kv, [
    schema,
    ...changes.map(([id]) => rowKey(name, id)),
  ]);
  const known = stored?.value as StoredTable | null | undefined; // as: only join writes it
  if (!covers(known ?? UNDECLARED, declared)) {
    await join(kv, { name, tables: [{ name, fields: declared.fields, keys: declared.keys }] });
    return undefined; // and again, with the schema as it now is
  }
  const fields = new Set(["id", ...declared.fields, ...known?.fields ?? []]);
  atomic.check({ key: schema, versionstamp: stored?.versionstamp ?? null });
  let added = 0;
  for (const [i, [id, record]] of changes.entries()) {
    const row = rows[i] ?? { key: rowKey(name, id), value: null, versionstamp: null };
    if (row.versionstamp === null && record === undefined) continue;
    const [before] = await openRow(kv, row, where) as KvsRecord[]; // as: rows of tables hold one record
    atomic.check({ key: row.key, versionstamp: row.versionstamp });
    release(atomic, row.value);
    if (record !== undefined) checkFields(where, fields, record);
    reindex(atomic, name, known?.keys ?? [], before, record);
    if (row.versionstamp === null) added++;
    if (record === undefined) {
      atomic.delete(row.key);
      added--;
    } else {
      const stowed = await stow(kv, [record], where);
      stowed.stage(atomic);
      atomic.set(row.key, stowed.value);
      undo.push(stowed.undo);
    }
  }
  if (added !== 0) atomic.sum(sizeKey(name), added > 0 ? BigInt(added) : minus(-added));
  const { ok } = await atomic.commit();
  if (ok) return true;
  for (const step of undo) await step();
  return undefined;
}

function checkFields(where: string, fields: ReadonlySet<string>, record: KvsRecord): void {
  if (fields.size === 1) return; // none are declared
  for (const field of Object.keys(record)) {
    if (!fields.has(field)) {
      throw new KvsError(
        "no_field",
        `${where} has no field "${field}": it has ${[...fields].join(", ")}`,
      );
    }
  }
}

function label(name: string): string {
  return `table "${name}"`;
}
