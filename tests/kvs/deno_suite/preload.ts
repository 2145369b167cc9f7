/** Replaces `Deno.openKv` by the store named in the environment, before the tests are loaded. */
import { wrapDenoKv } from "../../../kvs/deno.ts";
import { memoryKv } from "../../../kvs/memory.ts";
import type { Kv } from "../../../kvs/kv.ts";

const native = Deno.openKv;

const OPEN: Record<string, (path?: string) => Promise<Kv> | Kv> = {
  native,
  wrapped: async (path) => wrapDenoKv(await native(path), { pollInterval: Infinity }),
  // the tests of paths and of servers stay with the native store
  memory: (path) => path === undefined || path === ":memory:" ? memoryKv() : native(path),
};

const open = OPEN[Deno.env.get("KVS_STORE") ?? ""];
if (!open) throw new Error(`KVS_STORE must be one of ${Object.keys(OPEN).join(", ")}`);
Object.defineProperty(Deno, "openKv", {
  configurable: true,
  value: async (path?: string) => await open(path),
});
