import { type Kv, kvs } from "../../../kvs/mod.ts";
import { check, type Fault } from "../../../kvs/check/check.ts";
import { equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";
import { onStores } from "../../_support/store/stores.ts";
import { type Damage, DAMAGES, whole } from "./damages.ts";
import { agree, between, operate } from "./operations.ts";

/** The kinds of faults of each feed and table, and of the store itself. */
function kindsBy(faults: readonly Pick<Fault, "kind" | "where">[]): string[] {
  return faults.map(({ kind, where }) => `${where} ${kind}`).sort();
}

/** Does the damages; answers what a check must tell. */
async function harm(kv: Kv, damages: readonly Damage[]): Promise<string[]> {
  const faults: Pick<Fault, "kind" | "where">[] = [];
  for (const { harm, source = "" } of damages) {
    for (const kind of await harm(kv)) faults.push({ kind, where: source });
  }
  return kindsBy(faults);
}

/** That a check tells exactly the damages, mends them, and tells nothing then. */
async function mends(kv: Kv, damages: readonly Damage[]): Promise<void> {
  const wanted = await harm(kv, damages), stays = damages.filter(({ stays }) => stays).length;
  const told: Fault[] = [], seen = await check(kv, { onFault: (fault) => told.push(fault) });
  equal(kindsBy(seen.faults), wanted);
  equal([seen.found, seen.mended, seen.busy, told], [wanted.length, 0, [], [...seen.faults]]);
  const mended = await check(kv, { mend: true });
  equal(kindsBy(mended.faults), wanted);
  equal([mended.found, mended.mended], [wanted.length, wanted.length - stays]);
  const again = await check(kv);
  equal([again.found, again.busy], [stays, []], JSON.stringify(again.faults));
  for (const { ids, source } of damages) {
    if (ids === undefined || source === undefined) continue;
    equal((await kvs(kv).all(source)).map(({ id }) => id), [...ids], source);
  }
  if (!damages.some(({ lacks }) => lacks)) await agree(kv);
}

for (const damage of DAMAGES) {
  onStores(`${damage.name}: found, mended, and nothing else`, (kv) => mends(kv, [damage]));
}

for (let seed = SEED; seed < SEED + rounds(1, 6); seed++) {
  onStores(
    `damages together, in a store in use, are found and mended (seed ${seed})`,
    async (kv) => {
      const draw = random(seed);
      for (let n = 0; n < 40; n++) await operate(kv, draw);
      await mends(kv, DAMAGES.filter(() => draw.below(3) === 0));
    },
  );
}

for (let seed = SEED; seed < SEED + rounds(1, 6); seed++) {
  onStores(
    `damages are told while others write between all reads, and nothing else is (seed ${seed})`,
    async (kv) => {
      const draw = random(seed), act = () => operate(kv, draw);
      for (let n = 0; n < 40; n++) await act();
      const damages = DAMAGES.filter(({ stays, lacks }) => !stays && !lacks && draw.below(5) === 0);
      const wanted = await harm(kv, damages);
      equal(kindsBy((await check(between(kv, act))).faults), wanted);
      equal(kindsBy((await check(between(kv, act), { mend: true })).faults), wanted);
      equal((await check(kv)).faults, []);
      await agree(kv);
    },
  );
}

onStores("of two entries of one id that no index row names the newer stays", async (kv) => {
  const damage = DAMAGES.find(({ name }) => name === "an entry twice that no index row names");
  await damage?.harm(kv);
  await check(kv, { mend: true });
  equal(await kvs(kv).get(damage?.source ?? "", "double"), { id: "double", n: "newer" });
});

onStores(
  "an entry whose index row was set anew stays in its place and is changed as any other",
  async (kv) => {
    const damage = DAMAGES.find(({ name }) => name === "all index rows gone"), db = kvs(kv);
    await damage?.harm(kv);
    await check(kv, { mend: true });
    const feed = damage?.source ?? "";
    await db.append({ id: 2, n: "new" }, feed);
    await db.append({ id: "4", n: "new" }, feed);
    await db.remove(1, feed);
    equal(await db.feed(feed), [{ id: 2, n: "new" }, { id: 3, n: 3 }, { id: "4", n: "new" }, {
      id: ["five", 5],
    }]);
    equal([await db.cut(feed, "4"), await db.count(feed)], [3, 1]);
    equal((await check(kv)).found, 0);
  },
);

onStores("parts that programs name in keys of their own stay", async (kv) => {
  await kv.atomic().set(["kvs/chunk", "own", 0], Uint8Array.of(1))
    .set(["app", 1], { deep: [{ blob: "own", parts: 1 }] }).commit();
  equal((await check(kv, { mend: true })).found, 0);
  await kv.delete(["app", 1]);
  equal((await check(kv, { mend: true })).mended, 1);
});

onStores("a row of format 1 that lies in parts as a whole has no fault", async (kv) => {
  await whole(kv, "f", true);
  equal((await check(kv)).found, 0);
  await kv.delete(["kvs/id", "f", new Uint8Array(), "w2"]);
  equal((await check(kv, { mend: true })).faults.map(({ kind, id }) => [kind, id]), [[
    "unindexed",
    "w2",
  ]]);
  equal([(await check(kv)).found, await kvs(kv).get("/f", "w2")], [0, { id: "w2" }]);
});

onStores("a report lists a thousand faults and counts all, each of which is told", async (kv) => {
  for (let n = 0; n < 1_100; n += 100) {
    const commit = kv.atomic();
    for (let i = 0; i < 100; i++) commit.set(["kvs/id", "f", new Uint8Array(), n + i], 0);
    await commit.commit();
  }
  let told = 0;
  const { faults, found } = await check(kv, { onFault: () => told++ });
  equal([faults.length, found, told], [1_000, 1_100, 1_100]);
});
