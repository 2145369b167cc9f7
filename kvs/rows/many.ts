/**
 * Reading any number of keys, where the store reads ten at once.
 *
 * @module
 */
import type { Kv, KvEntryMaybe, KvKey } from "../kv.ts";
import { LIMITS } from "../store/limits.ts";

const AT_ONCE = LIMITS.getManyKeys;

/** The entries of the keys, in their order; each ten as of one moment. */
export async function getAll<T>(kv: Kv, keys: readonly KvKey[]): Promise<KvEntryMaybe<T>[]> {
  const entries: KvEntryMaybe<T>[] = [];
  for (let i = 0; i < keys.length; i += AT_ONCE) {
    entries.push(...await kv.getMany<T[]>(keys.slice(i, i + AT_ONCE)));
  }
  return entries;
}
