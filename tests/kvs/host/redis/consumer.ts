/**
 * Takes one message of the queue, tells it, and never finishes with it. Arguments: the socket of
 * Redis, the prefix, the lease.
 */
import { redisKv } from "../../../../kvs/host/redis/redis.ts";

const [url = "", prefix = "", lease = ""] = Deno.args;
const kv = await redisKv({ url, prefix, lease: Number(lease) });
await kv.listenQueue(async (message) => {
  await Deno.stdout.write(new TextEncoder().encode(`${message}\n`));
  await new Promise<never>(() => {});
});
