import {
  append,
  appendMany,
  count,
  keys,
  type Kv,
  KvsError,
  type Log,
  openKv,
} from "../../../kvs/mod.ts";
import { expire, maintain, retain } from "../../../kvs/expiry/mod.ts";
import { withClock } from "../../../kvs/store/clock.ts";
import { assert, equal, rejects } from "../../_support/assert.ts";
import { type VirtualClock, virtualClock } from "../../_support/clock.ts";
import { stores } from "../../_support/store/stores.ts";
import { countKeys, faults } from "./exact.ts";
import { onTimed } from "./stores.ts";

const silent: Log = (_, message) => {
  throw new Error(`nothing is to be logged: ${message}`);
};

/** Runs what is on its way on a store until a condition holds. */
async function until(kv: Kv, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let turns = 0; !await holds(); turns++) {
    if (turns > 10_000) throw new Error("it does not come to be");
    await kv.get(["any"]);
  }
}

/** Moves the clock on in steps, each once a round has ended and waits for it. */
async function pass(kv: Kv, clock: VirtualClock, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 10_000) {
    await until(kv, () => clock.pending > 0);
    clock.advance(10_000);
  }
  await until(kv, () => clock.pending > 0);
}

onTimed(
  "a store that is maintained has nothing that expired a minute ago, and ends with the signal",
  async ({ kv, clock }) => {
    const ending = new AbortController(), waited = clock.pending;
    const kept = maintain(kv, { clock, signal: ending.signal, log: silent });
    await retain(kv, "/log", { entries: 2 });
    await retain(kv, "/old", { age: 60_000 });
    for (let id = 0; id < 12; id++) {
      await append(kv, { id }, "/a", { expireIn: 1 + 15_000 * id });
      await append(kv, { id }, "/log");
      await append(kv, { id }, "/old");
    }
    const begin = clock.now();
    for (let step = 0; step < 30; step++) {
      await pass(kv, clock, 10_000);
      const live = (id: number) => begin + 1 + 15_000 * id > clock.now();
      const ids = Array.from({ length: 12 }, (_, id) => id);
      equal((await keys(kv, "/a")).length, ids.filter(live).length);
      const late = ids.filter((id) => begin + 1 + 15_000 * id > clock.now() - 60_000).length;
      assert(await count(kv, "/a") <= late, "a minute late");
    }
    equal(await count(kv, "/a"), 0);
    equal(await count(kv, "/log"), 2);
    equal(await count(kv, "/old"), 0);
    equal(await faults(kv), []);
    ending.abort();
    await kept;
    equal(clock.pending, waited, "no timer is left");
  },
);

for (const [kind, open] of Object.entries(stores)) {
  Deno.test(`the maintenance ends with the store, and does not begin where all is over (${kind})`, async () => {
    const kv = await open();
    await append(kv, { id: 1 }, "/a");
    const first = maintain(kv, { log: silent }), second = maintain(kv, { every: 1, log: silent });
    await maintain(kv, { signal: AbortSignal.abort(), log: silent });
    for (let n = 0; n < 20; n++) await kv.get(["any"]);
    kv.close();
    await Promise.all([first, second]);
    await maintain(kv, { log: silent });
  });
}

onTimed("the clock of the store wakes up where no other is given", async ({ kv, clock }) => {
  const ending = new AbortController();
  await append(kv, { id: 1 }, "/a", { expireIn: 10_000 });
  const kept = maintain(kv, { signal: ending.signal, log: silent });
  await pass(kv, clock, 30_000);
  equal(await count(kv, "/a"), 0);
  ending.abort();
  await kept;
});

onTimed("a round that fails is logged, and the next one is made", async ({ kv, clock }) => {
  const heard: unknown[] = [], ending = new AbortController();
  let fails = true;
  const failing = new Proxy(kv, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name);
      if (name === "list" && fails) throw new Error("the disk is gone");
      return typeof own === "function" ? own.bind(target) : own;
    },
  });
  await append(kv, { id: 1 }, "/a", { expireIn: 1_000 });
  clock.advance(1_000);
  const kept = maintain(withClock(failing, clock), {
    clock,
    signal: ending.signal,
    log: (level, _, details) => heard.push([level, details?.error instanceof KvsError]),
  });
  await until(kv, () => clock.pending > 0);
  equal(heard, [["error", true]]);
  equal(await count(kv, "/a"), 1);
  fails = false;
  await pass(kv, clock, 30_000);
  equal(await count(kv, "/a"), 0);
  equal(heard.length, 1);
  ending.abort();
  await kept;
});

