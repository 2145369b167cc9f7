import { equal, rejects } from "../../_support/assert.ts";
import { KvsError } from "../../../kvs/error.ts";
import { openKv } from "../../../kvs/open.ts";
import { seq } from "../../../kvs/rows/seq.ts";
import { onStores } from "../../_support/store/stores.ts";
import { testWith } from "../../_support/permission.ts";

const test = testWith("read", "write");

onStores("a named sequence counts from 1 by what is asked", async (kv) => {
  equal([
    await seq(kv, "m"),
    await seq(kv, "m"),
    await seq(kv, "m", 5),
    await seq(kv, "o"),
    await seq(kv, "m"),
  ], [
    "1",
    "2",
    "7",
    "1",
    "8",
  ]);
});

onStores("calls at once get numbers of their own, in the order of the calls", async (kv) => {
  equal(
    await Promise.all(Array.from({ length: 100 }, () => seq(kv, "m"))),
    Array.from({ length: 100 }, (_, i) => `${i + 1}`),
  );
});

onStores("the sequence without a name gives ids that ascend as text and are unique", async (kv) => {
  const ids = await Promise.all(Array.from({ length: 200 }, () => seq(kv)));
  for (let i = 0; i < 100; i++) ids.push(await seq(kv));
  equal(ids.toSorted(), ids);
  equal(new Set(ids).size, 300);
  equal(ids.every((id) => /^\d{20}$/.test(id)), true);
});

onStores("an increment that is no whole number from 1 is refused", async (kv) => {
  for (const incr of [0, -1, 1.5, NaN]) {
    await rejects(() => seq(kv, "m", incr), KvsError, "bad_count");
  }
});

test("two nodes on one file never draw the same number, and each ascends", async () => {
  const folder = await Deno.makeTempDir();
  try {
    using one = await openKv(`${folder}/kv.sqlite`);
    using two = await openKv(`${folder}/kv.sqlite`);
    for (const name of ["", "m"]) {
      const drawn = await Promise.all([one, two].map(async (kv) => {
        const own: string[] = [];
        for (let i = 0; i < 100; i++) own.push(await seq(kv, name));
        return own;
      }));
      equal(new Set(drawn.flat()).size, 200);
      for (const own of drawn) equal(own.toSorted((a, b) => Number(a) - Number(b)), own);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
