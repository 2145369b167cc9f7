/**
 * Changes of tables, each one commit: tried until it is made.
 *
 * @module
 */
import { change, commitStowed, guard } from "../rows/attempt.ts";
import { Batch } from "../rows/batch.ts";
import { KvsError } from "../error.ts";
import { stageNew } from "../feed/append_into.ts";
import { isWatched, stamp } from "../rows/format.ts";
import type { Kv, KvCheck, KvEntryMaybe, KvKey } from "../kv.ts";
import { rowKey, schemaKey, sizeKey } from "../rows/layout.ts";
import { getAll } from "../rows/many.ts";
import { covers, type Declaration, type StoredTable, UNDECLARED } from "./metainfo.ts";
import { changesPath, fitting, type Job, type Plan, planned, type Step, stepsOf } from "./plan.ts";
import { type Id, idText } from "../rows/record.ts";
import { isHeld, isLive, isParts, slotOf } from "../rows/slot.ts";
import { Stowage } from "../rows/stowage.ts";
import { clockOf } from "../store/clock.ts";
import { LIMITS } from "../store/limits.ts";
import { claims, isIndexed } from "./index.ts";

/** The most records of one commit: half its checks, and room for their indexes. */
export const MAX_PUT: number = LIMITS.checks / 2;

/** A record that is put beside many others, in a commit that has no room for it, lies in parts from so many bytes on. */
const SMALL = 1_000;

/** What became of a job. */
export interface Done {
  /** How many of its changes are done. */
  readonly done: number;
  /** How many of them changed something. */
  readonly changed: number;
  /** Of the commit; undefined where nothing was changed. */
  readonly versionstamp?: string | undefined;
}

/** Why a job was not done: the declaration must be joined first, or the record is of another version. */
export type Undone = "undeclared" | "other version";

/** A job of which the store may have to know more first. */
export type DeclaredJob = Job & {
  readonly declared?: Declaration;
  /** The version that each record must have, in the order of the changes. */
  readonly versions?: readonly (string | null | undefined)[];
};

/**
 * Does the first changes of a job: as many as one commit holds where it may be split, else all.
 *
 * @throws {KvsError} `no_field`, `bad_index`, `taken`, `too_large`, `conflict`; what the store refuses
 */
export function changeRows(kv: Kv, job: DeclaredJob): Promise<Done | Undone> {
  return change<Done | Undone>(kv, job.where, async (layout, n) => {
    const assumed = n === 0 ? assume(kv, job) : undefined, view = assumed ?? await look(kv, job);
    const refusal = refused(kv, job, view);
    if (refusal !== undefined) return assumed ? undefined : refusal;
    const stowage = new Stowage(job.where);
    // What is refused by what was read long ago may be right by now.
    const ready = await prepared(kv, job, view, stowage).catch((cause) => {
      if (assumed === undefined) throw cause;
    });
    if (ready === undefined) return undefined;
    const { done, changed } = ready;
    let versionstamp: string | undefined;
    if (changed > 0) {
      if (ready.isTold) tell(kv, job.name, ready.plan, stowage);
      const batch = checked(job, view, ready, layout, { stowage });
      versionstamp = await commitStowed(kv, batch, stowage);
      if (versionstamp === undefined) return undefined;
    }
    remember(kv, job.name, view.schema);
    return { done, changed, versionstamp };
  });
}

/** A table as it was read. */
export interface View {
  readonly schema: KvEntryMaybe<StoredTable>;
  /** What every change of the table changes, read before the rows. */
  readonly size: KvCheck;
  readonly rows: readonly KvEntryMaybe<unknown>[];
  /** Whether nothing was read, and the rows are assumed to be absent. */
  readonly blind: boolean;
}

/**
 * For a record that must be new, or of the version that was read last, nothing is read first: the
 * checks tell whether the table is as it is assumed to be.
 */
