import { type Kv, kvs } from "../../../kvs/mod.ts";
import { check } from "../../../kvs/check/check.ts";
import { assert, equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { onOldStores } from "../../_support/store/old_store.ts";
import { onStores } from "../../_support/store/stores.ts";
import { random } from "../../_support/random.ts";
import { agree, between, operate } from "./operations.ts";

const ROUNDS = rounds(1, 8);

/** What a check tells, but for how much it has looked at. */
async function faults(kv: Kv): Promise<unknown> {
  const { faults, found, busy } = await check(kv);
  return [faults, found, busy];
}

for (let seed = SEED; seed < SEED + ROUNDS; seed++) {
  onStores(`a store that our own operations made has no fault (seed ${seed})`, async (kv) => {
    const draw = random(seed);
    for (let n = 0; n < 120; n++) {
      await operate(kv, draw);
      if (n % 30 === 29) equal(await faults(kv), [[], 0, []]);
    }
    await agree(kv);
  });

  onStores(
    `a check tells no fault while another operation is made between every two reads (seed ${seed})`,
    async (kv) => {
      const draw = random(seed);
      for (let n = 0; n < 60; n++) await operate(kv, draw);
      const busy = between(kv, () => operate(kv, draw));
      for (let n = 0; n < 3; n++) {
        const { faults, found } = await check(busy);
        equal([faults, found], [[], 0]);
      }
      equal(await faults(kv), [[], 0, []]);
    },
  );

  onStores(
    `a mending check between whose reads others write changes nothing that is right (seed ${seed})`,
    async (kv) => {
      const draw = random(seed);
      for (let n = 0; n < 60; n++) await operate(kv, draw);
      const { found } = await check(between(kv, () => operate(kv, draw)), { mend: true });
      equal([found, await faults(kv)], [0, [[], 0, []]]);
      await agree(kv);
    },
  );
}

onStores("a feed that grows between all reads is counted exactly", async (kv) => {
  const db = kvs(kv);
  let id = 0;
  const grow = () => db.append({ id: id++ }, "/f");
  for (let n = 0; n < 350; n++) await grow();
  const before = await check(between(kv, grow));
  equal([before.found, before.busy], [0, []]);
  await kv.atomic().sum(["kvs/entry", "f", new Uint8Array(), true], 5n).commit();
  const { faults: [fault], found } = await check(between(kv, grow));
  equal([fault?.kind, found], ["count", 1]);
  assert(BigInt(fault?.found ?? 0) - BigInt(fault?.right ?? 0) === 5n);
});

onStores("a check breaks off with its signal, and refuses what is no feed or table", async (kv) => {
  await kvs(kv).append({ id: 1 }, "/f");
  const signal = AbortSignal.abort(new Error("enough"));
  equal(await check(kv, { signal }).catch(({ message }) => message), "enough");
  for (
    const [source, code] of [["", "bad_table"], ["writer", "bad_table"], [
      ["a", ""],
      "bad_feed",
    ]] as const
  ) {
    equal(await check(kv, { source }).catch((error) => error.code), code);
  }
});

onStores("a part of a store is checked by itself", async (kv) => {
  const db = kvs(kv);
  for (const feed of ["/a", "/a/b", "/ab"]) await db.append({ id: 1 }, feed);
  await db.put("t", { id: 1 });
  const { feeds, tables, entries, records } = await check(kv, { source: "/a" });
  equal([feeds, tables, entries, records], [2, 0, 2, 0]);
  const one = await check(kv, { source: "t" });
  equal([one.feeds, one.tables, one.entries, one.records], [0, 1, 0, 1]);
  const all = await check(kv);
  equal([all.feeds, all.tables, all.entries, all.records], [3, 1, 3, 1]);
});

onOldStores(
  "a store of format 1 has no fault but the parts that a crash left",
  async (kv, clock) => {
    const { faults } = await check(kv, { clock: { now: () => clock.now() + 7_200_000 } });
    equal(faults.map(({ kind }) => kind), ["pending"]);
    const { found, mended } = await check(kv, {
      mend: true,
      clock: { now: () => clock.now() + 7_200_000 },
    });
    equal([found, mended, (await check(kv)).found], [1, 1, 0]);
  },
);
