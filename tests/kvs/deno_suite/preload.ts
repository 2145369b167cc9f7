/** Replaces `Deno.openKv` by the store named in the environment, before the tests are loaded. */
import { remoteKv } from "../../../kvs/host/durable/durable.ts";
import { wrapDenoKv } from "../../../kvs/host/deno/deno.ts";
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import { redisKv } from "../../../kvs/host/redis/redis.ts";
import type { Kv } from "../../../kvs/kv.ts";

const native = Deno.openKv;

/** The store of an object, whose worker `run.ts` has started. */
function objectOf(name: string): Kv {
  const url = `${Deno.env.get("KVS_WORKER")}${encodeURIComponent(name)}/`;
  return remoteKv({ fetch: (_url, init) => fetch(url, init) }, {
    connect: () => Promise.resolve(new WebSocket(url.replace("http", "ws"))),
  });
}

const OPEN: Record<string, (path?: string) => Promise<Kv> | Kv> = {
  native,
  wrapped: async (path) => wrapDenoKv(await native(path), { pollInterval: Infinity }),
  // the tests of paths and of servers stay with the native store
  memory: (path) => inMemory(path) ? memoryKv() : native(path),
  redis: (path) => {
    if (path?.startsWith("http")) return native(path);
    const url = Deno.env.get("KVS_REDIS") ?? "redis://127.0.0.1";
    return redisKv({ url, prefix: nameOf(path), lease: 5_000 });
  },
  durable: (path) => path?.startsWith("http") ? native(path) : objectOf(nameOf(path)),
};

/** A store in memory is one that nobody else has. */
function nameOf(path: string | undefined): string {
  return path === undefined || inMemory(path) ? crypto.randomUUID() : path;
}

function inMemory(path: string | undefined): boolean {
  return path === undefined || path === ":memory:";
}

const open = OPEN[Deno.env.get("KVS_STORE") ?? ""];
if (!open) throw new Error(`KVS_STORE must be one of ${Object.keys(OPEN).join(", ")}`);
Object.defineProperty(Deno, "openKv", {
  configurable: true,
  value: async (path?: string) => await open(path),
});
