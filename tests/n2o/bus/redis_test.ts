import { Buffer } from "node:buffer";
import { redisAbsent, type RedisServer, startRedis } from "../../_support/store/redis.ts";
import { redisBus } from "../../../n2o/bus/redis/redis.ts";
import { isLost } from "../../../n2o/bus/news.ts";
import { N2oError } from "../../../n2o/error.ts";
import { assert, equal, rejects } from "../../_support/assert.ts";
import { heard, tryBroker } from "./remote.ts";

tryBroker<RedisServer>({
  name: "Redis",
  ignore: redisAbsent,
  start: () => startRedis("--appendonly", "no"),
  bus: (server, settings) => redisBus({ ...settings, url: server.socket }),
  async put(server, channel, ...all) {
    const admin = server.admin();
    for (const bytes of all) await admin.publish(channel, Buffer.from(bytes));
    admin.disconnect();
  },
  async overhear(server, channel) {
    const admin = server.admin(), queue: Uint8Array[] = [];
    let waiting: ((bytes: Uint8Array) => void) | undefined;
    admin.on("messageBuffer", (_, bytes: Buffer) => waiting ? waiting(bytes) : queue.push(bytes));
    await admin.subscribe(channel);
    return {
      next: () =>
        new Promise((resolve) => {
          const first = queue.shift();
          if (first) resolve(first);
          else waiting = resolve;
        }),
      close: () => admin.disconnect(),
    };
  },
  async count(server, channel) {
    const admin = server.admin(), reply = await admin.pubsub("NUMSUB", channel);
    admin.disconnect();
    return Number((reply as unknown[])[1]);
  },
});

Deno.test("Redis: what is no address and what is not there are errors that say so, without a password", async () => {
  const { message } = await rejects(
    () => redisBus({ application: "shop", url: "redis://ann:pass@127.0.0.1:1" }),
    N2oError,
    "unavailable",
  );
  assert(message.includes("127.0.0.1:1") && !message.includes("pass"), message);
  for (const url of ["http://localhost", "localhost:6379", ""]) {
    await rejects(() => redisBus({ application: "shop", url }), N2oError, "config");
  }
  await rejects(() => redisBus({ application: "a b" }), N2oError, "config");
  await rejects(() => redisBus({ application: "a", secret: "short" }), N2oError, "config");
  await rejects(() => redisBus({ application: "a", cluster: [] }), N2oError, "config");
});

/** A port that nothing listens on; a node of a cluster cannot choose one itself. */
function freePort(): string {
  using listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  return String(listener.addr.port);
}

Deno.test({
  name:
    "Redis: on a cluster channels are sharded; a shard that was killed and came back is told as a loss",
  ignore: redisAbsent,
  fn: async () => {
    const ports = [freePort(), freePort()], buses = [freePort(), freePort()];
    await using stack = new AsyncDisposableStack();
    const nodes: RedisServer[] = [];
    for (const [at, port] of ports.entries()) {
      const args = ["--port", port, "--bind", "127.0.0.1", "--cluster-enabled", "yes"];
      args.push("--cluster-port", buses[at] ?? "", "--cluster-announce-ip", "127.0.0.1");
      args.push("--cluster-require-full-coverage", "no");
      nodes.push(stack.use(await startRedis(...args)));
    }
    const [first, second] = nodes;
    if (first === undefined || second === undefined) throw new Error("two nodes");
    const one = first.admin(), two = second.admin();
    await one.call("cluster", "addslotsrange", "0", "8191");
    await two.call("cluster", "addslotsrange", "8192", "16383");
    for (const [at, each] of [one, two].entries()) {
      await each.call("cluster", "set-config-epoch", String(at + 1));
    }
    await one.call("cluster", "meet", "127.0.0.1", ports[1] ?? "", buses[1] ?? "");
    const isWhole = /cluster_state:ok[^]*cluster_slots_ok:16384/;
    for (const each of [one, two]) while (!isWhole.test(String(await each.cluster("INFO"))));
    const cluster = ports.map((port) => `redis://127.0.0.1:${port}`);
    const here = await redisBus({ application: "shop", cluster, log: () => {} });
    const there = await redisBus({ application: "shop", cluster, log: () => {} });
    const ear = heard(), topics = Array.from({ length: 20 }, (_, at) => ["room", at] as const);
    for (const topic of topics) await there.reg(topic, ear.receive);
    for (const topic of topics) await here.send(topic, topic[1]);
    const got = new Set<unknown>();
    while (got.size < topics.length) {
      const news = await ear.next();
      if ("message" in news) got.add(news.message);
    }
    const shards = [await one.pubsub("SHARDCHANNELS"), await two.pubsub("SHARDCHANNELS")];
    // as: what the command answers
    assert(shards.every((channels) => (channels as string[]).length > 2), String(shards));
    equal([await one.pubsub("CHANNELS"), await two.pubsub("CHANNELS")], [[], []]);
    two.disconnect();
    await second.kill();
    await second.start();
    const told = new Set<string>();
    while (told.size < topics.length) {
      const news = await ear.next();
      if (isLost(news)) told.add(String(news.topic));
    }
    // Who was told hears what comes after.
    for (const topic of topics) {
      await there.send(topic, "end");
      await ear.until("end");
    }
    one.disconnect();
    await Promise.all([here.close(), there.close()]);
  },
});