function assume(kv: Kv, { name, changes, version }: Job): View | undefined {
  const schema = known.get(kv)?.get(name), [only] = changes;
  if (schema === undefined || version === undefined || !only?.record) return undefined;
  const key = rowKey(name, only.id), size = absent(sizeKey(name));
  if (version === null) return { schema, size, rows: [absent(key)], blind: true };
  // Of what is replaced nothing but its index rows is asked, and that it has nothing beside.
  if (isIndexed(schema.value ?? UNDECLARED)) return undefined;
  if (plain.get(kv)?.get(keyText(name, only.id)) !== version) return undefined;
  const row = { key, value: { id: only.id }, versionstamp: version };
  return { schema, size, rows: [row], blind: true };
}

/** Versions of rows that were read last, which hold their records with nothing beside. */
const plain = new WeakMap<Kv, Map<string, string>>();

/** How many of them are kept for each store. */
const SEEN = 1_000;

/** Notes a row that was read: who puts a record of its version needs not read it again. */
export function saw(kv: Kv, name: string, id: Id, row: KvEntryMaybe<unknown>): void {
  const { value, versionstamp } = row;
  let rows = plain.get(kv);
  if (rows === undefined) plain.set(kv, rows = new Map());
  const text = keyText(name, id);
  rows.delete(text);
  if (versionstamp === null || isHeld(value) || isParts(value)) return;
  rows.set(text, versionstamp);
  if (rows.size > SEEN) { for (const oldest of rows.keys()) return void rows.delete(oldest); }
}

function keyText(name: string, id: Id): string {
  return `${name.length} ${name}${idText(id)}`;
}

function absent(key: KvKey): KvEntryMaybe<never> {
  return { key, value: null, versionstamp: null };
}

/** Reads what a job begins with. */
export async function look(kv: Kv, { name, changes }: Job): Promise<View> {
  const keys = changes.slice(0, MAX_PUT).map(({ id }) => rowKey(name, id));
  const [size, schema, ...rows] = await getAll<unknown>(kv, [
    sizeKey(name),
    schemaKey(name),
    ...keys,
  ]);
  return {
    schema: (schema ?? absent(schemaKey(name))) as KvEntryMaybe<StoredTable>, // as: only `join` writes it
    size: { key: sizeKey(name), versionstamp: size?.versionstamp ?? null },
    rows,
    blind: false,
  };
}

/** Why a job cannot be done as the table is. */
export function refused(kv: Kv, job: DeclaredJob, { schema, rows }: View): Undone | undefined {
  const { declared, version, versions = [version], where } = job, now = clockOf(kv).now();
  if (declared && !covers(schema.value ?? UNDECLARED, declared)) return "undeclared";
  const isOther = (row: KvEntryMaybe<unknown>, at: number) =>
    versions[at] !== undefined &&
    versions[at] !== (isLive(slotOf(row, where), now) ? row.versionstamp : null);
  return rows.some(isOther) ? "other version" : undefined;
}

/** What is about to be committed. */
export interface Prepared extends Done {
  readonly plan: Plan;
  /** That nobody else has the unique values, and that nobody puts what is asked not to be there. */
  readonly claimed: readonly KvCheck[];
  /** Whether the changes are told. */
  readonly isTold: boolean;
}

/** Plans a job; undefined where another writer came between. */
export async function prepared(
  kv: Kv,
  job: DeclaredJob,
  view: View,
  stowage: Stowage,
): Promise<Prepared | undefined> {
  const { name, where, changes } = job, stored = view.schema.value ?? UNDECLARED;
  const isTold = stored.changes === true;
  checkFields(job, stored);
  const all = await stepsOf(kv, job, stored, view.rows);
  if (all === undefined) return undefined;
  const steps = job.split ? fitting(job, all, isTold) : all;
  const found = await claims(kv, { name, where, stored }, steps, view.blind);
  if (found === undefined) return undefined;
  if (found.expired.length > 0) {
    await expireRows(kv, name, found.expired);
    return undefined; // and again, without them
  }
  const next = all[steps.length]?.change, plan = compact(job, steps, stowage);
  for (const key of found.leaving) plan.batch.delete(key);
  return {
    plan,
    claimed: [...found.checks, ...unchanged(job, view, all)],
    isTold,
    changed: steps.length,
    done: next ? changes.indexOf(next) : view.rows.length,
  };
}

