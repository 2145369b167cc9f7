/**
 * Counts kept by `sum`, which no two writers contend for.
 *
 * @module
 */
import type { Kv, KvKey } from "../kv.ts";

/** What added to a count lowers it by `n`: sums wrap at 2^64. */
export function minus(n: number): bigint {
  return n === 0 ? 0n : (1n << 64n) - BigInt(n);
}

/** The number that a stored count stands for; 0 for none. */
export function toCount(value: unknown): number {
  return typeof value === "object" && value !== null && "value" in value ? Number(value.value) : 0;
}

/** The count under a key. */
export async function readCount(kv: Kv, key: KvKey): Promise<number> {
  return toCount((await kv.get(key)).value);
}
