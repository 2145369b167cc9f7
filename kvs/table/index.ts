/**
 * Rows of indexes: set and deleted in the commit that changes the record.
 *
 * @module
 */
import { KvsError } from "../error.ts";
import type { KvKey } from "../kv.ts";
import { indexesKey, uniqueKey } from "../rows/layout.ts";
import { type Id, type IdPart, idParts, isIdPart, type KvsRecord } from "../rows/record.ts";
import { toBinary } from "../value/bytes.ts";
import { encodeKey } from "../value/key.ts";

/** The indexes of a table. */
export interface Indexing {
  /** Fields with an index each. */
  readonly keys: readonly string[];
  /** Indexes by several fields each. */
  readonly indexes?: readonly (readonly string[])[];
  /** Fields whose values, together, only one record has. */
  readonly unique?: readonly (readonly string[])[];
}

/** A row of an index. */
export interface IndexRow {
  readonly key: KvKey;
  /** The record that it leads to. */
  readonly id: Id;
  /** Of a unique index, their names; undefined for a row of any other. */
  readonly unique: readonly string[] | undefined;
}

/** True where records of this table have rows of indexes. */
export function isIndexed({ keys, indexes, unique }: Indexing): boolean {
  return keys.length > 0 || (indexes?.length ?? 0) > 0 || (unique?.length ?? 0) > 0;
}

/** Prefix of the rows of the index of one field. */
export function indexKey(table: string, field: string): KvKey {
  return [...indexesKey(table), field];
}

/** Prefix of the rows of an index of several fields. */
export function compoundKey(table: string, fields: readonly string[]): KvKey {
  return [...indexesKey(table), fields.length, ...fields];
}

/**
 * The rows of the indexes for a record, by their keys as text. Fields that are undefined or null keep
 * it out of an index.
 *
 * @throws {KvsError} `bad_index` for a value that cannot stand in a key
 */
export function indexRows(
  table: string,
  { keys, indexes = [], unique = [] }: Indexing,
  record: KvsRecord,
): Map<string, IndexRow> {
  const rows = new Map<string, IndexRow>(), { id } = record;
  const parts = idParts(id, `table "${table}"`);
  const add = (key: KvKey, unique?: readonly string[]) =>
    rows.set(keyText(key), { key, id, unique });
  for (const field of keys) {
    const value = indexed(table, field, record);
    if (value !== undefined) add([...indexKey(table, field), value, ...parts]);
  }
  for (const fields of indexes) {
    const values = valuesOf(table, fields, record);
    if (values !== undefined) add([...compoundKey(table, fields), ...values, ...parts]);
  }
  for (const fields of unique) {
    const values = valuesOf(table, fields, record);
    if (values !== undefined) add(uniqueKey(table, fields, values), fields);
  }
  return rows;
}

/** As {@linkcode indexRows}, of a record that is stored: one that was put before its field had an index may have any value there. */
export function storedRows(
  table: string,
  { keys, indexes = [], unique = [] }: Indexing,
  record: KvsRecord,
): Map<string, IndexRow> {
  const stand = (fields: readonly string[]) => fields.every((field) => standing(field, record));
  return indexRows(table, {
    keys: keys.filter((field) => stand([field])),
    indexes: indexes.filter(stand),
    unique: unique.filter(stand),
  }, record);
}

/** A text that two keys share if and only if they are the same. */
export function keyText(key: KvKey): string {
  return toBinary(encodeKey(key));
}

/** The value of an indexed field; undefined where it has none. */
export function indexed(table: string, field: string, record: object): IdPart | undefined {
  const value = valueOf(record, field);
  if (value === undefined || value === null) return undefined;
  if (isIdPart(value)) return value;
  throw new KvsError(
    "bad_index",
    `table "${table}": field "${field}" is indexed, so it must be a string, number, bigint, boolean or Uint8Array`,
  );
}

function valuesOf(
  table: string,
  fields: readonly string[],
  record: object,
): readonly IdPart[] | undefined {
  const values = fields.flatMap((field) => indexed(table, field, record) ?? []);
  return values.length === fields.length ? values : undefined;
}

function standing(field: string, record: object): boolean {
  const value = valueOf(record, field);
  return value === undefined || value === null || isIdPart(value);
}

/** The value of a field of the record's own. */
export function valueOf(record: object, field: string): unknown {
  return Object.hasOwn(record, field) ? Reflect.get(record, field) : undefined;
}
