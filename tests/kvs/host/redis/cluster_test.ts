import "../../../_support/permission.ts"; // before what reads variables as it is imported
import type { KvU64 } from "../../../../kvs/store/kvu64.ts";
import { Redis } from "../../../../kvs/host/redis/deps.ts";
import { redisKv } from "../../../../kvs/host/redis/redis.ts";
import { assert, equal } from "../../../_support/assert.ts";
import { collect } from "../../conformance/case.ts";
import { redisAbsent, startRedis } from "../../../_support/store/redis.ts";

/** A port that nothing listens on; a node of a cluster cannot choose one itself. */
function freePort(): string {
  using listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  return String(listener.addr.port);
}

Deno.test({
  name: "a store lies on one shard of a cluster: commits, lists, watches and the queue work",
  ignore: redisAbsent,
  fn: async () => {
    const port = freePort();
    const settings = ["--port", port, "--bind", "127.0.0.1", "--cluster-enabled", "yes"];
    const announced = ["--cluster-port", freePort(), "--cluster-announce-ip", "127.0.0.1"];
    await using _server = await startRedis(...settings, ...announced);
    const admin = new Redis(Number(port), "127.0.0.1");
    await admin.call("cluster", "addslotsrange", "0", "16383");
    while (!String(await admin.cluster("INFO")).includes("cluster_state:ok"));
    admin.disconnect();

    const cluster = [`redis://127.0.0.1:${port}`];
    using kv = await redisKv({ cluster, prefix: "one" });
    using other = await redisKv({ cluster, prefix: "one" });
    const reader = kv.watch<[number]>([["a"]]).getReader();
    equal((await reader.read()).value?.[0].value, null);
    const result = await other.atomic().check({ key: ["a"], versionstamp: null }).set(["a"], 1)
      .sum(["n"], 2n).set(["log", other.commitVersionstamp()], 3).enqueue("hello").commit();
    assert(result.ok);
    equal((await reader.read()).value?.[0].value, 1);
    await reader.cancel();
    equal((await collect(kv.list({ prefix: [] }))).length, 3);
    equal((await kv.get<KvU64>(["n"])).value?.value, 2n);
    const message = Promise.withResolvers<unknown>();
    const listening = kv.listenQueue((got) => message.resolve(got));
    equal(await message.promise, "hello");
    kv.close();
    await listening;
  },
});
