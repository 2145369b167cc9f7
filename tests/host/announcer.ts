/**
 * Appends numbers to a feed of a Redis and announces each in the same step, until it is killed; prints what was acknowledged.
 *
 * @module
 */
import { commitAndSend } from "../../host/announce.ts";
import { appendInto } from "../../kvs/mod.ts";
import { redisBus } from "../../n2o/bus/redis/redis.ts";
import { redisKv } from "../../kvs/host/redis/redis.ts";

const [url = "", round = ""] = Deno.args;
const kv = await redisKv({ url, prefix: "kill" }),
  bus = await redisBus({ application: "kill", url });
for (let number = 0;; number++) {
  const id = `${round}-${number}`, commit = kv.atomic();
  appendInto(kv, commit, [{ id }], "/said");
  const { ok } = await commitAndSend(commit, { kv, bus, topic: "said", message: id });
  // deno-lint-ignore no-console -- the parent process reads what was acknowledged
  if (ok) console.log(id);
}
