/**
 * A process with two runtimes on one Redis, started by `process_test.ts`: it starts orders by both of them, sends each its
 * message, does their jobs, and tells on a line what has been acknowledged and what has ended, until its input ends or it is killed.
 *
 * Arguments: the server's socket, the folder of effects, a prefix for ids, how many.
 */
import { openRuntime } from "../../../bpe/mod.ts";
import { redisKv } from "../../../kvs/host/redis/redis.ts";
import { FILES, handlers, pay } from "../runtime/engine.ts";

/** The prefix of the store in Redis. */
export const PREFIX = "engines";

if (import.meta.main) {
  const [socket = "", folder = "", prefix = "", count = "0"] = Deno.args;
  const out = Deno.stdout.writable.getWriter(), text = new TextEncoder();
  const tell = (line: string) => out.write(text.encode(`${line}\n`));
  const engines = await Promise.all([0, 1].map(async () => {
    const kv = await redisKv({ url: socket, prefix: PREFIX });
    const runtime = openRuntime(kv, {
      handlers: handlers(folder),
      timeout: 1_000,
      poll: 100,
      log: (_level, _message, details) => void tell(`error ${details?.error}`),
    });
    runtime.observe(({ before, after }) => {
      const ended = before?.state.status !== "completed" && after.state.status === "completed";
      if (ended && after.state.definition.startsWith("order:")) void tell(`ended ${after.id}`);
    });
    return { kv, runtime };
  }));
  for (const each of FILES) await engines[0]?.runtime.deploy(each);
  await tell("ready");
  const one = async (i: number) => {
    const instance = `order-${prefix}-${i}`;
    const mine = engines[i % 2]?.runtime, other = engines[(i + 1) % 2]?.runtime;
    if (mine === undefined || other === undefined) return;
    const early = i % 3 === 0;
    if (early) await pay(other, instance);
    await mine.start("order", { id: instance, variables: { nr: instance } });
    await tell(`started ${instance}`);
    if (!early) await pay(other, instance);
    await tell(`paid ${instance}`);
  };
  for (let i = 0; i < Number(count); i += 10) {
    await Promise.all(Array.from({ length: 10 }, (_, k) => one(i + k)));
  }
  for await (const _ of Deno.stdin.readable);
  for (const { runtime, kv } of engines) {
    await runtime.close();
    kv.close();
  }
  await out.close();
}
