/**
 * Rows that lead to the records of a table, in the order of their keys: the table's own, those of an
 * index, those of a unique index.
 *
 * @module
 */
import { KvsError } from "../error.ts";
import type { Kv, KvEntry, KvKey, KvListSelector } from "../kv.ts";
import { openNow, openRow } from "../rows/chunk.ts";
import { rowKey, rowsKey, uniqueKey } from "../rows/layout.ts";
import { getAll } from "../rows/many.ts";
import { type Id, type IdPart, isIdPart, type KvsRecord, samePart } from "../rows/record.ts";
import { compoundKey, indexKey } from "../table/index.ts";
import { tableName } from "../table/metainfo.ts";
import { storedTable } from "../table/schema.ts";
import type { TableOf } from "../table/table.ts";
import { genuine } from "../value/builtin.ts";
import { compareBytes } from "../value/bytes.ts";
import { badCursor, encodeKey, readCursor, writeCursor } from "../value/key.ts";
import { keySize } from "../value/size.ts";
import { LIMITS } from "../store/limits.ts";

/** A value of a key, or several that follow one another in it. */
export type KeyValues = IdPart | readonly IdPart[];

/** The keys that begin with `prefix`, from `start` (included) to `end` (excluded). */
interface Bounds {
  readonly prefix: KvKey;
  readonly start?: KvKey | undefined;
  readonly end?: KvKey | undefined;
}

/**
 * The parts of a key that stand for values.
 *
 * @throws {KvsError} `bad_range` for what no key holds
 */
export function partsOf(values: KeyValues, where: string): readonly IdPart[] {
  const parts = genuine(() => Array.isArray(values) ? [...values] : [values]) ?? [undefined];
  return parts.map((part: unknown) => {
    if (isIdPart(part)) return part;
    throw new KvsError(
      "bad_range",
      `${where}: a range is of strings, numbers, bigints, booleans or Uint8Arrays, not of ${
        part === null ? "null" : typeof part
      }`,
    );
  });
}

/**
 * The keys under a prefix, from one value to another.
 *
 * @throws {KvsError} `bad_range` where `to` comes before `from`
 */
export function boundsOf(
  prefix: KvKey,
  from: KeyValues | undefined,
  to: KeyValues | undefined,
  where: string,
): Bounds {
  const [start, end] = [from, to].map((values) => {
    const parts = values === undefined ? [] : partsOf(values, where);
    if (parts.length > 0) return [...prefix, ...parts];
    if (values === undefined) return undefined;
    throw new KvsError("bad_range", `${where}: a range must have an end that is not empty`);
  });
  if (start && end && compare(start, end) > 0) {
    throw new KvsError("bad_range", `${where}: the range ends before it begins`);
  }
  return { prefix, start, end };
}

/** The bounds of one key. */
export function onlyOf(key: KvKey): Bounds {
  return { prefix: key, start: key, end: above(key) };
}

/** The part of bounds that is at or behind a key. */
function since(bounds: Bounds, start: KvKey): Bounds {
  return bounds.start && compare(bounds.start, start) >= 0 ? bounds : { ...bounds, start };
}

/** The part of bounds that is in front of a key. */
function until(bounds: Bounds, end: KvKey): Bounds {
  return bounds.end && compare(bounds.end, end) <= 0 ? bounds : { ...bounds, end };
}

/** The least key behind one. */
function above(key: KvKey): KvKey {
  // Behind a key of the longest no other begins with it; an end of a range may be one byte longer.
  return [...key, keySize(key) < LIMITS.writeKeyBytes ? new Uint8Array(0) : 0n];
}

/** What is listed; undefined where no key is within the bounds. */
function selectorOf({ prefix, start, end }: Bounds): KvListSelector | undefined {
  if (start && end) return compare(start, end) < 0 ? { start, end } : undefined;
  if (start) return { prefix, start };
  return end ? { prefix, end } : { prefix };
}

/** Negative, zero or positive as `a` is before, equal to or behind `b` in the order of keys. */
export function compare(a: KvKey, b: KvKey): number {
  return compareBytes(encodeKey(a), encodeKey(b));
}

/** True where a key begins with another, or is it. */
function isUnder(key: KvKey, prefix: KvKey): boolean {
  return compare(key.slice(0, prefix.length), prefix) === 0;
}

/** A record and its cursor. */
export interface Found<T> {
  readonly record: T;
  readonly cursor: string;
}

/** Rows in the order of their keys. */
export interface Rows<T> {
  /** Names the table, for messages. */
  readonly where: string;
  /** What all keys begin with. */
  readonly prefix: KvKey;
  /** How many values stand behind the prefix; 0 for a table's own rows. */
  readonly values: number;
  /** Whether nothing stands behind the values. */
  readonly unique: boolean;
  /** The records that rows lead to, in their order, without those that are no longer there. */
  readonly open: (rows: readonly KvEntry<unknown>[]) => Promise<Found<T>[]>;
  /** The key of the row that a cursor names. */
  readonly keyOf: (cursor: string) => KvKey;
}

