/**
 * Put as part of a commit that the caller puts together: what one commit changes together, rows of
 * tables and entries of feeds, becomes visible together.
 *
 * @module
 */
import { mismatch } from "../rows/attempt.ts";
import { appendInto } from "../feed/append_into.ts";
import { Batch } from "../rows/batch.ts";
import { checked, look, prepared, refused } from "./change.ts";
import { apply } from "../rows/changes.ts";
import { retry, within } from "../rows/commit.ts";
import { KvsError } from "../error.ts";
import { ready } from "../rows/format.ts";
import type { Kv, KvAtomic } from "../kv.ts";
import { changesPath } from "./plan.ts";
import type { KvsRecord } from "../rows/record.ts";
import { Stowage } from "../rows/stowage.ts";
import { declare, putJob, type RowOptions, type TableOf } from "./table.ts";

/** The tables that a commit puts into already. */
const into = new WeakMap<Batch | KvAtomic, Set<string>>();

/**
 * Adds a put of records, at most 50, to a commit: their rows, those of their indexes, the size of the
 * table, and what tells the changes where it does. The table is read now; where another writer changes
 * what was read before the caller commits, a check of the commit does not hold, and all of it is to be
 * put together anew.
 *
 * All records of one table must be given at once. Parts of large records that the commit has not room
 * for are written beforehand: a {@linkcode Batch} whose commit is refused takes them back, what else
 * is not committed `sweep` removes. A table that tells its changes takes at most 715,000 bytes of
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
  table: TableOf<T>,
  options: RowOptions = {},
): Promise<void> {
  const job = putJob(kv, table, records, options), { where } = job;
  if (job.changes.length === 0) return;
  once(commit, job.name, where);
  const beside = commit instanceof Batch ? commit.weight.checks : 0;
  const { batch, stowage, told } = await within(where, () =>
    retry(where, async () => {
      const view = await look(kv, job), refusal = refused(kv, job, view);
      if (refusal === "undeclared") {
        await declare(kv, table);
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
  const tables = into.get(commit) ?? new Set<string>();
  if (tables.has(name)) {
    throw new KvsError(
      "twice",
      `${where}: the commit puts into it already; give all its records at once`,
    );
  }
  into.set(commit, tables.add(name));
}
