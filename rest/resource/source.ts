/**
 * Where the records of a resource come from: a table, a feed and a module of one's own are one thing to what serves them.
 *
 * @module
 */
import type { Batch, Id, Kv, KvsRecord } from "../../kvs/mod.ts";
import type { Changes } from "../stream/changes.ts";

/** A record with its version. */
export interface Stored<T extends KvsRecord = KvsRecord> {
  /** As it is stored. */
  readonly record: T;
  /** Another one with each change: visible ASCII without quotes and semicolons. */
  readonly version: string;
}

/** Which records of a list, and in which order. */
export interface Query {
  /** The most records. */
  readonly limit: number;
  /** Behind this cursor, in the order read. */
  readonly after?: string;
  /** In front of this cursor. */
  readonly before?: string;
  /** From the last to the first. */
  readonly reverse?: boolean;
  /** In the order of this index, which is declared. */
  readonly index?: string | readonly string[];
  /** Only with these values in the first fields of the index. */
  readonly equal?: readonly (string | number | bigint | boolean | Uint8Array)[];
  /** From this value of the next field on. */
  readonly from?: string | number | bigint | boolean | Uint8Array;
  /** Up to this one, which is left out. */
  readonly to?: string | number | bigint | boolean | Uint8Array;
}

/** A part of a list. */
export interface Listed<T extends KvsRecord = KvsRecord> {
  /** In the order read. */
  readonly records: readonly T[];
  /** The cursor of each. */
  readonly cursors: readonly string[];
  /** Whether records follow. */
  readonly more: boolean;
  /** Whether records precede. */
  readonly previous: boolean;
}

/** One change of several that are made together. */
export interface Alteration<T extends KvsRecord = KvsRecord> {
  /** Of which record. */
  readonly id: Id;
  /** What it becomes; undefined: it is deleted. */
  readonly record?: T;
  /** The version it must have; null: it must be new; undefined: whatever it is. */
  readonly version?: string | null;
}

/** Adds to a commit what is to be stored together with its changes; asked again where the commit has to be put together anew. */
export type Beside = (commit: Batch) => Promise<void>;

/**
 * The records of a resource. Errors are those of the store: `conflict` for another version, `taken` for a value that another record has.
 */
export interface Source<T extends KvsRecord = KvsRecord> {
  /** The store whose commits its changes are; undefined where they are not, and nothing can be stored beside them. */
  readonly kv?: Kv;
  /** The record with this id; undefined where there is none. */
  read(id: Id): Promise<Stored<T> | undefined>;
  /** A part of the list. */
  list(query: Query): Promise<Listed<T>>;
  /** How many there are. */
  count(): Promise<number>;
  /** What changes, to be followed; undefined where nothing tells it. */
  readonly changes?: Changes<T>;
  /** Makes changes: all in one commit, or none. The version that what was put has then; undefined where that is to be read. */
  alter(changes: readonly Alteration<T>[], beside?: Beside): Promise<string | undefined>;
}
