/**
 * What a process carries along.
 */
import { bpe } from "../../../bpe/process/bpe.ts";
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import { equal } from "../../_support/assert.ts";
import { leave, manual } from "./models.ts";

Deno.test("modify changes documents and moves nothing; discard takes them away by pattern and moves", async () => {
  using kv = memoryKv();
  await using b = bpe(kv, manual);
  const id = await b.start(leave, [["a", 1], ["b", 2]]);
  equal(await b.modify(id, ["c", 3], "append"), { reply: "Asked" });
  equal(await b.modify(id, [["a", []]], "remove"), { reply: "Asked" });
  equal((await b.proc(id)).docs, [["c", 3], ["b", 2]]);
  equal((await b.hist(id)).length, 1);
  equal(await b.discard(id, ["b", []]), { complete: "Approve" });
  equal((await b.proc(id)).docs, [["c", 3]]);
  equal((await b.persist(id, { docs: [], notifications: "ann" })).notifications, "ann");
  equal((await b.update(id, { docs: [["z", 1]] })).docs, []);
  equal((await b.head(id))?.docs, [["c", 3]]);
});
