/**
 * What a check of a store finds, how it looks at the store, and how it mends.
 *
 * @module
 */
import { type Clock, isObject, sleep, systemClock } from "../../base/mod.ts";
import { commitStowed } from "../rows/attempt.ts";
import { Batch } from "../rows/batch.ts";
import { ready, readyNow, recheck, stamp } from "../rows/format.ts";
import { feedPath } from "../feed/path.ts";
import type { Kv, KvEntry, KvKey, KvListSelector } from "../kv.ts";
import { type Id, type IdPart, idParts, isIdPart } from "../rows/record.ts";
import { isHeld, isParts, type Parts, type Slot, slotId } from "../rows/slot.ts";
import { Stowage } from "../rows/stowage.ts";
import { isU64 } from "../store/kvu64.ts";
import { encodeKey } from "../value/key.ts";

/**
 * What is wrong, and how it is mended.
 *
 * | kind | what was found | mended by |
 * | --- | --- | --- |
 * | `corrupt` | a key, value or record that this module never writes | removing it; the id of a table's record is set to that of its key, a schema keeps what can be read of it |
 * | `count` | the count of a feed, or the size of a table, is not how many there are | setting it |
 * | `empty_row` | a row of a feed whose entries are all gone | removing it |
 * | `missing_expiry` | what expires is not noted where the sweep looks | noting it |
 * | `missing_index` | a record that an index or a unique value of its table does not name | setting it |
 * | `missing_parts` | a record over 64 KiB of which parts are gone: nobody can read it, nor what is read together with it | removing it with its index rows: what is left of it is lost, so restore it from a copy before, where there is one |
 * | `not_unique` | two records with the same unique values | nobody: change one of them |
 * | `pending` | a mark of parts that were written for more than an hour, or are to be deleted | deleting the parts and the mark |
 * | `stale_expiry` | a note that names nothing that expires then | removing it |
 * | `stale_index` | an index row that names no entry or record, or one of other values, or is of a field that is not declared | removing it |
 * | `twice` | an entry whose id belongs to another entry of the feed | removing it: the entry stays that the index names, or the newest where it names none |
 * | `unindexed` | an entry that its id does not lead to | an index row, in its place |
 * | `unnamed_parts` | parts of a record that nobody names | deleting them |
 */
export type FaultKind =
  | "corrupt"
  | "count"
  | "empty_row"
  | "missing_expiry"
  | "missing_index"
  | "missing_parts"
  | "not_unique"
  | "pending"
  | "stale_expiry"
  | "stale_index"
  | "twice"
  | "unindexed"
  | "unnamed_parts";

/** One thing that is wrong in a store. */
export interface Fault {
  /** See {@linkcode FaultKind}. */
  readonly kind: FaultKind;
  /** The path of a feed, the name of a table, or "" for what belongs to neither. */
  readonly where: string;
  /** Of the record or entry, where it is known. */
  readonly id?: Id;
  /** Of the entry or its row. */
  readonly position?: string;
  /** What is stored, in words. */
  readonly found: string;
  /** What should be, in words. */
  readonly right: string;
  /** Whether it was mended. */
  readonly mended: boolean;
}

/** What a check has looked at and found. */
export interface CheckReport {
  /** Feeds that have entries, an index or a count. */
  readonly feeds: number;
  /** Tables that have records, indexes, a size or a schema. */
  readonly tables: number;
  /** Entries of all feeds. */
  readonly entries: number;
  /** Records of all tables. */
  readonly records: number;
  /** The first 1,000 faults, in the order in which they were found. */
  readonly faults: readonly Fault[];
  /** How many faults there are. */
  readonly found: number;
  /** How many of them were mended. */
  readonly mended: number;
  /** At most 1,000 paths of feeds and names of tables of which others wrote so much that not all could be decided: check them again. */
  readonly busy: readonly string[];
}

/** How many faults, and how many names of what is busy, a report lists. */
export const LISTED = 1_000;

/** What is being checked, and what was seen of it so far. */
export interface Run {
  readonly kv: Kv;
  readonly mend: boolean;
  readonly clock: Pick<Clock, "now">;
  readonly signal: AbortSignal | undefined;
  /** What parts lie in the store, and who names them; undefined where only a part of the store is checked. */
  readonly blobs: Blobs | undefined;
  /** Rows, and notes of what expires, as {@linkcode keyText}, whose entry or record a fault is told of already. */
  readonly excused: Set<string>;
  /** Counts what is looked at. */
  readonly step: (what: "feeds" | "tables" | "entries" | "records", n: number) => void;
  /** Tells of a fault. */
  readonly tell: (fault: Fault) => void;
  /** Tells that others wrote too much to decide. */
  readonly busy: (where: string) => void;
}

/** What parts of large records lie in the store, and which of them rows name: it grows with the large records. */
export interface Blobs {
  /** Ascending ranges of the numbers of parts, by the blob. */
  readonly there: ReadonlyMap<string, readonly Range[]>;
  /** Ranges of the numbers of parts that rows name, by the blob. */
  readonly named: Map<string, Range[]>;
}

/** From a number, included, to another, excluded. */
export type Range = readonly [from: number, to: number];

/** What a second look, as of one moment, has found. */
export interface Finding {
  readonly fault: Omit<Fault, "mended">;
  /** Mends it; false where others have changed what it was concluded from. None where nobody can. */
  readonly mend?: () => Promise<boolean>;
  /** True for what follows from a fault that was told. */
  readonly quiet?: boolean;
}

