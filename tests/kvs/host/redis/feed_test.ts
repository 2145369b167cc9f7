import { keys } from "../../../../kvs/access.ts";
import { countEntries, feed } from "../../../../kvs/feed/feed.ts";
import { watchFeed } from "../../../../kvs/feed/watch_feed.ts";
import { equal } from "../../../_support/assert.ts";
import { run } from "../../../_support/process.ts";
import { redisAbsent, startRedis } from "../../../_support/store/redis.ts";

const WRITERS = 8, EACH = 100;

Deno.test({
  name:
    `${WRITERS} processes append to one feed in one Redis at once: nothing lost, nothing doubled, and a watch gives all in order`,
  ignore: redisAbsent,
  fn: async () => {
    await using server = await startRedis();
    const prefix = "feeds";
    using kv = await server.open({ prefix });
    const script = new URL("./appender.ts", import.meta.url);
    const writers = Array.from({ length: WRITERS }, async (_, w) => {
      const args = [server.socket, prefix, "/f", `w${w}`, String(EACH)];
      const { code, out, err } = await run(script, args);
      equal(code, 0, err);
      return out.trimEnd().split("\n");
    });
    const watched: unknown[] = [];
    for await (const { record } of watchFeed(kv, "/f", { from: "start" })) {
      if (watched.push(record.id) === WRITERS * EACH) break;
    }
    const told = await Promise.all(writers);
    const ids = (await feed<{ id: string }>(kv, "/f")).map(({ id }) => id);
    equal(ids.length, WRITERS * EACH);
    equal(await countEntries(kv, "/f"), WRITERS * EACH);
    equal((await keys(kv, "/f")).length, WRITERS * EACH);
    equal(watched, ids);
    for (const [w, own] of told.entries()) {
      equal(own.length, EACH);
      equal(ids.filter((id) => id.startsWith(`w${w}-`)), own);
    }
  },
});
