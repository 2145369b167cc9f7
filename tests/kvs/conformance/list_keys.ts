/** The keys that lists are tried on, and the cursors that a list of them gives. */
import type { Kv, KvKey, KvListSelector } from "../../../kvs/kv.ts";

/** In order. */
export const KEYS: readonly KvKey[] = [
  ["a"],
  ["a", new Uint8Array([0])],
  ["a", new Uint8Array([1])],
  ["a", ""],
  ["a", "b"],
  ["a", "b", "c"],
  ["a", "ba"],
  ["a", -5n],
  ["a", 0n],
  ["a", 300n],
  ["a", -Infinity],
  ["a", -0],
  ["a", 0],
  ["a", 1.5],
  ["a", NaN],
  ["a", false],
  ["a", true],
  ["ab"],
  ["b"],
  [1],
];

/** Fills a store with them, each with its number as the value, in another order. */
export async function filled(kv: Kv): Promise<void> {
  for (const i of KEYS.keys()) {
    await kv.set(KEYS[(i * 7) % KEYS.length] ?? [], (i * 7) % KEYS.length);
  }
}

/** The selectors whose cursors are compared. */
export const SELECTORS: readonly KvListSelector[] = [
  { prefix: [] },
  { prefix: ["a"] },
  { start: ["a", "b"], end: ["ab"] },
];

/** The cursors of each of these lists, after every entry and after the end. */
export async function cursorsOf(kv: Kv): Promise<string[][]> {
  await filled(kv);
  return await Promise.all(SELECTORS.map(async (selector) => {
    const list = kv.list(selector), cursors: string[] = [];
    do cursors.push(await list.next().then(() => list.cursor)); while (cursors.at(-1) !== "");
    return cursors;
  }));
}
