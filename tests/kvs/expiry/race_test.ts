import { long } from "../../_support/long.ts";
import { append, appendMany, cut, entries, type Kv, remove } from "../../../kvs/mod.ts";
import { expire, retain } from "../../../kvs/expiry/mod.ts";
import { equal } from "../../_support/assert.ts";
import { faults } from "./exact.ts";
import { eachPoint, stoppedAt } from "./stop.ts";
import { type Timed, timed } from "./stores.ts";

/** What is done by the one who comes in between. */
type Operation = (timed: Timed) => Promise<unknown>;

const LARGE = "x".repeat(70_000);

/** Everything has expired but 4 and 8; 5 to 7 share a row with 4, 6 is large. */
async function prepare({ kv, clock }: Timed): Promise<void> {
  for (const id of [1, 2, 3]) await append(kv, { id, v: "old" }, "/a", { expireIn: 10 * id });
  const row = [4, 5, 6, 7].map((id) => ({ id, v: id === 6 ? LARGE : "old" }));
  await appendMany(kv, row, "/a", { expireIn: 40 });
  await append(kv, { id: 4, v: "kept" }, "/a");
  await append(kv, { id: 8, v: "kept" }, "/a", { expireIn: 1_000 });
  clock.advance(100);
}

const operations: Record<string, Operation> = {
  "an append of an id that has expired": ({ kv }) => append(kv, { id: 1, v: "new" }, "/a"),
  "an append of an id that has expired, to expire": ({ kv }) =>
    append(kv, { id: 2, v: "new" }, "/a", { expireIn: 50 }),
  "an append of an id of a row of several": ({ kv }) => append(kv, { id: 5, v: "new" }, "/a"),
  "an append of an id that is large": ({ kv }) => append(kv, { id: 6, v: LARGE }, "/a"),
  "an append of many": ({ kv }) =>
    appendMany(kv, [1, 5, 7, 9].map((id) => ({ id, v: "new" })), "/a"),
  "an update of a neighbour": ({ kv }) => append(kv, { id: 4, v: LARGE }, "/a"),
  "an update of a neighbour, to expire": ({ kv }) =>
    append(kv, { id: 4, v: "new" }, "/a", { expireIn: 50 }),
  "a removal of what has expired": ({ kv }) => remove(kv, 3, "/a"),
  "a removal in a row of several": ({ kv }) => remove(kv, 7, "/a"),
  "a removal of a neighbour": ({ kv }) => remove(kv, 4, "/a"),
  "a cut": ({ kv }) => cut(kv, "/a", 4),
  "a cut of all": ({ kv }) => cut(kv, "/a"),
  "another sweep": ({ kv }) => expire(kv),
  "another sweep of a few": ({ kv }) => expire(kv, { limit: 3 }),
};

for (const [kind, open] of Object.entries(timed)) {
  if (kind === "redis" && !long) continue; // it writes each commit on the disk
  for (const [at, [name, operation]] of Object.entries(operations).entries()) {
    if (kind === "native" && at % 3 > 0 && !long) continue; // likewise
    Deno.test(`a sweep into which ${name} comes, at each point, is one before or after it (${kind})`, async () => {
      const orders = [
        await resultOf(open, async (timed) => {
          await expire(timed.kv);
          await operation(timed);
        }),
        await resultOf(open, async (timed) => {
          await operation(timed);
          await expire(timed.kv);
        }),
      ];
      await eachPoint(async (point) => {
        let reached = false;
        const result = await resultOf(open, async (timed) => {
          const letIn = async () => {
            reached = true;
            await operation(timed);
          };
          await expire(stoppedAt(timed, point, letIn));
          if (!reached) await operation(timed);
        });
        if (!orders.includes(result)) {
          throw new Error(`at point ${point}: ${result}, in turn ${orders.join(" or ")}`);
        }
        return reached;
      });
    });
  }

  Deno.test(`a feed that is cut to what it retains while others change it is cut as if nobody did (${kind})`, async () => {
    const others: Record<string, { readonly run: Operation; readonly left: readonly number[] }> = {
      append: { run: ({ kv }) => append(kv, { id: 11 }, "/a"), left: [3, 4] },
      "remove the oldest": { run: ({ kv }) => remove(kv, 1, "/a"), left: [3] },
      "remove one that stays": { run: ({ kv }) => remove(kv, 9, "/a"), left: [2, 3] },
      "remove two": {
        run: async ({ kv }) => {
          await remove(kv, 2, "/a");
          await remove(kv, 5, "/a");
        },
        left: [3],
      },
      "cut most": { run: ({ kv }) => cut(kv, "/a", 8), left: [2] },
      "another sweep": { run: ({ kv }) => expire(kv), left: [3] },
    };
    for (const [name, { run, left }] of Object.entries(others)) {
      await eachPoint(async (point) => {
        let reached = false;
        using timed = await open();
        const { kv } = timed;
        await retain(kv, "/a", { entries: 3 });
        for (let id = 1; id <= 4; id++) await append(kv, { id }, "/a");
        await appendMany(kv, [5, 6, 7, 8].map((id) => ({ id })), "/a");
        for (const id of [9, 10]) await append(kv, { id }, "/a");
        await expire(stoppedAt(timed, point, async () => {
          reached = true;
          await run(timed);
        }));
        const ids = await Array.fromAsync(entries(kv, "/a"), ({ record }) => record.id);
        if (reached && !left.includes(ids.length)) {
          throw new Error(`${name} at point ${point}: ${ids.join()} stay`);
        }
        equal(await faults(kv), []);
        return reached;
      });
    }
  });
}

/** What the feed holds; the store is exact before and after another sweep, which takes out nothing that can be read. */
async function resultOf(open: () => Promise<Timed>, run: Operation): Promise<string> {
  using timed = await open();
  const { kv, clock } = timed;
  await prepare(timed);
  await run(timed);
  equal(await faults(kv), []);
  const before = await held(kv);
  await expire(kv);
  equal(await faults(kv), []);
  equal(await held(kv), before, "a sweep takes out nothing that can be read");
  for await (const { key } of kv.list({ prefix: ["kvs/expiry"] })) {
    if (Number(key[1]) <= clock.now()) throw new Error("what has expired is left");
  }
  return before;
}

async function held(kv: Kv): Promise<string> {
  const all: string[] = [];
  for await (const { record } of entries<{ id: number; v: string }>(kv, "/a")) {
    all.push(`${record.id}: ${record.v.length > 9 ? record.v.length : record.v}`);
  }
  return all.join(", ");
}
