import { equal, rejects } from "../../_support/assert.ts";
import { Batch } from "../../../kvs/rows/batch.ts";
import { KvsError } from "../../../kvs/error.ts";
import type { Kv } from "../../../kvs/kv.ts";
import { kvs } from "../../../kvs/kvs.ts";
import { count } from "../../../kvs/access.ts";
import { putInto } from "../../../kvs/table/put.ts";
import { table } from "../../../kvs/table/metainfo.ts";
import { join } from "../../../kvs/table/schema.ts";
import { faults } from "../race/exact.ts";
import { stopping } from "../race/stop.ts";
import { onStores } from "../../_support/store/stores.ts";

interface Page {
  id: string;
  text: string;
  city?: string;
}

const pages = table<Page>("page", { keys: ["city"] });
const schema = [{ name: "app", tables: [pages] }];

/** Keys under a prefix, to see what is left. */
const under = async (kv: Kv, prefix: string) =>
  (await Array.fromAsync(kv.list({ prefix: [prefix] }))).length;

for (const source of ["page", "/pages"]) {
  onStores(
    `a version changes with every change of its record and with no other, ${source}`,
    async (kv) => {
      const db = kvs(kv);
      const store = (record: Page, options = {}) =>
        source === "page" ? db.put(source, record, options) : db.append(record, source, options);
      equal(await db.read(source, "a"), undefined);
      await store({ id: "a", text: "one" });
      const first = await db.read<Page>(source, "a");
      equal(first?.record, { id: "a", text: "one" });
      await store({ id: "b", text: "another" });
      equal((await db.read(source, "a"))?.version, first?.version);
      await store({ id: "a", text: "two" }, { version: first?.version });
      await rejects(
        () => store({ id: "a", text: "x" }, { version: first?.version }),
        KvsError,
        "conflict",
      );
      await rejects(() => store({ id: "a", text: "x" }, { version: null }), KvsError, "conflict");
      await rejects(
        () => db.delete(source, "a", { version: first?.version ?? null }),
        KvsError,
        "conflict",
      );
      await rejects(() => db.delete(source, "a", { version: null }), KvsError, "conflict");
      await rejects(
        () => store({ id: "a", text: "x" }, { version: "17" }),
        KvsError,
        "bad_version",
      );
      const other = await db.read(source, "b");
      await rejects(
        () => store({ id: "a", text: "x" }, { version: other?.version }),
        KvsError,
        "conflict",
      );
      equal(await db.get(source, "a"), { id: "a", text: "two" });
      const second = await db.read(source, "a");
      await db.delete(source, "a", { version: second?.version ?? null });
      equal([await db.read(source, "a"), await db.count(source)], [undefined, 1]);
      await db.delete(source, "a", { version: null });
      await rejects(
        () => db.delete(source, "a", { version: second?.version ?? null }),
        KvsError,
        "conflict",
      );
      await store({ id: "a", text: "three" }, { version: null });
      equal((await db.getMany<Page>(source, ["b", "c", "a"])).map((each) => each?.text), [
        "another",
        undefined,
        "three",
      ]);
    },
  );

  onStores(`create refuses an id that is there, also where eight race, ${source}`, async (kv) => {
    const db = kvs(kv);
    equal(await db.create({ id: "z", text: "" }, source), "z");
    const made = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) => db.create({ id: "a", text: `${i}` }, source)),
    );
    const refused = made.flatMap((each) => each.status === "rejected" ? [each.reason] : []);
    equal([refused.length, refused.every((error) => KvsError.is(error, "conflict"))], [7, true]);
    const winner = made.findIndex(({ status }) => status === "fulfilled");
    equal(await db.get(source, "a"), { id: "a", text: `${winner}` });
    equal(await db.count(source), 2);
  });

  onStores(`updates that race are all there, ${source}`, async (kv) => {
    const db = kvs(kv);
    type Hits = { id: string; n: number };
    const hit = () =>
      db.update<Hits>(source, "h", async (hits) => {
        await Promise.resolve();
        return { id: "h", n: (hits?.n ?? 0) + 1 };
      });
    const told = await Promise.all(Array.from({ length: 10 }, hit));
    equal(told.map((hits) => hits?.n).sort((a = 0, b = 0) => a - b), [
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
      9,
      10,
    ]);
    equal(await db.update(source, "h", () => undefined), { id: "h", n: 10 });
    equal(await db.update(source, "none", () => undefined), undefined);
    await rejects(() => db.update(source, "h", () => ({ id: "other", n: 0 })), KvsError, "bad_id");
    await rejects(
      () => db.update(source, "h", () => Promise.reject(new KvsError("no_table", "mine"))),
      KvsError,
      "no_table",
    );
    equal(await db.get(source, "h"), { id: "h", n: 10 });
  });
}

