import { equal, rejects } from "../../_support/assert.ts";
import { openRow, stow, sweep } from "../../../kvs/rows/chunk.ts";
import { KvsError } from "../../../kvs/error.ts";
import { SPAN } from "../../../kvs/rows/layout.ts";
import { kvs } from "../../../kvs/kvs.ts";
import type { Kv } from "../../../kvs/kv.ts";
import { virtualClock } from "../../_support/clock.ts";
import { onStores } from "../../_support/store/stores.ts";

const big = { id: 1, text: "x".repeat(1_000_000) };
const rows = async (kv: Kv) => (await Array.fromAsync(kv.list(SPAN, { batchSize: 10 }))).length;

onStores(
  "what a crash left of a large value is swept, and cannot be committed after that",
  async (kv) => {
    const left = await stow(kv, [big], "here");
    equal(await rows(kv) > 11, true);
    equal(await sweep(kv), 0); // it is young: its writer may be at work
    equal(await sweep(kv, -1), 1);
    equal(await rows(kv), 0);
    const late = kv.atomic().set(["kvs/late"], left.value);
    left.stage(late);
    equal((await late.commit()).ok, false);
    equal(await rows(kv), 0);
  },
);

onStores("what is younger than an hour by the clock is left by a sweep", async (kv) => {
  const clock = virtualClock();
  await stow(kv, [big], "here", clock);
  clock.advance(3_599_999);
  equal(await sweep(kv, undefined, clock), 0);
  clock.advance(2);
  equal(await sweep(kv, undefined, clock), 1);
});

onStores("a sweep leaves what is committed", async (kv) => {
  const db = kvs(kv);
  await db.put("t", big);
  equal(await sweep(kv, -1), 0);
  equal(await db.get("t", 1), big);
});

onStores("missing and broken parts are an error that names the place", async (kv) => {
  const db = kvs(kv);
  await db.append(big, "/f");
  const [first] = await Array.fromAsync(kv.list({ prefix: ["kvs/chunk"] }, { limit: 1 }));
  if (first === undefined) throw new Error("a large value has parts");
  await kv.set(first.key, new Uint8Array([1, 2, 3]));
  equal(
    (await rejects(() => db.feed("/f"), KvsError, "corrupt")).message.includes('feed "/f"'),
    true,
  );
  await kv.delete(first.key);
  equal(
    (await rejects(() => db.get("/f", 1), KvsError, "corrupt")).message.includes('feed "/f"'),
    true,
  );
});

onStores("a row that was removed since it was read has no records", async (kv) => {
  await kvs(kv).put("t", big);
  const [row] = await Array.fromAsync(kv.list({ prefix: ["kvs/table"] }));
  await kvs(kv).delete("t", 1);
  if (row !== undefined) equal(await openRow(kv, row, "here"), []);
});
