import {
  append,
  appendInto,
  appendMany,
  Batch,
  COMMIT,
  count,
  cut,
  feed,
  type Kv,
  KvsError,
  put,
  read,
  reader,
  remove,
  take,
  update,
} from "../../../kvs/mod.ts";
import { expire } from "../../../kvs/expiry/mod.ts";
import { watchFeed } from "../../../kvs/watch.ts";
import { equal, rejects, throws } from "../../_support/assert.ts";
import { countKeys, faults } from "./exact.ts";
import { onTimed } from "./stores.ts";

onTimed(
  "an entry is there to the millisecond before it expires, and makes room for a new one of its id",
  async ({ kv, clock }) => {
    await append(kv, { id: 1, v: "old" }, "/a", { expireIn: 1_000 });
    await append(kv, { id: 2 }, "/a");
    clock.advance(999);
    equal((await feed(kv, "/a")).length, 2);
    clock.advance(1);
    equal(await feed(kv, "/a"), [{ id: 2 }]);
    equal(await count(kv, "/a"), 2, "it is counted until it is taken out");
    await append(kv, { id: 1, v: "new" }, "/a");
    equal(await feed(kv, "/a"), [{ id: 2 }, { id: 1, v: "new" }]);
    equal(await count(kv, "/a"), 2);
    equal(await expire(kv), 0);
    equal(await faults(kv), []);
  },
);

onTimed("an update makes an entry stay, or expire at another time", async ({ kv, clock }) => {
  await appendMany(kv, [{ id: 1 }, { id: 2 }, { id: 3 }], "/a", { expireIn: 1_000 });
  await append(kv, { id: 1 }, "/a");
  await append(kv, { id: 2 }, "/a", { expireIn: 2_000 });
  await append(kv, { id: 3 }, "/a", { expireIn: 1_000 });
  equal(await faults(kv), []);
  clock.advance(1_000);
  equal((await feed(kv, "/a")).map(({ id }) => id), [1, 2]);
  clock.advance(1_000);
  equal(await expire(kv), 2);
  equal(await feed(kv, "/a"), [{ id: 1 }]);
  equal(await faults(kv), []);
});

onTimed("a time to expire in that is none is refused, and nothing is appended", async ({ kv }) => {
  for (const expireIn of [0, -1, NaN, Infinity, "1", null, 1n]) {
    const options = { expireIn: expireIn as number };
    await rejects(() => append(kv, { id: 1 }, "/a", options), KvsError, "bad_expiry");
    await rejects(() => appendMany(kv, [{ id: 1 }], "/a", options), KvsError, "bad_expiry");
    throws(() => appendInto(kv, new Batch(), [{ id: 1 }], "/a", options), KvsError, "bad_expiry");
  }
  equal(await countKeys(kv, ["kvs/entry"]), 0);
});

onTimed(
  "records with the longest ids that expire are split into commits that a store takes",
  async ({ kv, clock }) => {
    const records = Array.from({ length: 120 }, (_, i) => ({ id: String(i).padEnd(1_900, "i") }));
    await appendMany(kv, records, "/a", { split: true, expireIn: 10 });
    equal(await count(kv, "/a"), 120);
    equal(await faults(kv), []);
    clock.advance(10);
    equal(await expire(kv), 120);
    equal(await countKeys(kv, ["kvs/expiry"]), 0);
    equal(await faults(kv), []);
  },
);

onTimed(
  "a batch that appends what expires weighs no less than a store counts",
  async ({ kv, clock }) => {
    for (const length of [1, 40, 400, 1_500]) {
      const batch = new Batch(), record = (id: number) => ({ id: String(id).padEnd(length, "i") });
      const isFull = ({ weight }: Batch) =>
        weight.keyBytes > COMMIT.keyBytes - 9_000 || weight.bytes > COMMIT.bytes - 9_000 ||
        weight.checks > COMMIT.checks - 2;
      let id = 0;
      while (!isFull(batch)) {
        appendInto(kv, batch, [record(id++)], `/${length}`, id % 3 ? { expireIn: id } : {});
      }
      equal(batch.excess(), undefined);
      equal(await batch.commit(kv) === undefined, false);
      equal(await count(kv, `/${length}`), id);
      equal(await faults(kv), []);
      clock.advance(1_000);
      await expire(kv);
      equal(await count(kv, `/${length}`), Math.ceil(id / 3) - (id % 3 === 0 ? 0 : 1));
      equal(await faults(kv), []);
    }
  },
);

