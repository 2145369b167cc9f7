import { equal } from "../../../_support/assert.ts";
import { rounds } from "../../../_support/long.ts";
import { run, start } from "../../../_support/process.ts";
import { redisAbsent, startRedis } from "../../../_support/store/redis.ts";

const PROCESSES = 2, CLIENTS = 4;

Deno.test({
  name:
    "of changes with If-Match that two processes make by two servers at once of one Redis none is lost",
  ignore: redisAbsent,
  async fn() {
    const each = rounds(15, 125);
    await using redis = await startRedis();
    const script = (name: string) => new URL(name, import.meta.url);
    await using one = start(script("./server.ts"), [redis.socket, "race"]);
    await using other = start(script("./server.ts"), [redis.socket, "race"]);
    const addresses = await Promise.all([one, other].map(async (server) => {
      const [, port] = await server.until(/^port (\d+)$/);
      return `http://127.0.0.1:${port}/rest/accounts`;
    }));
    const [first = ""] = addresses;
    const made = await fetch(first, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"id":"a","n":0}',
    });
    await made.body?.cancel();
    equal(made.status, 201);
    const told = await Promise.all(
      addresses.map((address) =>
        run(script("./clients.ts"), [`${address}/a`, String(CLIENTS), String(each)])
      ),
    );
    for (const { code, err } of told) equal(code, 0, err);
    const { n } = await (await fetch(`${first}/a`)).json();
    equal(n, PROCESSES * CLIENTS * each);
    // Without a refusal nothing has been a race.
    equal(told.some(({ out }) => !out.includes("refused 0")), true);
  },
});
