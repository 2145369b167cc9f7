/** Limits and misuse, with Deno KV's words. */
import type { KvAtomic, KvKey } from "../../../kvs/kv.ts";
import { equal, rejects } from "../../_support/assert.ts";
import { collect, type Register } from "./case.ts";

const longest: KvKey = ["k".repeat(2046)]; // a tag before it and a zero after it

export function conformErrors(test: Register): void {
  const refuses = (sentence: string, message: string, run: (kv: Kv) => unknown): void =>
    test(sentence, async (kv) => {
      const error = await rejects(() => run(kv), TypeError);
      equal(error.message, message);
      equal((await collect(kv.list({ prefix: [] }))).length, 0, "nothing was written");
    });
  type Kv = Parameters<Parameters<Register>[1]>[0];
  const many = (n: number, add: (atomic: KvAtomic, i: number) => void) => (kv: Kv) => {
    const atomic = kv.atomic();
    for (let i = 0; i < n; i++) add(atomic, i);
    return atomic.commit();
  };

  test("a key of 2,048 bytes and a value of 65,536 are taken", async (kv) => {
    await kv.set(longest, new Uint8Array(65_536));
    equal((await kv.get<Uint8Array>(longest)).value?.length, 65_536);
    equal((await collect(kv.list({ prefix: [] }))).length, 1);
    await kv.delete(longest);
  });

  refuses(
    "a longer key is not written",
    "Key too large for write (max 2048 bytes)",
    (kv) => kv.set(["k".repeat(2047)], 1),
  );
  refuses(
    "a longer key is not read",
    "Key too large for read (max 2049 bytes)",
    (kv) => kv.get(["k".repeat(2047)]),
  );
  refuses(
    "a longer key is not checked",
    "Key too large for write (max 2048 bytes)",
    (kv) =>
      kv.atomic().check({ key: ["k".repeat(2047)], versionstamp: null }).set(["a"], 1).commit(),
  );
  refuses(
    "a larger value is not written",
    "Value too large (max 65536 bytes)",
    (kv) => kv.set(["a"], new Uint8Array(65_537)),
  );
  refuses(
    "the size of a value is that of its serialised bytes",
    "Value too large (max 65536 bytes)",
    (kv) => kv.set(["a"], "x".repeat(65_532)),
  );
  refuses("an empty key is not written", "key cannot be empty", (kv) => kv.set([], 1));
  refuses("an empty key is not deleted", "key cannot be empty", (kv) => kv.delete([]));
  refuses(
    "a versionstamp alone is no key",
    "key cannot be empty",
    (kv) => kv.set([kv.commitVersionstamp()], 1),
  );

  const part = "expected string, number, bigint, ArrayBufferView, boolean";
  for (
    const bad of [null, undefined, {}, [1], new Date(0), new ArrayBuffer(1), Symbol("s"), () => 1]
  ) {
    const key = ["a", bad] as unknown as KvKey;
    refuses(`${Deno.inspect(bad)} is no part of a key`, part, (kv) => kv.set(key, 1));
    refuses(`${Deno.inspect(bad)} is no part of a key to read`, part, (kv) => kv.get(key));
  }
  refuses(
    "the commit's versionstamp cannot be deleted",
    part,
    (kv) => kv.delete(["a", kv.commitVersionstamp()]),
  );
  refuses(
    "the commit's versionstamp must stand last",
    part,
    (kv) => kv.set([kv.commitVersionstamp(), "a"], 1),
  );

  refuses(
    "101 checks are too many",
    "Too many checks (max 100)",
    (kv) => many(101, (atomic) => atomic.check({ key: ["a"], versionstamp: null }))(kv),
  );
  refuses(
    "1,001 changes are too many",
    "Too many mutations (max 1000)",
    (kv) => many(1001, (atomic, i) => atomic.set(["a", i], 1))(kv),
  );
  refuses(
    "800 KiB are the most of a commit",
    "Total mutation size too large (max 819200 bytes)",
    (kv) => many(13, (atomic, i) => atomic.set(["a", i], new Uint8Array(65_536)))(kv),
  );
  refuses(
    "80 KiB are the most keys of a commit",
    "Total key size too large (max 81920 bytes)",
    (kv) => many(50, (atomic, i) => atomic.set(["k".repeat(2000), i], 1))(kv),
  );
  test("1,000 changes of 100 checked keys are one commit", async (kv) => {
    const result = await many(1000, (atomic, i) => {
      if (i < 100) atomic.check({ key: ["a", i], versionstamp: null });
      atomic.set(["a", i], i);
    })(kv);
    equal(result.ok, true);
    equal((await collect(kv.list({ prefix: ["a"] }, { batchSize: 1000 }))).length, 1000);
  });

  refuses(
    "a versionstamp of a check has 20 hex digits",
    "Invalid check",
    (kv) => kv.atomic().check({ key: ["a"], versionstamp: "12" }).set(["a"], 1).commit(),
  );
  refuses(
    "11 keys are too many to get",
    "Too many ranges (max 10)",
    (kv) => kv.getMany(new Array<KvKey>(11).fill(["a"])),
  );
  refuses(
    "11 keys are too many to watch",
    "Too many keys (max 10)",
    (kv) => kv.watch(new Array<KvKey>(11).fill(["a"])),
  );
  refuses(
    "1,001 entries are too many for a batch",
    "Too many entries (max 1000)",
    (kv) => kv.list({ prefix: [] }, { batchSize: 1001 }).next(),
  );

  for (const expireIn of [-1, 1.5, NaN, Infinity]) {
    refuses(
      `an entry does not expire in ${expireIn}`,
      `expireIn must be a non-negative integer: received ${expireIn}`,
      (kv) => kv.set(["a"], 1, { expireIn }),
    );
  }
  refuses(
    "an entry expires before the end of time",
    "Invalid mutation: expireIn is too large: 1000000000000000000",
    (kv) => kv.set(["a"], 1, { expireIn: 1e18 }),
  );

  refuses(
    "a change has a known type",
    "Invalid mutation type",
    (kv) =>
      kv.atomic().mutate({ key: ["a"], type: "add" } as unknown as { key: KvKey; type: "delete" }),
  );
  refuses(
    "a set has a value",
    "Invalid mutation 'set' without value",
    (kv) =>
      kv.atomic().mutate({ key: ["a"], type: "set" } as unknown as { key: KvKey; type: "delete" }),
  );
  refuses(
    "a delete has none",
    "Invalid mutation 'delete' with value",
    (kv) =>
      kv.atomic().mutate(
        { key: ["a"], type: "delete", value: 1 } as { key: KvKey; type: "delete" },
      ),
  );

  test("a commit that is awaited before it is made says so", async (kv) => {
    const error = await rejects(
      async () => await (kv.atomic() as unknown as Promise<void>),
      TypeError,
    );
    equal(/did you forget to call 'commit\(\)'/.test(error.message), true);
  });

  test("a closed store refuses everything, and is disposed of quietly", async (kv) => {
    kv.close();
    await rejects(() => kv.get(["a"]), Error);
    await rejects(() => kv.getMany([["a"]]), Error);
    await rejects(() => kv.set(["a"], 1), Error);
    await rejects(() => kv.delete(["a"]), Error);
    await rejects(() => kv.list({ prefix: [] }).next(), Error);
    await rejects(() => kv.atomic().set(["a"], 1).commit(), Error);
    await rejects(() => kv.watch([["a"]]), Error);
    await rejects(() => kv.enqueue(1), Error);
    equal((await rejects(() => kv.listenQueue(() => {}), Error)).message, "Queue already closed");
    await rejects(() => kv.close(), Error);
    kv[Symbol.dispose]();
  });
}
