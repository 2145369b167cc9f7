/**
 * Where a list of rows goes on.
 *
 * @module
 */
import type { KvKey, KvListSelector } from "../../kvs/mod.ts";

/** Selects the rows under a prefix, or only those behind a key of theirs, in the direction read; what is below that key is not behind it. */
export function behind(
  prefix: KvKey,
  after: KvKey | undefined,
  reverse = false,
): KvListSelector {
  if (after === undefined) return { prefix };
  if (reverse) return { prefix, end: after };
  const last = after.at(-1), next = typeof last === "number" ? last + 1 : `${String(last)}\0`;
  return { prefix, start: [...after.slice(0, -1), next] };
}
