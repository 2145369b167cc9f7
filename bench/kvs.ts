/**
 * Feeds beside the store that they lie in: native Deno KV on a file, in the same run.
 *
 * `KVS_ENTRIES` sets the size of the large feed, a million unless told.
 *
 * @module
 */
import { wrapDenoKv } from "../kvs/host/deno/deno.ts";
import {
  append,
  appendMany,
  count,
  create,
  drop,
  type Kv,
  put,
  read,
  reader,
  remove,
  table as tableOf,
  take,
  top,
} from "../kvs/mod.ts";
import { page } from "../kvs/page/page.ts";
import { median, table } from "./report.ts";

/** Many short turns: what else the machine does then falls on both. */
const ROUNDS = 75;
const LARGE = Number(Deno.env.get("KVS_ENTRIES") ?? 1_000_000);
const SMALL = 1_000;

type Run = () => Promise<unknown>;
type Row = readonly string[];

/**
 * Prints operations a second of both, and the median of the rounds' ratios with what is asked of
 * it.
 */
export async function run(): Promise<void> {
  const folder = await Deno.makeTempDir();
  const native: Kv = await Deno.openKv(`${folder}/kv.sqlite`);
  try {
    const kv = wrapDenoKv(native);
    table("feeds beside the raw store", [
      ["", "raw/s", "feed/s", "ratio", "at least"],
      await appends(native, kv),
      await batches(native, kv),
      await takes(native, kv),
      await writers(native, kv),
      ...await pages(native, kv),
      await creates(native, kv),
      await conditionalPuts(native, kv),
    ]);
    table(`a feed of ${SMALL} entries beside one of ${LARGE}`, [
      ["", "small/s", "large/s", "time ratio", "at most"],
      ...await sizes(kv),
    ]);
  } finally {
    native.close();
    await Deno.remove(folder, { recursive: true });
  }
}

let serial = 0;
const record = () => ({
  id: `m${serial++}`,
  user: "alice",
  at: 1_700_000_000_000 + serial,
  text: "x".repeat(120),
});

async function appends(native: Kv, kv: Kv): Promise<Row> {
  const times = 20;
  return await compare("append, one at a time", times, 0.8, async () => {
    for (let i = 0; i < times; i++) await rawAppend(native, "one");
  }, async () => {
    for (let i = 0; i < times; i++) await append(kv, record(), "/bench/one");
  });
}

/** What one would write without this module: the entry in order, and its id, which must be new. */
async function rawAppend(native: Kv, name: string): Promise<void> {
  const value = record(), key = ["raw", "id", name, value.id];
  await native.atomic()
    .check({ key, versionstamp: null })
    .set(key, 0)
    .set(["raw", "entry", name, native.commitVersionstamp()], value)
    .commit();
}

async function batches(native: Kv, kv: Kv): Promise<Row> {
  return await compare("append of 100 at once", 200, 0.5, async () => {
    for (let i = 0; i < 2; i++) {
      const atomic = native.atomic();
      for (let k = 0; k < 100; k++) {
        const value = record();
        atomic.set(["raw", "batch", value.id], value);
      }
      await atomic.commit();
    }
  }, async () => {
    for (let i = 0; i < 2; i++) {
      await appendMany(kv, Array.from({ length: 100 }, record), "/bench/many");
    }
  });
}

async function takes(native: Kv, kv: Kv): Promise<Row> {
  const first = await reader(kv, "/bench/one");
  return await compare("take(100)", 400, 0.5, async () => {
    for (let i = 0; i < 4; i++) {
      let seen = 0;
      for await (const _ of native.list({ prefix: ["raw", "entry", "one"] }, { limit: 100 })) {
        seen++;
      }
      if (seen !== 100) throw new Error("raw list");
    }
  }, async () => {
    for (let i = 0; i < 4; i++) {
      if ((await take(kv, first, 100)).args.length !== 100) throw new Error("take");
    }
  });
}

async function writers(native: Kv, kv: Kv): Promise<Row> {
  return await compare(
    "eight writers at once",
    40,
    0.7,
    () => eight((w) => rawAppend(native, `w${w}`)),
    () => eight(() => append(kv, record(), "/bench/eight")),
  );
}

/** Pages of a table beside a list of as many records; of an index beside one of the index, and what it leads to. */
async function pages(native: Kv, kv: Kv): Promise<Row[]> {
  const people = tableOf<Person>("bench", { keys: ["city"] });
  for (let i = 0; i < 20; i++) {
    const some = Array.from({ length: 50 }, () => ({ ...record(), city: `c${serial % 5}` }));
    await put(kv, people, some);
    const atomic = native.atomic();
    for (const one of some) {
      atomic.set(["raw", "row", one.id], one).set(["raw", "index", one.city, one.id], one.id);
    }
    await atomic.commit();
  }
  const full = ({ records }: { records: readonly unknown[] }) => {
    if (records.length !== 100) throw new Error("page");
  };
  return [
    await compare("page of 100 of a table", 400, 0.5, async () => {
      for (let i = 0; i < 4; i++) await listed(native, ["raw", "row"]);
    }, async () => {
      for (let i = 0; i < 4; i++) full(await page(kv, people));
    }),
    await compare("page of 100 of an index", 400, 0.5, async () => {
      for (let i = 0; i < 4; i++) {
        const ids = await listed(native, ["raw", "index", "c3"]);
        for (let at = 0; at < 100; at += 10) {
          await native.getMany(ids.slice(at, at + 10).map((id) => ["raw", "row", String(id)]));
        }
      }
    }, async () => {
      for (let i = 0; i < 4; i++) full(await page(kv, people, { index: "city", equal: "c3" }));
    }),
  ];
}

