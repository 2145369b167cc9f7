import { equal, rejects } from "../../_support/assert.ts";
import { Batch } from "../../../kvs/rows/batch.ts";
import { expireRows } from "../../../kvs/table/change.ts";
import { faults } from "../race/exact.ts";
import { KvsError } from "../../../kvs/error.ts";
import type { Kv } from "../../../kvs/kv.ts";
import { kvs } from "../../../kvs/kvs.ts";
import { sweep } from "../../../kvs/rows/chunk.ts";
import { table, type TableChange } from "../../../kvs/table/metainfo.ts";
import { withClock } from "../../../kvs/store/clock.ts";
import { onStores } from "../../_support/store/stores.ts";

interface User {
  id: string;
  email?: string;
  city?: string;
  body?: string;
}

const users = table<User>("user", { keys: ["city"], unique: ["email"], changes: true });
const feed = "/table/user";
const told = (changes: readonly TableChange<User>[]) =>
  changes.map(({ op, of, record }) => `${op} ${of} ${record?.city ?? record?.body?.length ?? "-"}`);
const exact = async (kv: Kv) => equal(await faults(kv), []);

onStores("a table tells each change in the commit that makes it", async (kv) => {
  const db = kvs(kv, { schema: [{ name: "app", tables: [users] }] });
  const changes = () => db.feed<TableChange<User>>(feed);
  await db.put(users, [{ id: "a", city: "Kyiv", email: "a@x" }, { id: "b", city: "Lviv" }]);
  await db.put("user", { id: "a", city: "Lviv" });
  await db.delete(users, "b");
  await db.delete(users, "none");
  await db.create({ id: "c", city: "Odesa" }, users);
  await rejects(() => db.create({ id: "c", city: "no" }, users), KvsError, "conflict");
  await db.update(users, "c", (user) => user && { ...user, city: "Kyiv" });
  equal(told(await changes()), [
    "put a Kyiv",
    "put b Lviv",
    "put a Lviv",
    "delete b -",
    "put c Odesa",
    "put c Kyiv",
  ]);
  for (const size of [100_000, 2_000_000]) {
    await db.put(users, { id: "big", body: "x".repeat(size) });
  }
  equal(told(await changes()).slice(6), ["put big 100000", "put big 2000000"]);
  const batch = new Batch();
  await db.putInto(batch, [{ id: "d", city: "Kyiv" }, { id: "c", city: "Lviv" }], users);
  equal(typeof await batch.commit(kv), "string");
  const commit = kv.atomic();
  await db.putInto(commit, [{ id: "e", city: "Kyiv" }], users);
  await commit.commit();
  equal(told(await changes()).slice(8), ["put d Kyiv", "put c Lviv", "put e Kyiv"]);
  equal(new Set((await changes()).map(({ id }) => id)).size, 11);
  const many = Array.from({ length: 60 }, (_, i) => ({ id: `m${i}`, body: "x".repeat(20_000) }));
  await db.put(users, many, { split: true });
  equal(told(await changes()).slice(11), many.map(({ id }) => `put ${id} 20000`));
  await exact(kv);
});

onStores("changes that are declared later are told from then on", async (kv) => {
  const quiet = kvs(kv), loud = kvs(kv, { schema: [{ name: "app", tables: [users] }] });
  await quiet.put("user", { id: "a" });
  await loud.join();
  await quiet.put("user", { id: "b" });
  equal(told(await quiet.feed<TableChange<User>>(feed)), ["put b -"]);
});

onStores("what has expired is not read; whoever has its values takes it out", async (store) => {
  const clock = { now: () => time }, kv = withClock(store, clock), db = kvs(kv);
  let time = 1_000_000;
  const rows = async () => {
    const found = await Array.fromAsync(kv.list({ prefix: ["kvs/expiry"] }));
    return found.map(({ key }) => key.slice(1).join());
  };
  await db.put(users, { id: "a", city: "Kyiv", email: "a@x" }, { expireIn: 1000 });
  await db.put(users, { id: "b", city: "Kyiv", body: "x".repeat(90_000) }, { expireIn: 2000 });
  await db.put(users, { id: "c", city: "Kyiv" });
  equal(await rows(), ["1001000,table,user,a", "1002000,table,user,b"]);
  equal((await db.index(users, "city", "Kyiv")).length, 3);
  equal((await db.get(users, "a"))?.email, "a@x");
  const seen = await db.read(users, "a");
  await exact(kv);
  time += 1000;
  equal([await db.get(users, "a"), await db.read(users, "a")], [undefined, undefined]);
  equal((await db.all(users)).map(({ id }) => id), ["b", "c"]);
  equal((await db.index(users, "city", "Kyiv")).map(({ id }) => id), ["b", "c"]);
  equal(await db.index(users, "email", "a@x"), []);
  equal((await db.getMany(users, ["c", "a"])).map((each) => each?.id), ["c", undefined]);
  await rejects(
    () => db.put(users, { id: "a" }, { version: seen?.version ?? null }),
    KvsError,
    "conflict",
  );
  await rejects(
    () => db.delete(users, "a", { version: seen?.version ?? null }),
    KvsError,
    "conflict",
  );
  // Its unique value is free, and its id is new.
  await db.put(users, { id: "d", email: "a@x" });
  equal([await rows(), await db.count(users)], [["1002000,table,user,b"], 3]);
  time += 1000;
  await db.create({ id: "b", city: "Lviv" }, users, { expireIn: 5 });
  equal([await rows(), await db.count(users)], [["1002005,table,user,b"], 3]);
  await db.put(users, { id: "b", city: "Lviv" });
  equal([await rows(), await db.count(users)], [[], 3]);
  await db.put(users, { id: "b", city: "Lviv" }, { expireIn: 5 });
  await db.put(users, { id: "c", city: "Lviv" }, { expireIn: 500 });
  time += 5;
  equal(await expireRows(kv, "user", ["b", "c", "d", "none"]), 1);
  equal([await rows(), await db.count(users)], [["1002500,table,user,c"], 2]);
  await db.delete(users, "c");
  await sweep(kv);
  equal([await rows(), await db.count(users)], [[], 1]);
  await exact(kv);
  equal(told(await db.feed<TableChange<User>>(feed)).slice(3), [
    "delete a -",
    "put d -",
    "put b Lviv",
    "put b Lviv",
    "put b Lviv",
    "put c Lviv",
    "delete b -",
    "delete c -",
  ]);
  for (const expireIn of [0, -1, NaN, Infinity, "1" as unknown as number]) {
    await rejects(() => db.put(users, { id: "z" }, { expireIn }), KvsError, "bad_expiry");
  }
});