const LOOKS = 20;

/**
 * Looks at what seems wrong until it is known whether it is, tells of it and mends it.
 *
 * @param look answers undefined where nothing is wrong, "again" where others wrote meanwhile
 * @param looks how often, before the feed or table is too busy to decide
 * @returns whether there was a fault
 */
export async function settle(
  run: Run,
  where: string,
  look: () => Promise<Finding | "again" | undefined>,
  looks: number = LOOKS,
): Promise<boolean> {
  let last: Finding | undefined;
  for (let n = 0; n < looks; n++) {
    run.signal?.throwIfAborted();
    const found = await look();
    if (found === undefined) return false;
    if (found !== "again") {
      last = found;
      const isMended = run.mend && await found.mend?.() === true;
      if (isMended || !run.mend || found.mend === undefined) {
        if (!found.quiet) run.tell({ ...found.fault, mended: isMended });
        return true;
      }
    }
    await sleep(systemClock, Math.random() * n); // writers which met do not meet again
  }
  run.busy(where);
  if (last !== undefined) run.tell({ ...last.fault, mended: false });
  return last !== undefined;
}

/** One commit that mends: false where a check of it did not hold. */
export async function mendBy(
  { kv }: Run,
  where: string,
  build: (batch: Batch, stowage: Stowage) => void,
): Promise<boolean> {
  const batch = new Batch(where), stowage = new Stowage(where);
  stamp(batch, readyNow(kv) ?? await ready(kv));
  build(batch, stowage);
  if (await commitStowed(kv, batch, stowage) !== undefined) return true;
  await recheck(kv);
  return false;
}

/** A key, or a value under it, that this module never writes. */
export async function foreign(
  run: Run,
  where: string,
  row: KvEntry<unknown>,
  right: string,
): Promise<void> {
  await settle(run, where, async () => {
    const now = await run.kv.get(row.key);
    if (now.versionstamp === null) return undefined;
    const found = `${typeName(now.value)} under ${keyName(row.key)}`;
    return {
      fault: { kind: "corrupt", where, found, right },
      mend: () => mendBy(run, where, (batch) => void batch.check(now).delete(now.key)),
    };
  });
}

/** The rows of a selector in pages, each as of one moment. */
export async function* pages(
  { kv, signal }: Run,
  selector: KvListSelector,
  { size = 100, reverse = false }: { readonly size?: number; readonly reverse?: boolean } = {},
): AsyncGenerator<KvEntry<unknown>[]> {
  let cursor: string | undefined;
  do {
    signal?.throwIfAborted();
    const options = { limit: size, batchSize: size, reverse, ...(cursor && { cursor }) };
    const list = kv.list(selector, options), rows: KvEntry<unknown>[] = [];
    for await (const row of list) rows.push(row);
    if (rows.length > 0) yield rows;
    cursor = rows.length === size ? list.cursor : "";
  } while (cursor !== "");
}

/** The feed of a key of entries, indexes or expiries, and what stands behind it; undefined for a key of another shape. */
export function feedOf(key: KvKey, from = 1): { path: string[]; rest: KvKey } | undefined {
  const own = key.findIndex((part, i) => i >= from && typeof part !== "string");
  const mark = key[own], rest = key.slice(own + 1);
  if (!(mark instanceof Uint8Array) || mark.length > 0 || rest.length === 0) return undefined;
  const path = key.slice(from, own).map(String);
  return pathName(path) === undefined ? undefined : { path, rest };
}

function pathName(path: readonly string[]): string | undefined {
  try {
    return feedPath(...path);
  } catch {
    return undefined;
  }
}

/** The id whose parts end a key; undefined for what is none. */
export function idIn(parts: KvKey): Id | undefined {
  if (!parts.every(isIdPart)) return undefined;
  const [first, second, ...rest] = parts as readonly IdPart[]; // as: the line before
  if (first === undefined || second === undefined) return first;
  return [first, second, ...rest];
}

/** The id of a slot; null for one that is gone, undefined for one that holds no record. */
export function idOfSlot(slot: unknown): Id | null | undefined {
  if (slot === null) return null;
  if (!isObject(slot) || (isHeld(slot) && !isObject(slot.record))) return undefined;
  if (isParts(slot) && !isSound(slot)) return undefined;
  const id = slotId(slot as unknown as Slot); // as: it is one, but for its id
  return isId(id) ? id : undefined;
}

/** Whether a value is an id. */
export function isId(id: unknown): id is Id {
  try {
    return encodeKey(idParts(id as Id, "")).length > 0; // as: it is checked here
  } catch {
    return false;
  }
}

/** Whether what is kept of a record in parts can be true. */
export function isSound({ blob, from = 0, parts }: Parts): boolean {
  const whole = (n: unknown) => Number.isSafeInteger(n) && Number(n) >= 0 && Number(n) < 1e6;
  return typeof blob === "string" && whole(from) && whole(parts) && parts > 0;
}

/** A key for people. */
export function keyName(key: KvKey): string {
  const text = key.map((part) =>
    typeof part === "string"
      ? JSON.stringify(part)
      : part instanceof Uint8Array
      ? `[${part}]`
      : String(part)
  ).join(", ");
  return text.length > 120 ? `${text.slice(0, 120)}...` : text;
}

/** What a value is, for people. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (isU64(value)) return String(value.value);
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
