/**
 * Several changes of one table in one commit.
 *
 * @module
 */
import { asked } from "../rows/attempt.ts";
import type { Batch } from "../rows/batch.ts";
import { given, KvsError } from "../error.ts";
import type { Kv, KvAtomic } from "../kv.ts";
import { listOf } from "../options.ts";
import { type Id, idOf, idText, type KvsRecord } from "../rows/record.ts";
import { MAX_SIZE } from "../rows/stowage.ts";
import { snapshot } from "../value/snapshot.ts";
import { type DeclaredJob, MAX_PUT, tableLabel } from "./change.ts";
import { checkTable, type Table, tableName } from "./metainfo.ts";
import type { Change } from "./plan.ts";
import { changeTogether, stageInto } from "./put.ts";

/** A change of one record. */
export interface TableAlteration<T extends KvsRecord = KvsRecord> {
  /** The `id` of the record that is changed. */
  readonly id: Id;
  /** What it becomes, with this id; it is deleted where there is none. */
  readonly record?: T;
  /** The version it must have; null: there must be none. */
  readonly version?: string | null;
}

/**
 * Puts and deletes records of a table, all in one commit, or none: a record that changes its id is one deleted and one put.
 *
 * @returns the version that every record that was put has then; undefined where nothing was changed
 * @param changes at most 50, each of another id
 * @throws {KvsError} `conflict` where a record is not of the version asked for; `twice` for two changes of one id; `bad_id` for a record of
 * another id than its change; `too_many`; as `put`
 */
export async function alter<T extends KvsRecord>(
  kv: Kv,
  table: string | Table<T>,
  changes: readonly TableAlteration<T>[],
): Promise<string | undefined> {
  const job = alterJob(table, changes), versionstamp = await changeTogether(kv, job);
  if (versionstamp !== false) return versionstamp;
  throw new KvsError(
    "conflict",
    `${job.where}: a record is not of the version asked for, or is there already: nothing was changed`,
  );
}

/**
 * Adds changes of a table to a commit, as {@linkcode alter} makes them in one of its own; as with `putInto` the table is read now, and all changes of it
 * are given at once.
 *
 * @param kv the store that the commit belongs to
 * @param commit what is being put together
 * @param changes at most 50, each of another id
 * @throws {KvsError} as `alter`; `conflict` now already where what is read is of another version; `twice` also where the commit changes this table
 *
 * @example
 * ```ts
 * import { appendInto, Batch, openKv, read } from "@n2o/n2o/kvs";
 * import { alterInto } from "@n2o/n2o/kvs/alter";
 *
 * using kv = await openKv(":memory:");
 * const batch = new Batch("two orders");
 * await alterInto(kv, batch, "order", [1, 2].map((id) => ({ id, record: { id }, version: null })));
 * appendInto(kv, batch, [{ id: 1, text: "there are two" }], "/mail/ann");
 * if (await batch.commit(kv) === undefined) throw new Error("somebody was first");
 * if (await read(kv, "order", 2) === undefined) throw new Error("all of it, or nothing");
 * ```
 */
export async function alterInto<T extends KvsRecord>(
  kv: Kv,
  commit: Batch | KvAtomic,
  table: string | Table<T>,
  changes: readonly TableAlteration<T>[],
): Promise<void> {
  await stageInto(kv, commit, alterJob(table, changes));
}

function alterJob<T extends KvsRecord>(
  table: string | Table<T>,
  changes: readonly TableAlteration<T>[],
): DeclaredJob {
  const declared = typeof table === "string" ? undefined : checkTable(table);
  const name = tableName(declared ?? table), where = tableLabel(name);
  const list = given(where, () => listOf(where, changes).map((each) => ({ ...each })));
  if (list.length > MAX_PUT) {
    throw new KvsError(
      "too_many",
      `${where}: ${list.length} changes do not fit one commit of ${MAX_PUT}`,
    );
  }
  const job = {
    name,
    where,
    changes: list.map((each) => changeOf(each, where)),
    ...versionsOf(list, where),
    ...(declared && { declared }),
  };
  const ids = new Set(job.changes.map(({ id }) => idText(id)));
  if (ids.size === list.length) return job;
  throw new KvsError("twice", `${where}: each record is changed once in a commit`);
}

/** That of an only record is known beforehand: where it is new, nothing is read. */
function versionsOf(changes: readonly TableAlteration[], where: string) {
  const versions = changes.map(({ version }) => asked(version, where)), [version] = versions;
  return changes.length === 1 ? { version } : { versions };
}

function changeOf({ id, record }: TableAlteration, where: string): Change {
  if (record === undefined) return { id, record: undefined, bound: 0 };
  const { value, bound } = snapshot(record, where, MAX_SIZE), own = idOf(value, where);
  if (idText(own) !== idText(id)) {
    throw new KvsError("bad_id", `${where}: a record is put by its own id`);
  }
  return { id: own, record: value, bound };
}
