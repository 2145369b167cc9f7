/** Odd values and odd keys, which every store must take, or refuse, alike. */
import type { Kv, KvKey, KvKeyPart } from "../../../kvs/kv.ts";
import { KvU64 } from "../../../kvs/store/kvu64.ts";
import { assert, equal, rejects } from "../../_support/assert.ts";
import { oddValues } from "../value/odd.ts";
import { collect, type Register } from "./case.ts";

const bytes = (...all: number[]): Uint8Array => Uint8Array.from(all);
const pool = Uint8Array.from({ length: 32 }, (_, i) => i);

/** Parts of keys in the order of keys; those of a group are one part. */
const PARTS: readonly (readonly unknown[])[] = [
  [bytes(), pool.subarray(3, 3)],
  [bytes(0)],
  [
    bytes(1, 2),
    pool.subarray(1, 3),
    new Uint16Array(pool.slice(1, 3).buffer),
    new DataView(pool.buffer, 1, 2),
  ],
  [""],
  ["\0"],
  ["a"],
  ["\ufffd", "\ud800", "\udfff"],
  ["\ufffda", "\ud800a"],
  ["\ufffd\ufffd", "\ud800\ud800"],
  ["😀", "\ud83d\ude00"],
  [-1n],
  [0n],
  [-Infinity],
  [-1],
  [-0],
  [0],
  [5e-324],
  [NaN, 0 / 0],
  [false],
  [true],
];

/** Registers the tests of odd values and keys. */
export function conformOdd(test: Register): void {
  conformOddValues(test);
  conformOddKeys(test);
}

function conformOddValues(test: Register): void {
  test("odd values come back as structured clone gives them", async (kv) => {
    for (const [i, [name, value]] of oddValues().entries()) {
      await kv.set(["odd", i], value);
      // As shown: comparisons of circles, and of invalid dates, differ from host to host.
      equal(shown((await kv.get(["odd", i])).value), shown(structuredClone(value)), name);
    }
  });

  test("a proxy is refused, wherever it stands, and what was there stays", async (kv) => {
    await kv.set(["x"], "old");
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    const proxies = [
      new Proxy({ a: 1 }, {}),
      new Proxy([1], {}),
      new Proxy(new Map(), {}),
      new Proxy(new Date(), {}),
      new Proxy(bytes(1), {}),
      revoked.proxy,
    ];
    for (const proxy of proxies) {
      const values = [proxy, { a: proxy }, [proxy], new Map([[proxy, 1]]), new Set([proxy])];
      for (const value of [...values, new Error("e", { cause: proxy })]) {
        await rejects(() => kv.set(["x"], value), Error);
        await rejects(() => kv.atomic().set(["x"], value).commit(), Error);
      }
    }
    equal((await kv.get(["x"])).value, "old");
  });

  test("an object that only has the prototype of a KvU64 is refused", async (kv) => {
    await rejects(() => kv.set(["n"], Object.create(KvU64.prototype)), TypeError);
    equal((await kv.get(["n"])).versionstamp, null);
  });

  test("bytes are those that a view shows, whatever its class says", async (kv) => {
    class Liar extends Uint8Array {
      override get byteLength(): number {
        return 1;
      }
    }
    for (const view of [pool.subarray(4, 8), new Liar(pool.buffer, 4, 4)]) {
      await kv.set(["b"], view);
      await kv.set(["in"], { view });
      const top = (await kv.get<Uint8Array>(["b"])).value;
      equal(top, bytes(4, 5, 6, 7));
      equal(top?.buffer.byteLength, 4);
      equal((await kv.get(["in"])).value, { view: bytes(4, 5, 6, 7) });
    }
  });
}

