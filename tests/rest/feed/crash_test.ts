import { check } from "../../../kvs/check/check.ts";
import { all, count, type KvsRecord, openKv } from "../../../kvs/mod.ts";
import { equal } from "../../_support/assert.ts";
import { temporaryFolder } from "../../_support/folder.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { testWith } from "../../_support/permission.ts";
import { type Child, start } from "../../_support/process.ts";
import { random } from "../../_support/random.ts";
import { insist } from "../../_support/server/insist.ts";

const test = testWith("read", "write", "run", "net");

const KILLS = rounds(6, 60), APPENDS = rounds(120, 1_500), CLIENTS = 4;

const server = new URL("./server.ts", import.meta.url);

/** The server that is there now; it is killed and started again. */
interface Serving {
  child: Child;
  port: string;
}

async function begin(path: string): Promise<Serving> {
  const child = start(server, [path]);
  const [port = ""] = await child.until(/^\d+$/);
  return { child, port };
}

/** Appends until it is told that it has, by one key. */
async function appended(
  at: () => Promise<Serving>,
  n: number,
  below: (ms: number) => number,
): Promise<KvsRecord> {
  const { status, json } = await insist(async (signal) => {
    const { port } = await at();
    return await fetch(`http://127.0.0.1:${port}/rest/kvs/0/log`, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": `append-${n}` },
      body: JSON.stringify({ n }),
      signal,
    });
  }, below);
  if (status !== 201) throw new Error(`append ${n}: ${status} ${JSON.stringify(json)}`);
  return json as KvsRecord; // as: what is compared to the store
}

test(`${APPENDS} appends with keys, given up by their clients and sent again, over ${KILLS} kills of the server: each is there once, as it was told, seed ${SEED}`, async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/kv.sqlite`, { below } = random(SEED), told: KvsRecord[] = [];
  let serving = begin(path), done = 0, next = 0;
  const kills = Array.from({ length: KILLS }, () => below(APPENDS)).sort((a, b) => a - b);
  const client = async () => {
    while (next < APPENDS) {
      const n = next++;
      told[n] = await appended(() => serving, n, below);
      done++;
      while (kills[0] !== undefined && done >= kills[0]) {
        kills.shift();
        const old = serving;
        serving = old.then(async ({ child }) => {
          await child.kill();
          return await begin(path);
        });
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: CLIENTS }, client));
  } finally {
    await (await serving).child.kill();
  }
  using kv = await openKv(path);
  const stored = await all<KvsRecord & { readonly n: number }>(kv, "/log");
  equal(stored.toSorted((a, b) => a.n - b.n), told);
  equal([await count(kv, "/log"), await count(kv, "rest.answers")], [APPENDS, APPENDS]);
  equal((await check(kv)).faults, []);
});
