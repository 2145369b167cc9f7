import { assert, equal, rejects, throws } from "../../_support/assert.ts";
import { check } from "../../../kvs/check/check.ts";
import type { AppendIntoOptions } from "../../../kvs/feed/append_into.ts";
import { KvsError } from "../../../kvs/error.ts";
import type { Kv, KvAtomic } from "../../../kvs/kv.ts";
import { type Kvs, kvs } from "../../../kvs/kvs.ts";
import { Batch } from "../../../kvs/rows/batch.ts";
import { SPAN } from "../../../kvs/rows/layout.ts";
import type { KvsRecord } from "../../../kvs/rows/record.ts";
import { onStores, stores } from "../../_support/store/stores.ts";

const big = (id: string) => ({ id, text: "x".repeat(70_000), bytes: new Uint8Array(200_000) });

/** What is appended, a commit a line. */
const BATCHES: readonly (readonly (KvsRecord & Record<string, unknown>)[])[] = [
  [{ id: "a" }],
  [{ id: "b", text: "один" }, { id: ["c", 1] }, { id: 4n }, { id: "e" }],
  [big("big")],
  Array.from({ length: 100 }, (_, i) => ({ id: i })),
  [{ id: "twice", n: 1 }, { id: "between" }, { id: "twice", n: 2 }],
];

async function commits(atomic: KvAtomic): Promise<void> {
  equal((await atomic.commit()).ok, true);
}

/** Everything in the store, with versionstamps and names of large values put as their ranks. */
async function contents(kv: Kv): Promise<unknown[]> {
  const rows = await Array.fromAsync(kv.list(SPAN)), stamps = new Map<unknown, string>();
  for (
    const { versionstamp } of rows.toSorted((a, b) => a.versionstamp < b.versionstamp ? -1 : 1)
  ) {
    stamps.set(versionstamp, `commit ${stamps.size}`);
  }
  const uuid = /^[0-9a-f-]{36}$/;
  const blobs = new Map<unknown, string>();
  const plain = (value: unknown): unknown => {
    if (typeof value !== "string" || !uuid.test(value)) return stamps.get(value) ?? value;
    if (!blobs.has(value)) blobs.set(value, `blob ${blobs.size}`);
    return blobs.get(value);
  };
  return rows.map(({ key, value, versionstamp }) => ({
    key: key.map(plain),
    value: typeof value === "object" && value !== null && "blob" in value
      ? { ...value, blob: plain(value.blob) }
      : value,
    versionstamp: plain(versionstamp),
  }));
}

/** What readers and writers see of the feed, and what becomes of it. */
async function life(db: Kvs, feed: string): Promise<unknown[]> {
  const seen: unknown[] = [await db.feed(feed), await db.count(feed), await db.keys(feed)];
  const writer = await db.writer(feed);
  seen.push([writer.count, writer.cache?.id, writer.first?.id], await db.get(feed, ["c", 1]));
  const reader = await db.reader(feed, "r");
  seen.push((await db.take(await db.top(reader), 7)).args, (await db.take(reader, 105)).args);
  seen.push(await db.remove("b", feed), await db.remove("big", feed), await db.remove(7, feed));
  seen.push(
    await db.append({ id: "e", changed: true }, feed),
    await db.append({ id: "new" }, feed),
  );
  seen.push(
    await db.feed(feed),
    await db.cut(feed, "e"),
    await db.feed(feed),
    await db.all("writer"),
  );
  return seen;
}

/** One after the other: inside a Durable Object there is one store only. */
for (const [kind, open] of Object.entries(stores)) {
  Deno.test(`a feed written within the caller's commits is the feed that append writes (${kind})`, async () => {
    const written = async (write: (db: Kvs, batch: typeof BATCHES[number]) => Promise<unknown>) => {
      using kv = await open();
      for (const batch of BATCHES) await write(kvs(kv), batch);
      return [await contents(kv), await life(kvs(kv), "/f"), await contents(kv)];
    };
    const within = (options: AppendIntoOptions) => (db: Kvs, batch: typeof BATCHES[number]) => {
      const atomic = db.kv.atomic();
      db.appendInto(atomic, batch, "/f", options);
      return commits(atomic);
    };
    const expected = await written((db, batch) => db.appendMany(batch, "/f"));
    equal(await written(within({})), expected);
    equal(await written(within({ fresh: true })), expected);
    const batched =
      (options: AppendIntoOptions) => async (db: Kvs, [first, ...more]: typeof BATCHES[number]) => {
        const batch = new Batch();
        for (const records of [first === undefined ? [] : [first], more]) {
          db.appendInto(batch, records, "/f", options);
        }
        assert(await batch.commit(db.kv));
      };
    equal(await written(batched({})), expected);
    equal(await written(batched({ fresh: true })), expected);
  });
}

