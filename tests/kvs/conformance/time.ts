/** Entries that expire, on a virtual clock. */
import type { Kv, KvEntryMaybe } from "../../../kvs/kv.ts";
import { KvU64 } from "../../../kvs/store/kvu64.ts";
import { assert, equal } from "../../_support/assert.ts";
import { collect } from "./case.ts";
import { type VirtualClock, virtualClock } from "../../_support/clock.ts";

export function conformTime(name: string, open: (clock: VirtualClock) => Promise<Kv> | Kv): void {
  const test = (sentence: string, run: (kv: Kv, clock: VirtualClock) => Promise<void>): void => {
    Deno.test(`${name}: ${sentence}`, async () => {
      const clock = virtualClock();
      {
        using kv = await open(clock);
        await run(kv, clock);
      }
      equal(clock.pending, 0, "no timer outlives the store");
    });
  };
  const alive = (entry: KvEntryMaybe<unknown>): boolean => entry.versionstamp !== null;

  test(
    "an entry is there until its deadline and gone at it, however it is read",
    async (kv, clock) => {
      await kv.set(["s", 1], "one", { expireIn: 60_000 });
      await kv.atomic().set(["s", 2], "two", { expireIn: 90_000 })
        .mutate({ type: "set", key: ["s", 3], value: "three", expireIn: 60_000 }).commit();
      await kv.set(["s", 4], "four");
      const seen = async () =>
        (await collect(kv.list({ prefix: ["s"] }, { limit: 3 }))).map(({ key }) => key[1]);
      clock.advance(59_999);
      equal(await seen(), [1, 2, 3]);
      clock.advance(1);
      equal(await seen(), [2, 4]);
      equal((await kv.getMany([["s", 1], ["s", 2], ["s", 3]])).map(alive), [false, true, false]);
      clock.advance(30_000);
      assert(!alive(await kv.get(["s", 2])) && alive(await kv.get(["s", 4])));
    },
  );

  test("a later write takes the deadline away, or sets another", async (kv, clock) => {
    await kv.set(["a"], 1, { expireIn: 60_000 });
    await kv.set(["a"], 2);
    await kv.set(["b"], 1, { expireIn: 60_000 });
    await kv.set(["b"], 2, { expireIn: 120_000 });
    await kv.set(["c"], 1, { expireIn: 60_000 });
    await kv.delete(["c"]);
    await kv.set(["c"], 2);
    clock.advance(60_000);
    equal((await kv.getMany([["a"], ["b"], ["c"]])).map(({ value }) => value), [2, 2, 2]);
    clock.advance(60_000);
    equal((await kv.getMany([["a"], ["b"], ["c"]])).map(({ value }) => value), [2, null, 2]);
  });

  test("an expired entry is missing to checks and sums too", async (kv, clock) => {
    await kv.set(["lock"], "mine", { expireIn: 60_000 });
    await kv.set(["n"], new KvU64(100n), { expireIn: 60_000 });
    clock.advance(60_000);
    assert(
      (await kv.atomic().check({ key: ["lock"], versionstamp: null }).set(["lock"], "yours")
        .commit()).ok,
    );
    await kv.atomic().sum(["n"], 1n).commit();
    equal((await kv.get<KvU64>(["n"])).value?.value, 1n);
  });

  test("a key that ends in the versionstamp expires like any other", async (kv, clock) => {
    await kv.atomic().set(["log", kv.commitVersionstamp()], 1, { expireIn: 60_000 }).commit();
    equal((await collect(kv.list({ prefix: ["log"] }))).length, 1);
    clock.advance(60_000);
    equal((await collect(kv.list({ prefix: ["log"] }))).length, 0);
  });

  test("a watch is told of the deadline", async (kv, clock) => {
    await kv.set(["a"], 1, { expireIn: 60_000 });
    const reader = kv.watch<[number]>([["a"]]).getReader();
    equal((await reader.read()).value?.[0].value, 1);
    const next = reader.read();
    clock.advance(60_000);
    equal((await next).value?.[0].value, null);
    await reader.cancel();
  });
}