/** The rows of a table. */
export function tableRows<T extends KvsRecord>(kv: Kv, table: TableOf<T>): Rows<T> {
  const name = tableName(table), where = `table "${name}"`, prefix = rowsKey(name);
  const kind: KvKey = ["table", name];
  return {
    where,
    prefix,
    values: 0,
    unique: false,
    async open(rows) {
      const found: Found<T>[] = [];
      for (const row of rows) {
        const [record] = (openNow(row.value) ?? await openRow(kv, row, where)) as T[]; // as: the caller's claim
        if (!record) continue;
        found.push({ record, cursor: writeCursor([...kind, ...row.key.slice(prefix.length)]) });
      }
      return found;
    },
    keyOf: (cursor) => [...prefix, ...positionIn(cursor, kind, 1, where)],
  };
}

/**
 * The rows of an index of a table.
 *
 * @throws {KvsError} `no_index` where the table has none of these fields in this order
 */
export async function indexRows<T extends KvsRecord>(
  kv: Kv,
  table: TableOf<T>,
  index: string | readonly string[],
): Promise<Rows<T>> {
  const name = tableName(table), where = `table "${name}"`;
  const fields = typeof index === "string" ? [index] : genuine(() => index.map(String)) ?? [];
  const { prefix, unique } = await indexOf(kv, table, fields), values = fields.length;
  const kind: KvKey = ["index", name, values, ...fields];
  return {
    where,
    prefix,
    values,
    unique,
    async open(rows) {
      const ids = rows.map(({ value }) => value as Id); // as: what index rows hold
      const found: Found<T>[] = [];
      const read = await getAll<unknown>(kv, ids.map((id) => rowKey(name, id)));
      for (const [i, row] of read.entries()) {
        const [record] = (openNow(row.value) ?? await openRow(kv, row, where)) as T[]; // as: the caller's claim
        const held = rows[i]?.key.slice(prefix.length, prefix.length + values) ?? [];
        // Changed since the index was read: then it is there under other values.
        if (!record || !fields.every((field, k) => isAt(record, field, held[k]))) continue;
        const id = row.key.slice(rowsKey(name).length);
        found.push({ record, cursor: writeCursor([...kind, ...held, ...id]) });
      }
      return found;
    },
    keyOf(cursor) {
      const position = positionIn(cursor, kind, values + 1, where);
      return [...prefix, ...unique ? position.slice(0, values) : position];
    },
  };
}

/** What cuts rows down to those behind and in front of a cursor, in the direction read. */
interface Between {
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  readonly reverse: boolean;
}

/**
 * The part of bounds between two cursors.
 *
 * @throws {KvsError} `bad_cursor` for one that is none of these rows or of other equal values;
 * `bad_range` where they are turned round
 */
export function between<T>(
  { keyOf, where }: Rows<T>,
  bounds: Bounds,
  { after, before, reverse }: Between,
): Bounds {
  const [low, high] = (reverse ? [before, after] : [after, before]).map((cursor) => {
    const key = cursor === undefined ? undefined : keyOf(cursor);
    if (key && !isUnder(key, bounds.prefix)) throw badCursor(cursor, where);
    return key;
  });
  if (low && high && compare(low, high) > 0) {
    throw new KvsError("bad_range", `${where}: "before" stands in front of "after"`);
  }
  const behind = low ? since(bounds, above(low)) : bounds;
  return high ? until(behind, high) : behind;
}

/** The fewest rows that are read where some of those before led to nothing. */
const REFILL = 50, BATCH = 500;

/** The first `wanted` records of rows, from either end. */
export async function readRows<T>(
  kv: Kv,
  { open }: Rows<T>,
  bounds: Bounds,
  reverse: boolean,
  wanted: number,
): Promise<Found<T>[]> {
  const found: Found<T>[] = [];
  let left = bounds, size = wanted;
  while (found.length < wanted) {
    const selector = selectorOf(left), rows: KvEntry<unknown>[] = [];
    if (selector === undefined) break;
    const options = { limit: size, batchSize: Math.min(size, BATCH), reverse };
    for await (const row of kv.list(selector, options)) rows.push(row);
    found.push(...await open(rows));
    const last = rows.at(-1);
    if (last === undefined || rows.length < size) break;
    left = reverse ? until(left, last.key) : since(left, above(last.key));
    size = Math.max(wanted - found.length, REFILL);
  }
  return found.slice(0, wanted);
}

async function indexOf<T>(
  kv: Kv,
  table: TableOf<T>,
  fields: readonly string[],
): Promise<{ prefix: KvKey; unique: boolean }> {
  const { keys, indexes = [], unique = [] } = await storedTable(kv, table);
  const name = tableName(table), [first] = fields;
  const has = (all: readonly (readonly string[])[]) =>
    all.some((each) => each.length === fields.length && each.every((f, i) => f === fields[i]));
  if (fields.length === 1 && first !== undefined && keys.includes(first)) {
    return { prefix: indexKey(name, first), unique: false };
  }
  if (has(indexes)) return { prefix: compoundKey(name, fields), unique: false };
  if (has(unique)) return { prefix: uniqueKey(name, fields, []), unique: true };
  throw new KvsError(
    "no_index",
    `table "${name}": no index of ${
      fields.join(", ") || "no field"
    }; declare it and join the schema`,
  );
}

function isAt(record: KvsRecord, field: string, held: unknown): boolean {
  const now: unknown = Reflect.get(record, field);
  return isIdPart(now) && isIdPart(held) && samePart(now, held);
}

function positionIn(cursor: string, kind: KvKey, least: number, where: string): KvKey {
  const key = readCursor(cursor, where);
  if (key.length < kind.length + least || !isUnder(key, kind)) throw badCursor(cursor, where);
  return key.slice(kind.length);
}
