import { equal, rejects } from "../../_support/assert.ts";
import { KvsError } from "../../../kvs/error.ts";
import { type Kvs, kvs } from "../../../kvs/kvs.ts";
import { SPAN } from "../../../kvs/rows/layout.ts";
import { feedParts, feedPath } from "../../../kvs/feed/path.ts";
import { onStores } from "../../_support/store/stores.ts";

const ids = (records: readonly { id: unknown }[]) => records.map(({ id }) => id);

async function fill(db: Kvs, feed: string, ...names: string[]): Promise<void> {
  for (const id of names) await db.append({ id }, feed);
}

onStores("a feed gives what was appended, in that order, and counts it", async (kv) => {
  const db = kvs(kv);
  equal(await db.append({ id: "a", text: "one" }, "/chat/room"), "a");
  await fill(db, "/chat/room", "c", "b");
  equal(await db.feed("/chat/room"), [{ id: "a", text: "one" }, { id: "c" }, { id: "b" }]);
  equal(await db.all("/chat/room"), await db.feed("/chat/room"));
  equal(await db.count("/chat/room"), 3);
  equal(await db.get("/chat/room", "c"), { id: "c" });
  equal(await db.get("/chat/room", "zz"), undefined);
  equal(await db.keys("/chat/room"), ["a", "b", "c"]);
});

onStores("append of an id that is there updates it in its place", async (kv) => {
  const db = kvs(kv);
  await fill(db, "/f", "1", "2", "3");
  await db.append({ id: "2", changed: true }, "/f");
  equal(await db.feed("/f"), [{ id: "1" }, { id: "2", changed: true }, { id: "3" }]);
  equal(await db.count("/f"), 3);
});

onStores(
  "appendMany is one commit, keeps order, updates known ids, and splits only if told",
  async (kv) => {
    const db = kvs(kv);
    await fill(db, "/f", "x");
    const commits = async () =>
      new Set(
        (await Array.fromAsync(kv.list({ prefix: ["kvs/id", "f"] }))).map((e) => e.versionstamp),
      ).size;
    equal(
      await db.appendMany([{ id: "a" }, { id: "x", n: 1 }, { id: "b" }, { id: "a", n: 2 }], "/f"),
      ["a", "x", "b", "a"],
    );
    equal(await db.feed("/f"), [{ id: "x", n: 1 }, { id: "a", n: 2 }, { id: "b" }]);
    equal(await commits(), 2);
    const many = Array.from({ length: 250 }, (_, i) => ({ id: i }));
    const error = await rejects(() => db.appendMany(many, "/many"), KvsError, "too_many");
    equal(/feed "\/many".*250.*100/.test(error.message), true);
    equal(await db.count("/many"), 0);
    await db.appendMany(many, "/many", { split: true });
    equal(await db.feed("/many"), many);
    equal(await db.count("/many"), 250);
    await db.appendMany([], "/none");
    equal(await db.all("writer"), [{ id: "/f", count: 3 }, { id: "/many", count: 250 }]);
  },
);

onStores(
  "remove takes out one entry, whether it came alone or with others, and only once",
  async (kv) => {
    const db = kvs(kv);
    await fill(db, "/f", "1", "2");
    await db.appendMany([{ id: "3" }, { id: "4" }, { id: "5" }], "/f");
    equal(await db.remove("2", "/f"), 4);
    equal(await db.remove({ id: "2" }, "/f"), 4);
    equal(await db.remove("4", "/f"), 3);
    equal(await db.remove("zz", "/nowhere"), undefined);
    equal(ids(await db.feed("/f")), ["1", "3", "5"]);
    await db.append({ id: "4", again: true }, "/f");
    equal(ids(await db.feed("/f")), ["1", "3", "5", "4"]);
    await db.append({ id: "5", still: "third" }, "/f");
    equal(await db.feed("/f"), [{ id: "1" }, { id: "3" }, { id: "5", still: "third" }, {
      id: "4",
      again: true,
    }]);
    for (const id of ["5", "3", "4", "1"]) await db.delete("/f", id);
    equal(await db.feed("/f"), []);
    equal(await db.count("/f"), 0);
    await fill(db, "/f", "6");
    equal(ids(await db.feed("/f")), ["6"]);
  },
);

