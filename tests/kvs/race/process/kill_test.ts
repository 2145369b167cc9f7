import { assert, equal } from "../../../_support/assert.ts";
import { faults } from "../exact.ts";
import { get, type Kv, type KvsRecord, openKv, sweep } from "../../../../kvs/mod.ts";
import { temporaryFolder } from "../../../_support/folder.ts";
import { rounds, SEED } from "../../../_support/long.ts";
import { start } from "../../../_support/process.ts";
import { random } from "../../../_support/random.ts";
import { redisAbsent, startRedis } from "../../../_support/store/redis.ts";
import { lacks, testWith } from "../../../_support/permission.ts";

const test = testWith("read", "run", "write");

const PROCESSES = 3;
const LIVES = rounds(2, 12);

const worker = new URL("./worker.ts", import.meta.url);

/** What the records of a process may be: one value, or two where it was killed in the middle of a change. */
type Possible = Map<string, readonly (string | null)[]>;

/** What a process has told. */
interface Lived {
  readonly possible: Possible;
  /** How often it has counted, by the source. */
  readonly hits: ReadonlyMap<string, number>;
}

/** Lives of one process, each of which ends with kill -9. */
async function lives(address: string, name: string, seed: number): Promise<Lived> {
  const { below } = random(seed), possible: Possible = new Map(), hits = new Map<string, number>();
  for (let life = 0; life < LIVES; life++) {
    await using child = start(worker, [address, name, `${life}`, `${seed + life}`]);
    equal(await child.line(), "ready");
    let doing: [string, string | null][] = [];
    const hear = (line: string) => {
      const [word, ...rest] = line.split(" ");
      assert(word !== "fault", `${name} in its life ${life}: ${line}`);
      const [source = ""] = rest;
      if (word === "hit") hits.set(source, (hits.get(source) ?? 0) + 1);
      else if (word === "do") doing = Object.entries(JSON.parse(rest.join(" ")));
      else {
        for (const [key, v] of doing) possible.set(key, [v]);
        doing = [];
      }
    };
    // How much it lives through is drawn; where in the next operation it dies is the machine's choice.
    for (let left = 2 + below(120); left > 0; left--) {
      hear(await child.line() ?? "fault: it has ended");
    }
    for (const line of await child.kill()) hear(line);
    for (const [key, v] of doing) possible.set(key, [...possible.get(key) ?? [null], v]);
  }
  return { possible, hits };
}

async function survives(address: string, open: () => Promise<Kv>): Promise<void> {
  const all = await Promise.all(
    Array.from({ length: PROCESSES }, (_, n) => lives(address, "pqr"[n] ?? "", SEED + 1_000 * n)),
  );
  const kv = await open();
  try {
    await sweep(kv, 0);
    equal(await faults(kv), []);
    const lost: string[] = [];
    for (const [key, values] of all.flatMap(({ possible }) => [...possible])) {
      const [source = "", id = ""] = key.split(" ");
      const v = (await get<KvsRecord & { v: string }>(kv, source, id))?.v ?? null;
      if (!values.includes(v)) lost.push(`${key} is ${v}, and should be ${values.join(" or ")}`);
    }
    equal(lost, []);
    for (const source of ["/hits", "hits"]) {
      const told = all.reduce((sum, { hits }) => sum + (hits.get(source) ?? 0), 0);
      const n = (await get<KvsRecord & { n: number }>(kv, source, "all"))?.n ?? 0;
      // Each life may end between a commit and its line.
      assert(n >= told && n <= told + PROCESSES * LIVES, `${source}: ${n}, and ${told} were told`);
    }
  } finally {
    kv.close();
  }
}

test(`three processes on one file, each killed ${LIVES} times, leave all that was acknowledged and nothing between, seed ${SEED}`, async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/kv.sqlite`;
  (await openKv(path)).close();
  await survives(path, () => openKv(path));
});

Deno.test({
  name:
    `three processes on one Redis, each killed ${LIVES} times, leave all that was acknowledged and nothing between, seed ${SEED}`,
  ignore: redisAbsent || lacks("read", "run", "write"),
  async fn() {
    await using server = await startRedis();
    await survives(server.socket, () => server.open({ prefix: "race" }));
  },
});
