/**
 * Unique values: a row of their own names the one record that has them.
 *
 * @module
 */
import { openRecords } from "../rows/chunk.ts";
import { KvsError } from "../error.ts";
import { type IndexRow, storedRows } from "./index.ts";
import type { Kv, KvCheck, KvEntry, KvEntryMaybe, KvKey } from "../kv.ts";
import { rowKey } from "../rows/layout.ts";
import { getAll } from "../rows/many.ts";
import type { StoredTable } from "./metainfo.ts";
import { type Id, idText } from "../rows/record.ts";
import { isLive } from "../rows/slot.ts";
import { clockOf } from "../store/clock.ts";
import { slotOf, type Step } from "./plan.ts";

/** A table, as far as its unique values matter. */
export interface Uniques {
  readonly name: string;
  /** The table, for messages. */
  readonly where: string;
  readonly stored: StoredTable;
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
  steps: readonly Step[],
  blind: boolean,
): Promise<Claims | undefined> {
  const { coming, leaving } = moving(table.where, steps);
  const checks: KvCheck[] = [], deleted: KvKey[] = [], expired: Id[] = [];
  const rows = new Map([...leaving, ...coming]), keys = [...rows.values()].map(({ key }) => key);
  if (keys.length === 0) return { checks, leaving: deleted, expired };
  const found: KvEntryMaybe<Id>[] = blind
    ? keys.map((key) => ({ key, value: null, versionstamp: null }))
    : await getAll<Id>(kv, keys);
  const own = new Set(steps.map(({ change }) => idText(change.id)));
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
function moving(where: string, steps: readonly Step[]): Moving {
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
  const row = await kv.get<unknown>(rowKey(name, id)), slot = slotOf(row, where);
  const record = slot && (await openRecords(kv, [slot], where))?.[0];
  if (slot === undefined || !record) return undefined;
  if (!storedRows(name, stored, record).has(text)) return undefined;
  return isLive(slot, clockOf(kv).now()) ? "live" : "expired";
}

/** Refuses a second record with a unique value. */
export function taken(where: string, { id, unique = [] }: IndexRow, other: Id): KvsError {
  return new KvsError(
    "taken",
    `${where}: record ${told(id)} cannot have the ${unique.join(" and ")} of record ${
      told(other)
    }, which only one may have`,
  );
}

function told(id: Id): string {
  const parts: readonly unknown[] = Array.isArray(id) ? id : [id];
  return parts.map((part) => typeof part === "string" ? JSON.stringify(part) : String(part)).join();
}
