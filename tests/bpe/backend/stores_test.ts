/** The durable runtime does the same on every store that a process can open, and the same as the engine in memory. */
import { equal } from "../../_support/assert.ts";
import type { Kv } from "../../../kvs/kv.ts";
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import { openKv } from "../../../kvs/open.ts";
import { long } from "../../_support/long.ts";
import { redisAbsent, sharedRedis } from "../../_support/store/redis.ts";
import { volatileDriver } from "./drivers.ts";
import { COMMON, NAMES, OTHERS, runScenario } from "./scenarios/scenarios.ts";
import { testWith } from "../../_support/permission.ts";

const test = testWith("read", "write");

const redis = sharedRedis();

/** Ways to open an empty store; `folder` is there for its files. */
const STORES: Readonly<Record<string, (folder: string) => Promise<Kv>>> = {
  "a file by openKv": (folder) => openKv(`${folder}/kv.sqlite`),
  "native Deno KV, unwrapped": (folder) => Deno.openKv(`${folder}/kv.sqlite`),
  "Redis": () => {
    if (redis === undefined) throw new Error("there is no Redis");
    return redis().open();
  },
};

const expected = new Map<string, Promise<string>>();

/** What a scenario comes to on the store in memory, once for all tests. */
function inMemory(name: string): Promise<string> {
  const known = expected.get(name) ?? runScenario(name, memoryKv());
  expected.set(name, known);
  return known;
}

for (const { name, files, handlers, run, bulky } of COMMON) {
  Deno.test(`the store in memory and the engine without a store: ${name}`, async () => {
    const on = volatileDriver({ files, handlers: handlers?.() ?? {} });
    await run(on);
    equal(await inMemory(name), await on.transcript({ bulky: bulky === true }));
  });
}

for (const [store, open] of Object.entries(STORES)) {
  for (const [at, name] of [...NAMES, ...long ? OTHERS : []].entries()) {
    // A file by openKv is such a store, too: by default a third of the scenarios go without the wrapping.
    if (!long && store.startsWith("native") && at % 3 !== 0) continue;
    test({
      name: `${store}, as in memory: ${name}`,
      ignore: store === "Redis" && redisAbsent,
      async fn() {
        const folder = await Deno.makeTempDir();
        try {
          using kv = await open(folder);
          equal(await runScenario(name, kv), await inMemory(name));
        } finally {
          await Deno.remove(folder, { recursive: true });
        }
      },
    });
  }
}
