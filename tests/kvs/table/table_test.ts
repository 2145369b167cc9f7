import { equal, rejects } from "../../_support/assert.ts";
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import { KvsError } from "../../../kvs/error.ts";
import { kvs } from "../../../kvs/kvs.ts";
import { table } from "../../../kvs/table/metainfo.ts";
import { onStores, random } from "../../_support/store/stores.ts";

interface User {
  id: string;
  city?: string;
  age?: number;
  tags?: string[];
}

const latin1 = new TextDecoder("latin1");
const users = table<User>("user", { fields: ["id", "city", "age", "tags"], keys: ["city"] });
const schema = [{ name: "app", tables: [users] }];

onStores("a table gives back, replaces, counts, lists and deletes records", async (kv) => {
  const db = kvs(kv);
  await db.put("msg", { id: 2, text: "two" });
  await db.put("msg", [{ id: 1 }, { id: 3 }, { id: 3, again: true }]);
  await db.put("msg", { id: 2, text: "changed" });
  equal(await db.all("msg"), [{ id: 1 }, { id: 2, text: "changed" }, { id: 3, again: true }]);
  equal([await db.get("msg", 2), await db.get("msg", 9)], [{ id: 2, text: "changed" }, undefined]);
  equal([await db.count("msg"), await db.keys("msg"), await db.dir()], [3, [1, 2, 3], [
    "id_seq",
    "msg",
    "reader",
    "writer",
  ]]);
  await db.delete("msg", 1);
  await db.delete("msg", 1);
  await db.delete("msg", { id: 2 });
  equal([await db.count("msg"), await db.keys("msg")], [1, [3]]);
  await db.append({ id: "x" }, "/f");
  equal(await db.dump(), [{ name: "msg", count: 1 }, { name: "/f", count: 1 }]);
  await db.destroy("msg");
  equal([await db.all("msg"), await db.count("msg"), await db.dir()], [[], 0, [
    "id_seq",
    "reader",
    "writer",
  ]]);
  await db.destroy();
  equal(await Array.fromAsync(kv.list({ prefix: [] })), []);
});

onStores(
  "records over 64 KiB come back whole, in tables and feeds, and leave nothing behind",
  async (kv) => {
    const db = kvs(kv);
    const make = (size: number, id: string) => ({
      id,
      text: "ї".repeat(size),
      bytes: new Uint8Array(size).fill(7),
      nested: {
        when: new Date(5),
        map: new Map([["k", [1n, null, undefined, -0]]]),
        odd: "\ud800",
      },
    });
    /** Bytes as text, which is compared at once where comparing them takes seconds. */
    const comparable = (record: object | undefined) => {
      if (record === undefined || !("bytes" in record)) return record;
      const { bytes } = record;
      return { ...record, bytes: bytes instanceof Uint8Array && latin1.decode(bytes) };
    };
    for (const size of [1_000, 30_000, 66_000, 200_000, 1_000_000]) {
      const record = make(size, "big"), expected = comparable(record);
      await db.put("t", record);
      await db.append(record, "/f");
      equal(comparable(await db.get("t", "big")), expected);
      equal(comparable(await db.get("/f", "big")), expected);
      equal((await db.all("t")).map(comparable), [expected]);
      equal((await db.feed("/f")).map(comparable), [expected]);
    }
    await db.appendMany([make(50_000, "a"), make(50_000, "b")], "/g");
    equal((await db.feed("/g")).map(({ id }) => id), ["a", "b"]);
    await db.remove("a", "/g");
    await db.cut("/g");
    await db.put("t", { id: "big" });
    await db.remove("big", "/f");
    equal(await Array.fromAsync(kv.list({ prefix: ["kvs/chunk"] })), []);
    equal(await Array.fromAsync(kv.list({ prefix: ["kvs/pending"] })), []);
  },
);

onStores(
  "a reader of a large value that is being replaced gets one of the values whole",
  async (kv) => {
    const db = kvs(kv);
    const put = (n: number) => db.put("t", { id: 1, all: Array(40_000).fill(n) });
    await put(0);
    let writing = true;
    const writer = (async () => {
      for (let n = 1; n < 25; n++) await put(n);
      writing = false;
    })();
    while (writing) {
      const found = await db.get<{ id: number; all: number[] }>("t", 1);
      equal([new Set(found?.all).size, found?.all.length], [1, 40_000]);
    }
    await writer;
  },
);

onStores("index, match and indexMatch find records by their fields", async (kv) => {
  const db = kvs(kv, { schema });
  await db.put(users, [
    { id: "a", city: "Kyiv", age: 1, tags: ["x"] },
    { id: "b", city: "Lviv", age: 1 },
    { id: "c", city: "Kyiv", age: 2 },
    { id: "d" },
  ]);
  const ids = (found: readonly User[]) => found.map(({ id }) => id);
  equal(ids(await db.index(users, "city", "Kyiv")), ["a", "c"]);
  equal(ids(await db.index<User>("user", "city", "Kyi")), []);
  equal(ids(await db.match(users, { city: "Kyiv", age: 2 })), ["c"]);
  equal(ids(await db.match(users, { age: 1 })), ["a", "b"]);
  equal(ids(await db.match(users, { tags: ["x"] })), ["a"]);
  equal(ids(await db.match(users, { tags: [] })), []);
  equal(ids(await db.indexMatch(users, { city: "Kyiv", age: 1 }, "city")), ["a"]);
  await db.put("user", { id: "a", city: "Lviv" });
  await db.delete(users, "b");
  equal(ids(await db.index(users, "city", "Lviv")), ["a"]);
  equal(ids(await db.index(users, "city", "Kyiv")), ["c"]);
  equal(await db.keyMatch("user", "c"), ["c"]);
  await rejects(() => db.index(users, "age", 1), KvsError, "no_index");
  await rejects(() => db.indexMatch(users, { age: 1 }, "city"), KvsError, "no_index");
  await rejects(
    () => db.put(users, { id: "e", city: ["no"] } as unknown as User),
    KvsError,
    "bad_index",
  );
  equal((await Array.fromAsync(kv.list({ prefix: ["kvs/index"] }))).length, 2);
});

