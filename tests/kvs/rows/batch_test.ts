import { assert, equal, rejects, throws } from "../../_support/assert.ts";
import { type Random, random } from "../../_support/random.ts";
import { onStores, stores } from "../../_support/store/stores.ts";
import { check } from "../../../kvs/check/check.ts";
import { KvsError } from "../../../kvs/error.ts";
import { appendInto } from "../../../kvs/feed/append_into.ts";
import { feed } from "../../../kvs/feed/feed.ts";
import type { Kv, KvAtomic, KvKey } from "../../../kvs/kv.ts";
import { Batch } from "../../../kvs/rows/batch.ts";
import { split } from "../../../kvs/rows/split.ts";
import { COMMIT } from "../../../kvs/rows/weight.ts";
import { table } from "../../../kvs/table/metainfo.ts";
import { putInto } from "../../../kvs/table/put.ts";
import { encodeKey } from "../../../kvs/value/key.ts";
import { keySize, sizeBound } from "../../../kvs/value/size.ts";
import { writeValue } from "../../../kvs/value/v8/write.ts";

/** One change of a generated commit. */
type Change = (commit: KvAtomic | Batch) => unknown;

const TEXTS = ["a", "é", "я", "€", "🐘", "\0", "\ud800", "x\0y"] as const;

function key(from: Random, length: number): KvKey {
  const parts = [from.below(1000), 7n ** BigInt(from.below(40)), true, new Uint8Array([0, 255, 1])];
  return ["k", ...parts.slice(0, from.below(5)), from.pick(TEXTS).repeat(length)];
}

/** A value of about so many bytes. */
function value(from: Random, size: number): unknown {
  const text = from.pick(TEXTS).repeat(Math.floor(size / 2) + 1);
  return from.pick<() => unknown>([
    () => new Uint8Array(size),
    () => "v".repeat(size),
    () => text.slice(0, Math.max(1, Math.floor(size / 2))),
    () =>
      Array.from({ length: Math.floor(size / 12) }, (_, i) => ({ i, at: i / 3 })).slice(0, 4000),
    () => new Float64Array(Math.floor(size / 8)),
    () => new Map([["key", "m".repeat(size)], ["other", "n"]]),
    () => new Error("e".repeat(size)),
    () => [1.5, , "h".repeat(size)], // deno-lint-ignore no-sparse-arrays
    () => /o?/.exec("o".repeat(size)), // a list with names beside its items
    () => BigInt(`0x1${"0".repeat(size)}`),
    () => Object(BigInt(`0x1${"0".repeat(size)}`)),
  ])();
}

/** Changes that come near one limit of a commit, from either side. */
function nearLimit(from: Random): Change[] {
  const near = (limit: number) => limit - 3 + from.below(7);
  const row = (i: number): KvKey => ["row", i];
  const set = (key: KvKey, value: unknown): Change => (commit) => commit.set(key, value);
  const remove = (key: KvKey): Change => (commit) => commit.delete(key);
  const isNew = (key: KvKey): Change => (commit) => commit.check({ key, versionstamp: null });
  const many = (count: number, change: (i: number) => Change) =>
    Array.from({ length: count }, (_, i) => change(i));
  return from.pick<() => Change[]>([
    () =>
      many(near(1000), (i) =>
        from.pick<Change>([
          set(row(i), i),
          remove(row(i)),
          (commit) => commit.sum(["sum", i], 1n),
        ])),
    () => [
      set(row(0), 0),
      ...many(near(100), (i) => isNew(row(i))),
    ],
    () => [set(row(0), value(from, near(65_536 - from.below(50))))],
    () => [set(["k".repeat(near(2046))], 1)],
    () => [remove(key(from, Math.floor(near(2046 - from.below(60)) / (1 + from.below(2)))))],
    // 13 values of 60,000 bytes and one that fills the commit, less what their keys take.
    () => [
      ...many(13, (i) => set(row(i), new Uint8Array(60_000))),
      set(row(13), new Uint8Array(near(38_780 + from.below(200)))),
    ],
    () => many(41, (i) => set([`${i % 10}${"k".repeat(near(1996))}`, i], true)),
    () =>
      many(
        from.below(30),
        (i) => set([...key(from, from.below(600)), i], value(from, from.below(60_000))),
      ),
    () => many(from.below(60), () => isNew(key(from, from.below(1000)))),
  ])();
}

