import { equal, rejects } from "../../_support/assert.ts";
import { faults } from "../race/exact.ts";
import { stopping } from "../race/stop.ts";
import { KvsError } from "../../../kvs/error.ts";
import type { Kv } from "../../../kvs/kv.ts";
import { kvs } from "../../../kvs/kvs.ts";
import { join } from "../../../kvs/table/schema.ts";
import { table } from "../../../kvs/table/metainfo.ts";
import { onStores, random } from "../../_support/store/stores.ts";

interface User {
  id: string;
  email?: string | null;
  org?: string;
  login?: string;
  city?: string;
  name?: string;
}

const users = table<User>("user", {
  fields: ["id", "email", "org", "login", "city", "name"],
  keys: ["city"],
  indexes: [["city", "name"]],
  unique: ["email", ["org", "login"]],
});
const bare = table<User>("user");
const schema = [{ name: "app", tables: [users] }];
const ids = (found: readonly User[]) => found.map(({ id }) => id);
const exact = async (kv: Kv) => equal(await faults(kv), []);

onStores("a unique value has one record, which its lookup finds", async (kv) => {
  const db = kvs(kv, { schema });
  await db.put(users, [
    { id: "a", email: "a@x", org: "o", login: "l" },
    { id: "b", email: "b@x", org: "o", login: "m" },
    { id: "c" },
    { id: "d", email: null, org: "o" },
  ]);
  equal(ids(await db.index(users, "email", "b@x")), ["b"]);
  equal(ids(await db.index(users, ["org", "login"], ["o", "l"])), ["a"]);
  equal(ids(await db.index(users, "email", "c@x")), []);
  const error = await rejects(
    () => db.put(users, [{ id: "e" }, { id: "f", email: "a@x" }]),
    KvsError,
    "taken",
  );
  equal(
    error.message,
    'table "user": record "f" cannot have the email of record "a", which only one may have',
  );
  await rejects(() => db.put(users, { id: "e", org: "o", login: "l" }), KvsError, "taken");
  await rejects(() => db.create({ id: "e", email: "a@x" }, users), KvsError, "taken");
  await rejects(() => db.update(users, "b", () => ({ id: "b", email: "a@x" })), KvsError, "taken");
  await rejects(
    () => db.put(users, [{ id: "e", email: "e@x" }, { id: "f", email: "e@x" }]),
    KvsError,
    "taken",
  );
  equal(ids(await db.all(users)), ["a", "b", "c", "d"]);
  // One that gives its value up, or two that exchange theirs, are no second record.
  await db.put(users, [{ id: "a", email: "b@x" }, { id: "b", email: "a@x" }]);
  equal(ids(await db.index(users, "email", "a@x")), ["b"]);
  await db.put(users, [{ id: "e", email: "a@x" }, { id: "b" }]);
  await db.delete(users, "e");
  await db.put(users, { id: "f", email: "a@x" });
  equal(ids(await db.match(users, { email: "a@x" })), ["f"]);
  await exact(kv);
});

onStores("an index of several fields finds by all of them, in their order", async (kv) => {
  const db = kvs(kv, { schema });
  await db.put(users, [
    { id: "a", city: "Kyiv", name: "Ann" },
    { id: "b", city: "Kyiv", name: "Bob" },
    { id: "c", city: "Lviv", name: "Ann" },
    { id: "d", city: "Kyiv" },
    { id: "e", city: "Kyiv", name: "Ann" },
  ]);
  equal(ids(await db.index(users, ["city", "name"], ["Kyiv", "Ann"])), ["a", "e"]);
  equal(ids(await db.index(users, "city", "Kyiv")), ["a", "b", "d", "e"]);
  equal(ids(await db.match(users, { city: "Kyiv", name: "Ann" })), ["a", "e"]);
  equal(ids(await db.indexMatch(users, { city: "Kyiv", name: "Bob" }, "city")), ["b"]);
  await rejects(() => db.index(users, ["name", "city"], ["Ann", "Kyiv"]), KvsError, "no_index");
  await rejects(() => db.index(users, ["city", "name"], ["Kyiv"]), KvsError, "no_index");
  await rejects(() => db.index(users, "name", "Ann"), KvsError, "no_index");
  await db.put(users, { id: "a", city: "Kyiv", name: "Anna" });
  await db.delete(users, "e");
  equal(ids(await db.index(users, ["city", "name"], ["Kyiv", "Ann"])), []);
  await exact(kv);
});

onStores("the fields of an index are those of the record", async () => {
  // @ts-expect-error -- there is no such field
  table<User>("user", { indexes: [["city", "shoe"]] });
  // @ts-expect-error -- there is no such field
  table<User>("user", { unique: ["shoe"] });
  // @ts-expect-error -- there is no such field
  table<User>("user", { unique: [["org", "shoe"]] });
  await rejects(
    () => Promise.resolve(table<User>("user", { indexes: [[]] })),
    KvsError,
    "bad_index",
  );
});

