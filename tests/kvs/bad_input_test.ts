/**
 * What is well formed and yet wrong: versions of another row, cursors of another source, ranges turned
 * round, claims that nobody was given, methods of batches and consumers with odd values. Each is a
 * KvsError, and nothing of it is in the store afterwards.
 */
import {
  append,
  appendInto,
  appendMany,
  Batch,
  create,
  entries,
  type Kv,
  KvsError,
  type KvsErrorCode,
  memoryKv,
  put,
  putInto,
  read,
  reader,
  remove,
  table,
  take,
  update,
} from "../../kvs/mod.ts";
import { consumer, setConsumerGroup } from "../../kvs/consumer/mod.ts";
import { page } from "../../kvs/page/page.ts";
import { watchFeed } from "../../kvs/watch.ts";
import { del } from "../../kvs/access.ts";
import { equal } from "../_support/assert.ts";

interface User {
  readonly id: string;
  readonly city: string;
}

const users = table<User>("user", { keys: ["city"] });

/** The codes of what these throw, in their order; "none" where one throws nothing. */
async function codes(...calls: readonly (() => unknown)[]): Promise<string[]> {
  const found: string[] = [];
  for (const call of calls) {
    try {
      await call();
      found.push("none");
    } catch (error) {
      found.push(KvsError.is(error) ? error.code : String(error));
    }
  }
  return found;
}

function all(code: KvsErrorCode, of: readonly unknown[]): string[] {
  return of.map(() => code);
}

/** Everything that is stored, as text. */
async function stored(kv: Kv): Promise<string> {
  const rows: string[] = [];
  for await (const { key, value, versionstamp } of kv.list({ prefix: [] })) {
    rows.push(Deno.inspect([key, value, versionstamp], { depth: 9 }));
  }
  return rows.join("\n");
}

async function filled(): Promise<Kv> {
  const kv = memoryKv();
  await append(kv, { id: 1 }, "/a");
  await appendMany(kv, [{ id: 1 }, { id: 2 }], "/b");
  await put(kv, users, [{ id: "ann", city: "Kyiv" }, { id: "bob", city: "Lviv" }]);
  await put(kv, users, { id: "ann", city: "Odesa" });
  return kv;
}

Deno.test("a version of another row, or of none, changes nothing", async () => {
  using kv = await filled();
  const version = (await read(kv, "/a", 1))?.version ?? "", before = await stored(kv);
  const [b1, b2] = await Promise.all([1, 2].map((id) => read(kv, "/b", id)));
  const bob = (await read(kv, users, "bob"))?.version ?? "";
  const wrong = [version, b2?.version ?? "", null, bob];
  const calls = [
    ...wrong.map((version) => () => append(kv, { id: 1, n: 1 }, "/b", { version })),
    ...wrong.map((version) => () => remove(kv, 1, "/b", { version })),
    ...wrong.map((version) => () => put(kv, users, { id: "ann", city: "" }, { version })),
    ...wrong.map((version) => () => del(kv, users, "ann", { version })),
    () => putInto(kv, new Batch(), [{ id: "ann", city: "" }], users, { version: bob }),
    () => create(kv, { id: "ann", city: "" }, users),
    () => create(kv, { id: 1 }, "/b"),
  ];
  equal(await codes(...calls), all("conflict", calls));
  const odd = ["", "x", `${version}0`, `${b1?.version}.1`, version.toUpperCase() + "g", 1, {}];
  const misuse = odd.map((version) => () =>
    append(kv, { id: 1 }, "/b", { version: version as string }) // as: to be refused
  );
  equal(await codes(...misuse), all("bad_version", misuse));
  equal(await stored(kv), before);
});

Deno.test("a cursor of another feed, table or index, or a forged one, is none", async () => {
  using kv = await filled();
  const [a] = await Array.fromAsync(entries(kv, "/a"));
  const [ofTable, ofIndex] = await Promise.all([
    page(kv, users, {}),
    page(kv, users, { index: "city" }),
  ]);
  const strange = [a?.cursor, ofTable.end, ofIndex.end, "", "x", "é", `${a?.cursor}A`];
  const texts = strange.map((cursor) => cursor ?? "");
  const first = (after: string) => entries(kv, "/b", { after }).next();
  const calls = [
    ...texts.map((after) => () => first(after)),
    ...texts.map((after) => () => page(kv, "/b", { after })),
    ...texts.map((before) => () => page(kv, "/b", { before })),
    ...texts.map((from) => () => watchFeed(kv, "/b", { from }).next()),
    ...texts.filter((text) => text !== ofTable.end).map((after) => () =>
      page(kv, users, { after })
    ),
    ...texts.filter((text) => text !== ofIndex.end).map((after) => () =>
      page(kv, users, { index: "city", after })
    ),
    () => page(kv, users, { index: "city", equal: "Lviv", after: ofIndex.end ?? "" }),
  ];
  equal(await codes(...calls), all("bad_cursor", calls));
});

Deno.test("a range that is turned round is refused", async () => {
  using kv = await filled();
  const { start = "", end = "" } = await page(kv, users), b = await page(kv, "/b");
  const calls = [
    () => page(kv, users, { from: "z", to: "a" }),
    () => page(kv, users, { index: "city", from: "z", to: "a" }),
    () => page(kv, users, { after: end, before: start }),
    () => page(kv, users, { after: start, before: end, reverse: true }),
    () => page(kv, "/b", { after: b.end ?? "", before: b.start ?? "" }),
    () => page(kv, users, { index: "city", from: [] }),
    () => page(kv, "/b", { from: 1 }),
  ];
  equal(await codes(...calls), all("bad_range", calls));
});