/** What the store itself says of a commit. */
async function isTaken(kv: Kv, changes: readonly Change[]): Promise<boolean> {
  try {
    const atomic = kv.atomic();
    for (const change of changes) change(atomic);
    return (await atomic.commit()).ok;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

for (const [kind, open] of Object.entries(stores)) {
  const rounds = kind === "memory" ? 150 : 60;
  Deno.test(`what a batch says fits is committed, all else is refused by the store (${kind})`, async () => {
    let fitting = 0;
    for (let seed = 1; seed <= rounds; seed++) {
      const changes = nearLimit(random(seed)), batch = new Batch();
      for (const change of changes) change(batch);
      using kv = await open();
      const fits = batch.excess() === undefined;
      equal(await isTaken(kv, changes), fits, `seed ${seed}: ${batch.excess()}`);
      if (fits) fitting++;
      using other = await open();
      if (fits) assert(await batch.commit(other), `seed ${seed}`);
      else {
        await rejects(() => batch.commit(other), KvsError, "too_large");
        equal((await Array.fromAsync(other.list({ prefix: [] }))).length, 0, `seed ${seed}`);
      }
    }
    assert(fitting > rounds / 5 && fitting < rounds * 4 / 5, `${fitting} of ${rounds} fit`);
  });
}

Deno.test("keys are counted exactly, and values never too low", () => {
  for (let seed = 1; seed <= 1000; seed++) {
    const from = random(seed), one = key(from, from.below(50)), any = value(from, from.below(2000));
    equal(keySize(one), encodeKey(one).length, `seed ${seed}`);
    const [bound, size] = [sizeBound(any, Infinity), writeValue(any).length];
    assert(bound >= size, `seed ${seed}: ${bound} < ${size}`);
  }
  equal(keySize(["a", 1n, Symbol("stamp")]), keySize(["a", 1n]));
  throws(() => keySize([undefined as unknown as string]), TypeError);
});

onStores(
  "what stands in names beside a list's items is counted, too: it is refused, and nothing is written",
  async (kv) => {
    const batch = new Batch().set(["a"], 1);
    batch.set(["b"], Object.assign([1], { more: "o".repeat(70_000) }));
    assert(batch.excess()?.startsWith("a value of 70"));
    await rejects(() => batch.commit(kv), KvsError, "too_large");
    equal((await Array.fromAsync(kv.list({ prefix: [] }))).length, 0);
  },
);

onStores("the store holds what was added to the batch, in its order", async (kv) => {
  const batch = new Batch().set(["a"], 1).set(["b"], 2, { expireIn: 3_600_000 }).sum(["c"], 3n);
  batch.set(["a"], "again").delete(["b"]).set(["d"], undefined).set(["e"], null);
  const versionstamp = await batch.commit(kv);
  const rows = await Array.fromAsync(kv.list({ prefix: [] }));
  equal(rows.map(({ key }) => key[0]), ["a", "c", "d", "e"]);
  equal(rows.every((row) => row.versionstamp === versionstamp), true);
  equal([rows[0]?.value, rows[2]?.value, rows[3]?.value], ["again", undefined, null]);
});

onStores("a batch that is added to itself holds everything twice", async (kv) => {
  const batch = new Batch().check({ key: ["a"], versionstamp: null }).sum(["a"], 3n);
  appendInto(kv, batch, [{ id: 1 }], "/f");
  equal(batch.add(batch).weight.checks, 4);
  assert(await batch.commit(kv));
  equal((await kv.get<{ readonly value: bigint }>(["a"])).value?.value, 6n);
  equal(await feed(kv, "/f"), [{ id: 1 }]);
});

onStores(
  "a check that does not hold changes nothing and takes back what was written",
  async (kv) => {
    let undone = 0;
    const batch = () =>
      new Batch().check({ key: ["a"], versionstamp: null }).set(["a"], 1)
        .onRefused(() => Promise.resolve(void undone++));
    assert(await batch().commit(kv));
    equal(undone, 0);
    equal(await batch().commit(kv), undefined);
    equal(undone, 1);
    equal(await batch().attempt(kv), undefined);
    equal(undone, 1);
  },
);

onStores("what the store refuses is an error with the batch's name and a code", async (kv) => {
  const order = () => new Batch("order 7");
  const error = await rejects(
    () => order().set(["a"], () => {}).commit(kv),
    KvsError,
    "unstorable",
  );
  assert(error.message.startsWith("order 7: "), error.message);
  await kv.set(["text"], "no number");
  await rejects(() => order().sum(["text"], 1n).commit(kv), KvsError, "store");
  const large = order().set(["a"], 1).set(["b"], new Uint8Array(65_537));
  equal(
    (await rejects(() => large.commit(kv), KvsError, "too_large")).message,
    "order 7: a value of 65537 bytes, over 65536",
  );
  equal((await kv.get(["a"])).versionstamp, null);
});

onStores(
  "batches are joined to as few commits as hold them, each whole and in order",
  async (kv) => {
    for (let seed = 1; seed <= 10; seed++) {
      const from = random(seed);
      const sizes = Array.from({ length: 40 }, () => 1 + from.below(400));
      const batches = sizes.map((size, n) => {
        const batch = new Batch();
        for (let i = 0; i < size; i++) batch.set([seed, n, i], i);
        return batch;
      });
      const wanted: number[] = [];
      let room = 0;
      for (const size of sizes) {
        if (size > room) wanted.push(0), room = 1000;
        wanted[wanted.length - 1]! += size;
        room -= size;
      }
      const commits = split(batches);
      equal(commits.map(({ weight }) => weight.mutations), wanted, `seed ${seed}`);
      for (const each of commits) assert(await each.commit(kv));
      const rows = await Array.fromAsync(kv.list({ prefix: [seed] }, { batchSize: 500 }));
      equal(rows.length, sizes.reduce((sum, size) => sum + size, 0), `seed ${seed}`);
      equal(
        rows.every((row, i) => i === 0 || row.versionstamp >= (rows[i - 1]?.versionstamp ?? "")),
        true,
      );
    }
  },
);

onStores("appends are parted where a commit has no room for more records of a feed", async (kv) => {
  const parts = Array.from({ length: 250 }, (_, id) => {
    const batch = new Batch();
    appendInto(kv, batch, [{ id }], "/f", { fresh: true });
    return batch;
  });
  const commits = split(parts);
  equal(commits.map(({ appended }) => appended), [100, 100, 50]);
  for (const each of commits) assert(await each.commit(kv));
  equal((await feed(kv, "/f")).map(({ id }) => id), parts.map((_, id) => id));
});

onStores("a part that no commit holds is told before anything is written", async (kv) => {
  const small = new Batch().set(["a"], 1), large = new Batch("the large one");
  for (let i = 0; i <= COMMIT.checks; i++) large.check({ key: ["c", i], versionstamp: null });
  const error = throws(() => split([small, large]), KvsError, "too_large");
  equal(error.message, "the large one: 101 checks, over 100");
  equal((await kv.get(["a"])).versionstamp, null);
});

onStores("batches of which one checks what another changes are not joined by split", async (kv) => {
  const people = table<{ id: string; city: string; mail: string }>("person", {
    keys: ["city"],
    unique: ["mail"],
  });
  const batches = [];
  for (const [id, city] of [["s", "Kyiv"], ["s", "Lviv"], ["t", "Lviv"]] as const) {
    const batch = new Batch(`${id} ${city}`);
    await putInto(kv, batch, [{ id, city, mail: "s@example.com" }], people);
    batches.push(batch);
  }
  const commits = split(batches);
  const done = [];
  for (const each of commits) done.push(await each.commit(kv) !== undefined);
  equal(done, [true, false, false]);
  equal((await check(kv)).faults, []);
});

onStores("records that a batch appends are refused in a store of a later layout", async (kv) => {
  const commits = (id: number) => {
    const batch = new Batch("one");
    appendInto(kv, batch, [{ id }], "/f");
    return batch.commit(kv);
  };
  assert(await commits(1));
  equal((await kv.get(["kvs:format"])).value, 2);
  assert(await commits(2));
  await kv.set(["kvs:format"], 3);
  await rejects(() => commits(3), KvsError, "layout");
  equal((await feed(kv, "/f")).length, 2);
});
