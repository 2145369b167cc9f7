import { assert, equal, rejects } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";
import { onStores } from "../../_support/store/stores.ts";
import { KvsError } from "../../../kvs/error.ts";
import { appendInto } from "../../../kvs/feed/append_into.ts";
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import type { Kv, KvAtomic } from "../../../kvs/kv.ts";
import { kvs } from "../../../kvs/kvs.ts";
import { Batch } from "../../../kvs/rows/batch.ts";
import { groupCommit } from "../../../kvs/rows/group.ts";

/** A store whose commits are counted, or made to fail. */
function watched(kv: Kv, onCommit: (made: number) => void): Kv {
  let made = 0;
  return new Proxy(kv, {
    get(of, name) {
      const member: unknown = Reflect.get(of, name);
      if (name !== "atomic") return typeof member === "function" ? member.bind(of) : member;
      return () => {
        const atomic: KvAtomic = of.atomic(), commit = atomic.commit.bind(atomic);
        return Object.assign(atomic, {
          commit: () => {
            onCommit(++made);
            return commit();
          },
        });
      };
    },
  });
}

onStores("batches of many askers come out as if one after the other", async (kv) => {
  for (let seed = 1; seed <= 30; seed++) {
    const from = random(seed);
    const first = await kv.atomic().set([seed, 0], "old").set([seed, 1], "old").commit();
    assert(first.ok);
    const model = new Map([[0, "old"], [1, "old"]]), changed = new Set<number>();
    const group = groupCommit(kv), asked: [Promise<string | undefined>, boolean][] = [];
    for (let i = 0; i < 40; i++) {
      const batch = new Batch(), checked = from.below(6), sets = [from.below(6), from.below(6)];
      const isThere = model.has(checked) && !changed.has(checked),
        claims = from.pick([isThere, isThere, !isThere]);
      const isChecking = from.below(3) > 0;
      if (isChecking) {
        batch.check({ key: [seed, checked], versionstamp: claims ? first.versionstamp : null });
      }
      const holds = !isChecking || (changed.has(checked) ? false : claims === (checked < 2));
      for (const each of sets) batch.set([seed, each], `${i}`);
      if (holds) { for (const each of sets) model.set(each, `${i}`), changed.add(each); }
      asked.push([group.submit(batch), holds]);
    }
    const answers = await Promise.all(asked.map(([answer]) => answer));
    equal(
      answers.map((stamp) => stamp !== undefined),
      asked.map(([, holds]) => holds),
      `seed ${seed}`,
    );
    const rows = await Array.fromAsync(kv.list<string>({ prefix: [seed] }));
    equal(new Map(rows.map(({ key, value }) => [Number(key[1]), value])), model, `seed ${seed}`);
  }
});

Deno.test("what is asked for during a commit goes together into the next", async () => {
  using memory = memoryKv();
  let commits = 0;
  const group = groupCommit(watched(memory, (made) => commits = made));
  const stamps = await Promise.all(
    Array.from({ length: 300 }, (_, i) => group.submit(new Batch().set([i], i))),
  );
  equal([commits, new Set(stamps).size], [2, 2]);
  const full = Array.from({ length: 30 }, (_, i) => new Batch().set([i], new Uint8Array(60_000)));
  await Promise.all(full.map((batch) => group.submit(batch)));
  equal(commits, 2 + 4); // the first alone, then 13 to a commit
});

onStores("nobody is refused for another's sake", async (kv) => {
  const group = groupCommit(kv),
    good = (i: number) => group.submit(new Batch().set(["good", i], i));
  const large = new Batch("large");
  for (let i = 0; i < 1001; i++) large.delete([i]);
  const [a, b, lost, ...rest] = await Promise.allSettled([
    good(0),
    good(1),
    group.submit(new Batch().check({ key: ["good", 0], versionstamp: null }).set(["bad"], 1)),
    group.submit(new Batch("function").set(["bad"], () => {})),
    group.submit(large),
    good(2),
  ]);
  equal([a?.status, b?.status, lost], ["fulfilled", "fulfilled", {
    status: "fulfilled",
    value: undefined,
  }]);
  equal(rest.map((each) => each.status === "rejected" && each.reason.code), [
    "unstorable",
    "too_large",
    false,
  ]);
  equal((await Array.fromAsync(kv.list({ prefix: ["good"] }))).length, 3);
  equal((await kv.get(["bad"])).versionstamp, null);
});

Deno.test("a commit of which the store does not say whether it was made is not made again, whatever the class of its error", async () => {
  for (const failure of [new Error("the line is dead"), new TypeError("disk I/O error")]) {
    using memory = memoryKv();
    const broken = watched(memory, (made) => {
      if (made === 2) throw failure;
    });
    const group = groupCommit(broken);
    const asked = [1, 2, 3].map((i) => group.submit(new Batch().sum(["n"], BigInt(i))));
    const answers = await Promise.allSettled(asked);
    equal(answers.map(({ status }) => status), ["fulfilled", "rejected", "rejected"]);
    await group.submit(new Batch().sum(["n"], 10n));
    equal((await memory.get<{ value: bigint }>(["n"])).value?.value, 11n);
  }
});

onStores(
  "appends of many askers to the same feeds keep every record and their order",
  async (kv) => {
    const db = kvs(kv), group = groupCommit(kv);
    const asked = Array.from({ length: 250 }, (_, i) => {
      const batch = new Batch();
      appendInto(kv, batch, [{ id: i }], "/one", { fresh: true });
      db.appendInto(batch, [{ id: i, text: "x".repeat(i === 100 ? 80_000 : 1000) }], [
        "two",
        "own",
      ]);
      return group.submit(batch);
    });
    assert((await Promise.all(asked)).every((stamp) => stamp !== undefined));
    const ids = Array.from({ length: 250 }, (_, i) => i);
    equal((await db.feed("/one")).map(({ id }) => id), ids);
    equal((await db.feed("/two")).map(({ id }) => id), ids);
    equal([await db.count("/one"), await db.count("/two/own")], [250, 250]);
    equal((await db.keys("/two/own")).length, 250);
  },
);

onStores(
  "an id that the feed has is refused, also where it comes twice in one moment",
  async (kv) => {
    const db = kvs(kv), group = groupCommit(kv);
    const once = (id: number) => {
      const batch = new Batch();
      db.appendInto(batch, [{ id }], "/f");
      return group.submit(batch);
    };
    const answers = await Promise.all([once(0), once(1), once(2), once(1), once(3)]);
    equal(answers.map((stamp) => stamp !== undefined), [true, true, true, false, true]);
    equal(await once(2), undefined);
    equal([await db.count("/f"), (await db.feed("/f")).length], [4, 4]);
    const full = new Batch();
    await rejects(
      async () => await db.appendInto(full, Array.from({ length: 101 }, (_, id) => ({ id })), "/g"),
      KvsError,
      "too_many",
    );
  },
);
