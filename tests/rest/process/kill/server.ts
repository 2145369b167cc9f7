/**
 * Processes that are served from a Redis, until the process is killed: prints its port, and `stopped` where it stands still, before or after the write of
 * the store that it is told. Its time passes thirty times as fast from a moment on, which all that are started for one test share.
 */
import { openRuntime } from "../../../../bpe/mod.ts";
import { BPE_ERRORS, processes } from "../../../../host/rest/mod.ts";
import { redisKv } from "../../../../kvs/host/redis/redis.ts";
import { rest } from "../../../../rest/mod.ts";
import { hastyClock } from "../../../_support/clock.ts";
import { disturbed } from "../../../bpe/runtime/world.ts";
import { MODELS } from "./models.ts";

const [url = "", begun, write, kind] = Deno.args;
const clock = hastyClock(30, Number(begun)), store = await redisKv({ url, prefix: "kill", clock });
let left = Number(write), isOpen = false;
const kv = disturbed(store, {
  async write(apply) {
    // What is done to begin with is done in peace: a server that never listened has nothing to be asked.
    if (!isOpen || --left !== 0) return await apply();
    if (kind === "after") await apply();
    // deno-lint-ignore no-console -- who has started it reads it
    console.log("stopped");
    return await new Promise(() => {});
  },
});
const runtime = openRuntime(kv, {
  clock,
  handlers: { reserve: ({ variables }) => ({ reserved: Number(variables.n) }) },
  log: () => {},
});
await runtime.deploy(MODELS);
const api = rest({
  operations: processes(runtime, { may: "known" }),
  errors: [BPE_ERRORS],
  who: () => ({ id: "ann", by: "key", user: { roles: ["Sales"] } }),
  clock,
});
isOpen = true;
// deno-lint-ignore no-console -- who has started it reads the port
Deno.serve({ port: 0, onListen: ({ port }) => console.log(port) }, api.fetch);
