import {
  append,
  appendMany,
  count,
  feed,
  feedPath,
  type Id,
  type Kv,
  KvsError,
  remove,
} from "../../../kvs/mod.ts";
import { expire, retain, retention } from "../../../kvs/expiry/mod.ts";
import { assert, equal, rejects } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";
import { countKeys, faults } from "./exact.ts";
import { onTimed } from "./stores.ts";

const MINUTE = 60_000, HOUR = 60 * MINUTE, DAY = 24 * HOUR;

async function ids(kv: Kv, path: string): Promise<Id[]> {
  return (await feed(kv, path)).map(({ id }) => id);
}

onTimed("a retention is read back as it was told, told anew, and taken back", async ({ kv }) => {
  equal(await retention(kv, "/a"), undefined);
  await retain(kv, "/a", { entries: 3 });
  equal(await retention(kv, "/a"), { entries: 3 });
  await retain(kv, "/a", { age: 1000, entries: 0 });
  equal(await retention(kv, "/a"), { entries: 0, age: 1000 });
  await retain(kv, ["a", "b/c"], { age: 5 });
  equal(await retention(kv, feedPath("a", "b/c")), { age: 5 });
  await retain(kv, "/a", {});
  equal(await retention(kv, "/a"), undefined);
  await retain(kv, "/a/b%2Fc");
  equal(await retention(kv, "/a/b%2Fc"), undefined);
  equal(await countKeys(kv, ["kvs/retain"]), 0);
});

onTimed("a retention that is none is refused, and nothing is stored", async ({ kv }) => {
  for (const entries of [-1, 1.5, NaN, Infinity, "3", null, 2 ** 53]) {
    await rejects(() => retain(kv, "/a", { entries: entries as number }), KvsError, "bad_count");
  }
  for (const age of [0, -1, NaN, Infinity, "3", null]) {
    await rejects(() => retain(kv, "/a", { age: age as number }), KvsError, "bad_expiry");
  }
  for (const none of [null, 5, "5", () => {}]) {
    await rejects(() => retain(kv, "/a", none as object), KvsError, "bad_argument");
  }
  await rejects(() => retain(kv, "/", { entries: 1 }), KvsError, "bad_feed");
  await rejects(() => expire(kv, { clock: {} as { now(): number } }), KvsError, "bad_argument");
  for (const limit of [-1, 1.5, NaN, "3", null]) {
    await rejects(() => expire(kv, { limit: limit as number }), KvsError, "bad_count");
  }
  equal(await countKeys(kv, ["kvs/retain"]), 0);
});

onTimed("a feed keeps exactly its newest entries, whatever rows they lie in", async ({ kv }) => {
  const times = rounds(2, 40);
  for (let seed = SEED; seed < SEED + times; seed++) {
    const { below, next } = random(seed), path = `/feed${seed}`, entries = below(30);
    await retain(kv, path, { entries });
    await append(kv, { id: "below" }, `${path}/below`);
    let all: number[] = [];
    for (let id = 0; id < 60;) {
      const some = Array.from({ length: 1 + below(12) }, () => ({ id: id++ }));
      await appendMany(kv, some, path);
      all.push(...some.map(({ id }) => id));
      if (next() < 0.3) {
        const gone = all[below(all.length)] ?? 0;
        await remove(kv, gone, path);
        all = all.filter((each) => each !== gone);
      }
      if (next() < 0.2) await append(kv, { id: all[0] ?? 0, again: true }, path);
      if (next() < 0.2) {
        const limit = next() < 0.5 ? below(10) : Infinity;
        const surplus = Math.max(0, all.length - entries);
        equal(await expire(kv, { limit }), Math.min(limit, surplus), `seed ${seed}`);
        all = all.slice(Math.min(limit, surplus));
        equal((await ids(kv, path)).slice(0, -1), all, `seed ${seed}`);
      }
      if (all.length === 0) all = [];
    }
    await expire(kv);
    all = entries === 0 ? [] : all.slice(-entries);
    equal(await ids(kv, path), [...all, "below"], `seed ${seed}`);
    equal(await count(kv, path), all.length);
  }
  equal(await faults(kv), []);
});