onStores("a put of several with a version is refused", async (kv) => {
  const db = kvs(kv), two = [{ id: "a" }, { id: "b" }];
  await rejects(() => db.put("t", two, { version: null }), KvsError, "bad_version");
  await rejects(
    () => db.putInto(new Batch(), two, "t", { version: null }),
    KvsError,
    "bad_version",
  );
  equal(await db.count("t"), 0);
});

onStores("a record is stored as it was when put was called", async (kv) => {
  const db = kvs(kv), record = { id: "a", city: "Kyiv", text: "one" };
  const putting = db.put(pages, record);
  record.id = "b";
  record.city = "Lviv";
  await putting;
  equal(await db.all("page"), [{ id: "a", city: "Kyiv", text: "one" }]);
  equal((await db.index(pages, "city", "Kyiv")).length, 1);
});

onStores("rows of tables and entries of feeds change in one commit, or none does", async (kv) => {
  const db = kvs(kv, { schema }), big = "x".repeat(2_000_000);
  await db.put(pages, { id: "a", text: "old", city: "Lviv" });
  const make = async (text: string) => {
    const batch = new Batch("all");
    await db.putInto(batch, [{ id: "a", text, city: "Kyiv" }, { id: "b", text: "new" }], pages);
    await putInto(kv, batch, [{ id: 1 }], "other", { version: null });
    db.appendInto(batch, [{ id: "m" }], "/mail");
    return batch;
  };
  const [lost, won] = [await make(big), await make("small")];
  equal(typeof await won.commit(kv), "string");
  equal(await lost.commit(kv), undefined);
  equal(await db.all(pages), [{ id: "a", text: "small", city: "Kyiv" }, { id: "b", text: "new" }]);
  equal([await db.count("page"), await count(kv, "other"), await db.count("/mail")], [2, 1, 1]);
  equal([await under(kv, "kvs/chunk"), await under(kv, "kvs/pending")], [0, 0]);
  const again = new Batch("again");
  await db.putInto(again, [{ id: "a", text: big }], pages);
  await rejects(() => db.putInto(again, [{ id: "c", text: "" }], pages), KvsError, "twice");
  equal(typeof await again.commit(kv), "string");
  equal([(await db.get(pages, "a"))?.text, await under(kv, "kvs/index")], [big, 0]);
  const commit = kv.atomic();
  await db.putInto(commit, [{ id: "a", text: "atomic", city: "Odesa" }], pages);
  equal((await commit.commit()).ok, true);
  equal((await db.index(pages, "city", "Odesa")).length, 1);
  const mark = await Array.fromAsync(kv.list({ prefix: ["kvs/pending"] }));
  equal(mark.every(({ value }) => typeof value === "object"), true);
});

/** What another may do to the record between a read and the put of the version that was read. */
const between: Record<string, (kv: Kv) => Promise<unknown>> = {
  nothing: () => Promise.resolve(),
  "a put": (kv) => kvs(kv).put("page", { id: "a", text: "theirs" }),
  "a put that expires": (kv) =>
    kvs(kv).put("page", { id: "a", text: "theirs" }, { expireIn: 60_000 }),
  "a put of a large record": (kv) =>
    kvs(kv).put("page", { id: "a", text: "theirs".repeat(20_000) }),
  "a delete": (kv) => kvs(kv).delete("page", "a"),
  "an index on the table": (kv) => join(kv, schema[0]!),
};

for (const [name, theirs] of Object.entries(between)) {
  onStores(
    `a put of the version that was read is right after ${name} of another process`,
    async (kv) => {
      const other = stopping(kv, () => Promise.resolve()); // another process knows nothing of what was read here
      await kvs(kv).put("page", { id: "a", text: "one", city: "Kyiv" });
      const version = (await kvs(kv).read("page", "a"))?.version ?? null;
      await theirs(other);
      const put = kvs(kv).put("page", { id: "a", text: "ours", city: "Lviv" }, { version });
      if (["nothing", "an index on the table"].includes(name)) await put;
      else await rejects(() => put, KvsError, "conflict");
      equal(await faults(kv), []);
    },
  );
}

onStores("who puts the version that was read reads nothing more", async (kv) => {
  const points: string[] = [];
  const seen = kvs(stopping(kv, (point) => Promise.resolve(void points.push(point))));
  for (const text of ["one", "one more"]) await seen.put("page", { id: "a", text }); // the first writes the layout
  const found = await seen.read("page", "a");
  points.length = 0;
  await seen.put("page", { id: "a", text: "two" }, { version: found?.version ?? null });
  equal(points.map((point) => point.split(" ")[0]), ["commit"]);
});
