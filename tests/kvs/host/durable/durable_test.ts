import { remoteKv } from "../../../../kvs/host/durable/durable.ts";
import { KvsError } from "../../../../kvs/error.ts";
import { kvs } from "../../../../kvs/kvs.ts";
import { openKv } from "../../../../kvs/open.ts";
import { assert, equal, rejects } from "../../../_support/assert.ts";
import {
  ask,
  fresh,
  isCount,
  openObject,
  restart,
  stop,
  test,
  until,
  withRuntime,
  withStore,
} from "./runtime.ts";
import { missing } from "../../../_support/store/miniflare.ts";
import { collect } from "../../conformance/case.ts";
import { conformance } from "../../conformance/conformance.ts";

withRuntime();

Deno.test({
  name: "in the object the store conforms, and tables and feeds work on it",
  ignore: missing,
  async fn(test) {
    const cases: string[] = JSON.parse(await (await ask("cases")).text());
    assert(cases.length > 100);
    for (const name of cases) {
      await test.step({
        name,
        async fn() {
          const answer = await ask(`${fresh()}/case?name=${encodeURIComponent(name)}`);
          const text = await answer.text();
          if (answer.status !== 200) throw new Error(text);
        },
      });
    }
  },
});

if (!missing) conformance("from another isolate", () => openObject(fresh()), { sequences: 5 });

test("what is stored, and how far versionstamps have come, outlives the runtime", async () => {
  const name = fresh();
  let last = "";
  await withStore(name, async (kv) => {
    for (let i = 0; i < 5; i++) last = (await kv.set(["a", i], i)).versionstamp;
    await kv.set(["gone"], 1, { expireIn: 1 });
  });
  await stop();
  restart();
  await withStore(name, async (kv) => {
    equal((await collect(kv.list({ prefix: ["a"] }))).map(({ value }) => value), [0, 1, 2, 3, 4]);
    equal((await kv.get(["a", 4])).versionstamp, last);
    await until(kv, ["gone"], (value) => value === null);
    assert((await kv.set(["b"], 1)).versionstamp > last);
  });
});

test("a store of a later layout is not opened from another isolate", async () => {
  const name = fresh(), openers = { "object:": () => openObject(name) };
  await withStore(name, async (kv) => {
    await kv.set(["kvs:format"], 3);
    await rejects(() => openKv("object://store", { openers }), KvsError, "layout");
    await kv.set(["kvs:format"], 2);
    using again = await openKv("object://store", { openers });
    equal((await again.get(["kvs:format"])).value, 2);
  });
});

test("several isolates share a store: no sum is lost, and each is told of the other's", async () => {
  const name = fresh();
  using one = openObject(name);
  using two = openObject(name);
  const told = until(one, ["n"], isCount(100n));
  await Promise.all(Array.from(
    { length: 100 },
    (_, i) => [one, two][i % 2]?.atomic().sum(["n"], 1n).commit(),
  ));
  await told;
});

test("the rows of expired entries are removed by the alarm, more than one step's too", async () => {
  const name = fresh();
  await withStore(name, async (kv) => {
    for (let i = 0; i < 2; i++) {
      const atomic = kv.atomic();
      for (let j = 0; j < 600; j++) atomic.set(["x", i, j], 1, { expireIn: 100 });
      await atomic.commit();
    }
    await kv.atomic().set(["last"], 1, { expireIn: 150 }).set(["stays"], 1).commit();
    await until(kv, ["last"], (value) => value === null);
    equal((await collect(kv.list({ prefix: [] }))).map(({ key }) => key), [["stays"]]);
  });
  // the watch was told by the sweep that removed the last one
  equal(JSON.parse(await (await ask(`${name}/rows`)).text())[0], 1);
});

test("a record of a megabyte comes back whole", async () => {
  await withStore(fresh(), async (kv) => {
    const db = kvs(kv),
      record = { id: "big", text: "ї".repeat(400_000), bytes: new Uint8Array(200_000) };
    await db.put("t", record);
    await db.append(record, "/f");
    equal([await db.get("t", "big"), await db.feed("/f")], [record, [record]]);
    await db.put("t", { id: "big" });
    await db.remove("big", "/f");
    equal(await collect(kv.list({ prefix: ["kvs/chunk"] })), []);
  });
});

test("a list of more bytes than one page is read whole, both ways and up to its limit", async () => {
  await withStore(fresh(), async (kv) => {
    const value = new Uint8Array(60_000), all = Array.from({ length: 50 }, (_, i) => i);
    for (const i of all) await kv.set(["big", i], value);
    for (const i of all) await kv.set(["big", "small", i], i);
    const keys = async (options: object): Promise<unknown[]> =>
      (await collect(kv.list({ prefix: ["big"] }, { batchSize: 1000, ...options })))
        .map(({ key }) => key.slice(1).join());
    const expected = [...all.map((i) => `small,${i}`), ...all.map(String)];
    equal(await keys({}), expected);
    equal(await keys({ reverse: true }), expected.toReversed());
    equal(await keys({ limit: 77 }), expected.slice(0, 77));
    equal(await keys({ limit: 37, reverse: true }), expected.toReversed().slice(0, 37));
  });
});

Deno.test("an object that does not answer is an error that says what is known", async () => {
  let asked = 0;
  const fetch = (): Promise<never> => Promise.reject(new Error(`no route ${++asked}`));
  // every wait is over at once
  const clock = {
    now: () => 0,
    setTimeout: (run: () => void) => setTimeout(run),
    clearTimeout: () => {},
  };
  using kv = remoteKv({ fetch }, { clock });
  await rejects(() => kv.get(["a"]), KvsError, "unreachable");
  equal(asked, 6);
  const error = await rejects(() => kv.set(["a"], 1), KvsError, "unreachable");
  assert(/whether the commit applied is not known/.test(error.message));
  assert(error.cause instanceof Error && error.cause.message === "no route 7");
});