onStores("a declared table gives its records their type", async (kv) => {
  const db = kvs(kv, { schema });
  await db.put(users, { id: "a", age: 1 });
  const found: User | undefined = await db.get(users, "a");
  const all: User[] = await db.all(users);
  equal([found?.age, all[0]?.age], [1, 1]);
  // @ts-expect-error -- age is a number
  await db.put(users, { id: "b", age: "1" });
  // @ts-expect-error -- there is no such field
  await rejects(() => db.index(users, "shoe", 43), KvsError, "no_index");
});

onStores(
  "where a schema is declared, unknown tables and fields are refused by name",
  async (kv) => {
    const db = kvs(kv, { schema });
    for (
      const run of [
        () => db.get("nobody", 1),
        () => db.put("nobody", { id: 1 }),
        () => db.delete("nobody", 1),
        () => db.all("nobody"),
        () => db.count("nobody"),
      ]
    ) equal((await rejects(run, KvsError, "no_table")).message.includes('"nobody"'), true);
    const odd = { id: "a", shoe: 43 } as User;
    equal(
      (await rejects(() => db.put(users, odd), KvsError, "no_field")).message.includes('"shoe"'),
      true,
    );
    equal(
      (await rejects(() => db.match(users, odd), KvsError, "no_field")).message.includes('"shoe"'),
      true,
    );
    for (const name of ["", "/path"]) {
      await rejects(
        () => Promise.resolve(table(name)),
        KvsError,
        "bad_table",
      );
    }
    equal([db.fields("user"), db.fields("nobody"), db.getTable("nobody")], [
      ["id", "city", "age", "tags"],
      [],
      undefined,
    ]);
  },
);

onStores("more records than one commit holds are split only if told", async (kv) => {
  const db = kvs(kv), many = Array.from({ length: 120 }, (_, id) => ({ id }));
  const error = await rejects(() => db.put("t", many), KvsError, "too_many");
  equal(error.message.includes('table "t"'), true);
  equal(await db.count("t"), 0);
  await db.put("t", many, { split: true });
  equal([await db.count("t"), await db.all("t")], [120, many]);
});

onStores(
  "an index declared later is built, and kept by those who know the table only by its name",
  async (kv) => {
    const early = kvs(kv), late = kvs(kv, { schema });
    for (let i = 0; i < 30; i++) await early.put("user", { id: `u${i}`, city: `c${i % 3}` });
    const meanwhile = (async () => {
      for (let i = 30; i < 60; i++) await early.put("user", { id: `u${i}`, city: `c${i % 3}` });
    })();
    await late.join();
    await meanwhile;
    await early.put("user", { id: "u0", city: "moved" });
    await late.join();
    equal((await late.index(users, "city", "c0")).length, 19);
    equal((await late.index(users, "city", "moved")).length, 1);
    equal((await early.tables()).at(-1)?.name, "user");
  },
);

for (const seed of [1, 2, 3]) {
  onStores(`puts and deletes at once leave no stale index row, seed ${seed}`, async (kv) => {
    const db = kvs(kv, { schema }), next = random(seed);
    await Promise.all(Array.from({ length: 8 }, async () => {
      for (let i = 0; i < 20; i++) {
        const id = `u${Math.floor(next() * 4)}`;
        if (next() < 0.2) await db.delete(users, id);
        else await db.put(users, { id, city: `c${Math.floor(next() * 3)}` });
      }
    }));
    const rows = (await Array.fromAsync(kv.list({ prefix: ["kvs/index"] }))).map(({ key }) =>
      key.slice(3).join()
    );
    const all = await db.all(users);
    equal(rows.toSorted(), all.map(({ id, city }) => `${city},${id}`).toSorted());
    equal(await db.count(users), all.length);
  });
}

Deno.test("what of a declaration means something to the application only is told as it was given", async () => {
  const mappings = [["owner", "user"]] as const;
  const cars = table<{ id: string; owner: string }>("car", { type: "bag", mappings });
  using kv = memoryKv();
  const db = kvs(kv, { schema: [{ name: "app", tables: [cars] }] });
  await db.join();
  equal([db.getTable("car")?.type, db.getTable("car")?.mappings], ["bag", mappings]);
  const odd = { type: "heap" as "bag" }; // as: to be refused
  await rejects(() => table("car", odd), KvsError, "bad_table");
  const one = { mappings: [["owner"]] as unknown as typeof mappings }; // as: to be refused
  await rejects(() => table("car", one), KvsError, "bad_table");
});
