/**
 * Works as several workers of a group on a feed until it is killed, or until there is nothing more:
 * tells each entry on a line before it acknowledges it, and again when that is done.
 *
 * Arguments: the store, the feed, the group, how many workers, the lease in milliseconds, and how many
 * entries there are in the group: all are acknowledged when the position is at the last and nothing is pending.
 */
import { KvsError, openKv } from "../../../kvs/mod.ts";
import { consumer } from "../../../kvs/consumer/mod.ts";
import { redisKv } from "../../../kvs/host/redis/redis.ts";

const [store = "", feed = "", group = "", workers = "1", lease = "1000"] = Deno.args;
const kv = store.startsWith("redis ")
  ? await redisKv({ url: store.split(" ")[1] ?? "", prefix: store.split(" ")[2] ?? "" })
  : await openKv(store);
const text = new TextEncoder();
/** Synchronously, so that a line is out before anything follows. */
const tell = (line: string) => void Deno.stdout.writeSync(text.encode(`${line}\n`));

/** Does what others may come before again and again, until it is done. */
async function again<T>(act: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (!KvsError.is(error, "conflict")) throw error;
    }
  }
}

async function work(w: number): Promise<void> {
  const worker = await consumer(kv, feed, group, {
    name: `${Deno.pid}-${w}`,
    lease: Number(lease),
  });
  for (let turn = w;; turn++) {
    const claimed = await again(() => worker.claim(1 + turn % 7, { wait: 2 * Number(lease) }));
    if (claimed.length === 0) return;
    tell(`had ${claimed.map(({ id, attempt }) => `${id}:${attempt}`).join(" ")}`);
    const done = await again(() => worker.ack(claimed));
    if (done === claimed.length) tell(`ack ${claimed.map(({ id }) => id).join(" ")}`);
    else tell(`late ${done} ${claimed.map(({ id }) => id).join(" ")}`);
  }
}

tell("ready");
await Promise.all(Array.from({ length: Number(workers) }, (_, w) => work(w)));
tell("over");
kv.close();
