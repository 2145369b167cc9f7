/**
 * Finding records by their fields.
 *
 * @module
 */
import { within } from "../rows/commit.ts";
import { KvsError } from "../error.ts";
import { indexed, indexKey, samePart } from "./index.ts";
import type { Kv } from "../kv.ts";
import { rowKey } from "../rows/layout.ts";
import { openRow } from "../rows/chunk.ts";
import { getAll } from "../rows/many.ts";
import { type Table, tableName } from "./metainfo.ts";
import type { Id, IdPart, KvsRecord } from "../rows/record.ts";
import { storedTable } from "./schema.ts";
import { allRows } from "./table.ts";

/**
 * The records whose indexed field has this value, in the order of their ids' keys.
 *
 * @throws {KvsError} `no_index` where the field has no index: name it among the table's `keys` and
 * `join` the schema
 */
export async function index<T extends KvsRecord>(
  kv: Kv,
  table: string | Table<T>,
  field: keyof T & string,
  value: IdPart,
): Promise<T[]> {
  const name = tableName(table), where = `table "${name}"`;
  return await within(where, async () => {
    if (!(await storedTable(kv, table)).keys.includes(field)) {
      throw new KvsError(
        "no_index",
        `${where}: field "${field}" has no index; declare it in keys and join the schema`,
      );
    }
    const ids: Id[] = [];
    for await (
      const row of kv.list<Id>({ prefix: indexKey(name, field, value) }, { batchSize: 500 })
    ) {
      ids.push(row.value);
    }
    const found: T[] = [];
    for (const row of await getAll<unknown>(kv, ids.map((id) => rowKey(name, id)))) {
      const [record] = await openRow(kv, row, where) as T[]; // as: the caller's claim
      const now = record && indexed(name, field, record);
      // Changed since the index was read: then it is no longer a match.
      if (record && now !== undefined && samePart(now, value)) found.push(record);
    }
    return found;
  });
}

/**
 * The records that have every field of the pattern, compared deeply. Reads an index where the
 * pattern has an indexed field, else the whole table.
 *
 * @throws {KvsError} `no_field` for a field that the table does not declare
 */
export async function match<T extends KvsRecord>(
  kv: Kv,
  table: string | Table<T>,
  pattern: Partial<T>,
): Promise<T[]> {
  const { fields, keys } = await storedTable(kv, table);
  checkFields(tableName(table), fields, pattern);
  const field = keys.find((key): key is keyof T & string =>
    key in pattern && pattern[key as keyof T] != null
  );
  if (field !== undefined) return await indexMatch(kv, table, pattern, field);
  return (await allRows(kv, table)).filter((record) => matches(record, pattern));
}

/**
 * As {@linkcode match}, by way of one index.
 *
 * @throws {KvsError} `no_index` where that field has none, or the pattern does not have it
 */
export async function indexMatch<T extends KvsRecord>(
  kv: Kv,
  table: string | Table<T>,
  pattern: Partial<T>,
  field: keyof T & string,
): Promise<T[]> {
  const name = tableName(table);
  const value = indexed(name, field, pattern as T); // as: only this field is read
  if (value === undefined) {
    throw new KvsError(
      "no_index",
      `table "${name}": the pattern has no field "${field}" to look up`,
    );
  }
  return (await index(kv, table, field, value)).filter((record) => matches(record, pattern));
}

function checkFields(name: string, fields: readonly string[], pattern: object): void {
  if (fields.length === 0) return;
  for (const field of Object.keys(pattern)) {
    if (field === "id" || fields.includes(field)) continue;
    throw new KvsError(
      "no_field",
      `table "${name}" has no field "${field}": it has ${fields.join(", ")}`,
    );
  }
}

function matches(value: unknown, pattern: unknown): boolean {
  if (Object.is(value, pattern)) return true;
  if (typeof value !== "object" || typeof pattern !== "object" || !value || !pattern) return false;
  if (value instanceof Date && pattern instanceof Date) return +value === +pattern;
  if (ArrayBuffer.isView(value) !== ArrayBuffer.isView(pattern)) return false;
  if (Array.isArray(value) !== Array.isArray(pattern)) return false;
  const wanted = Object.entries(pattern);
  if (
    (Array.isArray(value) || ArrayBuffer.isView(value)) &&
    Object.keys(value).length !== wanted.length
  ) return false;
  return wanted.every(([key, item]) => matches(Reflect.get(value, key), item));
}
