import { append, appendMany, count, cut, feed, get, put, remove } from "../../../kvs/mod.ts";
import { equal } from "../../_support/assert.ts";
import { faults } from "../race/exact.ts";
import { onStores } from "../../_support/store/stores.ts";
import { everything, exactly, LARGEST, refused, shape, type Sized, sized } from "./sized.ts";

/** Ids of so many bytes. */
const ids = (count: number, bytes: number): string[] =>
  Array.from({ length: count }, (_, i) => `${i}`.padEnd(bytes, "i"));

onStores(
  "a record of 16 MiB is stored, one of a byte more is refused and nothing is written",
  async (kv) => {
    const whole = exactly("a", LARGEST), over = exactly("b", LARGEST + 1);
    await append(kv, whole, "/f");
    await put(kv, "t", whole);
    await refused(kv, () => append(kv, over, "/f"));
    await refused(kv, () => appendMany(kv, [sized("c", 10, "c"), over], "/f"));
    await refused(kv, () => append(kv, { ...over, id: "a" }, "/f"));
    await refused(kv, () => put(kv, "t", over));
    await refused(kv, () => put(kv, "t", [sized("c", 800_000, "c"), over]));
    await refused(kv, () => put(kv, "t", { ...over, id: "a" }));
    equal(shape([await get<Sized>(kv, "/f", "a") ?? null]), shape([whole]));
    equal(shape([await get<Sized>(kv, "t", "a") ?? null]), shape([whole]));
    equal(await faults(kv), []);
  },
);

onStores(
  "100 records whose ids are of 700 bytes are appended, replaced, removed and cut, large ones too",
  async (kv) => {
    for (const size of [0, 300, 20_000]) {
      const records = ids(100, 700).map((id) => sized(id, size, "a"));
      await appendMany(kv, records, "/f");
      equal(await faults(kv), []);
      const others = records.map(({ id }, i) => sized(id, size + 100 * i, "b"));
      await appendMany(kv, others, "/f");
      equal(shape(await feed<Sized>(kv, "/f")), shape(others));
      await append(kv, sized(others[7]?.id ?? "", 100_000, "c"), "/f");
      await remove(kv, others[8] ?? "", "/f");
      equal(await count(kv, "/f"), 99);
      equal(await faults(kv), []);
      equal(await cut(kv, "/f", others[49]), 49);
      equal(await faults(kv), []);
      equal(await cut(kv, "/f"), 50);
    }
  },
);

onStores(
  "ids of 2,000 bytes are ids as others; 100 in one commit are refused, and appended in several",
  async (kv) => {
    const records = ids(100, 2_000).map((id) => sized(id, 100, "a"));
    await append(kv, { id: "first" }, "/f");
    await refused(kv, () => appendMany(kv, records, "/f"));
    await appendMany(kv, records, "/f", { split: true });
    equal(await faults(kv), []);
    await appendMany(kv, records.slice(0, 30).map(({ id }) => sized(id, 100_000, "b")), "/f");
    for (const { id } of records.slice(10, 20)) await remove(kv, id, "/f");
    await put(kv, "t", records.slice(0, 30));
    await put(kv, "t", records.slice(0, 30).map(({ id }) => sized(id, 100_000, "b")));
    equal(await faults(kv), []);
    equal(await cut(kv, "/f"), 91);
    await refused(kv, () => append(kv, { id: "i".repeat(2_048) }, "/f"));
    await refused(kv, () => put(kv, "t", { id: "i".repeat(2_048) }));
  },
);

onStores(
  "many rows that are nearly full are changed at once, each in one of its records",
  async (kv) => {
    const rows = Array.from(
      { length: 30 },
      (_, row) => [0, 1, 2].map((sub) => sized(`${row}.${sub}`, 20_000, "a")),
    );
    for (const row of rows) {
      await appendMany(kv, row, "/f");
    }
    const changed = rows.map((row) => sized(row[1]?.id ?? "", 10, "b"));
    await appendMany(kv, changed, "/f");
    equal(await faults(kv), []);
    const grown = rows.map((row) => sized(row[2]?.id ?? "", 64_000, "c"));
    await appendMany(kv, [...grown, sized("new", 64_000, "c")], "/f");
    equal(await faults(kv), []);
    equal(shape(await feed<Sized>(kv, "/f")).length, 91);
    equal(await cut(kv, "/f"), 91);
  },
);

onStores("rows of large entries are cut up to any of them", async (kv) => {
  for (let row = 0; row < 10; row++) {
    const records = Array.from({ length: 98 }, (_, i) => sized(`${row}.${i}`, 33_000, "a"));
    await appendMany(kv, records, "/f");
  }
  equal(await cut(kv, "/f", "0.10"), 11);
  equal(await faults(kv), []);
  equal(await cut(kv, "/f", "9.50"), 922);
  equal(await faults(kv), []);
  equal(await cut(kv, "/f"), 47);
  equal((await everything(kv)).filter((key) => /chunk|pending/.test(key)), []);
});

onStores("entries of one commit grow one after the other, and shrink", async (kv) => {
  const all = Array.from({ length: 20 }, (_, id) => id);
  await appendMany(kv, all.map((id) => sized(id, 10, "a")), "/f");
  for (const size of [2_000, 70_000, 750_000, 1_000, 10]) {
    for (const id of all) await append(kv, sized(id, size, "b"), "/f");
    equal(await faults(kv), []);
  }
  equal((await everything(kv)).filter((key) => /chunk|pending/.test(key)), []);
});

onStores(
  "of 60 rows of 100 small entries one each is changed at once, and then grows",
  async (kv) => {
    const rows = Array.from({ length: 60 }, (_, row) => row);
    for (const row of rows) {
      const records = Array.from({ length: 100 }, (_, i) => sized(`${row}.${i}`, 550, "a"));
      await appendMany(kv, records, "/f");
    }
    await appendMany(kv, rows.map((row) => sized(`${row}.50`, 10, "b")), "/f");
    await appendMany(kv, rows.map((row) => sized(`${row}.51`, 70_000, "c")), "/f");
    await append(kv, sized("7.52", 60_000, "d"), "/f");
    equal(await remove(kv, "8.53", "/f"), 5_999);
    equal(shape([await get<Sized>(kv, "/f", "7.52"), await get<Sized>(kv, "/f", "9.51")]), [
      "7.52: 60000 d",
      "9.51: 70000 c",
    ]);
    equal(await count(kv, "/f"), 5_999);
    equal(await cut(kv, "/f", "58.50"), 5_850);
    equal(await faults(kv), []);
  },
);