function conformOddKeys(test: Register): void {
  test("keys are the same where their bytes are, whatever they were made of", async (kv) => {
    const parts = PARTS.flat().map((part) => part as KvKeyPart); // as: any view may stand in a key
    for (const part of parts) {
      await kv.atomic().set(["k", part], 1).set(["k", part, part], 1).commit();
      const same = PARTS.find((group) => group.some((each) => Object.is(each, part))) ?? [];
      const entries = await getAll(kv, parts.map((other) => ["k", other]));
      entries.forEach(({ versionstamp }, i) => {
        equal(
          versionstamp !== null,
          same.some((each) => Object.is(each, parts[i])),
          name(part, parts[i]),
        );
      });
      const alike = same.at(-1) as KvKeyPart; // as: see above
      const check = (versionstamp: string | null) =>
        kv.atomic().check({ key: ["k", alike], versionstamp }).set(["checked"], 1).commit();
      equal((await check(null)).ok, false);
      equal((await check((await kv.get(["k", part])).versionstamp)).ok, true);
      equal((await collect(kv.list({ prefix: ["k", alike] }))).length, 1);
      await kv.atomic().delete(["k", alike]).delete(["k", alike, alike]).commit();
      equal(await collect(kv.list({ prefix: ["k"] })), []);
    }
  });

  test("keys come back in their order, well-formed, on buffers of their own", async (kv) => {
    const firsts = PARTS.map(([first]) => first as KvKeyPart); // as: any view may stand in a key
    const mixed = PARTS.map((_, i) => PARTS[(i * 7) % PARTS.length]?.at(-1) as KvKeyPart); // as: see above
    for (const part of mixed) await kv.set(["k", part], 1);
    equal((await collect(kv.list({ prefix: ["k"] }))).map(({ key }) => key[1]), firsts);
    const reversed = kv.list({ prefix: ["k"] }, { reverse: true, batchSize: 3 });
    equal((await collect(reversed)).map(({ key }) => key[1]), firsts.toReversed());
    for (const [i, part] of firsts.entries()) {
      const from = await collect(kv.list({ prefix: ["k"], start: ["k", part] }));
      equal(from.map(({ key }) => key[1]), firsts.slice(i), name(part));
      const to = await collect(kv.list({ prefix: ["k"], end: ["k", part] }));
      equal(to.map(({ key }) => key[1]), firsts.slice(0, i), name(part));
    }
    const { key } = await kv.get(["k", pool.subarray(1, 3)]);
    assert(key[1] instanceof Uint8Array && key[1].buffer.byteLength === 2);
  });

  test("what is no array of parts is no key, a proxy of one for one", async (kv) => {
    const keys: unknown[] = [
      new Proxy(["a"], {}),
      { 0: "a", length: 1 },
      "a",
      undefined,
      null,
      ["a", undefined],
      ["a", new Proxy(bytes(1), {})],
      ["a", Object.create(Uint8Array.prototype)],
      ["a", Object("b")],
      ["a", new Uint8Array(new SharedArrayBuffer(1))],
      ["a", 1n << 2040n],
    ];
    for (const key of keys.map((key) => key as KvKey)) {
      await rejects(() => kv.set(key, 1), TypeError);
      await rejects(() => kv.get(key), TypeError);
      await rejects(() => kv.delete(key), TypeError);
      await rejects(() => kv.atomic().check({ key, versionstamp: null }).commit(), TypeError);
    }
    equal(await collect(kv.list({ prefix: [] })), []);
  });
}

const shown = (value: unknown): string =>
  Deno.inspect(value, { depth: 20, strAbbreviateSize: 2000 });

async function getAll(kv: Kv, keys: readonly KvKey[]): Promise<{ versionstamp: string | null }[]> {
  const found: { versionstamp: string | null }[] = [];
  for (let i = 0; i < keys.length; i += 10) found.push(...await kv.getMany(keys.slice(i, i + 10)));
  return found;
}

function name(...parts: unknown[]): string {
  return parts.map((part) => typeof part === "string" ? JSON.stringify(part) : String(part)).join(
    ", ",
  );
}
