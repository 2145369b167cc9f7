/** Replaces `Deno.openKv` by the store named in the environment, before the tests are loaded. */
import { wrapDenoKv } from "../../../kvs/deno.ts";
import { memoryKv } from "../../../kvs/memory.ts";
import { redisKv } from "../../../kvs/redis.ts";
import type { Kv } from "../../../kvs/kv.ts";

const native = Deno.openKv;

const OPEN: Record<string, (path?: string) => Promise<Kv> | Kv> = {
  native,
  wrapped: async (path) => wrapDenoKv(await native(path), { pollInterval: Infinity }),
  // the tests of paths and of servers stay with the native store
  memory: (path) => inMemory(path) ? memoryKv() : native(path),
  redis: (path) => {
    if (path?.startsWith("http")) return native(path);
    const prefix = path === undefined || inMemory(path) ? crypto.randomUUID() : path;
    return redisKv({ url: Deno.env.get("KVS_REDIS") ?? "redis://127.0.0.1", prefix, lease: 5_000 });
  },
};

function inMemory(path: string | undefined): boolean {
  return path === undefined || path === ":memory:";
}

const open = OPEN[Deno.env.get("KVS_STORE") ?? ""];
if (!open) throw new Error(`KVS_STORE must be one of ${Object.keys(OPEN).join(", ")}`);
Object.defineProperty(Deno, "openKv", {
  configurable: true,
  value: async (path?: string) => await open(path),
});
