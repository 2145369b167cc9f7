/**
 * Checking the records of a table, and that what names them does so.
 *
 * @module
 */
import { isObject } from "../../base/mod.ts";
import { openRecords, openSlots } from "../rows/chunk.ts";
import { minus } from "../rows/counter.ts";
import { KvsError } from "../error.ts";
import type { KvEntry, KvEntryMaybe, KvKey } from "../kv.ts";
import { rowExpiryKey, rowKey, schemaKey, sizeKey } from "../rows/layout.ts";
import { getAll } from "../rows/many.ts";
import { type Id, idParts, idText, type KvsRecord } from "../rows/record.ts";
import { hold, isHeld, isLive, isParts, revOf, type Slot, slotsOf, untilOf } from "../rows/slot.ts";
import { LIMITS } from "../store/limits.ts";
import { keySize } from "../value/size.ts";
import { type Indexing, keyText, storedRows } from "../table/index.ts";
import { hasParts } from "./parts.ts";
import {
  type Finding,
  idIn,
  idOfSlot,
  isId,
  isSound,
  keyName,
  mendBy,
  type Run,
  settle,
  typeName,
} from "./report.ts";

/** A table that is being checked. */
export interface Table {
  readonly run: Run;
  readonly name: string;
  /** Of the table, for messages. */
  readonly label: string;
  /** Index rows, as text, of which a fault was told. */
  readonly told: Set<string>;
  /** Rows, as text, whose record cannot be read: nobody knows whether index rows that name them are right. */
  readonly unread: Set<string>;
}

