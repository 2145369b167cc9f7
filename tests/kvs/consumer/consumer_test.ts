import { assert, equal, rejects } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { onStores } from "../../_support/store/stores.ts";
import {
  append,
  appendMany,
  cut,
  destroy,
  entries,
  type Kv,
  KvsError,
  put,
  remove,
} from "../../../kvs/mod.ts";
import {
  type Claimed,
  consumer,
  consumerGroups,
  removeConsumerGroup,
  setConsumerGroup,
} from "../../../kvs/consumer/mod.ts";

const FEED = "/jobs";
const ids = (claimed: readonly Claimed[]) => claimed.map(({ id }) => id);
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => ({ id: from + i }));

/** The same store as another process sees it: what is kept for a Kv is not shared. */
function another(kv: Kv): Kv {
  return new Proxy(kv, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

onStores("entries are given out in order, each once, and acknowledged", async (kv) => {
  await appendMany(kv, range(1, 5), FEED);
  await append(kv, { id: 6 }, FEED);
  const ann = await consumer(kv, FEED, "mail", { name: "ann" });
  const bob = await consumer(another(kv), FEED, "mail", { name: "bob" });
  equal(ids(await ann.claim()), [1]);
  equal(ids(await bob.claim(2)), [2, 3]);
  const rest = await ann.claim(10);
  equal(ids(rest), [4, 5, 6]);
  equal(await bob.claim(), []);
  equal((await ann.pending()).map(({ id, by, attempt }) => [id, by, attempt]), [
    [1, "ann", 1],
    [2, "bob", 1],
    [3, "bob", 1],
    [4, "ann", 1],
    [5, "ann", 1],
    [6, "ann", 1],
  ]);
  equal(await ann.ack(rest), 3);
  equal(await ann.ack(rest), 0, "acknowledged twice");
  equal((await bob.pending()).map(({ id }) => id), [1, 2, 3]);
  equal(await ann.position(), rest[2]?.cursor);
});

onStores("each group has all entries, and stands for itself", async (kv) => {
  await appendMany(kv, range(1, 3), FEED);
  const one = await consumer(kv, FEED, "one"), two = await consumer(kv, FEED, "two");
  equal(ids(await one.claim(2)), [1, 2]);
  equal(ids(await two.claim(9)), [1, 2, 3]);
  equal((await consumerGroups(kv, FEED)).map(({ feed, group }) => [feed, group]), [
    [FEED, "one"],
    [FEED, "two"],
  ]);
  equal(await consumerGroups(kv, "/none"), []);
});

onStores(
  "a group begins at the start, at the end or behind a cursor, and on an empty feed sees what comes",
  async (kv) => {
    const early = await consumer(kv, FEED, "early", { from: "end" });
    await appendMany(kv, range(1, 3), FEED);
    equal(ids(await early.claim(9)), [1, 2, 3]);
    const late = await consumer(kv, FEED, "late", { from: "end" });
    await append(kv, { id: 4 }, FEED);
    equal(ids(await late.claim(9)), [4]);
    const [, second] = await (await consumer(kv, FEED, "all")).claim(2);
    const behind = await consumer(kv, FEED, "behind", { from: second?.cursor ?? "" });
    equal(ids(await behind.claim(9)), [3, 4]);
    const again = await consumer(kv, FEED, "behind", { from: "start" });
    equal(await again.claim(), [], "where the group is there it stays where it is");
  },
);

onStores("what feeds under a feed hold is not its consumers'", async (kv) => {
  await append(kv, { id: 1 }, "/jobs/mail");
  equal(await (await consumer(kv, FEED, "g")).claim(), []);
});

onStores("a claim that has run out goes to another, who has it counted", async (kv) => {
  const clock = virtualClock();
  await appendMany(kv, range(1, 3), FEED);
  const ann = await consumer(kv, FEED, "g", { name: "ann", lease: 1_000, clock });
  const bob = await consumer(another(kv), FEED, "g", { name: "bob", lease: 1_000, clock });
  const [first, second] = await ann.claim(2);
  assert(first && second);
  clock.advance(999);
  equal(ids(await bob.claim(9)), [3]);
  clock.advance(1);
  equal((await bob.claim(1)).map(({ id, attempt }) => [id, attempt]), [[1, 2]]);
  equal(await ann.ack(first), 0, "it is another's now");
  equal(await ann.ack(second), 1, "nobody has taken it over yet");
  equal((await bob.pending()).map(({ id, by, idle }) => [id, by, idle]), [
    [3, "bob", 1],
    [1, "bob", 0],
  ]);
  clock.advance(1_000);
  equal((await ann.claim(9)).map(({ id, attempt }) => [id, attempt]), [[3, 2], [1, 3]]);
});

onStores(
  "what is given back is free at once or after its delay, and its attempts are kept",
  async (kv) => {
    const clock = virtualClock();
    await appendMany(kv, range(1, 3), FEED);
    const ann = await consumer(kv, FEED, "g", { name: "ann", clock });
    const claimed = await ann.claim(3);
    equal(await ann.giveBack(claimed.slice(1), { delay: 500 }), 2);
    equal(await ann.claim(), []);
    equal(await ann.ack(claimed.slice(1)), 0, "given back");
    equal(await ann.giveBack(claimed.slice(0, 1)), 1);
    equal((await ann.claim()).map(({ id, attempt }) => [id, attempt]), [[1, 2]]);
    equal((await ann.pending()).map(({ id, by }) => [id, by]), [
      [2, undefined],
      [3, undefined],
      [1, "ann"],
    ]);
    clock.advance(500);
    equal((await ann.claim(9)).map(({ id, attempt }) => [id, attempt]), [[2, 2], [3, 2]]);
  },
);

onStores("who prolongs a claim keeps it, with what it was given", async (kv) => {
  const clock = virtualClock();
  await appendMany(kv, range(1, 3), FEED);
  const ann = await consumer(kv, FEED, "g", { name: "ann", lease: 1_000, clock });
  const bob = await consumer(another(kv), FEED, "g", { name: "bob", lease: 1_000, clock });
  const [first, second, third] = await ann.claim(3);
  assert(first && second && third);
  clock.advance(600);
  equal(await ann.extend([first, second]), 2);
  clock.advance(600);
  equal(ids(await bob.claim(9)), [3]);
  equal(await ann.extend(third), 0);
  equal(
    (await ann.pending()).map(({ id, by, since, idle }) => [id, by, clock.now() - since, idle]),
    [[1, "ann", 1_200, 600], [2, "ann", 1_200, 600], [3, "bob", 0, 0]],
  );
  equal(await bob.ack([first, second]), 2, "whoever shows the claim");
});

onStores("entries that are removed, cut or replaced meanwhile do no harm", async (kv) => {
  const clock = virtualClock();
  await appendMany(kv, range(1, 4), FEED);
  await append(kv, { id: 5, text: "old" }, FEED);
  await append(kv, { id: 6 }, FEED);
  const ann = await consumer(kv, FEED, "g", { lease: 1_000, clock });
  const [first] = await ann.claim();
  assert(first);
  await remove(kv, 1, FEED);
  await remove(kv, 2, FEED);
  await append(kv, { id: 5, text: "new" }, FEED);
  equal(await ann.pending(), []);
  equal(await ann.ack(first), 1);
  equal((await ann.claim(3)).map(({ record }) => record), [{ id: 3 }, { id: 4 }, {
    id: 5,
    text: "new",
  }]);
  await cut(kv, FEED, 4);
  clock.advance(1_000);
  equal((await ann.claim(9)).map(({ id, attempt }) => [id, attempt]), [[5, 2], [6, 1]]);
  await cut(kv, FEED);
  equal(await ann.pending(), []);
  clock.advance(1_000);
  equal(await ann.claim(), []);
  await append(kv, { id: 7 }, FEED);
  equal(ids(await ann.claim(9)), [7], "the group stays where it is");
  equal((await ann.pending()).length, 1);
});

onStores(
  "a group is set back, and what it has claimed is not given out twice at once",
  async (kv) => {
    const clock = virtualClock();
    await appendMany(kv, range(1, 4), FEED);
    const ann = await consumer(kv, FEED, "g", { lease: 1_000, clock });
    const [first, second] = await ann.claim(2);
    assert(first && second);
    await ann.ack(first);
    await setConsumerGroup(another(kv), FEED, "g", first.cursor);
    clock.advance(1_000);
    equal((await ann.claim(9)).map(({ id, attempt }) => [id, attempt]), [[2, 2], [3, 1], [4, 1]]);
    equal(await ann.claim(), []);
    await setConsumerGroup(another(kv), FEED, "g", "start");
    equal(ids(await ann.claim(1)), [1]);
    await setConsumerGroup(kv, FEED, "g", "end");
    equal(await ann.claim(), []);
  },
);

onStores("a group that is removed leaves nothing, and its workers hear of it", async (kv) => {
  await appendMany(kv, range(1, 3), FEED);
  const ann = await consumer(kv, FEED, "g"), bob = await consumer(another(kv), FEED, "g");
  const [first, second] = await ann.claim(2);
  assert(first && second);
  await ann.giveBack(second);
  await removeConsumerGroup(kv, FEED, "g");
  await removeConsumerGroup(kv, FEED, "g");
  equal((await Array.fromAsync(kv.list({ start: ["kvs/claim"], end: ["kvs/claim0"] }))).length, 0);
  await rejects(() => ann.claim(), KvsError, "no_group");
  await rejects(() => bob.claim(), KvsError, "no_group");
  await rejects(() => bob.position(), KvsError, "no_group");
  await rejects(() => setConsumerGroup(kv, FEED, "g", "end"), KvsError, "no_group");
  equal(await ann.ack(first), 0);
  equal(await ann.extend(first), 0);
  equal(await ann.giveBack(first), 0);
  await consumer(kv, FEED, "g");
  equal(ids(await ann.claim()), [1], "one of the same name is a new group");
});

onStores("a store that was emptied has no groups", async (kv) => {
  await append(kv, { id: 1 }, FEED);
  const ann = await consumer(kv, FEED, "g");
  await ann.claim();
  await destroy(kv);
  await rejects(() => ann.claim(), KvsError, "no_group");
  await put(kv, "user", { id: 1 });
  await append(kv, { id: 1 }, FEED);
  await rejects(() => ann.claim(), KvsError, "no_group");
});

onStores("workers of one process share commits, and each has its own", async (kv) => {
  await appendMany(kv, range(1, 100), FEED);
  const workers = await Promise.all(
    Array.from({ length: 8 }, (_, w) => consumer(kv, FEED, "g", { name: `w${w}` })),
  );
  const claimed = await Promise.all(workers.map((worker, w) => worker.claim(w + 1)));
  equal(claimed.map(({ length }) => length), [1, 2, 3, 4, 5, 6, 7, 8]);
  equal(claimed.flatMap(ids), range(1, 36).map(({ id }) => id));
  const done = await Promise.all(
    workers.map((worker, w) => worker.ack(claimed[w] ?? [])),
  );
  equal(done, [1, 2, 3, 4, 5, 6, 7, 8]);
  equal(await workers[0]?.pending(), []);
});

onStores(
  "a thousand at once, claimed one by one and in one, extended one by one, given back",
  async (kv) => {
    const clock = virtualClock();
    for (let i = 0; i < 1_000; i += 100) await appendMany(kv, range(i + 1, i + 100), FEED);
    const ann = await consumer(kv, FEED, "g", { clock });
    const all = await ann.claim(1_000);
    equal(ids(all), range(1, 1_000).map(({ id }) => id));
    for (const each of all.slice(0, 120)) {
      clock.advance(1);
      equal(await ann.extend(each), 1);
    }
    equal(await ann.giveBack(all), 1_000);
    const again = await Promise.all(Array.from({ length: 1_000 }, () => ann.claim()));
    equal(new Set(again.flatMap(ids)).size, 1_000);
    equal(await (await consumer(another(kv), FEED, "g", { clock })).ack(again.flat()), 1_000);
    equal(await ann.pending(), []);
  },
);

onStores("whatever is asked, the answer is an error of this module or harmless", async (kv) => {
  await append(kv, { id: 1 }, FEED);
  const any = (value: unknown) => value as never; // as: what no type allows
  for (
    const name of [
      "",
      "x".repeat(101),
      "\ud800",
      1,
      null,
      {},
      Symbol("g"),
      ["g"],
      new Uint8Array(1),
    ]
  ) {
    await rejects(() => consumer(kv, FEED, any(name)), KvsError, "bad_group");
    await rejects(() => removeConsumerGroup(kv, FEED, any(name)), KvsError, "bad_group");
    await rejects(() => setConsumerGroup(kv, FEED, any(name), "end"), KvsError, "bad_group");
    await rejects(() => consumer(kv, FEED, "g", { name: any(name) }), KvsError, "bad_group");
  }
  for (const lease of [0, -1, 1.5, NaN, Infinity, "1", null, 1n, 2 ** 41]) {
    await rejects(() => consumer(kv, FEED, "g", { lease: any(lease) }), KvsError, "config");
  }
  for (const from of ["", "middle", 7, null, {}, "0".repeat(19), `${"0".repeat(20)}.x`]) {
    await rejects(() => consumer(kv, FEED, "g", { from: any(from) }), KvsError, "bad_cursor");
  }
  await rejects(() => consumer(kv, "/", "g"), KvsError, "bad_feed");
  equal(await consumerGroups(kv, FEED), [], "nothing was made");

  const ann = await consumer(kv, FEED, "g"), [claimed] = await ann.claim();
  assert(claimed);
  for (const n of [0, -1, 1.5, NaN, Infinity, 1_001, "1", null, 1n, {}]) {
    await rejects(() => ann.claim(any(n)), KvsError, "bad_count");
  }
  for (const wait of [-1, 0.5, NaN, "1", null]) {
    await rejects(() => ann.claim(1, { wait: any(wait) }), KvsError, "config");
    await rejects(() => ann.giveBack(claimed, { delay: any(wait) }), KvsError, "config");
  }
  const forged = [undefined, null, 1, "x", {}, [1], { ...claimed, claim: 1 }, {
    ...claimed,
    claim: "g",
  }, {
    ...claimed,
    cursor: "x",
  }];
  for (const each of forged) {
    await rejects(() => ann.ack(any(each)), KvsError, "bad_cursor");
    await rejects(() => ann.giveBack(any([claimed, each])), KvsError, "bad_cursor");
  }
  const thrown = (): never => {
    throw new Error("no");
  };
  const thrower = Object.defineProperty({}, "claim", { enumerable: true, get: thrown });
  await rejects(() => consumer(kv, FEED, "g", any(thrower)), KvsError, "bad_argument");
  await rejects(() => ann.claim(1, any(thrower)), KvsError, "bad_argument");
  await rejects(() => ann.ack(any(thrower)), KvsError, "bad_argument");
  equal(await ann.ack([]), 0);
  const other = await consumer(kv, "/other", "g"), group = await consumer(kv, FEED, "h");
  const strange = { ...claimed, claim: "0".repeat(20) },
    elsewhere = { ...claimed, cursor: "0".repeat(20) };
  for (
    const [worker, each] of [[other, claimed], [group, claimed], [ann, strange], [
      ann,
      elsewhere,
    ]] as const
  ) {
    equal([await worker.ack(each), await worker.extend(each), await worker.giveBack(each)], [
      0,
      0,
      0,
    ]);
  }
  equal((await ann.pending()).length, 1);
  equal(await ann.ack([claimed, { ...claimed }]), 1, "the same twice");
});

onStores("a group begins behind an entry by whatever cursor tells of it", async (kv) => {
  for (const id of [1, 2, 3]) await append(kv, { id }, "/f");
  await append(kv, { id: 9 }, "/f/under");
  const told = await Array.fromAsync(entries(kv, "/f"));
  const [first] = await (await consumer(kv, "/f", "all")).claim(1);
  for (const [n, from] of [told[0]?.cursor, first?.cursor].entries()) {
    const [second] = await (await consumer(kv, "/f", `from ${n}`, { from: from ?? "" })).claim(1);
    equal(second?.id, 2);
    equal((await Array.fromAsync(entries(kv, "/f", { after: from ?? "", own: true }))).length, 2);
  }
  const below = told[3]?.cursor ?? "";
  await rejects(() => consumer(kv, "/f", "below", { from: below }), KvsError, "bad_cursor");
});