Deno.test("a reader that stands in another feed is none", async () => {
  using kv = await filled();
  const ofA = await reader(kv, "/a");
  equal(await codes(() => take(kv, { ...ofA, feed: "/b" }, 1)), ["bad_cursor"]);
});

Deno.test("a claim that nobody was given settles nothing, and what is none is refused", async () => {
  using kv = await filled();
  const worker = await consumer(kv, "/b", "group"), other = await consumer(kv, "/a", "group");
  const [mine] = await worker.claim(), [strange] = await other.claim();
  if (mine === undefined || strange === undefined) throw new Error("each has one");
  const before = await stored(kv);
  const forged = [strange, { ...mine, claim: "0".repeat(20) }, { ...mine, cursor: strange.cursor }];
  for (const each of forged) {
    equal(await worker.ack(each), 0);
    equal(await worker.extend(each), 0);
    equal(await worker.giveBack(each), 0);
  }
  const odd = [undefined, null, 1, "x", {}, [null], { ...mine, claim: 1 }, { ...mine, cursor: "" }];
  const calls = odd.flatMap((each) => {
    const claimed = each as typeof mine; // as: to be refused
    return [
      () => worker.ack(claimed),
      () => worker.extend(claimed),
      () => worker.giveBack(claimed),
    ];
  });
  equal(await codes(...calls), all("bad_cursor", calls));
  equal(await stored(kv), before);
  equal(await worker.ack(mine), 1);
});

Deno.test("odd values of a consumer's methods are misuse", async () => {
  using kv = await filled();
  const worker = await consumer(kv, "/b", "group");
  const [mine] = await worker.claim();
  if (mine === undefined) throw new Error("there is one");
  const before = await stored(kv), nothing = null as unknown as object; // as: to be refused
  const signal = {} as AbortSignal; // as: to be refused
  equal(
    await codes(
      () => worker.claim(0),
      () => worker.claim("1" as unknown as number), // as: to be refused
      () => worker.claim(1, nothing),
      () => worker.claim(1, { signal }),
      () => worker.claim(1, { wait: -1 }),
      () => worker.giveBack(mine, nothing),
      () => worker.giveBack(mine, { delay: NaN }),
      () => worker.entries(nothing).next(),
      () => worker.entries({ signal }).next(),
      () => setConsumerGroup(kv, "/b", "group", "x"),
      () => setConsumerGroup(kv, "/b", "none", "start"),
      () => consumer(kv, "/b", "group", { lease: 0 }),
      () => consumer(kv, "/b", "group", nothing),
    ),
    [
      ...["bad_count", "bad_count", "bad_argument", "bad_argument", "config", "bad_argument"],
      ...["config", "bad_argument", "bad_argument", "bad_cursor", "no_group", "config"],
      "bad_argument",
    ],
  );
  equal(await stored(kv), before);
});

Deno.test("odd values of a batch's methods are misuse, and leave the batch as it was", async () => {
  using kv = memoryKv();
  const batch = new Batch("one"), { revoke, proxy } = Proxy.revocable<[]>([], {});
  revoke();
  const odd = [undefined, null, 1, "x", {}, [{}], [null], [1n << 2050n], proxy] as never[]; // as: to be refused
  const calls = [
    ...odd.flatMap((key) => [
      () => batch.set(key, 1),
      () => batch.delete(key),
      () => batch.sum(key, 1n),
      () => batch.check({ key, versionstamp: null }),
    ]),
    ...odd.map((each) => () => batch.add(each)),
    ...odd.slice(0, 4).map((check) => () => batch.check(check)),
    ...odd.map((each) => () => batch.onRefused(each)),
    ...[odd[1], odd[2], odd.at(-1)].map((options) => () => batch.set(["a"], 1, options)),
    ...[null, -1, NaN, "x"].map((bytes) => () => batch.set(["a"], 1, { bytes: bytes as number })), // as: to be refused
    ...[1, -1n, 1n << 64n].map((n) => () => batch.sum(["a"], n as bigint)), // as: to be refused
  ];
  equal(await codes(...calls), all("bad_argument", calls));
  equal([batch.checks.length, batch.mutations.length, batch.weight.mutations], [0, 0, 0]);
  await batch.set(["a"], 1).commit(kv);
  equal((await kv.get(["a"])).value, 1);
  const no = {} as Kv; // as: to be refused
  equal(await codes(() => new Batch("one").set(["a"], () => {}).commit(kv)), ["unstorable"]);
  equal(await codes(() => new Batch("one").set(["a"], 1).commit(no)), ["store"]);
});

Deno.test("a record that changes while it is appended or updated is stored as it was, or not at all", async () => {
  using kv = memoryKv();
  const record = { id: 1, text: "one" }, batch = new Batch("two");
  appendInto(kv, batch, [record], "/log");
  Object.assign(record, { id: 2, text: "two" });
  await batch.commit(kv);
  equal((await read(kv, "/log", 1))?.record, { id: 1, text: "one" });
  equal(await read(kv, "/log", 2), undefined);
  let id = 3;
  const moving = {
    get id() {
      return id++;
    },
  };
  const stored = await append(kv, moving, "/log");
  equal((await read(kv, "/log", stored))?.record, { id: stored });
  equal(await codes(() => update(kv, "/log", 1, () => ({ id: 9 }))), ["bad_id"]);
});
