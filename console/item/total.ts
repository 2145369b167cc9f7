/**
 * How much a part of a store holds, by its counts: without reading it.
 *
 * @module
 */
import { count, dump, type Kv, writers } from "../../kvs/mod.ts";
import { printable } from "../io.ts";
import type { Selection } from "../text/select.ts";

/** How many entries and records a part of a store holds; undefined for keys, which nobody counts. */
export async function totalOf(kv: Kv, part: Selection): Promise<number | undefined> {
  if (part.prefix !== undefined) return undefined;
  if (part.table !== undefined) return await count(kv, part.table);
  const lines = part.feed === undefined ? await dump(kv) : await writers(kv, part.feed);
  return lines.reduce((sum, line) => sum + line.count, 0);
}

/** True for a count that no feed or table has: one that was lowered below zero, by races of an older version. */
export function isBroken(count: number): boolean {
  return count > Number.MAX_SAFE_INTEGER;
}

/** Says that a count is broken, and what to do. */
export function brokenText(name: string): string {
  return `the count of ${printable(name)} is broken: deno task kvs check STORE --mend\n`;
}

/** The share of the total; undefined where the total is not known, or passed because there are keys beside. */
export function shareOf(total: number | undefined): (items: number) => number | undefined {
  return (items) =>
    total === undefined || isBroken(total) || items > total
      ? undefined
      : items / Math.max(1, total);
}
