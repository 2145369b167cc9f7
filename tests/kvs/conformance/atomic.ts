/** Commits: checks, all or nothing, arithmetic and versionstamps in keys. */
import { assert, equal, rejects } from "../../_support/assert.ts";
import { KvU64 } from "../../../kvs/store/kvu64.ts";
import { collect, type ConformanceOptions, type Register } from "./case.ts";

export function conformAtomic(test: Register, options: ConformanceOptions): void {
  test("a commit applies whole when its checks hold, and not at all otherwise", async (kv) => {
    const { versionstamp } = await kv.set(["a"], 1);
    const first = await kv.atomic().check({ key: ["a"], versionstamp })
      .check({ key: ["b"], versionstamp: null }).set(["a"], 2).set(["b"], 2).delete(["c"]).commit();
    assert(first.ok && first.versionstamp > versionstamp);
    const second = await kv.atomic().check({ key: ["a"], versionstamp }).set(["a"], 3).set(["d"], 3)
      .commit();
    equal(second, { ok: false });
    const third = await kv.atomic().check({ key: ["b"], versionstamp: null }).delete(["a"])
      .commit();
    equal(third, { ok: false });
    const entries = await collect(kv.list({ prefix: [] }));
    equal(entries.map(({ key, value }) => [key, value]), [[["a"], 2], [["b"], 2]]);
    assert(entries.every((entry) => entry.versionstamp === first.versionstamp));
  });

  test("a check holds against any commit since, a write of the same value included", async (kv) => {
    const { versionstamp } = await kv.set(["a"], 1);
    await kv.set(["a"], 1);
    equal(await kv.atomic().check({ key: ["a"], versionstamp }).commit(), { ok: false });
    await kv.delete(["a"]);
    equal(await kv.atomic().check({ key: ["a"], versionstamp }).commit(), { ok: false });
    assert((await kv.atomic().check({ key: ["a"], versionstamp: null }).commit()).ok);
  });

  test("changes of one key apply in their order", async (kv) => {
    await kv.atomic().set(["a"], 1).delete(["a"]).commit();
    equal((await kv.get(["a"])).value, null);
    await kv.atomic().delete(["a"]).set(["a"], 1).set(["a"], 2).commit();
    equal((await kv.get(["a"])).value, 2);
    await kv.atomic().set(["n"], new KvU64(5n)).sum(["n"], 3n).max(["n"], 7n).min(["n"], 6n)
      .commit();
    equal((await kv.get<KvU64>(["n"])).value?.value, 6n);
  });

  test("an empty commit applies and has a versionstamp", async (kv) => {
    assert((await kv.atomic().commit()).ok);
  });

  test("of 50 commits that check the same versionstamp at once, one applies", async (kv) => {
    const { versionstamp } = await kv.set(["a"], 0);
    const results = await Promise.all(
      Array.from(
        { length: 50 },
        (_, i) => kv.atomic().check({ key: ["a"], versionstamp }).set(["a"], i).commit(),
      ),
    );
    equal(results.filter(({ ok }) => ok).length, 1);
  });

  test("sums of many writers at once lose nothing", async (kv) => {
    await Promise.all(
      Array.from({ length: 200 }, (_, i) => kv.atomic().sum(["n"], BigInt(i)).commit()),
    );
    equal((await kv.get<KvU64>(["n"])).value?.value, 19_900n);
  });

  test("sum wraps, min and max choose, and each starts from its operand", async (kv) => {
    const value = async () => (await kv.get<KvU64>(["n"])).value?.value;
    await kv.atomic().sum(["n"], 2n ** 64n - 1n).commit();
    equal(await value(), 2n ** 64n - 1n);
    await kv.atomic().sum(["n"], 3n).commit();
    equal(await value(), 2n);
    await kv.atomic().min(["n"], 1n).min(["n"], 9n).commit();
    equal(await value(), 1n);
    await kv.atomic().mutate({ type: "max", key: ["n"], value: new KvU64(7n) }).max(["n"], 3n)
      .commit();
    equal(await value(), 7n);
    await kv.delete(["n"]);
    await kv.atomic().min(["n"], 4n).commit();
    equal(await value(), 4n);
    await kv.delete(["n"]);
    await kv.atomic().max(["n"], 0n).commit();
    equal(await value(), 0n);
  });

  test("operands out of 64 bits are refused", async (kv) => {
    await rejects(() => kv.atomic().sum(["n"], -1n), RangeError);
    await rejects(() => kv.atomic().max(["n"], 2n ** 64n), RangeError);
    await rejects(() => kv.atomic().min(["n"], 1 as unknown as bigint), TypeError);
  });

  for (const type of ["sum", "min", "max"] as const) {
    test(`${type} of another type throws and changes nothing`, async (kv) => {
      await kv.set(["text"], "text");
      const error = await rejects(
        () => kv.atomic().set(["before"], 1)[type](["text"], 1n).set(["after"], 1).commit(),
        TypeError,
      );
      equal(
        error.message,
        `Failed to perform '${type}' mutation on a non-U64 value in the database`,
      );
      equal((await kv.get(["text"])).value, "text");
      equal((await kv.get(["after"])).value, null);
      if (!options.tornSums) equal((await kv.get(["before"])).value, null);
    });
  }

  test("sum also adds numbers to numbers and bigints to bigints", async (kv) => {
    const plain = (value: unknown) => ({ type: "sum", key: ["n"], value: value as KvU64 }) as const;
    await kv.set(["n"], 1.5);
    await kv.atomic().mutate(plain(2)).commit();
    equal((await kv.get(["n"])).value, 3.5);
    await rejects(() => kv.atomic().mutate(plain(2n)).commit(), TypeError);
    await kv.set(["n"], 10n ** 20n);
    await kv.atomic().mutate(plain(1n)).commit();
    equal((await kv.get(["n"])).value, 10n ** 20n + 1n);
  });

  test("the commit's versionstamp ends keys, and is the one of the commit's other entries", async (kv) => {
    const stamp = kv.commitVersionstamp();
    const results = [];
    for (let i = 0; i < 3; i++) {
      results.push(await kv.atomic().set(["log", stamp], i).set(["id", i], "x").commit());
    }
    const entries = await collect(kv.list({ prefix: ["log"] }));
    equal(entries.map(({ value }) => value), [0, 1, 2]);
    for (const [i, { key, versionstamp }] of entries.entries()) {
      equal(key, ["log", versionstamp]);
      equal(results[i], { ok: true, versionstamp });
      equal((await kv.get(["id", i])).versionstamp, versionstamp);
    }
  });
}