onTimed("large entries expire with their parts, each by itself", async ({ kv, clock }) => {
  const large = (id: number, size: number) => ({ id, v: new Uint8Array(size).fill(id) });
  await appendMany(kv, [1, 2, 3, 4].map((id) => large(id, id * 60_000)), "/a", { expireIn: 10 });
  await append(kv, large(5, 9 << 20), "/a", { expireIn: 20 });
  await append(kv, large(2, 100_000), "/a", { expireIn: 30 });
  clock.advance(10);
  equal(await expire(kv), 3);
  equal(await faults(kv), []);
  equal(
    (await feed<{ id: number; v: Uint8Array }>(kv, "/a")).map(({ id, v }) => [id, v.length, v[9]]),
    [
      [2, 100_000, 2],
      [5, 9 << 20, 5],
    ],
  );
  clock.advance(20);
  equal(await expire(kv), 2);
  equal(await faults(kv), []);
  equal(await countKeys(kv, ["kvs/chunk"]), 0);
});

onTimed("readers and watches pass over what has expired", async ({ kv, clock }) => {
  for (let id = 1; id <= 6; id++) {
    await append(kv, { id }, "/a", id % 2 ? { expireIn: 10 } : {});
  }
  const first = await reader(kv, "/a", "r");
  equal(first.cache?.id, 1);
  clock.advance(10);
  equal((await take(kv, first, 2)).args, [{ id: 2 }, { id: 4 }]);
  const seen: unknown[] = [];
  for await (const { record } of watchFeed(kv, "/a", { from: "start" })) {
    seen.push(record.id);
    if (seen.length === 3) break;
  }
  equal(seen, [2, 4, 6]);
  await expire(kv);
  equal((await take(kv, first, 2)).args, [{ id: 2 }, { id: 4 }]);
});

onTimed(
  "what has expired is no entry to cut up to, and goes with a cut and a removal",
  async ({ kv, clock }) => {
    for (let id = 1; id <= 4; id++) await append(kv, { id }, "/a", id < 4 ? { expireIn: 10 } : {});
    clock.advance(10);
    await rejects(() => cut(kv, "/a", 2), KvsError, "not_found");
    equal(await remove(kv, 1, "/a"), 3);
    equal(await cut(kv, "/a", 4), 3);
    equal(await faults(kv), []);
    equal(await expire(kv), 0);
  },
);

async function everything(kv: Kv): Promise<number> {
  return (await Array.fromAsync(kv.list({ start: ["kvs/"], end: ["kvs0"] }))).length;
}

onTimed("a sweep of a store in which nothing has expired writes nothing", async ({ kv, clock }) => {
  equal(await expire(kv), 0);
  equal(await everything(kv), 0);
  await append(kv, { id: 1 }, "/a", { expireIn: 10 });
  clock.advance(9);
  equal(await expire(kv), 0);
  equal(await everything(kv), 4);
});

onTimed(
  "who reads a record with its version is told until when it is there",
  async ({ kv, clock }) => {
    await append(kv, { id: 1 }, "/f", { expireIn: 500 });
    await put(kv, "t", { id: 1 }, { expireIn: 700 });
    const until = async (source: string) => (await read(kv, source, 1))?.until;
    equal([await until("/f"), await until("t")], [clock.now() + 500, clock.now() + 700]);
    await append(kv, { id: 1 }, "/f");
    await update(kv, "t", 1, (record) => record);
    equal([await until("/f"), await until("t")], [undefined, undefined]);
  },
);
