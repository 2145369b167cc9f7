/**
 * What changes are told to: a commit of the store, or a batch that counts them first.
 *
 * @module
 */
import type { KvCheck, KvKey, KvSetOptions } from "../kv.ts";

/** Takes the changes of a commit: a `KvAtomic`, or a `Batch`. */
export interface Changes {
  /** Adds conditions: all must hold. */
  check(...checks: KvCheck[]): unknown;
  /** Stores a value. */
  set(key: KvKey, value: unknown, options?: KvSetOptions): unknown;
  /** Removes a key. */
  delete(key: KvKey): unknown;
  /** Adds `n` to a `KvU64`, modulo 2^64. */
  sum(key: KvKey, n: bigint): unknown;
}
