import { removeInto } from "../../../kvs/alter.ts";
import { check } from "../../../kvs/check/check.ts";
import {
  append,
  appendInto,
  appendMany,
  Batch,
  count,
  feed,
  get,
  KvsError,
  memoryKv,
  read,
} from "../../../kvs/mod.ts";
import { equal, rejects } from "../../_support/assert.ts";

Deno.test("an entry goes and another comes in one commit, and the store stays whole", async () => {
  using kv = memoryKv();
  await appendMany(kv, [1, 2, 3].map((id) => ({ id })), "/f");
  const batch = new Batch("move");
  await removeInto(kv, batch, 2, "/f");
  appendInto(kv, batch, [{ id: 4 }], "/f");
  equal(await count(kv, "/f"), 3);
  await batch.commit(kv);
  equal(await feed(kv, "/f"), [{ id: 1 }, { id: 3 }, { id: 4 }]);
  equal([await count(kv, "/f"), (await check(kv)).faults], [3, []]);
});

Deno.test("large entries leave no parts behind them that a check would miss", async () => {
  using kv = memoryKv();
  await append(kv, { id: 1, text: "x".repeat(3_000_000) }, "/f");
  const batch = new Batch("remove");
  await removeInto(kv, batch, 1, "/f");
  await batch.commit(kv);
  equal([await feed(kv, "/f"), (await check(kv)).faults], [[], []]);
});

Deno.test("a removal is refused where another writer comes first, and where the entry is of another version", async () => {
  using kv = memoryKv();
  await append(kv, { id: 1, n: 1 }, "/f");
  const { version = null } = await read(kv, "/f", 1) ?? {}, batch = new Batch("remove");
  await removeInto(kv, batch, 1, "/f", { version });
  await append(kv, { id: 1, n: 2 }, "/f");
  equal(await batch.commit(kv), undefined);
  await rejects(() => removeInto(kv, new Batch(), 1, "/f", { version }), KvsError, "conflict");
  equal(await get(kv, "/f", 1), { id: 1, n: 2 });
  const nothing = new Batch("nothing");
  await removeInto(kv, nothing, 9, "/f");
  equal(nothing.mutations, []);
});
