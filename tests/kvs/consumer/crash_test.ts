import { assert, equal } from "../../_support/assert.ts";
import { temporaryFolder } from "../../_support/folder.ts";
import { long, rounds, SEED } from "../../_support/long.ts";
import { testWith } from "../../_support/permission.ts";
import { type Child, start } from "../../_support/process.ts";
import { random } from "../../_support/random.ts";
import { redisAbsent, startRedis } from "../../_support/store/redis.ts";
import { appendMany, type Kv, openKv } from "../../../kvs/mod.ts";
import { consumer } from "../../../kvs/consumer/mod.ts";

const test = testWith("read", "write");

const FEED = "/jobs", GROUPS = ["one", "two"];
/** Eight workers of a group: four processes of two. */
const PROCESSES = 4, EACH = 2, LEASE = 2_500;
/** A worker claims at most so many. */
const MOST = 7;

const script = new URL("./worker.ts", import.meta.url);

interface Told {
  /** How often each entry was given out. */
  readonly had: Map<number, number>;
  readonly acknowledged: Set<number>;
  kills: number;
}

/** Processes of one group, of which some are killed at random moments and replaced, until all is done. */
async function work(store: string, group: string, kills: number, seed: number): Promise<Told> {
  const told: Told = { had: new Map(), acknowledged: new Set(), kills: 0 },
    { below } = random(seed);
  const hear = (line: string) => {
    const [what, ...rest] = line.split(" ");
    if (what === "had") {
      for (const each of rest) {
        const id = Number(each.split(":")[0]);
        told.had.set(id, (told.had.get(id) ?? 0) + 1);
      }
    }
    if (what === "ack") {
      for (const id of rest.map(Number)) {
        assert(!told.acknowledged.has(id), `${group}: ${id} was acknowledged twice`);
        told.acknowledged.add(id);
      }
    }
  };
  const run = async () => {
    for (;;) {
      const dies = told.kills < kills;
      if (dies) told.kills++;
      await using child: Child = start(script, [store, FEED, group, String(EACH), String(LEASE)]);
      await child.until(/ready/);
      for (let left = dies ? 10 + below(200) : Infinity; left > 0; left--) {
        const line = await child.line();
        if (line === undefined) {
          return equal((await child.status).success, true, child.lines.join("\n"));
        }
        hear(line);
      }
      for (const line of await child.kill()) hear(line);
    }
  };
  await Promise.all(Array.from({ length: PROCESSES }, run));
  return told;
}

async function killed(kv: Kv, store: string, entries: number, kills: number): Promise<void> {
  for (const group of GROUPS) await consumer(kv, FEED, group);
  for (let i = 0; i < entries;) {
    const size = Math.min(entries - i, 1 + i % 100);
    await appendMany(kv, Array.from({ length: size }, (_, k) => ({ id: i + k })), FEED);
    i += size;
  }
  const all = await Promise.all(GROUPS.map(async (group, i) => {
    return [group, await work(store, group, kills, SEED + i)] as const;
  }));
  for (const [group, { had, acknowledged, kills }] of all) {
    equal(had.size, entries, `${group}: entries that were given out`);
    const worker = await consumer(kv, FEED, group);
    equal(await worker.pending(), [], `${group}: all are acknowledged`);
    equal(await worker.claim(), [], `${group}: none is left`);
    const again = [...had.values()].reduce((sum, times) => sum + times - 1, 0);
    assert(again <= kills * EACH * MOST, `${group}: ${again} came again after ${kills} kills`);
    const untold = entries - acknowledged.size;
    assert(
      untold <= kills * EACH * MOST,
      `${group}: of ${untold} the acknowledgement was not told`,
    );
  }
}

test(`two groups of eight workers on one file, some killed: every entry acknowledged, only those in flight twice, seed ${SEED}`, async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/kv.sqlite`;
  using kv = await openKv(path);
  await killed(kv, path, rounds(1_000, 5_000), rounds(3, 6));
});

Deno.test({
  name:
    `two groups of eight workers on one Redis, some killed: every entry acknowledged, only those in flight twice, seed ${SEED}`,
  ignore: redisAbsent || !long,
  async fn() {
    await using server = await startRedis();
    using kv = await server.open({ prefix: "shared" });
    await killed(kv, `redis ${server.socket} shared`, 100_000, 40);
  },
});
