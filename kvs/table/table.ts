/**
 * Tables: records by id, with a count and secondary indexes that are changed in the same commit.
 *
 * @module
 */
import { asked, expiry, mismatch } from "../rows/attempt.ts";
import { Batch } from "../rows/batch.ts";
import { openRow } from "../rows/chunk.ts";
import { within } from "../rows/commit.ts";
import { KvsError } from "../error.ts";
import {
  changeRows,
  checkFields,
  type DeclaredJob,
  MAX_PUT,
  tableLabel as label,
} from "./change.ts";
import { indexRows } from "./index.ts";
import type { Versioned } from "../feed/feed.ts";
import type { Kv, KvEntryMaybe } from "../kv.ts";
import { rowKey, rowsKey } from "../rows/layout.ts";
import { getAll } from "../rows/many.ts";
import { type AnyTable, type Table, tableName } from "./metainfo.ts";
import type { Change } from "./plan.ts";
import { type Id, idOf, idText, type KvsRecord } from "../rows/record.ts";
import { join, storedTable } from "./schema.ts";
import { isParts } from "../rows/slot.ts";
import { MAX_SIZE, ROW_SIZE } from "../rows/stowage.ts";
import { clockOf } from "../store/clock.ts";
import { snapshot } from "../value/snapshot.ts";
import { writeValue } from "../value/v8/write.ts";

/** A table by its declaration, or by its name alone. */
export type TableOf<T> = string | Table<T>;

/** Options of `putInto` and, for one record, of `put`. */
export interface RowOptions {
  /** The version that the only record must have, as `read` gave it; null: the table must have no such id. */
  readonly version?: string | null;
  /** Milliseconds after which the records are gone; a put without it makes them stay. */
  readonly expireIn?: number;
}

/** Options of `put`. */
export interface PutOptions extends RowOptions {
  /** Allows several commits, each whole: needed for more than 50 records. */
  readonly split?: boolean;
}

/** Puts records into a table: see `put`. */
export async function putRows<T extends KvsRecord>(
  kv: Kv,
  table: TableOf<T>,
  records: readonly T[],
  options: PutOptions = {},
): Promise<void> {
  const job = putJob(kv, table, records, options), { version } = job;
  if (!await changeAll(kv, table, job) && version !== undefined) throw mismatch(job.where, version);
}

/**
 * What a put does.
 *
 * @throws {KvsError} `too_many` over 50 records without `split`; `bad_version`, `bad_expiry`,
 * `bad_record`, `bad_id`, `unstorable`
 */
export function putJob<T extends KvsRecord>(
  kv: Kv,
  table: TableOf<T>,
  records: readonly T[],
  { split = false, expireIn, version }: PutOptions,
): DeclaredJob {
  const name = tableName(table), where = label(name);
  const until = expiry(expireIn, clockOf(kv).now(), where);
  const changes = lastOfEach(records.map((record) => changeOf(record, where)));
  if (version !== undefined && changes.length !== 1) {
    throw new KvsError(
      "bad_version",
      `${where}: a version is of one record, not of ${changes.length}`,
    );
  }
  if (changes.length > MAX_PUT && !split) {
    throw new KvsError(
      "too_many",
      `${where}: ${changes.length} records do not fit one commit of ${MAX_PUT}; allow several with { split: true }`,
    );
  }
  const declared = typeof table === "string" ? undefined : table;
  return {
    name,
    where,
    changes,
    until,
    split,
    version: asked(version, where),
    ...(declared && { declared }),
  };
}

/** Does a job, and joins the declaration of its table first where the store does not know it; false where the record is of another version. */
export async function changeAll(
  kv: Kv,
  table: string | AnyTable,
  job: DeclaredJob,
): Promise<boolean> {
  if (job.split && job.changes.length > 1) await within(job.where, () => checkEach(kv, table, job));
  for (let changes = job.changes; changes.length > 0;) {
    const outcome = await changeRows(kv, { ...job, changes });
    if (outcome === "other version") return false;
    if (outcome === "undeclared") await declare(kv, table);
    else changes = changes.slice(outcome.done);
  }
  return true;
}

/** Joins the declaration of a table. */
export async function declare(kv: Kv, table: string | AnyTable): Promise<void> {
  if (typeof table !== "string") await join(kv, { name: table.name, tables: [table] });
}

function changeOf(record: KvsRecord, where: string): Change {
  idOf(record, where);
  const { value, bound } = snapshot(record, where, MAX_SIZE);
  return { id: idOf(value, where), record: value, bound };
}

/** The last of those with the same id, in the place of the first. */
function lastOfEach(changes: readonly Change[]): readonly Change[] {
  if (changes.length === 1) return changes;
  return [...new Map(changes.map((change) => [idText(change.id), change])).values()];
}

/** What no commit can hold of a record is told before the first of several commits is made. */
async function checkEach(kv: Kv, table: string | AnyTable, job: DeclaredJob): Promise<void> {
  const { name, where, changes } = job, stored = await storedTable(kv, table);
  checkFields(job, stored);
  for (const { id, record, bound } of changes) {
    if (record === undefined) continue;
    const batch = new Batch(where).set(rowKey(name, id), null, {
      bytes: Math.min(bound, ROW_SIZE),
    });
    for (const { key } of indexRows(name, stored, record).values()) batch.set(key, id);
    const excess = batch.excess();
    if (excess !== undefined) throw new KvsError("too_large", `${where}: ${excess}`);
    const size = bound > MAX_SIZE ? writeValue([record]).length : 0;
    if (size <= MAX_SIZE) continue;
    throw new KvsError("too_large", `${where}: a record of ${size} bytes, over ${MAX_SIZE}`);
  }
}

/**
 * Deletes the record with this id and its index rows; nothing happens where there is none.
 *
 * @throws {KvsError} `conflict` where it is of another version than asked for
 */
export async function deleteRow(
  kv: Kv,
  table: string | AnyTable,
  id: Id,
  version: string | null | undefined,
): Promise<void> {
  const name = tableName(table), where = label(name);
  const changes = [{ id, record: undefined, bound: 0 }];
  const done = await changeAll(kv, name, { name, where, changes, version: asked(version, where) });
  if (!done && version !== undefined) throw mismatch(where, version);
}

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
      return record === undefined || version === null ? undefined : { record, version };
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
export async function liveRecord<T>(
  kv: Kv,
  row: KvEntryMaybe<unknown>,
  where: string,
): Promise<T | undefined> {
  return ((await openRow(kv, row, where))[0] ?? undefined) as T | undefined; // as: the caller's claim
}
