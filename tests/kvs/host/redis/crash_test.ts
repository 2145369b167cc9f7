import type { KvU64 } from "../../../../kvs/store/kvu64.ts";
import { assert, equal } from "../../../_support/assert.ts";
import { collect } from "../../conformance/case.ts";
import { rounds, SEED } from "../../../_support/long.ts";
import { random } from "../../../_support/random.ts";
import { ON_DISK, redisAbsent, startRedis } from "../../../_support/store/redis.ts";

const KILLS = rounds(5, 10), WRITERS = 8;

Deno.test({
  name:
    `what was acknowledged is there, in order, once, after ${KILLS} kills -9 of Redis, seed ${SEED}`,
  ignore: redisAbsent,
  fn: async () => {
    await using server = await startRedis(...ON_DISK);
    using kv = await server.open();
    const chance = random(SEED), acknowledged: string[][] = [];
    let running = true;
    const write = async (w: number) => {
      const told: string[] = acknowledged[w] = [];
      while (running) {
        const id = `${w}-${told.length}`;
        const result = await kv.atomic().check({ key: ["id", id], versionstamp: null })
          .set(["id", id], true).set(["log", w, kv.commitVersionstamp()], id).sum(["n"], 1n)
          .commit();
        assert(result.ok, "this process alone writes that id, once");
        told.push(id);
      }
    };
    const writers = Array.from({ length: WRITERS }, (_, w) => write(w));
    for (let round = 0; round < KILLS; round++) {
      const before = acknowledged.flat().length, wanted = 1 + chance.below(400);
      while (acknowledged.flat().length < before + wanted) await kv.get(["n"]);
      await server.kill(); // at whatever moment of the commits that are under way
      await server.start();
    }
    running = false;
    await Promise.all(writers);
    for (const [w, told] of acknowledged.entries()) {
      const log = await collect(kv.list<string>({ prefix: ["log", w] }));
      equal(log.map(({ value }) => value), told);
    }
    equal((await kv.get<KvU64>(["n"])).value?.value, BigInt(acknowledged.flat().length));
  },
});