/** What is asked to be of a version, or not to be there, and is not changed either: it must still be so when the others are. */
function unchanged(
  { changes, versions = [] }: DeclaredJob,
  { rows }: View,
  steps: readonly Step[],
): readonly KvCheck[] {
  const changed = new Set(steps.map(({ change }) => change));
  return changes.flatMap((change, at) => {
    const row = rows[at];
    if (row === undefined || versions[at] === undefined || changed.has(change)) return [];
    return [{ key: row.key, versionstamp: row.versionstamp }];
  });
}

/** A plan whose smaller records lie in parts, too, where the commit has no room for all. */
function compact(job: Job, steps: readonly Step[], stowage: Stowage): Plan {
  const plan = planned(job, steps, stowage);
  if (steps.length === 1 || plan.batch.excess() === undefined) return plan;
  stowage.reset();
  return planned(job, steps, stowage, SMALL);
}

/** Adds what tells the changes. */
function tell(kv: Kv, name: string, plan: Plan, stowage: Stowage): void {
  const row = stowage.row(plan.told), stamp = kv.commitVersionstamp();
  stageNew(plan.batch, changesPath(name), plan.told, {
    row,
    stamp,
    fresh: true,
    watched: isWatched(kv),
  });
}

/**
 * The batch of a plan with its checks.
 *
 * @param beside how many checks its commit has beside
 */
export function checked(
  { name, where }: Job,
  { schema, size }: View,
  { plan, claimed }: Prepared,
  layout: KvCheck,
  { stowage, beside = 0 }: { readonly stowage: Stowage; readonly beside?: number },
): Batch {
  const batch = new Batch(where);
  stamp(batch, layout);
  batch.check({ key: schemaKey(name), versionstamp: schema.versionstamp }).add(plan.batch);
  const checks = [...plan.checks, ...claimed], more = beside + Math.min(1, stowage.parts);
  guard(batch, checks, size, more);
  return batch;
}

/**
 * Takes records out that have expired; others are left alone.
 *
 * @param now the time, in milliseconds since 1970; by the store's clock unless told
 * @returns how many were taken out
 */
export async function expireRows(
  kv: Kv,
  name: string,
  ids: readonly Id[],
  now: number = clockOf(kv).now(),
): Promise<number> {
  const all = ids.map((id) => ({ id, record: undefined, bound: 0 }));
  let removed = 0;
  for (let changes = all; changes.length > 0;) {
    const job = { name, where: tableLabel(name), changes, expired: now, split: true };
    const outcome = await changeRows(kv, job);
    if (typeof outcome === "string") break; // nothing was declared, no version asked for
    removed += outcome.changed;
    changes = changes.slice(outcome.done);
  }
  return removed;
}

/** How messages name a table. */
export function tableLabel(name: string): string {
  return `table "${name}"`;
}

/** @throws {KvsError} `no_field` for a field that is not declared, where some are */
export function checkFields({ where, changes, declared }: DeclaredJob, stored: Declaration): void {
  const fields = new Set(["id", ...declared?.fields ?? [], ...stored.fields]);
  if (fields.size === 1) return;
  for (const { record = {} } of changes) {
    for (const field of Object.keys(record)) {
      if (fields.has(field)) continue;
      const there = [...fields].join(", ");
      throw new KvsError("no_field", `${where} has no field "${field}": it has ${there}`);
    }
  }
}

/** What the tables of a store were when a commit last found them so. */
const known = new WeakMap<Kv, Map<string, KvEntryMaybe<StoredTable>>>();

function remember(kv: Kv, name: string, schema: KvEntryMaybe<StoredTable>): void {
  const tables = known.get(kv);
  if (tables === undefined) known.set(kv, new Map([[name, schema]]));
  else tables.set(name, schema);
}