onStores(
  "indexes that are declared later are built; a unique one is taken back where two have a value",
  async (kv) => {
    const db = kvs(kv),
      add = (id: string, email: string) => db.put(bare, { id, email, city: "Kyiv", name: id });
    for (let i = 0; i < 30; i++) await add(`u${i}`, `${i % 29}@x`);
    const error = await rejects(
      () => join(kv, schema[0] ?? { name: "", tables: [] }),
      KvsError,
      "taken",
    );
    equal(error.message.includes('"u0"') && error.message.includes('"u29"'), true);
    // The others are there; whoever only knows the name may put what the unique one would refuse.
    const [, , , stored] = await db.tables();
    equal([stored?.keys, stored?.indexes, stored?.unique], [["city"], [["city", "name"]], [[
      "org",
      "login",
    ]]]);
    equal(ids(await db.index<User>("user", ["city", "name"], ["Kyiv", "u3"])), ["u3"]);
    await add("u30", "0@x");
    await exact(kv);
    await rejects(() => kvs(kv, { schema }).put(users, { id: "n" }), KvsError, "taken");
    for (const id of ["u29", "u30"]) await db.delete(bare, id);
    const meanwhile = (async () => {
      for (let i = 31; i < 60; i++) await add(`u${i}`, `${i}@x`);
    })();
    await kvs(kv, { schema }).join();
    await meanwhile;
    await exact(kv);
    await rejects(() => add("new", "31@x"), KvsError, "taken");
    equal(ids(await db.index<User>("user", "email", "31@x")), ["u31"]);
  },
);

onStores(
  "what a process has begun to build is built by the next join, and found meanwhile",
  async (kv) => {
    const db = kvs(kv, { schema });
    for (let i = 0; i < 9; i++) {
      await kvs(kv).put(bare, {
        id: `u${i}`,
        city: "Kyiv",
        email: `${i}@x`,
      });
    }
    const { name: _, keys, indexes = [], unique = [], fields } = users;
    const building = { keys, indexes, unique };
    await kv.set(["kvs/schema", "user"], { fields, keys, indexes, unique, building });
    equal((await db.index(users, "city", "Kyiv")).length, 9);
    equal(ids(await db.index(users, "email", "3@x")), ["u3"]);
    await db.put(users, { id: "u3", city: "Lviv", email: "3@x" });
    await db.delete(users, "u4");
    await db.join();
    await exact(kv);
    equal(Object.keys((await kv.get<object>(["kvs/schema", "user"])).value ?? {}).sort(), [
      "fields",
      "indexes",
      "keys",
      "unique",
    ]);
    equal(ids(await db.index(users, "email", "5@x")), ["u5"]);
  },
);

onStores("50 records with many unique values are put in one commit", async (kv) => {
  const wide = table<User>("user", { unique: ["email", "org", "login", "city"] });
  const make = (v: string): User[] =>
    Array.from({ length: 50 }, (_, i) => {
      const value = `${v}${i}`;
      return { id: `${i}`, email: value, org: value, login: value, city: value };
    });
  const db = kvs(kv);
  await db.put(wide, make("a"));
  await db.put(wide, make("b"));
  await exact(kv);
  equal(ids(await db.index(wide, "city", "b49")), ["49"]);
  await rejects(() => db.put(wide, { id: "50", login: "b49" }), KvsError, "taken");
});

for (const seed of [1, 2, 3]) {
  onStores(`puts that race for a few values leave one record each, seed ${seed}`, async (kv) => {
    const db = kvs(kv, { schema }), next = random(seed), of = (n: number) => Math.floor(next() * n);
    await Promise.all(Array.from({ length: 6 }, async () => {
      for (let i = 0; i < 15; i++) {
        const id = `u${of(4)}`, email = `${of(3)}@x`;
        const change = next() < 0.2 ? db.delete(users, id) : db.put(
          users,
          next() < 0.5 ? { id, email } : [{ id, email }, { id: `v${id}`, login: email, org: "o" }],
        );
        await change.catch((error) => {
          if (!KvsError.is(error, "taken")) throw error;
        });
      }
    }));
    await exact(kv);
  });
}

onStores("a unique value stays its holder's while a large holder is replaced", async (kv) => {
  const large = (letter: string) => ({ id: "a", email: "a@x", name: letter.repeat(140_000) });
  await join(kv, { name: "app", tables: [users] });
  await kvs(kv, { schema }).put(users, large("x"));
  let parts = 0;
  const slow = stopping(kv, async (point) => {
    if (point.startsWith("list kvs/chunk") && parts++ === 0) await kvs(kv).put("user", large("y"));
  });
  await rejects(() => kvs(slow).put("user", { id: "b", email: "a@x" }), KvsError, "taken");
  equal(parts > 1, true);
  await exact(kv);
});
