/**
 * Slots: what stands in a row for one record.
 *
 * A row holds one slot, or an array of them where several records were appended together. A slot is
 * the record itself, null where it is gone, or what is kept of a record that lies elsewhere or
 * expires. Records always have an `id` of their own, what is kept never.
 *
 * @module
 */
import { isObject } from "../../base/mod.ts";
import { KvsError } from "../error.ts";
import type { KvEntryMaybe } from "../kv.ts";
import type { Id, KvsRecord } from "./record.ts";

/** A record that lies in parts under keys of their own. */
export interface Parts {
  /** The name that the parts lie under. */
  readonly blob: string;
  /** How many they are. */
  readonly parts: number;
  /** The number of the first; without it, 0, and the parts may hold several records: format 1. */
  readonly from?: number;
  /** True where the parts hold all slots of a row. */
  readonly whole?: true;
  /** The record's id, where it is short; not in format 1. */
  readonly of?: Id;
  /** When the record expires, in milliseconds since 1970; never unless given. */
  readonly until?: number;
  /** How often it was updated in a row of several; 0 unless given. */
  readonly rev?: number;
}

/** A record that expires, or was updated in a row of several. */
export interface Held {
  /** As it was given. */
  readonly record: KvsRecord;
  /** As of {@linkcode Parts}. */
  readonly until?: number;
  /** As of {@linkcode Parts}. */
  readonly rev?: number;
}

/** What is kept of a record that does not stand in its row as it is. */
export type Kept = Parts | Held;

/** What stands in a row for one record; null: it is gone. */
export type Slot = KvsRecord | Kept | null;

/** A record on its way into a row, with what is to be told of it. */
export type Fresh = KvsRecord | Held;

/** True for a record that lies in parts. */
export function isParts(slot: unknown): slot is Parts {
  return isObject(slot) && "blob" in slot && !("id" in slot);
}

/** True for a row that lies in parts as a whole: all of its slots, or the records of one of format 1. */
export function isWhole(stored: unknown): stored is Parts {
  return isParts(stored) && (stored.from === undefined || stored.whole === true);
}

/** True for a record that stands in its row with what is told of it. */
export function isHeld(slot: unknown): slot is Held {
  return isObject(slot) && "record" in slot && !("id" in slot);
}

/** The slots of a row; undefined for what is no row, and for one that lies in parts as a whole. */
export function slotsOf(stored: unknown): readonly Slot[] | undefined {
  if (Array.isArray(stored)) return stored;
  if (!isObject(stored)) return undefined;
  if ("id" in stored) return [stored as unknown as KvsRecord]; // as: what has an id is a record
  return isHeld(stored) || (isParts(stored) && !isWhole(stored)) ? [stored] : undefined;
}

/**
 * What a row of a table holds; undefined for none.
 *
 * @throws {KvsError} `corrupt`
 */
export function slotOf(
  { value, versionstamp }: KvEntryMaybe<unknown>,
  where: string,
): Exclude<Slot, null> | undefined {
  if (versionstamp === null) return undefined;
  if (isHeld(value) || isParts(value)) return value;
  if (typeof value === "object" && value !== null && "id" in value) return value as KvsRecord; // as: what has an id is a record
  throw new KvsError("corrupt", `${where}: a row holds no record`);
}

/** When the record of a slot expires; undefined where it does not. */
export function untilOf(slot: Slot | undefined): number | undefined {
  return isHeld(slot) || isParts(slot) ? slot.until : undefined;
}

/** The slot of a record, with what is told of it. */
export function hold(record: KvsRecord, until: number | undefined, rev: number = 0): Fresh {
  if (until === undefined && rev === 0) return record;
  return { record, ...(until !== undefined && { until }), ...(rev > 0 && { rev }) };
}

/** The record that is on its way into a row. */
export function recordOf(fresh: Fresh): KvsRecord {
  return isHeld(fresh) ? fresh.record : fresh;
}

/**
 * The version of an entry: of a row of several it changes with the entry alone, not with its
 * neighbours.
 *
 * @param stamp the row's versionstamp
 * @param at what names the row
 */
export function versionOf(stamp: string, at: string, slots: readonly Slot[], sub: number): string {
  if (slots.length === 1) return stamp;
  return `${at}.${sub}.${revOf(slots[sub])}`;
}

/** How often the entry of a slot was updated in a row of several. */
export function revOf(slot: Slot | undefined): number {
  return isHeld(slot) || isParts(slot) ? slot.rev ?? 0 : 0;
}

/** Whether a slot holds a record that has not expired. */
export function isLive(slot: Slot | undefined, now: number): boolean {
  return slot !== null && slot !== undefined && (untilOf(slot) ?? Infinity) > now;
}

/** The id of a slot's record; undefined where the slot does not tell. */
export function slotId(slot: Slot | undefined): Id | undefined {
  if (isParts(slot)) return slot.of;
  if (isHeld(slot)) return slot.record.id;
  return slot === null || slot === undefined ? undefined : slot.id;
}

/** What stands in a row for these slots. */
export function rowOf(slots: readonly Slot[]): unknown {
  return slots.length === 1 && slots[0] !== null ? slots[0] : slots;
}