onTimed("what crashes have left of large values goes, too", async ({ kv, clock }) => {
  const ending = new AbortController();
  await kv.atomic().set(["kvs/pending", "x"], clock.now()).set(["kvs/chunk", "x", 0], 1).commit();
  const kept = maintain(kv, { clock, every: 1_800_000, signal: ending.signal, log: silent });
  await until(kv, () => clock.pending > 0);
  equal(await countKeys(kv, ["kvs/chunk"]), 1, "it may be on its way still");
  clock.advance(1_800_000);
  await until(kv, () => clock.pending > 0);
  clock.advance(1_800_000);
  await until(kv, async () => await countKeys(kv, ["kvs/pending"]) === 0);
  equal(await countKeys(kv, ["kvs/chunk"]), 0);
  ending.abort();
  await kept;
});

onTimed("several sweeps at once take out each entry once", async ({ kv, clock }) => {
  for (let id = 0; id < 200; id++) await append(kv, { id }, id % 3 ? "/a" : "/b", { expireIn: 1 });
  await append(kv, { id: "stays" }, "/a");
  clock.advance(1);
  const taken = await Promise.all([1, 2, 3, 4].map(() => expire(kv)));
  equal(taken.reduce((sum, each) => sum + each), 200);
  equal([await count(kv, "/a"), await count(kv, "/b")], [1, 0]);
  equal(await faults(kv), []);
});

onTimed("rows of kvs/expiry that stand for nothing go", async ({ kv, clock }) => {
  const own = new Uint8Array(0);
  await append(kv, { id: 1 }, "/a");
  await append(kv, { id: 2 }, "/a", { expireIn: 100_000 });
  for (const id of [1, 2, 3]) {
    await kv.set(["kvs/expiry", clock.now() - id, "feed", "a", own, id], true);
  }
  await kv.set(["kvs/expiry", clock.now(), "feed", "none", "at all", own, "x", "y"], true);
  equal(await expire(kv), 0);
  equal(await count(kv, "/a"), 2);
  equal(await faults(kv), []);
});

onTimed(
  "what cannot be taken out is told at the end, and keeps nothing else",
  async ({ kv, clock }) => {
    const own = new Uint8Array(0);
    await append(kv, { id: 1 }, "/a", { expireIn: 1 });
    await append(kv, { id: 2 }, "/b", { expireIn: 2 });
    for await (const { key } of kv.list({ prefix: ["kvs/entry", "a"] })) {
      if (key.at(-1) !== true) await kv.set(key, "no row");
    }
    clock.advance(10);
    await rejects(() => expire(kv), KvsError, "corrupt");
    equal(await countKeys(kv, ["kvs/expiry"]), 1);
    equal(await count(kv, "/b"), 0);
    await kv.delete(["kvs/id", "a", own, 1]);
    equal(await expire(kv), 0);
  },
);

Deno.test("sweeps of several stores on one file, beside writers, take out each entry once", async () => {
  const file = await Deno.makeTempFile({ suffix: ".sqlite3" }), clock = virtualClock();
  const opened = await Promise.all([1, 2, 3].map(() => openKv(file)));
  try {
    const stores = opened.map((kv) => withClock(kv, clock)), [kv, other] = stores;
    assert(kv !== undefined && other !== undefined);
    for (let at = 0; at < 200; at += 20) {
      const some = Array.from({ length: 20 }, (_, i) => ({ id: at + i }));
      await appendMany(kv, some.slice(0, 10), "/a", { expireIn: 1 });
      for (const one of some.slice(10)) await append(kv, one, "/a", { expireIn: 1 });
    }
    clock.advance(1);
    const kept = [3, 14, 77, 199];
    const [, ...taken] = await Promise.all([
      (async () => {
        for (const id of kept) await append(other, { id }, "/a");
      })(),
      ...stores.map((each) => expire(each)),
    ]);
    const all = taken.reduce((sum, each) => sum + each, 0);
    assert(all >= 196 && all <= 200, `${all} were taken out`);
    equal((await keys(kv, "/a")).sort(), kept.sort());
    equal(await count(kv, "/a"), 4);
    equal(await faults(kv), []);
  } finally {
    for (const each of opened) each.close();
    for (const rest of ["", "-wal", "-shm"]) await Deno.remove(file + rest).catch(() => {});
  }
});

Deno.test("what cannot be done is refused", async () => {
  using kv = await Deno.openKv(":memory:");
  for (const every of [0, -1, NaN, "1" as unknown as number]) {
    await rejects(() => maintain(kv, { every }), KvsError, "config");
  }
});
