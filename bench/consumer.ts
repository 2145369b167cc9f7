/**
 * Consumers on Redis beside its own streams, in the same run and on the same server: XREADGROUP and
 * XACK by the client that our store uses, eight workers on one connection each way.
 *
 * @module
 */
import { appendMany, type Kv } from "../kvs/mod.ts";
import { type Consumer, consumer } from "../kvs/consumer/mod.ts";
import type { Redis } from "../kvs/host/redis/deps.ts";
import { type RedisServer, startRedis } from "../tests/_support/store/redis.ts";
import { median, table } from "./report.ts";

const WORKERS = 8;
/** Short turns of both, one after the other: what else the machine does then falls on both. */
const ROUNDS = 15;
/** Records of about 200 bytes. */
const record = (i: number) => ({
  id: `m${i}`,
  user: "alice",
  at: 1_700_000_000_000 + i,
  text: "x".repeat(130),
});

/** How a server writes to the disk. */
const SERVERS: Readonly<Record<string, readonly string[]>> = {
  "each write on the disk": [],
  "writes in memory": ["--appendonly", "no"],
};

type Row = readonly string[];

/** Prints entries a second of both, and the median of the rounds' ratios with what is asked of it. */
export async function run(): Promise<void> {
  for (const [name, args] of Object.entries(SERVERS)) {
    await using server = await startRedis(...args);
    table(`consumers on Redis beside XREADGROUP and XACK, ${name}`, [
      [
        "entries claimed at once by each of eight workers",
        "raw/s",
        "consumer/s",
        "ratio",
        "at least",
      ],
      await compare(server, "one, appended one by one", 1, 1),
      await compare(server, "one, appended by 100", 1, 100),
      await compare(server, "100, appended one by one", 100, 1),
      await compare(server, "100, appended by 100", 100, 100),
    ]);
  }
}

async function compare(server: RedisServer, name: string, n: number, rows: number): Promise<Row> {
  const times = n === 1 ? 1_600 : 4_000, total = times * (ROUNDS + 2);
  using kv = await server.open();
  const raw = server.admin();
  try {
    await raw.config("SET", "appendfsync", "no"); // what is only prepared need not be on the disk
    await fill(kv, raw, total, rows);
    await raw.config("SET", "appendfsync", "always");
    await raw.call("xgroup", "create", "feed", "group", "0");
    const workers = await Promise.all(
      Array.from({ length: WORKERS }, (_, w) => consumer(kv, "/feed", "group", { name: `w${w}` })),
    );
    const ratios: number[] = [], slow: number[] = [], fast: number[] = [];
    for (let round = -1; round < ROUNDS; round++) {
      const run = {
        raw: async () =>
          await timed(() => each((w) => consumeRaw(raw, `w${w}`, n, times / WORKERS))),
        ours: async () => await timed(() => each((w) => consume(workers[w], n, times / WORKERS))),
      };
      const first = round % 2 === 0 ? await run.raw() : 0;
      const ours = await run.ours(), theirs = first || await run.raw();
      if (round < 0) continue; // to warm up
      slow.push(theirs), fast.push(ours), ratios.push(theirs / ours);
    }
    const rate = (all: readonly number[]) => String(Math.round(times / median(all) * 1_000));
    return [name, rate(slow), rate(fast), median(ratios).toFixed(2), "0.30"];
  } finally {
    await raw.flushall();
    raw.disconnect();
  }
}

async function fill(kv: Kv, raw: Redis, total: number, rows: number): Promise<void> {
  for (let i = 0; i < total; i += 100) {
    const all = Array.from({ length: 100 }, (_, k) => record(i + k)), pipe = raw.pipeline();
    for (const each of all) pipe.xadd("feed", "*", "record", JSON.stringify(each));
    await pipe.exec();
    if (rows === 100) await appendMany(kv, all, "/feed");
    else await Promise.all(all.map((each) => appendMany(kv, [each], "/feed")));
  }
}

const each = (work: (w: number) => Promise<void>) =>
  Promise.all(Array.from({ length: WORKERS }, (_, w) => work(w)));

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function consumeRaw(raw: Redis, name: string, n: number, times: number): Promise<void> {
  for (let done = 0; done < times;) {
    const answer = await raw.call(
      "xreadgroup",
      "group",
      "group",
      name,
      "count",
      n,
      "streams",
      "feed",
      ">",
    );
    const [[, found]] = answer as [[string, [string, string[]][]]]; // as: the answer of one stream
    for (const [, [, text = ""]] of found) if (!JSON.parse(text).id) throw new Error("no record");
    done += found.length;
    if (found.length !== n) throw new Error(`${found.length} entries of ${n}`);
    await raw.call("xack", "feed", "group", ...found.map(([id]) => id));
  }
}

async function consume(worker: Consumer | undefined, n: number, times: number): Promise<void> {
  for (let done = 0; done < times;) {
    const found = await worker?.claim(n) ?? [];
    for (const { record } of found) if (!record.id) throw new Error("no record");
    done += found.length;
    if (found.length !== n) throw new Error(`${found.length} entries of ${n}`);
    if (await worker?.ack(found) !== n) throw new Error("not all acknowledged");
  }
}

if (import.meta.main) await run();
