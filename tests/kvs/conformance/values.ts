/** Values and keys, as every store must keep them. */
import { KvU64 } from "../../../kvs/store/kvu64.ts";
import { assert, equal, rejects } from "../../_support/assert.ts";
import type { Register } from "./case.ts";

const VALUES: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  -0,
  NaN,
  1.5,
  2 ** 53,
  10n ** 30n,
  "",
  "Київ €",
  new Date(0),
  /a/gi,
  [1, [2, { three: 3 }]],
  { a: undefined, b: { c: null } },
  new Map([["a", new Set([1])]]),
  new Uint8Array([0, 255]),
  new Uint8Array(),
  new ArrayBuffer(3),
  new Float64Array([0.5]),
  { bytes: new Uint8Array([1]) },
  Object(1n),
  new RangeError("r", { cause: "c" }),
];

export function conformValues(test: Register): void {
  test("a missing key has a null value and versionstamp, and the key as asked", async (kv) => {
    equal(await kv.get(["none", 1]), { key: ["none", 1], value: null, versionstamp: null });
  });

  test("every kind of value comes back as structured clone gives it", async (kv) => {
    for (const [i, value] of VALUES.entries()) {
      const { versionstamp } = await kv.set(["v", i], value);
      equal(await kv.get(["v", i]), { key: ["v", i], value: structuredClone(value), versionstamp });
    }
  });

  test("every kind of key part is a key of its own", async (kv) => {
    const parts = [
      new Uint8Array([97]),
      "a",
      "",
      1,
      1n,
      -1,
      NaN,
      -0,
      0,
      true,
      false,
      10n ** 30n,
      "\0",
    ];
    for (const [i, part] of parts.entries()) await kv.set(["k", part], i);
    for (const [i, part] of parts.entries()) {
      equal(await kv.get(["k", part]).then(({ key, value }) => ({ key, value })), {
        key: ["k", part],
        value: i,
      });
    }
  });

  test("a stored value is not the caller's object, and no reader's either", async (kv) => {
    const value = { list: [1] }, bytes = new Uint8Array([1]);
    await kv.set(["o"], value);
    await kv.set(["b"], bytes);
    value.list.push(2);
    bytes[0] = 2;
    const first = await kv.get<typeof value>(["o"]), firstBytes = await kv.get<Uint8Array>(["b"]);
    first.value?.list.push(3);
    firstBytes.value?.fill(3);
    equal((await kv.get(["o"])).value, { list: [1] });
    equal((await kv.get(["b"])).value, new Uint8Array([1]));
  });

  test("methods and classes are not kept, cycles are", async (kv) => {
    class User {
      constructor(readonly name: string) {}
      greet(): string {
        return this.name;
      }
    }
    await kv.set(["u"], new User("Maxim"));
    equal((await kv.get(["u"])).value, { name: "Maxim" });
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    await kv.set(["c"], cycle);
    const back = (await kv.get<typeof cycle>(["c"])).value;
    assert(back && back.self === back);
  });

  test("a KvU64 is kept as one at the top, and as plain data inside", async (kv) => {
    await kv.set(["n"], new KvU64(2n ** 64n - 1n));
    const { value } = await kv.get<KvU64>(["n"]);
    assert(value instanceof KvU64);
    equal(value.value, 2n ** 64n - 1n);
    await kv.set(["n"], { inside: new KvU64(1n) });
    equal((await kv.get(["n"])).value, { inside: { value: 1n } });
  });

  test("what cannot be cloned is refused, and what was there stays", async (kv) => {
    await kv.set(["x"], "old");
    const bad = [() => {}, Symbol("s"), new WeakMap(), Promise.resolve(), new SharedArrayBuffer(1)];
    for (const value of bad) {
      await rejects(() => kv.set(["x"], value), Error);
      await rejects(() => kv.set(["x"], { deep: [value] }), Error);
    }
    equal((await kv.get(["x"])).value, "old");
  });

  test("every write has a greater versionstamp of 20 hex digits", async (kv) => {
    let last = "0".repeat(20);
    for (let i = 0; i < 20; i++) {
      const { ok, versionstamp } = await kv.set(["v"], i);
      assert(ok && /^[0-9a-f]{20}$/.test(versionstamp) && versionstamp > last, versionstamp);
      last = versionstamp;
    }
  });

  test("delete removes, and removes nothing twice without complaint", async (kv) => {
    await kv.set(["d"], 1);
    equal(await kv.delete(["d"]), undefined);
    equal(await kv.delete(["d"]), undefined);
    equal((await kv.get(["d"])).versionstamp, null);
  });

  test("getMany answers in the order asked, repeats and gaps included", async (kv) => {
    await kv.set(["a"], 1);
    await kv.set(["b"], 2);
    const entries = await kv.getMany([["b"], ["none"], ["a"], ["b"]]);
    equal(entries.map(({ value }) => value), [2, null, 1, 2]);
    equal(await kv.getMany([]), []);
  });
}
