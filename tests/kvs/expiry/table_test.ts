import {
  all,
  count,
  delete as del,
  get,
  index,
  join,
  keys,
  type Kv,
  match,
  put,
  table,
} from "../../../kvs/mod.ts";
import { expire } from "../../../kvs/expiry/mod.ts";
import { page } from "../../../kvs/page/page.ts";
import { equal } from "../../_support/assert.ts";
import type { VirtualClock } from "../../_support/clock.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { type Random, random } from "../../_support/random.ts";
import { countKeys, faults } from "./exact.ts";
import { eachPoint, stoppedAt } from "./stop.ts";
import { onTimed, type Timed, timed } from "./stores.ts";

type Row = { readonly id: number; readonly city: string; readonly text: string };

const people = table<Row>("people", { keys: ["city"] });
const CITIES = ["Kyiv", "Lviv", "Odesa"] as const;

for (const [kind, open] of Object.entries(timed)) {
  const times = rounds(kind === "memory" ? 8 : 1, 150);
  Deno.test(`tables whose records expire read as a plain model at every moment: ${times} sequences from seed ${SEED} (${kind})`, async () => {
    for (let seed = SEED; seed < SEED + times; seed++) {
      using opened = await open();
      try {
        await join(opened.kv, { name: "test", tables: [people] });
        await sequence(opened.kv, opened.clock, random(seed));
      } catch (cause) {
        throw new Error(`sequence of seed ${seed} (TEST_SEED=${seed})`, { cause });
      }
    }
  });
}

async function sequence(kv: Kv, clock: VirtualClock, { below, next, pick }: Random): Promise<void> {
  const model = new Map<number, { readonly row: Row; readonly until: number }>();
  for (let step = 0; step < 40; step++) {
    const row = (): Row => ({
      id: below(8),
      city: pick(CITIES),
      text: "x".repeat(next() < 0.1 ? 70_000 : 3),
    });
    const steps: (() => Promise<void>)[] = [
      async () => {
        const rows = Array.from({ length: 1 + below(3) }, row);
        const expireIn = next() < 0.7 ? 1 + below(50) : undefined;
        await put(kv, people, rows, expireIn ? { expireIn } : {});
        const until = clock.now() + (expireIn ?? Infinity);
        for (const row of rows) model.set(row.id, { row, until });
      },
      async () => {
        const id = below(8);
        await del(kv, people, id);
        model.delete(id);
      },
      () => Promise.resolve(clock.advance(below(30))),
      async () => {
        if (next() < 0.5) return; // so that much waits
        const dead = [...model].filter(([, { until }]) => until <= clock.now());
        const limit = next() < 0.3 ? below(3) : Infinity;
        equal(await expire(kv, { limit }), Math.min(limit, dead.length));
        await expire(kv);
        for (const [id] of dead) model.delete(id);
        equal(await faults(kv), [], "after a sweep");
      },
    ];
    await steps[below(steps.length)]?.();
    equal(await count(kv, people), model.size);
    const live = [...model.values()].filter(({ until }) => until > clock.now())
      .map(({ row }) => row).sort((a, b) => a.id - b.id);
    equal(await all(kv, people), live);
    equal(await keys(kv, people), live.map(({ id }) => id));
    equal((await page(kv, people, { limit: 100 })).records, live);
    for (let id = 0; id < 8; id++) {
      equal(await get(kv, people, id), live.find((row) => row.id === id));
    }
    const city = pick(CITIES), there = live.filter((row) => row.city === city);
    equal(await index(kv, people, "city", city), there);
    equal(await match(kv, people, { city }), there);
  }
  clock.advance(100);
  await expire(kv);
  equal(await faults(kv), [], "after the last sweep");
  equal(
    await count(kv, people),
    [...model.values()].filter(({ until }) => until > clock.now()).length,
  );
  equal(await countKeys(kv, ["kvs/index", "people"]), await count(kv, people));
  equal(await countKeys(kv, ["kvs/expiry"]), 0);
}

onTimed("rows of kvs/expiry that stand for no record of a table go", async ({ kv, clock }) => {
  await put(kv, "people", { id: 1 });
  await put(kv, "people", { id: 2 }, { expireIn: 100_000 });
  for (const id of [1, 2, 3]) {
    await kv.set(["kvs/expiry", clock.now() - 1, "table", "people", id], true);
  }
  await kv.set(["kvs/expiry", clock.now(), "table", "none", "x", 1], true);
  equal(await expire(kv), 0);
  equal((await all(kv, "people")).length, 2);
  equal(await faults(kv), []);
});

onTimed("several sweeps at once take out each record once", async ({ kv, clock }) => {
  const rows = Array.from({ length: 150 }, (_, id) => ({ id }));
  await put(kv, "people", rows, { split: true, expireIn: 1 });
  await put(kv, "people", { id: 7 });
  clock.advance(1);
  const taken = await Promise.all([1, 2, 3].map(() => expire(kv)));
  equal(taken.reduce((sum, each) => sum + each), 149);
  equal(await all(kv, "people"), [{ id: 7 }]);
  equal(await faults(kv), []);
});

const operations: Record<string, (kv: Kv) => Promise<unknown>> = {
  "a put of a record that has expired": (kv) => put(kv, people, row(1, "Lviv")),
  "a put of a record that has expired, to expire": (kv) =>
    put(kv, people, row(2, "Lviv"), { expireIn: 50 }),
  "a put of several": (kv) => put(kv, people, [1, 3, 5].map((id) => row(id, "Odesa"))),
  "a deletion": (kv) => del(kv, people, 2),
  "another sweep": (kv) => expire(kv),
  "another sweep of one": (kv) => expire(kv, { limit: 1 }),
};

function row(id: number, city: string): Row {
  return { id, city, text: "x".repeat(id === 3 ? 70_000 : 3) };
}

for (const [kind, open] of Object.entries(timed)) {
  for (const [name, operation] of Object.entries(operations)) {
    Deno.test(`a sweep of a table into which ${name} comes, at each point, is one before or after it (${kind})`, async () => {
      const resultOf = async (run: (timed: Timed) => Promise<void>) => {
        using timed = await open();
        const { kv, clock } = timed;
        await join(kv, { name: "test", tables: [people] });
        for (const id of [1, 2, 3]) await put(kv, people, row(id, "Kyiv"), { expireIn: 10 * id });
        await put(kv, people, row(4, "Kyiv"));
        clock.advance(30);
        await run(timed);
        equal(await faults(kv), []);
        const held = JSON.stringify([
          await all(kv, people),
          await index(kv, people, "city", "Kyiv"),
        ]);
        await expire(kv);
        equal(await faults(kv), []);
        equal(await count(kv, people), (await keys(kv, people)).length);
        return held;
      };
      const orders = [
        await resultOf(async ({ kv }) => {
          await expire(kv);
          await operation(kv);
        }),
        await resultOf(async ({ kv }) => {
          await operation(kv);
          await expire(kv);
        }),
      ];
      await eachPoint(async (point) => {
        let reached = false;
        const result = await resultOf(async (timed) => {
          const letIn = async () => {
            reached = true;
            await operation(timed.kv);
          };
          await expire(stoppedAt(timed, point, letIn));
          if (!reached) await operation(timed.kv);
        });
        if (!orders.includes(result)) throw new Error(`at point ${point}: another result`);
        return reached;
      });
    });
  }
}
