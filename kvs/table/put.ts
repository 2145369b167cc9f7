/**
 * Putting and deleting records: by commits of their own, or as part of one that the caller puts
 * together.
 *
 * @module
 */
import { asked, expiry, mismatch } from "../rows/attempt.ts";
import { appendInto } from "../feed/append_into.ts";
import { Batch } from "../rows/batch.ts";
import {
  changeRows,
  checked,
  checkFields,
  type DeclaredJob,
  look,
  MAX_PUT,
  prepared,
  refused,
  tableLabel as label,
} from "./change.ts";
import { apply } from "../rows/changes.ts";
import { retry, within } from "../rows/commit.ts";
import { KvsError } from "../error.ts";
import { checkCommit, listOf, optionsOf } from "../options.ts";
import { ready } from "../rows/format.ts";
import { indexRows } from "./index.ts";
import type { Kv, KvAtomic } from "../kv.ts";
import { rowKey } from "../rows/layout.ts";
import { type AnyTable, checkTable, type Table, tableName } from "./metainfo.ts";
import { type Change, changesPath } from "./plan.ts";
import { type Id, idOf, idText, type KvsRecord } from "../rows/record.ts";
import { join, storedTable } from "./schema.ts";
import { MAX_SIZE, ROW_SIZE, Stowage } from "../rows/stowage.ts";
import { clockOf } from "../store/clock.ts";
import type { TableOf } from "./table.ts";
import { snapshot } from "../value/snapshot.ts";
import { writeValue } from "../value/v8/write.ts";

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
  if (!await changeAll(kv, job) && version !== undefined) throw mismatch(job.where, version);
}

/** Puts a record that must be new; answers its id. */
export async function putNew<T extends KvsRecord>(
  kv: Kv,
  table: TableOf<T>,
  record: T,
  options: PutOptions,
): Promise<T["id"]> {
  const job = putJob(kv, table, [record], options), [only] = job.changes;
  if (only !== undefined && await changeAll(kv, job)) return only.id;
  throw mismatch(job.where, null);
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
  const declared = typeof table === "string" ? undefined : checkTable(table);
  const name = tableName(declared ?? table), where = label(name);
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
export async function changeAll(kv: Kv, job: DeclaredJob): Promise<boolean> {
  if (job.split && job.changes.length > 1) await within(job.where, () => checkEach(kv, job));
  for (let changes = job.changes; changes.length > 0;) {
    const outcome = await changeRows(kv, { ...job, changes });
    if (outcome === "other version") return false;
    if (outcome === "undeclared") await declare(kv, job);
    else changes = changes.slice(outcome.done);
  }
  return true;
}

/** Does a job in one commit, as {@linkcode changeAll}: the versionstamp of the commit; false where a record is of another version. */
export async function changeTogether(
  kv: Kv,
  job: DeclaredJob,
): Promise<string | undefined | false> {
  if (job.changes.length === 0) return undefined;
  for (;;) {
    const outcome = await changeRows(kv, job);
    if (outcome === "other version") return false;
    if (outcome !== "undeclared") return outcome.versionstamp;
    await declare(kv, job);
  }
}

/** Joins the declaration of a table. */
async function declare(kv: Kv, { name, declared }: DeclaredJob): Promise<void> {
  if (declared !== undefined) await join(kv, { name, tables: [{ ...declared, name }] });
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
async function checkEach(kv: Kv, job: DeclaredJob): Promise<void> {
  const { name, where, changes, declared } = job;
  const stored = await storedTable(kv, declared ? { ...declared, name } : name);
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
  const done = await changeAll(kv, { name, where, changes, version: asked(version, where) });
  if (!done && version !== undefined) throw mismatch(where, version);
}

/** The tables that a commit puts into already. */
const filled = new WeakMap<Batch | KvAtomic, Set<string>>();

/**
 * Adds a put of records, at most 50, to a commit: their rows, those of their indexes, the size of the
 * table, and what tells the changes where it does. The table is read now; where another writer changes
 * what was read before the caller commits, a check of the commit does not hold, and all of it is to be
 * put together anew.
 *
 * All records of one table must be given at once. Parts of large records that the commit has not room
 * for are written beforehand: a {@linkcode Batch} whose commit is refused takes them back, what else
 * is not committed `sweep` removes. A table that tells its changes takes at most 400,000 bytes of
 * records. After an error the commit must not be used any more.
 *
 * @param kv the store that the commit belongs to
 * @param commit what is being put together
 * @param records plain objects with an `id`
 * @throws {KvsError} as `put`; `twice` where the commit puts into this table already
 *
 * @example
 * ```ts
 * import { appendInto, Batch, openKv, putInto, read } from "@n2o/n2o/kvs";
 *
 * using kv = await openKv(":memory:");
 * const batch = new Batch("order 7");
 * await putInto(kv, batch, [{ id: 7, state: "paid" }], "order", { version: null });
 * appendInto(kv, batch, [{ id: 1, text: "order 7 is paid" }], "/mail/ann");
 * if (await batch.commit(kv) === undefined) throw new Error("somebody was first");
 * if (await read(kv, "order", 7) === undefined) throw new Error("both, or nothing");
 * ```
 */
export async function putInto<T extends KvsRecord>(
  kv: Kv,
  commit: Batch | KvAtomic,
  records: readonly T[],
  table: string | Table<T>,
  options?: RowOptions,
): Promise<void> {
  const list = listOf("putInto", records), how = optionsOf<RowOptions>("putInto", options);
  await stageInto(kv, commit, putJob(kv, table, list, how));
}

/** Adds what a job changes to a commit of somebody else: see {@linkcode putInto}. */
export async function stageInto(
  kv: Kv,
  commit: Batch | KvAtomic,
  job: DeclaredJob,
): Promise<void> {
  const { where } = job;
  checkCommit(where, commit);
  if (job.changes.length === 0) return;
  once(commit, job.name, where);
  const beside = commit instanceof Batch ? commit.weight.checks : 0;
  const { batch, stowage, told } = await within(where, () =>
    retry(where, async () => {
      const view = await look(kv, job), refusal = refused(kv, job, view);
      if (refusal === "undeclared") {
        await declare(kv, job);
        return undefined; // and again
      }
      if (refusal !== undefined) throw mismatch(where, job.version ?? null);
      const stowage = new Stowage(where), plan = await prepared(kv, job, view, stowage);
      if (plan === undefined) return undefined;
      const batch = checked(job, view, plan, await ready(kv), { stowage, beside });
      return { batch, stowage, told: plan.isTold ? plan.plan.told : [] };
    }));
  await within(where, async () => {
    if (commit instanceof Batch) await stowage.settle(kv, commit.add(batch));
    else {
      await stowage.settle(kv, batch);
      commit.check(...batch.checks);
      for (const mutation of batch.mutations) apply(commit, mutation);
    }
  });
  appendInto(kv, commit, told, changesPath(job.name), { fresh: true });
}

/** @throws {KvsError} `twice` where the commit puts into the table already */
function once(commit: Batch | KvAtomic, name: string, where: string): void {
  const tables = filled.get(commit) ?? new Set<string>();
  if (tables.has(name)) {
    throw new KvsError(
      "twice",
      `${where}: the commit puts into it already; give all its records at once`,
    );
  }
  filled.set(commit, tables.add(name));
}
