/**
 * What changes are told to: a commit of the store, or a batch that counts them first.
 *
 * @module
 */
import type { KvCheck, KvKey, KvMutation, KvSetOptions } from "../kv.ts";

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

/** Adds a change that is data; of its numbers only sums. */
export function apply(changes: Changes, mutation: KvMutation): void {
  const { key } = mutation;
  if (mutation.type === "delete") changes.delete(key);
  else if (mutation.type !== "set") changes.sum(key, mutation.value.value);
  else if (mutation.expireIn === undefined) changes.set(key, mutation.value);
  else changes.set(key, mutation.value, { expireIn: mutation.expireIn });
}
