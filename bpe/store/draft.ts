/**
 * What one thing to be committed changes: checks, rows, entries of feeds. Several go into one commit of the store.
 *
 * @module
 */
import type { KvAtomic, KvCheck, KvKey } from "../../kvs/kv.ts";
import type { KvsRecord } from "../../kvs/rows/record.ts";
import { sizeBound } from "../../kvs/value/size.ts";

/** Records for one feed. Their ids are new: something the draft checks makes sure of it. */
export interface Append {
  /** The feed, by its path or its parts. */
  readonly feed: string | readonly string[];
  /** The records. */
  readonly records: readonly KvsRecord[];
}

/** A row that is set, or deleted. */
export interface Row {
  /** Its key. */
  readonly key: KvKey;
  /** Its value; none: it is deleted. */
  readonly value?: unknown;
  /** Milliseconds after which it goes by itself. */
  readonly expireIn?: number;
}

/** A change under construction. */
export interface Draft {
  /** What no other draft of the same commit may have: the rows it checks. */
  readonly locks: string[];
  /** What must be as it was read. */
  readonly checks: KvCheck[];
  /** What is set and deleted, in order. */
  readonly rows: Row[];
  /** What else is to be done to the commit: the parts of large values. */
  readonly stages: ((atomic: KvAtomic) => void)[];
  /** What is appended. */
  readonly appends: Append[];
  /** An upper bound of its bytes. */
  size: number;
  /** An upper bound of the bytes of its keys. */
  keys: number;
  /** What is to be taken back where it was not committed. */
  undo: (() => Promise<void>) | undefined;
}

/** The greatest size of a draft that is counted exactly. */
const LARGE = 700_000;

/** An empty draft. */
export function draft(): Draft {
  return {
    locks: [],
    checks: [],
    rows: [],
    stages: [],
    appends: [],
    size: 0,
    keys: 0,
    undo: undefined,
  };
}

const ASCII = /^[\0-\x7f]*$/;

/** An upper bound of the bytes that a key takes. */
export function keyBytes(key: KvKey): number {
  let bytes = 0;
  for (const part of key) {
    bytes += typeof part === "string" ? part.length * (ASCII.test(part) ? 1 : 3) + 2 : 12;
  }
  return bytes;
}

/** Sets a row. */
export function set(draft: Draft, key: KvKey, value: unknown, expireIn?: number): void {
  setSized(draft, key, value, typeof value === "number" ? 16 : sizeBound(value, LARGE), expireIn);
}

/** Sets a row whose size is known. */
export function setSized(
  draft: Draft,
  key: KvKey,
  value: unknown,
  size: number,
  expireIn?: number,
): void {
  draft.size += 100 + size;
  draft.keys += keyBytes(key);
  draft.rows.push(expireIn === undefined ? { key, value } : { key, value, expireIn });
}

/** Deletes a row. */
export function remove(draft: Draft, key: KvKey): void {
  draft.size += 100;
  draft.keys += keyBytes(key);
  draft.rows.push({ key });
}

/** Makes the commit depend on a row's being as it was read; `lock` names the row. */
export function check(draft: Draft, lock: string, key: KvKey, versionstamp: string | null): void {
  draft.locks.push(lock);
  draft.checks.push({ key, versionstamp });
  draft.keys += keyBytes(key);
}

/** Does to a commit what a row says. */
export function stageRow(atomic: KvAtomic, { key, value, expireIn }: Row): void {
  if (value === undefined) atomic.delete(key);
  else if (expireIn === undefined) atomic.set(key, value);
  else atomic.set(key, value, { expireIn });
}

/** Adds one draft to another. */
export function merge(draft: Draft, other: Draft): void {
  draft.locks.push(...other.locks);
  draft.checks.push(...other.checks);
  draft.stages.push(...other.stages);
  draft.appends.push(...other.appends);
  draft.rows.push(...other.rows);
  draft.size += other.size;
  draft.keys += other.keys;
}

/** Appends a new record to a feed; its size where it is known. */
export function append(
  draft: Draft,
  feed: Append["feed"],
  record: KvsRecord,
  size: number = sizeBound(record, LARGE),
): void {
  draft.size += 300 + size;
  draft.keys += 3 * keyBytes(typeof feed === "string" ? [feed] : feed) + 150;
  draft.appends.push({ feed, records: [record] });
}
