import { equal, rejects } from "../../_support/assert.ts";
import { Batch } from "../../../kvs/rows/batch.ts";
import { expireRows } from "../../../kvs/table/change.ts";
import { faults } from "../race/exact.ts";
import { KvsError } from "../../../kvs/error.ts";
import { type Kvs, kvs } from "../../../kvs/kvs.ts";
import type { KvsRecord } from "../../../kvs/mod.ts";
import { type Table, table } from "../../../kvs/table/metainfo.ts";
import { long, SEED } from "../../_support/long.ts";
import { onStores, random } from "../../_support/store/stores.ts";

interface Wide extends KvsRecord {
  readonly id: number;
  readonly body: Uint8Array;
  readonly [field: `f${number}`]: string;
}

const name = (i: number): `f${number}` => `f${i}`;

/** A table with so many indexes, of which some are unique and some are of two fields. */
function indexed(count: number, unique: number): Table<Wide> {
  const names = Array.from({ length: count }, (_, i) => name(i));
  return table<Wide>("t", {
    keys: names.slice(unique + 1),
    indexes: names.slice(unique, unique + 1).map((each) => [each, "id"]),
    unique: names.slice(0, unique),
    changes: count % 2 === 1,
  });
}

const record = (id: number, size: number, fields: number, value: string): Wide => ({
  ...Object.fromEntries(Array.from({ length: fields }, (_, i) => [name(i), `${value}${id}`])),
  id,
  body: new Uint8Array(size).fill(id),
});

async function holds(db: Kvs, expected: readonly Wide[]): Promise<void> {
  equal(
    (await db.all<Wide>("t")).map(({ id, body, f0 }) => [id, body.length, body.at(-1), f0]),
    expected.map(({ id, body, f0 }) => [id, body.length, body.at(-1), f0]),
  );
  equal(await db.count("t"), expected.length);
  equal(await faults(db.kv), []);
}

const seeds = Array.from({ length: long ? 12 : 3 }, (_, i) => SEED + i);
for (const seed of seeds) {
  onStores(
    `records of any size and any indexes are put, changed and deleted, seed ${seed}`,
    async (kv) => {
      const db = kvs(kv), next = random(seed), of = (n: number) => Math.floor(next() * n);
      const fields = of(21), users = indexed(fields, Math.min(fields, of(3))), count = 1 + of(100);
      const most = [0, 1000, 16_500, 60_000, 200_000, 4_000_000][of(6)] ?? 0;
      const size = () => Math.min(of(most + 1), (long ? 64 << 20 : 4 << 20) / count | 0);
      const make = (value: string) =>
        Array.from({ length: count }, (_, id) => record(id, size(), fields, value));
      for (const value of ["a", "b", "x".repeat(of(300))]) {
        const records = make(value);
        await db.put(users, records, { split: true });
        await holds(db, records);
      }
      const split = make("c").slice(0, 50);
      await db.put(users, split, { split: false }).catch((error) => {
        // What no commit holds by its nature: so many rows of indexes.
        if (!KvsError.is(error, "too_large") || 50 * fields * 2 < 900) throw error;
      });
      equal(await faults(kv), []);
      for (let id = 0; id < count; id++) await db.delete(users, id);
      await holds(db, []);
    },
  );
}

onStores(
  "50 records of 16,500 bytes are put in one commit, and what no commit holds in none",
  async (kv) => {
    const db = kvs(kv), records = Array.from({ length: 50 }, (_, id) => record(id, 16_500, 0, ""));
    await db.put("t", records);
    const at = await Array.fromAsync(kv.list({ prefix: ["kvs/table"] }));
    equal(new Set(at.map(({ versionstamp }) => versionstamp)).size, 1);
    await holds(db, records);
    await db.put("t", records.map((each) => ({ ...each, body: each.body.slice(0, 100_000) })));
    await holds(db, records);
    const before = await Array.fromAsync(kv.list({ prefix: [] }));
    const wide = table<Wide>("w", { keys: Array.from({ length: 22 }, (_, i) => name(i)) });
    await rejects(
      () => db.put(wide, Array.from({ length: 50 }, (_, id) => record(id, 70_000, 22, "a"))),
      KvsError,
      "too_large",
    );
    const huge = record(60, 17 << 20, 0, "");
    await rejects(() => db.put("t", [...records, huge], { split: true }), KvsError, "too_large");
    const long = { ...record(60, 0, 0, ""), f0: "x".repeat(2100) };
    await rejects(
      () => db.put(table<Wide>("w", { keys: ["f0"] }), [...records, long], { split: true }),
      KvsError,
      "too_large",
    );
    const odd = { ...record(60, 0, 0, ""), f0: () => {} };
    await rejects(
      () => db.put("t", [...records, odd as unknown as Wide], { split: true }),
      KvsError,
      "unstorable",
    );
    await db.destroy("w");
    equal(await Array.fromAsync(kv.list({ prefix: [] })), before);
  },
);

onStores("a large record in a batch that is full has its parts written beforehand", async (kv) => {
  const db = kvs(kv), batch = new Batch("full");
  for (let i = 0; i < 10; i++) batch.set(["own", i], new Uint8Array(60_000));
  await db.putInto(batch, [record(1, 900_000, 0, ""), record(2, 10, 0, "")], "t");
  equal(typeof await batch.commit(kv), "string");
  await holds(db, [record(1, 900_000, 0, ""), record(2, 10, 0, "")]);
});

onStores("what has expired goes with its parts, however much it is", async (kv) => {
  const db = kvs(kv),
    records = Array.from({ length: 120 }, (_, id) => record(id, id % 50 ? 10 : 900_000, 3, "a"));
  await db.put(indexed(3, 1), records, { split: true, expireIn: 1e-9 });
  equal(await expireRows(kv, "t", records.map(({ id }) => id)), 120);
  await holds(db, []);
});
