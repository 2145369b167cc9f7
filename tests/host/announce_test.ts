import { commitAndSend } from "../../host/announce.ts";
import { appendInto, feed, KvsError, memoryKv } from "../../kvs/mod.ts";
import { isSent, type Lost, type Sent } from "../../n2o/bus/news.ts";
import { N2oError } from "../../n2o/error.ts";
import { localBus } from "../../n2o/bus/local.ts";
import { redisBus } from "../../n2o/bus/redis/redis.ts";
import { redisAbsent, sharedRedis } from "../_support/store/redis.ts";
import { assert, equal, rejects, throws } from "../_support/assert.ts";
import { rounds } from "../_support/long.ts";
import { start } from "../_support/process.ts";

const redis = sharedRedis();

Deno.test("what is not committed is not told, on whatever store and bus", async () => {
  using kv = memoryKv();
  const bus = localBus(), heard: unknown[] = [];
  bus.reg("t", (news) => void heard.push(isSent(news) && news.message));
  for (const expected of [true, false]) {
    const commit = kv.atomic();
    appendInto(kv, commit, [{ id: 1 }], "/said");
    const { ok } = await commitAndSend(commit, { kv, bus, topic: "t", message: { id: 1 } });
    equal(ok, expected);
  }
  equal(heard, [{ id: 1 }]);
});

Deno.test("of a message that cannot be sent nothing is committed, where store and bus are not one either", async () => {
  using kv = memoryKv();
  const bus = localBus();
  for (const message of ["x".repeat(300_000), () => {}]) {
    const commit = kv.atomic().set(["a"], 1);
    await rejects(() => commitAndSend(commit, { kv, bus, topic: "t", message }), N2oError);
    equal((await kv.get(["a"])).versionstamp, null);
  }
});

Deno.test({
  name:
    "in one Redis a commit and its message are one step: together, or neither; another's commit is refused",
  ignore: redisAbsent,
  fn: async () => {
    if (redis === undefined) return;
    using kv = await redis().open();
    using other = await redis().open();
    const bus = await redisBus({ application: "shop", url: redis().socket });
    const heard: unknown[] = [];
    await bus.reg("t", (news) => void heard.push(isSent(news) && news.message));
    equal(kv.place, bus.place);
    // Nothing is sent by the bus itself.
    const silent = { ...bus, send: () => Promise.reject(new Error("sent apart")) };
    for (const [round, expected] of [true, false, true].entries()) {
      const commit = kv.atomic(), id = expected ? heard.length : 0;
      appendInto(kv, commit, [{ id }], "/said");
      const { ok } = await commitAndSend(commit, { kv, bus: silent, topic: "t", message: { id } });
      equal(ok, expected);
      await bus.send("t", "next");
      await until(() => heard.filter((each) => each === "next").length > round);
    }
    equal(heard, [{ id: 0 }, "next", "next", { id: 3 }, "next"]);
    throws(() => kv.announce(other.atomic(), { channel: "c", bytes: new Uint8Array(1) }), KvsError);
    await bus.close();
  },
});

Deno.test({
  name: "kill -9 of who appends neither loses nor invents a message for an append",
  ignore: redisAbsent,
  fn: async () => {
    if (redis === undefined) return;
    const url = redis().socket, heard: string[] = [];
    using kv = await redis().open({ prefix: "kill" });
    const bus = await redisBus({ application: "kill", url });
    await bus.reg(
      "said",
      (news: Sent | Lost) => void heard.push(isSent(news) ? String(news.message) : "lost"),
    );
    const acknowledged: string[] = [];
    for (let round = 0; round < rounds(2, 20); round++) {
      await using child = start(new URL("./announcer.ts", import.meta.url), [url, String(round)]);
      while (child.lines.length < 50 + 7 * round) await child.line();
      await child.kill();
      acknowledged.push(...child.lines);
    }
    await bus.send("said", "end");
    await until(() => heard.at(-1) === "end");
    const kept = (await feed(kv, "/said")).map(({ id }) => String(id));
    equal(heard.slice(0, -1), kept);
    for (const id of acknowledged) assert(kept.includes(id), `${id} is lost`);
    await bus.close();
  },
});

/** Waits, a turn at a time, for what comes over a socket. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1));
}
