/**
 * What a store holds, by its meaning: what is exported, imported and copied.
 *
 * The keys of tables and feeds cannot go from store to store as they are: the place of an entry is the versionstamp of
 * its commit, and another store gives versionstamps of its own, in which what is appended later must come later. So an
 * entry travels as an entry and is appended anew, in its order; a saved reader travels as "at this entry" or "behind
 * this entry". Every other key travels as it is. What is of one store only does not: how far groups of consumers
 * have come and what they were given, when the newest entry of a feed came, what has expired, the version of the layout,
 * and indexes, which are made anew. Nor does it travel when a record expires, and whether a table tells its changes: a
 * copy is of what is there now.
 *
 * @module
 */
import type { Id, KvKey, KvsRecord } from "../../kvs/mod.ts";

/** Where a saved reader stands. */
export interface Stand {
  /** The feed that holds the entry itself. */
  readonly feed: string;
  /** The entry's id; absent before the first entry. */
  readonly id?: Id;
  /** Where the reader's entry has been removed: not at the entry, but behind it and before the next. */
  readonly behind?: true;
}

/** One thing that a store holds. */
export type Item =
  & (
    | {
      readonly kind: "schema";
      readonly table: string;
      readonly fields: readonly string[];
      readonly keys: readonly string[];
      readonly indexes?: readonly (readonly string[])[];
      readonly unique?: readonly (readonly string[])[];
    }
    | { readonly kind: "record"; readonly table: string; readonly record: KvsRecord }
    /** With `gap` a saved reader stands behind the entry and before the next. */
    | {
      readonly kind: "entry";
      readonly feed: string;
      readonly record: KvsRecord;
      readonly gap?: true;
    }
    /** A feed that is listed while it is empty, or one with `args`. */
    | {
      readonly kind: "writer";
      readonly feed: string;
      readonly args?: { readonly value: unknown };
    }
    /** How many entries a feed keeps, and for how many milliseconds. */
    | {
      readonly kind: "retain";
      readonly feed: string;
      readonly entries?: number;
      readonly age?: number;
    }
    | { readonly kind: "seq"; readonly name: string; readonly last: number }
    /** With `at` its value is without `cache`, which is made anew where it arrives. */
    | { readonly kind: "reader"; readonly id: string; readonly value: unknown; readonly at?: Stand }
    | { readonly kind: "key"; readonly key: KvKey; readonly value: unknown }
  )
  & {
    /** The line it was read from. */
    readonly line?: number;
  };

/** What an item is: see FORMAT.md of kvs. */
export type Kind = Item["kind"];

/** How many items of each kind. */
export type Tally = Record<Kind, number>;

/** A tally of nothing. */
export function emptyTally(): Tally {
  return { schema: 0, record: 0, entry: 0, writer: 0, retain: 0, seq: 0, reader: 0, key: 0 };
}

/** How people call the kinds, one and more, in the order of an export. */
export const KINDS: ReadonlyMap<Kind, readonly [one: string, more: string]> = new Map([
  ["schema", ["schema", "schemas"]],
  ["record", ["record", "records"]],
  ["entry", ["entry", "entries"]],
  ["writer", ["writer", "writers"]],
  ["retain", ["retention", "retentions"]],
  ["seq", ["sequence", "sequences"]],
  ["reader", ["reader", "readers"]],
  ["key", ["key", "keys"]],
]);

/** A tally as one line: the kinds that there are. */
export function tallyText(tally: Tally): string {
  const parts = [...KINDS].filter(([kind]) => tally[kind] > 0)
    .map(([kind, [one, more]]) => `${tally[kind]} ${tally[kind] === 1 ? one : more}`);
  return parts.length === 0 ? "nothing" : parts.join(", ");
}

/** The number of all items. */
export function tallySum(tally: Tally): number {
  return Object.values(tally).reduce((sum, n) => sum + n, 0);
}
