/**
 * Secondary indexes: rows `[field, value, id]`, set and deleted in the commit that changes the
 * record.
 *
 * @module
 */
import { KvsError } from "../error.ts";
import type { KvAtomic, KvKey } from "../kv.ts";
import { indexesKey } from "../rows/layout.ts";
import { type Id, type IdPart, idParts, isIdPart, type KvsRecord } from "../rows/record.ts";

/** Prefix of the index rows of one value. */
export function indexKey(table: string, field: string, value: IdPart): KvKey {
  return [...indexesKey(table), field, value];
}

/**
 * Adds to a commit what turns the index rows of the record before into those of the record after.
 *
 * @throws {KvsError} `bad_index` for a value that cannot stand in a key; undefined and null are
 * simply not indexed
 */
export function reindex(
  atomic: KvAtomic,
  table: string,
  fields: readonly string[],
  before: KvsRecord | undefined,
  after: KvsRecord | undefined,
): void {
  for (const field of fields) {
    const old = before && indexed(table, field, before);
    const now = after && indexed(table, field, after);
    if (before && old !== undefined && !(now !== undefined && samePart(old, now))) {
      atomic.delete(row(table, field, old, before.id));
    }
    if (after && now !== undefined) atomic.set(row(table, field, now, after.id), after.id);
  }
}

/** The value of an indexed field; undefined where it has none. */
export function indexed(table: string, field: string, record: KvsRecord): IdPart | undefined {
  const value: unknown = Reflect.get(record, field);
  if (value === undefined || value === null) return undefined;
  if (isIdPart(value)) return value;
  throw new KvsError(
    "bad_index",
    `table "${table}": field "${field}" is indexed, so it must be a string, number, bigint, boolean or Uint8Array`,
  );
}

/** True where two values are the same part of a key. */
export function samePart(a: IdPart, b: IdPart): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return a.join() === b.join();
  return Object.is(a, b);
}

function row(table: string, field: string, value: IdPart, id: Id): KvKey {
  return [...indexKey(table, field, value), ...idParts(id, `table "${table}"`)];
}
