/**
 * The stores that tests of tables and feeds run on: the embedded reference, ours in memory, and
 * Redis where there is one.
 */
import type { Kv } from "../../../kvs/kv.ts";
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import { random as seeded } from "../random.ts";
import { sharedRedis } from "./redis.ts";

/** A test on a fresh store of each kind. */
export function onStores(name: string, run: (kv: Kv) => Promise<void>): void {
  for (const [kind, open] of Object.entries(stores)) {
    Deno.test(`${name} (${kind})`, async () => {
      const kv = await open();
      try {
        await run(kv);
      } finally {
        kv.close();
      }
    });
  }
}

const redis = sharedRedis();

/** Ways to open a fresh store. */
export const stores: Record<string, () => Promise<Kv>> = {
  native: () => Deno.openKv(":memory:"),
  memory: () => Promise.resolve(memoryKv()),
  ...(redis === undefined ? {} : { redis: () => redis().open() }),
};

/** Numbers from 0 to 1 that follow from a seed. */
export const random = (seed: number): () => number => seeded(seed).next;