onStores("cut removes up to an entry, or everything", async (kv) => {
  const db = kvs(kv);
  for (let i = 0; i < 30; i++) await db.append({ id: i }, "/f");
  await db.appendMany(Array.from({ length: 20 }, (_, i) => ({ id: 30 + i })), "/f");
  await db.append({ id: "child" }, "/f/child");
  await rejects(() => db.cut("/f", "nobody"), KvsError, "not_found");
  equal(await db.cut("/f", 19), 20);
  equal(await db.deleteRange("/f", { id: 39 }), 20);
  equal(ids(await db.feed("/f")), [40, 41, 42, 43, 44, 45, 46, 47, 48, 49, "child"]);
  equal(await db.count("/f"), 10);
  equal(await db.get("/f", 39), undefined);
  equal(await db.cut("/f"), 10);
  equal(await db.cut("/f"), 0);
  equal(await db.all("writer"), [{ id: "/f/child", count: 1 }]);
  await db.remove(await db.reader("/f/child"));
  equal((await Array.fromAsync(kv.list(SPAN))).map(({ key }) => key[0]), ["kvs/seq"]);
});

onStores(
  "a feed contains what the feeds under it hold: its own first, then theirs by name",
  async (kv) => {
    const db = kvs(kv), at = "/crm/personal/Реєстратор А1/in";
    await fill(db, `${at}/mail`, "m1", "m2");
    await fill(db, `${at}/directory/duck`, "d1", "d2");
    await fill(db, at, "own");
    await fill(db, `${at}/doc`, "o1");
    await fill(db, "/crm/other", "x");
    equal(ids(await db.feed(at)), ["own", "d1", "d2", "o1", "m1", "m2"]);
    equal(ids(await db.feed("/crm/personal")), ["own", "d1", "d2", "o1", "m1", "m2"]);
    equal(ids(await db.feed("/")), ["x", "own", "d1", "d2", "o1", "m1", "m2"]);
    equal(await db.count(at), 1);
    const reader = await db.top(await db.reader(at));
    equal(ids((await db.take(reader, -1)).args), ["m2", "m1", "o1", "d2", "d1", "own"]);
    equal(ids(await db.feed("/crm/personal/Реєстратор")), []);
  },
);

onStores("what a user supplies stays one part of a path", async (kv) => {
  const db = kvs(kv);
  for (
    const part of ["a/b", "%", "%2F", "%25", "%252F", "..", " ", "%/", "кімната", "\0", "%%25"]
  ) {
    const path = feedPath("chat", part);
    equal(feedParts(path), ["chat", part]);
    await db.append({ id: part }, path);
    equal(await db.feed(path), [{ id: part }]);
    equal(await db.feed(["chat", part]), [{ id: part }]);
  }
  equal(feedPath("chat", "a/b"), "/chat/a%2Fb");
  equal(feedParts("//chat//room/"), ["chat", "room"]);
  equal((await db.all("writer")).length, 11);
  for (const bad of ["chat", "", "/", ["a", ""], Array(33).fill("x")]) {
    await rejects(() => db.append({ id: 1 }, bad), KvsError, "bad_feed");
  }
});

onStores("writer and reader show count and ends; `writer` lists every feed", async (kv) => {
  const db = kvs(kv);
  equal(await db.writer("/w"), { id: "/w", count: 0 });
  equal(await db.get("writer", "/w"), undefined);
  await fill(db, "/w", "1", "2");
  const { cache, first, ...rest } = await db.writer("/w");
  equal(rest, { id: "/w", count: 2 });
  equal([first?.id, cache?.id, first?.feed], ["1", "2", "/w"]);
  equal((await db.get("writer", "/w"))?.count, 2);
  const added = await db.add({ ...await db.writer<{ id: string }>("/w"), args: { id: "3" } });
  equal([added.count, added.args, added.cache?.id], [3, { id: "3" }, "3"]);
  await db.save(added);
  equal((await db.writer("/w")).args, { id: "3" });
  const named = await db.add({ ...await db.writer("/w"), args: { text: "no id" } });
  equal((await db.feed("/w")).at(-1), named.args);
  await db.ensure({ id: "/empty" });
  equal(await db.all("writer"), [{ id: "/empty", count: 0 }, { id: "/w", count: 4 }]);
});

