/**
 * The schema as stored: every node keeps the indexes that any node has declared.
 *
 * @module
 */
import { retry, within } from "../rows/commit.ts";
import { openRow } from "../rows/chunk.ts";
import { reindex } from "./index.ts";
import type { Kv } from "../kv.ts";
import { rowsKey, schemaKey, schemasKey } from "../rows/layout.ts";
import { type AnyTable, type Schema, SYSTEM, tableName } from "./metainfo.ts";
import type { KvsRecord } from "../rows/record.ts";

/** What is stored of a table: as of `Table`. */
export interface StoredTable {
  /** Of all declarations that were joined; none: any field may be there. */
  readonly fields: readonly string[];
  /** Fields whose index every put keeps. */
  readonly keys: readonly string[];
}

/**
 * Declares the tables of a schema to the store and builds the indexes that are new. Puts made
 * meanwhile keep the new indexes already: each checks that the schema is still the one that it has
 * read.
 */
export async function join(kv: Kv, schema: Schema): Promise<void> {
  for (const { name, fields, keys } of schema.tables) {
    if (SYSTEM.includes(name)) continue; // known to every store
    const where = `table "${name}"`, key = schemaKey(name);
    const fresh = await within(where, () =>
      retry(where, async () => {
        const { value, versionstamp } = await kv.get<StoredTable>(key);
        const merged: StoredTable = {
          fields: union(value?.fields, fields),
          keys: union(value?.keys, keys),
        };
        const added = merged.keys.filter((field) => !value?.keys.includes(field));
        if (
          value !== null && added.length === 0 && merged.fields.length === value.fields.length
        ) return [];
        const { ok } = await kv.atomic().check({ key, versionstamp }).set(key, merged).commit();
        return ok ? added : undefined;
      }));
    if (fresh.length > 0) await within(where, () => build(kv, name, fresh));
  }
}

/**
 * What the store knows of a table. A table given by its declaration is declared to the store first
 * where the store does not know all of its indexes, so that every reader and writer goes by the
 * same.
 */
export async function storedTable(kv: Kv, table: string | AnyTable): Promise<StoredTable> {
  const { value } = await kv.get<StoredTable>(schemaKey(tableName(table)));
  if (typeof table === "string") return value ?? { fields: [], keys: [] };
  if (value !== null && covers(value, table)) return value;
  if (table.keys.length === 0) return value ?? table;
  await join(kv, { name: table.name, tables: [table] });
  return await storedTable(kv, table.name);
}

/** True where the store keeps every index that a declaration asks for. */
export function covers(stored: StoredTable, declared: StoredTable): boolean {
  return declared.keys.every((field) => stored.keys.includes(field));
}

/** Every declared table, by name. */
export async function tables(kv: Kv): Promise<AnyTable[]> {
  const found: AnyTable[] = [];
  for await (const { key, value } of kv.list<StoredTable>({ prefix: schemasKey })) {
    found.push({ name: String(key.at(-1)), fields: value.fields, keys: value.keys });
  }
  return found;
}

async function build(kv: Kv, table: string, fields: readonly string[]): Promise<void> {
  const where = `table "${table}"`;
  for await (const { key } of kv.list({ prefix: rowsKey(table) })) {
    await retry(where, async () => {
      const row = await kv.get(key);
      const [record] = await openRow(kv, row, where) as KvsRecord[]; // as: rows of tables hold one record
      if (record === undefined) return true;
      const atomic = kv.atomic().check({ key, versionstamp: row.versionstamp });
      reindex(atomic, table, fields, undefined, record);
      const { ok } = await atomic.commit();
      return ok || undefined;
    });
  }
}

function union(a: readonly string[] = [], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])];
}