interface Person {
  readonly id: string;
  readonly city: string;
}

async function listed(native: Kv, prefix: readonly string[]): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const { value } of native.list({ prefix }, { limit: 100 })) values.push(value);
  return values;
}

async function creates(native: Kv, kv: Kv): Promise<Row> {
  const times = 20;
  return await compare("create of a table's record", times, 0.7, async () => {
    for (let i = 0; i < times; i++) {
      const value = record(), key = ["raw", "table", value.id];
      await native.atomic().check({ key, versionstamp: null }).set(key, value).commit();
    }
  }, async () => {
    for (let i = 0; i < times; i++) await create(kv, record(), "records");
  });
}

/** A record is changed again and again, each time under the version that is known to be the last. */
async function conditionalPuts(native: Kv, kv: Kv): Promise<Row> {
  const times = 20, key = ["raw", "conditional"];
  return await compare("read, then put of that version", times, 0.7, async () => {
    for (let i = 0; i < times; i++) {
      const { versionstamp } = await native.get(key);
      await native.atomic().check({ key, versionstamp }).set(key, record()).commit();
    }
  }, async () => {
    for (let i = 0; i < times; i++) {
      const version = (await read(kv, "records", "one"))?.version ?? null;
      await put(kv, "records", { ...record(), id: "one" }, { version });
    }
  });
}

/** Eight that write at the same time, five times each. */
function eight(write: (w: number) => Promise<unknown>): Promise<unknown> {
  return Promise.all(Array.from({ length: 8 }, async (_, w) => {
    for (let i = 0; i < 5; i++) await write(w);
  }));
}

/** Rounds of both in turn, each once first to warm up; the order changes with each round. */
async function compare(
  name: string,
  times: number,
  least: number,
  raw: Run,
  feed: Run,
): Promise<Row> {
  const [slow, fast] = await interleave([raw, feed], ROUNDS);
  if (slow === undefined || fast === undefined) throw new Error("two runs");
  const ratio = median(slow.map((ms, i) => ms / (fast[i] ?? NaN)));
  return [name, rate(times, slow), rate(times, fast), ratio.toFixed(2), least.toFixed(1)];
}

async function sizes(kv: Kv): Promise<Row[]> {
  const feeds: readonly string[] = ["/bench/small", "/bench/large"];
  await fill(kv, "/bench/small", SMALL);
  const started = performance.now();
  await fill(kv, "/bench/large", LARGE);
  const seconds = (performance.now() - started) / 1_000;
  const on = (run: (feed: string) => Promise<unknown>) => feeds.map((feed) => () => run(feed));
  const readers = new Map(
    await Promise.all(feeds.map(async (feed) => [feed, await reader(kv, feed)] as const)),
  );
  const at = (feed: string) => readers.get(feed) ?? Promise.reject(new Error(feed));
  const ends = new Map(
    await Promise.all(feeds.map(async (feed) => [feed, await top(kv, await at(feed))] as const)),
  );

  const rows: [string, number, Run[]][] = [
    [
      "take(100) from the oldest",
      4,
      on(async (feed) => {
        for (let i = 0; i < 4; i++) await take(kv, await at(feed), 100);
      }),
    ],
    [
      "take(100) from the newest",
      4,
      on(async (feed) => {
        for (let i = 0; i < 4; i++) await take(kv, ends.get(feed) ?? await at(feed), 100);
      }),
    ],
    [
      "drop(100)",
      4,
      on(async (feed) => {
        for (let i = 0; i < 4; i++) await drop(kv, await at(feed), 100);
      }),
    ],
    [
      "append",
      10,
      on(async (feed) => {
        for (let i = 0; i < 10; i++) await append(kv, record(), feed);
      }),
    ],
    [
      "append of 100 at once",
      200,
      on(async (feed) => {
        for (let i = 0; i < 2; i++) {
          await appendMany(kv, Array.from({ length: 100 }, record), feed);
        }
      }),
    ],
    ["eight writers at once", 40, on((feed) => eight(() => append(kv, record(), feed)))],
    [
      "append and remove",
      10,
      on(async (feed) => {
        for (let i = 0; i < 10; i++) await remove(kv, await append(kv, record(), feed), feed);
      }),
    ],
    [
      "count",
      50,
      on(async (feed) => {
        for (let i = 0; i < 50; i++) await count(kv, feed);
      }),
    ],
  ];
  const out: Row[] = [];
  for (const [name, times, runs] of rows) {
    const [small = [], large = []] = await interleave(runs, ROUNDS);
    const ratio = median(large.map((ms, i) => ms / (small[i] ?? NaN)));
    out.push([name, rate(times, small), rate(times, large), ratio.toFixed(2), "1.3"]);
  }
  return [...out, [`(filled in ${seconds.toFixed(0)} s)`, "", "", "", ""]];
}

async function fill(kv: Kv, feed: string, size: number): Promise<void> {
  for (let done = 0; done < size; done += 100) {
    await appendMany(kv, Array.from({ length: 100 }, record), feed);
  }
}

async function interleave(runs: readonly Run[], rounds: number): Promise<number[][]> {
  const times = runs.map((): number[] => []);
  for (let round = -1; round < rounds; round++) {
    const order = runs.map((_, i) => round % 2 === 0 ? i : runs.length - 1 - i);
    for (const i of order) {
      const started = performance.now();
      await runs[i]?.();
      if (round >= 0) times[i]?.push(performance.now() - started);
    }
  }
  return times;
}

function rate(times: number, rounds: readonly number[]): string {
  return String(Math.round(times / median(rounds) * 1_000));
}

if (import.meta.main) await run();