onTimed(
  "an entry of a feed with an age stays as long, and goes with the first sweep after it",
  async ({ kv, clock }) => {
    await retain(kv, "/a", { age: 10 * MINUTE });
    await retain(kv, "/b", { age: HOUR });
    await append(kv, { id: "c" }, "/c");
    const appended = new Map<number, number>();
    for (let minute = 0; minute < 90; minute++) {
      appended.set(minute, clock.now());
      await append(kv, { id: minute }, "/a");
      await append(kv, { id: minute }, "/b");
      clock.advance(MINUTE / 2);
      await expire(kv);
      clock.advance(MINUTE / 2);
      await expire(kv);
      // An update makes nothing younger.
      if (minute > 5) await append(kv, { id: minute - 3, again: true }, "/a");
      for (const [path, age] of [["/a", 10 * MINUTE], ["/b", HOUR]] as const) {
        const there = new Set(await ids(kv, path));
        for (const [id, at] of appended) {
          if (clock.now() - at < age) assert(there.has(id), `${path}: ${id} went too early`);
          if (clock.now() - at >= age + MINUTE) assert(!there.has(id), `${path}: ${id} is late`);
        }
        equal(await count(kv, path), there.size);
      }
    }
    equal(await ids(kv, "/c"), ["c"]);
    equal(await faults(kv), []);
  },
);

onTimed(
  "what nobody sweeps for a while goes an age after the next sweep",
  async ({ kv, clock }) => {
    await append(kv, { id: 1 }, "/a");
    await retain(kv, "/a", { age: MINUTE });
    clock.advance(HOUR);
    equal(await expire(kv), 0, "how old it is is not known");
    await append(kv, { id: 2 }, "/a");
    clock.advance(MINUTE);
    equal(await expire(kv), 1);
    equal(await ids(kv, "/a"), [2]);
    clock.advance(MINUTE);
    equal(await expire(kv), 1);
    equal(await count(kv, "/a"), 0);
  },
);

onTimed(
  "both bounds hold, and what was noted of ages serves an age that is told later",
  async ({ kv, clock }) => {
    await retain(kv, "/a", { entries: 5, age: HOUR });
    for (let id = 0; id < 10; id++) {
      await append(kv, { id }, "/a");
      await expire(kv);
      clock.advance(MINUTE);
    }
    equal(await ids(kv, "/a"), [5, 6, 7, 8, 9]);
    await retain(kv, "/a", { age: 3 * MINUTE });
    await expire(kv);
    equal(await ids(kv, "/a"), [8, 9]);
    await retain(kv, "/a", { entries: 1 });
    await expire(kv);
    equal(await ids(kv, "/a"), [9]);
    equal(await countKeys(kv, ["kvs/age"]), 0, "nobody asks for ages any more");
  },
);

onTimed(
  "notes of ages stay few: they are thinned out with age, and none is kept beyond the longest",
  async ({ kv, clock }) => {
    // As many sweeps as notes are to be thinned out from: an age of 17 hours and more would take 2,000.
    const sweeps = rounds(150, 2_000), every = 500;
    await retain(kv, "/a", { age: DAY });
    await append(kv, { id: "first" }, "/a");
    for (let id = 0; id < sweeps; id++) {
      await append(kv, { id }, "/b");
      await expire(kv);
      clock.advance(every);
    }
    const times: number[] = [];
    for await (const { key } of kv.list({ prefix: ["kvs/age"] })) times.push(Number(key[1]));
    const now = clock.now();
    assert(times.length <= sweeps);
    for (const [i, time] of times.entries()) {
      const next = times[i + 1] ?? now;
      assert(next - time <= Math.max(every, (now - time) / 500), "too far apart");
    }
    clock.advance(2 * DAY);
    await expire(kv);
    equal(await ids(kv, "/a"), []);
    // A sweep deletes 499 of them at most.
    for (let left = sweeps; left > 0; left -= 499) await expire(kv);
    equal(await countKeys(kv, ["kvs/age"]), 1);
  },
);

Deno.test("of a month of sweeps each half a minute some thousand notes are left", {
  ignore: rounds(0, 1) === 0,
}, async () => {
  const { memoryKv } = await import("../../../kvs/host/memory/memory.ts");
  const { virtualClock } = await import("../../_support/clock.ts");
  const clock = virtualClock();
  using kv = memoryKv({ clock });
  await retain(kv, "/a", { age: 30 * DAY });
  for (let at = 0; at < 30 * DAY; at += 30_000) {
    await append(kv, { id: 1 }, "/b");
    await remove(kv, 1, "/b");
    await expire(kv);
    clock.advance(30_000);
  }
  const notes = await countKeys(kv, ["kvs/age"]);
  assert(notes > 2_000 && notes < 12_000, `${notes} notes`);
});

onTimed("an age that came with a copy is kept, too", async ({ kv, clock }) => {
  await kv.set(["kvs/retain", "a"], { age: 1_000 });
  for (const id of [1, 2, 3]) {
    await append(kv, { id }, "/a");
    await expire(kv);
    clock.advance(600);
  }
  await expire(kv);
  equal(await ids(kv, "/a"), [3]);
});