onStores(
  "one commit appends to several feeds beside what else it does, or does nothing",
  async (kv) => {
    const db = kvs(kv);
    await commits(everywhere(db, "1"));
    const before = await Array.fromAsync(kv.list({ prefix: [] }));
    equal(new Set(before.map(({ versionstamp }) => versionstamp)).size, 1);
    equal([await db.count("/a"), await db.count("/a/b"), await db.count("/c")], [2, 1, 1]);
    equal(await everywhere(db, "1").commit(), { ok: false });
    equal(await everywhere(db, "2").check({ key: ["state"], versionstamp: null }).commit(), {
      ok: false,
    });
    equal(await Array.fromAsync(kv.list({ prefix: [] })), before);
    await commits(everywhere(db, "2"));
    equal((await db.feed("/a")).map(({ id }) => id), ["1", "1+", "2", "2+", "1", "2"]);
  },
);

function everywhere(db: Kvs, id: string): KvAtomic {
  const atomic = db.kv.atomic().set(["state"], id);
  db.appendInto(atomic, [{ id }, { id: `${id}+` }], "/a");
  db.appendInto(atomic, [{ id }], "/a/b");
  db.appendInto(atomic, [{ id }], "/c");
  db.appendInto(atomic, [], "/a");
  return atomic;
}

onStores("eight committers at once lose nothing", async (kv) => {
  const db = kvs(kv);
  await Promise.all(Array.from({ length: 8 }, async (_, w) => {
    for (let i = 0; i < 20; i++) {
      const atomic = kv.atomic();
      db.appendInto(atomic, [{ id: `${w}-${i}` }, { id: `${w}-${i}+` }], "/f");
      db.appendInto(atomic, [{ id: i }], ["own", String(w)]);
      await commits(atomic);
    }
  }));
  equal([await db.count("/f"), (await db.feed("/f")).length], [320, 320]);
  equal((await db.feed("/own")).length, 160);
});

onStores("what cannot be part of a commit is refused by the feed's name", async (kv) => {
  const db = kvs(kv), add = db.appendInto as (a: KvAtomic, records: unknown, feed: string) => void;
  const refused: [string, unknown][] = [
    ["too_many", Array.from({ length: 101 }, (_, id) => ({ id }))],
    ["too_large", [{ id: 1, bytes: new Uint8Array(715_001) }]],
    ["unstorable", [{ id: 1, f: () => 1 }]],
    ["unstorable", [{ id: 1, f: () => 1, big: "x".repeat(70_000) }]],
    ["bad_id", [{}]],
    ["bad_record", [null]],
  ];
  for (const [code, records] of refused) {
    const error = throws(() => add(kv.atomic(), records, "/f"), KvsError, code);
    equal(error.message.startsWith('feed "/f": '), true, error.message);
  }
  throws(() => db.appendInto(kv.atomic(), [{ id: 1 }], "/"), KvsError, "bad_feed");
  const atomic = kv.atomic();
  db.appendInto(atomic, [{ id: 1 }], "/f");
  throws(() => db.appendInto(atomic, [{ id: 2 }], ["f"]), KvsError, "twice");
  await rejects(() => {
    const many = kv.atomic();
    db.appendInto(many, [big("1"), big("2")], "/f");
    db.appendInto(many, [big("3"), big("4")], "/g");
    return many.commit();
  }, TypeError);
  equal(await Array.fromAsync(kv.list({ prefix: [] })), []);
});

onStores("what is appended within a commit is as it was given, and no more of it", async (kv) => {
  const pool = new TextEncoder().encode("of others "), db = kvs(kv);
  for (const into of [kv.atomic(), new Batch()]) {
    const feed = into instanceof Batch ? "/batch" : "/atomic";
    await db.append({ id: "there" }, feed);
    const record = { id: "new", bytes: pool.subarray(2, 5), shown: new Proxy({ n: 1 }, {}) };
    db.appendInto(into, [record], feed);
    record.id = "there";
    equal(await (into instanceof Batch ? into.commit(kv) : into.commit()) === undefined, false);
    const [, stored] = await db.feed<typeof record>(feed);
    equal([stored?.id, stored?.bytes.buffer.byteLength, stored?.shown], ["new", 3, { n: 1 }]);
    const none = null as unknown as KvsRecord[];
    throws(() => db.appendInto(into, none, "/none"), KvsError, "bad_argument");
  }
  equal((await check(db.kv)).faults, []);
});
