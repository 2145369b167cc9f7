/**
 * Reading tables: records by their ids, by indexes, by patterns of their fields.
 *
 * @module
 */
import { openRow } from "../rows/chunk.ts";
import { within } from "../rows/commit.ts";
import { given, KvsError } from "../error.ts";
import { compoundKey, indexed, type Indexing, indexKey, valueOf } from "./index.ts";
import type { Kv, KvEntryMaybe, KvKey } from "../kv.ts";
import { rowKey, rowsKey, uniqueKey } from "../rows/layout.ts";
import { getAll } from "../rows/many.ts";
import { missing, type Table, tableName } from "./metainfo.ts";
import { type Id, type IdPart, isIdPart, type KvsRecord, samePart } from "../rows/record.ts";
import { storedTable } from "./schema.ts";
import { isParts, slotsOf } from "../rows/slot.ts";
import { saw, tableLabel as label } from "./change.ts";
import { snapshot } from "../value/snapshot.ts";
import { type Versioned, versioned } from "../feed/feed.ts";

/** A table by its declaration, or by its name alone. */
export type TableOf<T> = string | Table<T>;

/** The record with this id and its version; undefined where there is none. */
export async function readRow<T extends KvsRecord>(
  kv: Kv,
  table: TableOf<T>,
  id: Id,
): Promise<Versioned<T> | undefined> {
  const name = tableName(table), where = label(name);
  return await within(where, async () => {
    for (let row = await kv.get<unknown>(rowKey(name, id));;) {
      const record = await liveRecord<T>(kv, row, where);
      // Where parts were gone the row was read anew: is it still of this version?
      const again = isParts(row.value) ? await kv.get<unknown>(row.key) : row;
      if (again.versionstamp !== row.versionstamp) {
        row = again;
        continue;
      }
      const { versionstamp: version } = row;
      saw(kv, name, id, row);
      if (record === undefined || version === null) return undefined;
      return versioned(record, version, slotsOf(row.value)?.[0]);
    }
  });
}

/** The record with this id; undefined where there is none. */
export async function getRow<T extends KvsRecord>(
  kv: Kv,
  table: TableOf<T>,
  id: Id,
): Promise<T | undefined> {
  return (await getRows(kv, table, [id]))[0];
}

/** The records with these ids, in their order, each ten as of one moment; undefined where there is none. */
export async function getRows<T extends KvsRecord>(
  kv: Kv,
  table: TableOf<T>,
  ids: readonly Id[],
): Promise<(T | undefined)[]> {
  const name = tableName(table), where = label(name), found: (T | undefined)[] = [];
  return await within(where, async () => {
    for (const row of await getAll<unknown>(kv, ids.map((id) => rowKey(name, id)))) {
      found.push(await liveRecord<T>(kv, row, where));
    }
    return found;
  });
}

/** Every record of a table, in the order of the ids' keys. */
export async function allRows<T extends KvsRecord>(kv: Kv, table: TableOf<T>): Promise<T[]> {
  const name = tableName(table), where = label(name), found: T[] = [];
  return await within(where, async () => {
    for await (const row of kv.list<unknown>({ prefix: rowsKey(name) }, { batchSize: 500 })) {
      const record = await liveRecord<T>(kv, row, where);
      if (record !== undefined) found.push(record);
    }
    return found;
  });
}

/** The record of a row; undefined where there is none, or it has expired. */
async function liveRecord<T>(
  kv: Kv,
  row: KvEntryMaybe<unknown>,
  where: string,
): Promise<T | undefined> {
  return ((await openRow(kv, row, where))[0] ?? undefined) as T | undefined; // as: the caller's claim
}

/**
 * The records whose indexed field has this value, in the order of their ids' keys; of a unique index
 * at most one.
 *
 * @throws {KvsError} `no_index` where the field has no index: name it among the table's `keys` or
 * `unique` and `join` the schema
 */
export function index<T extends KvsRecord>(
  kv: Kv,
  table: string | Table<T>,
  field: keyof T & string,
  value: IdPart,
): Promise<T[]>;
/**
 * The records that have these values in the fields of an index of several, as it is declared.
 *
 * @throws {KvsError} `no_index` where there is no index of these fields in this order
 */
