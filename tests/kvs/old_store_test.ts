// Alone in its isolate: it reads NaN, which V8 then gives others with either sign, and keys tell the two apart.
import { type Kv, kvs, KvU64, sweep } from "../../kvs/mod.ts";
import { expected, onOldStores, type Row } from "../_support/store/old_store.ts";
import { equal } from "../_support/assert.ts";
import { oldValues } from "./old_values.ts";
import { needs } from "../_support/permission.ts";

needs("read", "write");

const USER = {
  name: "user",
  fields: ["id", "name", "city", "age"],
  keys: ["city", "age"],
} as const;
/** The feeds in the order of their paths. */
const FEEDS = Object.keys(expected.feeds).toSorted();

const rows = (feed: string): readonly Row[] => expected.feeds[feed] ?? [];
/** What a feed itself holds. */
async function own(kv: Kv, feed: string): Promise<Row[]> {
  const found = await Array.fromAsync(kvs(kv).entries<Row>(feed, { own: true }));
  return found.map(({ record }) => record);
}

/** Count, entries, distinct ids and index of a feed say the same. */
async function agree(kv: Kv, feed: string): Promise<void> {
  const db = kvs(kv), found = await own(kv, feed), ids = await db.keys(feed);
  const sizes = [await db.count(feed), ids.length, new Set(found.map(({ id }) => String(id))).size];
  equal(sizes, sizes.map(() => found.length), feed);
  for (const record of found) equal(await db.get<Row>(feed, record.id), record);
}

onOldStores(
  "the feeds of an old store hold what was appended and not removed, in that order",
  async (kv) => {
    for (const feed of FEEDS) equal(await own(kv, feed), [...rows(feed)], feed);
    equal(await own(kv, "/gone"), []);
  },
);

onOldStores(
  "a feed of an old store holds its own entries and then those of the feeds under it",
  async (kv) => {
    for (const above of ["/crm", "/crm/in", "/large"]) {
      const all = FEEDS.filter((feed) => feed === above || feed.startsWith(`${above}/`)).flatMap(
        rows,
      );
      equal(await kvs(kv).feed<Row>(above), all);
      const reversed = await Array.fromAsync(kvs(kv).entries<Row>(above, { reverse: true }));
      equal(reversed.map(({ record }) => record), all.toReversed());
    }
  },
);

onOldStores(
  "counts, entries and index of an old store agree, and its writers tell them",
  async (kv) => {
    for (const feed of FEEDS) await agree(kv, feed);
    const writers = (await kvs(kv).all("writer")).filter(({ id }) => !id.startsWith("/bpe/"));
    equal(
      writers.map(({ id, count }) => [id, count]),
      FEEDS.map((feed) => [feed, rows(feed).length]),
    );
    for (const [feed, args] of Object.entries(expected.args)) {
      equal((await kvs(kv).writer(feed)).args, args);
    }
  },
);

onOldStores("readers that were saved in an old store go on where they stood", async (kv) => {
  const db = kvs(kv);
  for (const [name, left] of Object.entries(expected.readers)) {
    const reader = await db.loadReader(name);
    if (reader === undefined) throw new Error(`${name} is gone`);
    equal((await db.take(reader, -1)).args.map(({ id }) => id), [...left], name);
  }
});

onOldStores(
  "appends to an old store stand behind what was there, updates in its place",
  async (kv) => {
    const db = kvs(kv);
    await db.append({ id: "m7", n: 7 }, "/crm/in/mail");
    await db.append({ id: "m4", n: 44 }, "/crm/in/mail");
    await db.appendMany(
      [{ id: "w30", n: 0 }, { id: "w200", n: 200 }, { id: "w120", n: 0 }],
      "/crm/in/web",
    );
    await db.append({ id: "70k", text: "small" }, "/large");
    const mail = rows("/crm/in/mail").map((row): Row =>
      row.id === "m4" ? { id: "m4", n: 44 } : row
    );
    equal(await own(kv, "/crm/in/mail"), [...mail, { id: "m7", n: 7 }]);
    const web = rows("/crm/in/web").map((row): Row =>
      row.id === "w30" || row.id === "w120" ? { id: row.id, n: 0 } : row
    );
    equal(await own(kv, "/crm/in/web"), [...web, { id: "w200", n: 200 }]);
    const [, ...large] = rows("/large");
    equal(await own(kv, "/large"), [{ id: "70k", text: "small" }, ...large]);
    for (const feed of FEEDS) await agree(kv, feed);
  },
);

