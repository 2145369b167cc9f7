/**
 * Records that wait in a batch, to be appended with those that others append in the same commit.
 *
 * @module
 */
import type { KvKey, KvMutation } from "../kv.ts";
import type { Changes } from "./changes.ts";
import type { Fresh } from "./slot.ts";
import type { Weight } from "./weight.ts";

/** How records are appended that wait for the commit. What is changed by them checks nothing. */
export interface Gathering {
  /**
   * Adds to a commit what an append of these records changes.
   *
   * @param stamp what stands for the commit's versionstamp
   * @param value an upper bound of the bytes of all records, where it is known
   * @param alone whether they are staged long before the commit
   */
  stage(
    changes: Changes,
    records: readonly Fresh[],
    stamp: symbol,
    value?: number,
    alone?: boolean,
  ): void;
  /** An upper bound of what their append takes, where it is known without staging them. */
  weigh(records: readonly Fresh[]): RecordsWeight | undefined;
  /** The keys that their append changes and others may check. */
  keys(records: readonly Fresh[]): Iterable<KvKey>;
}

/** What an append takes of a commit, in values that fit one each. */
export interface RecordsWeight extends Weight {
  /** Bytes of its longest key. */
  readonly longestKey: number;
  /** An upper bound of the bytes of the records alone. */
  readonly value: number;
}

/** More records than fit a row make parts of it, at most one for each call: a key, twice, and a change. */
export const PART: Weight = { checks: 0, mutations: 1, bytes: 300, keyBytes: 100 };

/** Records that wait for the commit: they lie in one row, whoever has given them. */
export interface Gathered {
  readonly how: Gathering;
  readonly records: readonly Fresh[];
  /** What they change, where they came by one call and were staged to be weighed. */
  readonly alone: readonly KvMutation[] | undefined;
  /** An upper bound of their bytes; undefined where some of them were staged to be weighed. */
  readonly value: number | undefined;
}

/** What waits already with what comes to it. */
export function joined(found: Gathered | undefined, more: Gathered): Gathered {
  if (found === undefined) return more;
  const isKnown = found.value !== undefined && more.value !== undefined;
  return {
    how: found.how,
    records: [...found.records, ...more.records],
    alone: undefined,
    value: isKnown ? found.value + more.value : undefined,
  };
}