export function index<T extends KvsRecord>(
  kv: Kv,
  table: string | Table<T>,
  fields: readonly (keyof T & string)[],
  values: readonly IdPart[],
): Promise<T[]>;
export async function index<T extends KvsRecord>(
  kv: Kv,
  table: string | Table<T>,
  of: string | readonly string[],
  value: IdPart | readonly IdPart[],
): Promise<T[]> {
  const fields = given("index", () => typeof of === "string" ? [of] : of.map(String));
  const values = given<readonly unknown[]>(
    "index",
    () => Array.isArray(value) ? [...value] : [value],
  );
  const name = tableName(table), where = `table "${name}"`;
  return await within(where, async () => {
    const stored = await storedTable(kv, table), found = indexOf(name, stored, fields);
    if (found === undefined || fields.length !== values.length || !values.every(isIdPart)) {
      throw new KvsError(
        "no_index",
        `${where}: ${fieldText(fields)} no index; declare it and join the schema`,
      );
    }
    const has = (record: T) =>
      fields.every((field, i) => {
        const now = indexed(name, field, record), wanted = values[i];
        return now !== undefined && wanted !== undefined && samePart(now, wanted);
      });
    // One that is not built yet does not lead to all.
    if (stored.building && indexOf(name, stored.building, fields)) {
      return (await allRows(kv, table)).filter(has);
    }
    const key = [...found.prefix, ...values];
    const ids = found.unique ? await idAt(kv, key) : await idsUnder(kv, key);
    // Changed since the index was read: then it is no longer a match.
    return (await getRows<T>(kv, table, ids)).filter((record) => record !== undefined).filter(has);
  });
}

async function idAt(kv: Kv, key: KvKey): Promise<Id[]> {
  const { value, versionstamp } = await kv.get<Id>(key);
  return versionstamp === null ? [] : [value];
}

async function idsUnder(kv: Kv, prefix: KvKey): Promise<Id[]> {
  const ids: Id[] = [];
  for await (const { value } of kv.list<Id>({ prefix }, { batchSize: 500 })) ids.push(value);
  return ids;
}

/** What the keys of an index begin with, and whether nothing but values follows; undefined where there is none of these fields. */
function indexOf(
  name: string,
  { keys, indexes, unique }: Indexing,
  fields: readonly string[],
): { readonly prefix: KvKey; readonly unique: boolean } | undefined {
  const [field] = fields;
  if (missing(unique, [fields]).length === 0) {
    return { prefix: uniqueKey(name, fields, []), unique: true };
  }
  if (field !== undefined && fields.length === 1 && keys.includes(field)) {
    return { prefix: indexKey(name, field), unique: false };
  }
  if (missing(indexes, [fields]).length > 0) return undefined;
  return { prefix: compoundKey(name, fields), unique: false };
}

function fieldText(fields: readonly string[]): string {
  const names = fields.map((field) => `"${field}"`).join(", ");
  return fields.length === 1 ? `field ${names} has` : `fields ${names} have`;
}

/**
 * The records that have every field of the pattern, compared deeply. Reads an index where the
 * pattern has its fields, a unique one first, else the whole table.
 *
 * @throws {KvsError} `no_field` for a field that the table does not declare
 */
export async function match<T extends KvsRecord>(
  kv: Kv,
  table: string | Table<T>,
  pattern: Partial<T>,
): Promise<T[]> {
  const own = patternOf(pattern);
  const stored = await within(label(tableName(table)), () => storedTable(kv, table));
  const { keys, indexes = [], unique = [] } = stored;
  checkFields(tableName(table), stored.fields, own);
  const fields = [...unique, ...indexes, ...keys.map((field) => [field])].find((fields) =>
    fields.every((field) => {
      const value = valueOf(own, field);
      return value !== undefined && value !== null;
    })
  );
  if (fields === undefined) {
    return (await allRows(kv, table)).filter((record) => matches(record, own));
  }
  return await matchBy(kv, table, own, fields);
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
  return await matchBy(kv, table, patternOf(pattern), [given("indexMatch", () => String(field))]);
}

async function matchBy<T extends KvsRecord>(
  kv: Kv,
  table: string | Table<T>,
  pattern: Partial<T>,
  fields: readonly string[],
): Promise<T[]> {
  const name = tableName(table);
  const values = fields.map((field) => {
    const value = indexed(name, field, pattern);
    if (value !== undefined) return value;
    throw new KvsError(
      "no_index",
      `table "${name}": the pattern has no field "${field}" to look up`,
    );
  });
  const found = await index(kv, table, fields as (keyof T & string)[], values); // as: names of the declaration
  return found.filter((record) => matches(record, pattern));
}

/** A pattern as it is now. */
function patternOf<P extends object>(pattern: P): P {
  if (typeof pattern === "object" && pattern !== null) {
    return snapshot(pattern, "a pattern", 0).value;
  }
  throw new KvsError("bad_argument", "a pattern is an object of fields");
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