onStores(
  "records that cannot be stored are refused by name, and nothing is written",
  async (kv) => {
    const db = kvs(kv);
    const refused: [string, unknown][] = [
      ["unstorable", { id: 1, f: () => 1 }],
      ["unstorable", { id: 1, s: Symbol("s") }],
      ["unstorable", { id: 1, f: () => 1, big: "x".repeat(70_000) }],
      ["bad_id", {}],
      ["bad_id", { id: null }],
      ["bad_id", { id: ["alone"] }],
      ["bad_id", { id: {} }],
      ["bad_record", null],
      ["bad_record", "text"],
      ["bad_record", Object.assign([1], { id: 1 })],
      ["bad_id", Object.create({ id: 1 })],
      ["too_large", { id: "x".repeat(3_000) }],
      ["too_large", { id: 1, big: new Uint8Array(17 << 20) }],
    ];
    for (const [code, record] of refused) {
      const append = db.append as (record: unknown, feed: string) => Promise<unknown>;
      const put = db.put as (table: string, record: unknown) => Promise<unknown>;
      equal(
        (await rejects(() => append(record, "/f"), KvsError, code)).message.includes('feed "/f"'),
        true,
      );
      equal(
        (await rejects(() => put("t", record), KvsError, code)).message.includes('table "t"'),
        true,
      );
    }
    equal(await Array.fromAsync(kv.list(SPAN)), []);
  },
);

onStores("a corrupt entry is an error that names the feed", async (kv) => {
  const db = kvs(kv);
  await fill(db, "/f", "1");
  for await (const { key } of kv.list({ prefix: ["kvs/entry"] })) await kv.set(key, "garbage");
  const error = await rejects(() => db.feed("/f"), KvsError, "corrupt");
  equal(error.message.includes('feed "/f"'), true);
});

onStores("ids of every type stand apart", async (kv) => {
  const db = kvs(kv);
  const all = [
    1,
    "1",
    1n,
    true,
    new Uint8Array([1]),
    1.5,
    "",
    "a/b",
    ["a", 1],
    ["a", "1"],
    "кирилиця",
  ] as const;
  for (const id of all) await db.append({ id }, "/f");
  for (const id of all) await db.put("t", { id });
  equal(ids(await db.feed("/f")), [...all]);
  for (const id of all) equal([await db.get("/f", id), await db.get("t", id)], [{ id }, { id }]);
  equal((await db.keys("/f")).length, all.length);
  equal(await db.keys("t"), await db.keys("/f"));
});

onStores("eight appenders at once lose nothing and keep each one's order", async (kv) => {
  const db = kvs(kv);
  await Promise.all(Array.from({ length: 8 }, async (_, w) => {
    for (let i = 0; i < 50; i++) await db.append({ id: `${w}-${i}`, w, i }, "/f");
  }));
  const all = await db.feed<{ id: string; w: number; i: number }>("/f");
  equal([all.length, await db.count("/f")], [400, 400]);
  for (let w = 0; w < 8; w++) {
    equal(all.filter((r) => r.w === w).map((r) => r.i), Array.from({ length: 50 }, (_, i) => i));
  }
});

onStores("eight writers of the same ids count each id once", async (kv) => {
  const db = kvs(kv);
  await Promise.all(Array.from({ length: 8 }, async (_, w) => {
    for (let i = 0; i < 10; i++) await db.append({ id: i, w }, "/f");
    for (let i = 0; i < 5; i++) await db.remove(i, "/f");
  }));
  const all = await db.feed("/f");
  equal(new Set(ids(all)).size, all.length);
  equal(await db.count("/f"), all.length);
  equal((await db.keys("/f")).length, all.length);
});

onStores("feeds of records in hundreds of parts are cut and emptied", async (kv) => {
  const db = kvs(kv), bytes = new Uint8Array(9 << 20);
  for (let id = 1; id <= 9; id++) await db.append({ id, bytes }, "/large");
  equal(await db.cut("/large", 8), 8);
  equal((await db.feed("/large")).map(({ id }) => id), [9]);
  await db.destroy();
  equal(await Array.fromAsync(kv.list({ prefix: [] })), []);
});