onOldStores("entries of an old store are removed and cut", async (kv) => {
  const db = kvs(kv), web = rows("/crm/in/web");
  await db.remove("w66", "/crm/in/web");
  await db.remove(["call", 1], "/crm/in");
  await db.cut("/crm/in/web", "w70");
  await db.cut("/large");
  equal(await own(kv, "/crm/in/web"), web.slice(web.findIndex(({ id }) => id === "w71")));
  equal(await own(kv, "/crm/in"), rows("/crm/in").slice(1));
  equal(await own(kv, "/large"), []);
  for (const feed of FEEDS) await agree(kv, feed);
});

onOldStores(
  "parts of a large value of an old store go with their row, those of a crash when they are swept",
  async (kv) => {
    const values = async () => {
      const parts = await Array.fromAsync(kv.list({ prefix: ["kvs/chunk"] }), ({ key }) => key[1]);
      return new Set(parts).size;
    };
    const before = await values();
    equal(await sweep(kv), 1);
    equal(await values(), before - 1);
    await kvs(kv).cut("/large");
    equal(await values(), before - 4, "three of the feed's records are large");
    await kvs(kv).delete("scan", "page");
    equal(await values(), before - 5);
    equal(await sweep(kv), 0);
  },
);

onOldStores(
  "the tables of an old store hold what was put and not deleted, with their counts",
  async (kv) => {
    const db = kvs(kv);
    for (const [name, records] of Object.entries(expected.tables)) {
      equal(await db.all<Row>(name), [...records]);
      equal([await db.count(name), await db.keys(name)], [
        records.length,
        records.map(({ id }) => id),
      ]);
      for (const record of records) equal(await db.get<Row>(name, record.id), record);
    }
    equal(await db.get("user", "eve"), undefined);
  },
);

onOldStores(
  "the indexes of an old store find what they found, and follow what is put",
  async (kv) => {
    const db = kvs(kv), users = expected.tables.user ?? [];
    const cities = async () => {
      const found: Record<string, unknown> = {};
      for (const city of ["Kyiv", "Lviv", "Odesa"]) {
        found[city] = (await db.index<Row>("user", "city", city)).map(({ id }) => id);
      }
      return found;
    };
    const grouped = (all: readonly Row[]) =>
      Object.fromEntries(["Kyiv", "Lviv", "Odesa"].map((city) => [
        city,
        all.filter((user) => user.city === city).map(({ id }) => id),
      ]));
    equal(await cities(), grouped(users));
    equal((await db.index<Row>("user", "age", 40)).map(({ id }) => id), ["bob", "dan"]);
    await db.put("user", { id: "ann", name: "ann", city: "Lviv", age: 31 });
    await db.put(USER, { id: "fay", name: "fay", city: "Kyiv", age: 20 });
    await db.delete("user", "cid");
    equal(await cities(), { Kyiv: ["fay"], Lviv: ["ann", "bob"], Odesa: ["dan"] });
    equal([await db.count("user"), (await db.index<Row>("user", "age", 30)).length], [4, 0]);
  },
);

onOldStores("a table of an old store refuses a field that it was not declared with", async (kv) => {
  const { code } = await kvs(kv).put("user", { id: "gus", shoe: 43 }).catch((error) => error);
  equal(code, "no_field");
});

onOldStores("sequences of an old store go on behind the last number", async (kv) => {
  const db = kvs(kv);
  equal(await db.seq("ticket"), String(expected.seq.ticket + 1));
  equal(await db.seq() > expected.seq.last, true);
});

onOldStores("values of every kind are read from an old store as they were put", async (kv) => {
  for (const [name, value] of Object.entries(oldValues())) {
    const entry = await kv.get(["office", name]);
    equal(entry.versionstamp === null, false, name);
    if (value instanceof KvU64) equal([entry.value instanceof KvU64, entry.value], [true, value]);
    else equal(entry.value, value, name);
  }
  equal((await kv.get([Uint8Array.of(0, 255), -5, 10n, true, "ж"])).value, "every kind of part");
});

onOldStores("counters of an old store count on", async (kv) => {
  const count = async (name: string) => String((await kv.get<KvU64>(["count", name])).value?.value);
  for (const [name, value] of Object.entries(expected.counts)) equal(await count(name), value);
  await kv.atomic().sum(["count", "visits"], 1n).max(["count", "most"], 10n).min(
    ["count", "least"],
    2n,
  )
    .commit();
  equal([await count("visits"), await count("most"), await count("least")], ["43", "10", "2"]);
});