/** What index rows a table has. */
export interface Declared extends Indexing {
  readonly fields: readonly string[];
  readonly indexes: readonly (readonly string[])[];
  readonly unique: readonly (readonly string[])[];
  /** Those of which `join` has not built all rows. */
  readonly building: Indexing | undefined;
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
const lists = (value: unknown): string[][] => Array.isArray(value) ? value.map(texts) : [];
/** True for an array of texts. */
export const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && texts(value).length === value.length;

/** What can be read of a schema. */
export function declared(value: unknown): Declared {
  const { fields, keys, indexes, unique, building } = isObject(value) ? value : {};
  const named = (list: readonly string[]) => list.length > 0;
  return {
    fields: texts(fields),
    keys: texts(keys),
    indexes: lists(indexes).filter(named),
    unique: lists(unique).filter(named),
    building: isObject(building) ? declared(building) : undefined,
  };
}

/** A record as it stands in its row. */
export interface Opened {
  readonly slot: Slot;
  readonly record: KvsRecord;
}

/** The record of a row, or why there is none. */
export async function open(
  { run, label }: Table,
  row: KvEntry<unknown>,
): Promise<Opened | "corrupt" | "missing_parts"> {
  const { value } = row;
  if (Array.isArray(value)) return "corrupt";
  if (isParts(value) && !isSound(value)) return "corrupt";
  if (isParts(value) && !await hasParts(run, value)) return "missing_parts";
  try {
    const slots = slotsOf(value) ?? await openSlots(run.kv, value, label), slot = slots?.[0];
    if (slot === undefined) return "missing_parts";
    if (slot === null || (idOfSlot(slot) ?? null) === null) return "corrupt";
    if (isHeld(slot)) return { slot, record: slot.record };
    if (!isParts(slot)) return { slot, record: slot };
    const record = (await openRecords(run.kv, [slot], label))?.[0]; // what has expired is read, too
    if (record === undefined) return "missing_parts";
    return isObject(record) && isId(record.id)
      ? { slot, record: record as unknown as KvsRecord } // as: the line before
      : "corrupt";
  } catch (error) {
    if (KvsError.is(error, "corrupt")) return "corrupt";
    throw error;
  }
}

/** A row that a record asks for. */
export interface Wanted {
  readonly key: KvKey;
  readonly value: Id | true;
  readonly kind: "missing_index" | "missing_expiry";
}

/** The rows that a record asks for; those of indexes go with what has expired before it does. */
function wanted({ name }: Table, schema: Declared, id: Id, { slot, record }: Opened): Wanted[] {
  const found: Wanted[] = [], until = untilOf(slot);
  const own = record.id === id ? record : { ...record, id }; // index rows name it by its key
  for (const { key } of storedRows(name, schema, own).values()) {
    // What no key has room for is in no index.
    if (keySize(key) <= LIMITS.writeKeyBytes) found.push({ key, value: id, kind: "missing_index" });
  }
  if (typeof until === "number") {
    found.push({ key: rowExpiryKey(until, name, id), value: true, kind: "missing_expiry" });
  }
  return found;
}

/** Index rows, as text, that a record may lack while its index is built. */
function optional({ name }: Table, { building }: Declared, { record }: Opened): Set<string> {
  return new Set(building && storedRows(name, building, record).keys());
}

function isSet({ value }: Wanted, stored: unknown): boolean {
  return value === true ? stored !== null : isId(stored) && idText(stored) === idText(value);
}

/** That each row holds its record, and that its indexes and its expiry name it. */
export async function checkRows(
  table: Table,
  schema: Declared,
  page: KvEntry<unknown>[],
): Promise<void> {
  const { run, name, told, unread } = table, asked: { id: Id; row: Wanted }[] = [];
  for (const row of page) {
    const id = idIn(row.key.slice(2));
    if (id === undefined) continue;
    const opened = await open(table, row);
    if (typeof opened === "string" || idText(opened.record.id) !== idText(id)) {
      const isFault = await settle(run, name, () => lookAtRow(table, id));
      if (!isFault || typeof opened !== "string") continue;
      unread.add(keyText(row.key));
      run.excused.add(keyText(row.key));
    } else {
      const isOld = !isLive(opened.slot, run.clock.now()), spared = optional(table, schema, opened);
      for (const row of wanted(table, schema, id, opened)) {
        const isSpared = isOld || spared.has(keyText(row.key));
        if (!isSpared || row.kind === "missing_expiry") asked.push({ id, row });
      }
    }
  }
  const stored = await getAll<unknown>(run.kv, asked.map(({ row }) => row.key));
  for (const [i, { id, row }] of asked.entries()) {
    if (isSet(row, stored[i]?.value)) continue;
    if (await settle(run, name, () => lookAtWanted(table, id, row.key))) told.add(keyText(row.key));
  }
}

async function lookAtRow(table: Table, id: Id): Promise<Finding | "again" | undefined> {
  const { run, name, label } = table, row = await run.kv.get(rowKey(name, id));
  if (row.versionstamp === null) return undefined;
  const opened = await open(table, row), { value } = row;
  if ((await run.kv.get(row.key)).versionstamp !== row.versionstamp) return "again";
  if (typeof opened === "string") {
    const found = opened === "corrupt" ? typeName(value) : "a record of which parts are gone";
    return {
      fault: { kind: opened, where: name, id, found, right: "a record" },
      mend: () =>
        mendBy(run, label, (batch, stowage) => {
          batch.check(row).delete(row.key).sum(sizeKey(name), minus(1));
          if (!isParts(value) || !isSound(value)) return;
          stowage.drop(value);
          if (typeof value.until === "number") batch.delete(rowExpiryKey(value.until, name, id));
        }),
    };
  }
  const { slot, record } = opened;
  if (idText(record.id) === idText(id)) return undefined;
  return {
    fault: { kind: "corrupt", where: name, id, found: "a record of another id", right: "its own" },
    mend: () =>
      mendBy(run, label, (batch, stowage) => {
        if (isParts(value)) stowage.drop(value);
        const own = stowage.row([hold({ ...record, id }, untilOf(slot), revOf(slot))]);
        batch.check(row).set(row.key, own.value, { bytes: own.bytes }).sum(sizeKey(name), 0n);
      }),
  };
}

async function lookAtWanted(
  table: Table,
  id: Id,
  key: KvKey,
): Promise<Finding | "again" | undefined> {
  const { run, name, label } = table, { kv } = run;
  const keys = [schemaKey(name), rowKey(name, id), key] as const;
  const seen = await kv.getMany<[unknown, unknown, unknown]>(keys);
  const other = isId(seen[2].value) && keyFits(name, seen[2].value) ? seen[2].value : id;
  const read = await kv.getMany<unknown[]>([...keys, rowKey(name, other)]);
  const [schema, row, stored, rival] = read;
  if (schema === undefined || row === undefined || stored === undefined) return "again";
  if (seen.some(({ versionstamp }, i) => versionstamp !== read[i]?.versionstamp)) return "again";
  const one = await wantedBy(table, schema, row, key);
  if (one === undefined || isSet(one, stored.value)) return undefined;
  const isTaken = rival !== undefined && idText(other) !== idText(id) &&
    await wantedBy(table, schema, rival, key) !== undefined;
  const fault = { where: name, id, right: `one under ${keyName(key)}` };
  if (isTaken) {
    return {
      fault: {
        ...fault,
        kind: "not_unique",
        found: `another record, of id ${keyName(idParts(other, name))}`,
      },
    };
  }
  const found = stored.versionstamp === null ? "no such row" : `a row of ${typeName(stored.value)}`;
  return {
    fault: { ...fault, kind: one.kind, found },
    mend: () =>
      mendBy(run, label, (batch) => {
        batch.check(...read).set(key, one.value).sum(sizeKey(name), 0n);
      }),
  };
}

/** Whether a table has a key for an id. */
export function keyFits(name: string, id: Id): boolean {
  try {
    return rowKey(name, id).length > 0;
  } catch {
    return false;
  }
}

/** What the record of a row asks for under a key, if anything. */
export async function wantedBy(
  table: Table,
  schema: KvEntryMaybe<unknown>,
  row: KvEntryMaybe<unknown>,
  key: KvKey,
): Promise<Wanted | undefined> {
  if (row.versionstamp === null) return undefined;
  const id = idIn(row.key.slice(2)), opened = await open(table, row), text = keyText(key);
  if (id === undefined || typeof opened === "string") return undefined;
  return wanted(table, declared(schema.value), id, opened).find((one) => keyText(one.key) === text);
}
