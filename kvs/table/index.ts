/**
 * Rows of indexes: set and deleted in the commit that changes the record. Those of a unique index name
 * the one record that has the values.
 *
 * @module
 */
import { openRecords } from "../rows/chunk.ts";
import { KvsError } from "../error.ts";
import type { Kv, KvCheck, KvEntry, KvEntryMaybe, KvKey } from "../kv.ts";
import { indexesKey, rowKey, uniqueKey } from "../rows/layout.ts";
import { getAll } from "../rows/many.ts";
import type { StoredTable } from "./metainfo.ts";
import { type Id, type IdPart, idParts, idText, isIdPart, type KvsRecord } from "../rows/record.ts";
import { isLive, slotOf } from "../rows/slot.ts";
import { clockOf } from "../store/clock.ts";
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

/** A table, as far as its unique values matter. */
export interface Uniques {
  readonly name: string;
  /** The table, for messages. */
  readonly where: string;
  readonly stored: StoredTable;
}

/** What the change of a record does to rows of indexes, by their keys as text. */
export interface Moves {
  readonly id: Id;
  readonly leaving: ReadonlyMap<string, IndexRow>;
  readonly coming: ReadonlyMap<string, IndexRow>;
  /** Those that are as they were. */
  readonly staying: ReadonlyMap<string, IndexRow>;
}

/** What holds of the unique values of records. */
export interface Claims {
  /** That their rows are as they were read. */
  readonly checks: readonly KvCheck[];
  /** The rows that go. */
  readonly leaving: readonly KvKey[];
  /** Records that have a value that is wanted, and have expired: they must be taken out first. */
  readonly expired: readonly Id[];
}

/**
 * Looks who has the unique values that come and go with steps; undefined where another writer came
 * between.
 *
 * @param blind whether nothing is read, and nobody assumed to have them
 * @throws {KvsError} `taken` where another record has one
 */
export async function claims(
  kv: Kv,
  table: Uniques,
  steps: readonly Moves[],
  blind: boolean,
): Promise<Claims | undefined> {
  const { coming, leaving } = moving(table.where, steps);
  const checks: KvCheck[] = [], deleted: KvKey[] = [], expired: Id[] = [];
  const rows = new Map([...leaving, ...coming]), keys = [...rows.values()].map(({ key }) => key);
  if (keys.length === 0) return { checks, leaving: deleted, expired };
  const found: KvEntryMaybe<Id>[] = blind
    ? keys.map((key) => ({ key, value: null, versionstamp: null }))
    : await getAll<Id>(kv, keys);
  const own = new Set(steps.map(({ id }) => idText(id)));
  for (const [i, text] of [...rows.keys()].entries()) {
    const entry = found[i], row = coming.get(text), left = leaving.get(text);
    if (entry === undefined) continue;
    const { key, versionstamp } = entry;
    const isLeft = versionstamp !== null && left && idText(left.id) === idText(entry.value);
    if (row === undefined && !isLeft) continue; // it names another: not this record's
    checks.push({ key, versionstamp });
    if (row === undefined) deleted.push(key);
    if (row === undefined || versionstamp === null || isLeft) continue;
    const holder = await holderOf(kv, table, text, entry);
    if (holder === undefined) continue;
    if (own.has(idText(entry.value))) return undefined; // it has changed since it was read
    if (holder === "live") throw taken(table.where, row, entry.value);
    expired.push(entry.value);
  }
  return { checks, leaving: deleted, expired };
}

interface Moving {
  readonly coming: ReadonlyMap<string, IndexRow>;
  readonly leaving: ReadonlyMap<string, IndexRow>;
}

/** The unique values that come and go, each by the text of its key. */
function moving(where: string, steps: readonly Moves[]): Moving {
  const held = new Map<string, Id>();
  const coming = new Map<string, IndexRow>(), leaving = new Map<string, IndexRow>();
  for (const step of steps) {
    for (const [text, row] of step.staying) if (row.unique) held.set(text, row.id);
    for (const [text, row] of step.leaving) if (row.unique) leaving.set(text, row);
  }
  for (const [text, row] of steps.flatMap((step) => [...step.coming])) {
    if (row.unique === undefined) continue;
    const other = held.get(text);
    if (other !== undefined) throw taken(where, row, other);
    held.set(text, row.id);
    coming.set(text, row);
  }
  return { coming, leaving };
}

/**
 * Whether the record that a row of a unique index names has its values; undefined where it has not,
 * or is gone.
 */
export async function holderOf(
  kv: Kv,
  { name, where, stored }: Uniques,
  text: string,
  { value: id }: KvEntry<Id>,
): Promise<"live" | "expired" | undefined> {
  for (let row = await kv.get<unknown>(rowKey(name, id));;) {
    const slot = slotOf(row, where);
    if (slot === undefined) return undefined;
    const record = (await openRecords(kv, [slot], where))?.[0];
    if (record) {
      if (!storedRows(name, stored, record).has(text)) return undefined;
      return isLive(slot, clockOf(kv).now()) ? "live" : "expired";
    }
    // Whoever replaces a record takes its parts away, and leaves the rows of values that stay as they are.
    const now = await kv.get<unknown>(row.key);
    if (now.versionstamp === row.versionstamp) return undefined; // lost
    row = now;
  }
}

/** Refuses a second record with a unique value. */
export function taken(where: string, { id, unique = [] }: IndexRow, other: Id): KvsError {
  return new KvsError(
    "taken",
    `${where}: record ${told(id)} cannot have the ${unique.join(" and ")} of record ${
      told(other)
    }, which only one may have`,
    { taken: { id, fields: unique } },
  );
}

function told(id: Id): string {
  const parts: readonly unknown[] = Array.isArray(id) ? id : [id];
  return parts.map((part) => typeof part === "string" ? JSON.stringify(part) : String(part)).join();
}
