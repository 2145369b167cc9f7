/**
 * Monitors and blocks: what concerns several processes.
 */
import {
  beginEvent,
  endEvent,
  gateway,
  process,
  sequenceFlow,
} from "../../../bpe/define/builders.ts";
import { bpe } from "../../../bpe/process/bpe.ts";
import { feed } from "../../../kvs/feed/feed.ts";
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import { equal } from "../../_support/assert.ts";
import { leave, manual } from "./models.ts";

Deno.test("monitors group processes: their feeds have the names of the original's", async () => {
  using kv = memoryKv();
  await using b = bpe(kv, manual);
  const monitor = { id: "m1", creator: "ann", name: "Holidays" };
  const id = await b.start(leave, [], { id: "l1", monitor, procRec: { name: "Ann in May" } });
  const other = await b.start(leave, [], { id: "l2" });
  equal(await b.monitors(), [monitor]);
  equal(await b.monChildren("m1"), [{ id, name: "Ann in May" }]);
  equal(await b.assign(id), monitor);
  const proc = await b.monLink({ id: "m2", parent: "m1" }, other);
  equal([proc.monitor, proc.parentMonitor], ["m2", "m1"]);
  equal((await feed(kv, "/bpe/submonitors/m1/default")).map(({ id }) => id), ["m2"]);
  equal((await feed(kv, "/bpe/mon/m2")).map(({ id }) => id), ["l2"]);
  const third = await b.start(leave);
  const made = await b.ensureMon(third);
  equal(made.proc.monitor, made.monitor.id);
  equal((await b.ensureMon(third)).monitor, made.monitor);
  equal((await feed(kv, "/bpe/proc")).length, 3);
});

Deno.test("a process holds up the gateways of another until it lets them go, or is deleted", async () => {
  const gate = process({
    id: "gate",
    tasks: [
      beginEvent({ id: "s" }),
      gateway({ id: "g", type: "exclusive", def: "no" }),
      endEvent({ id: "e" }),
    ],
    flows: [
      sequenceFlow({ source: "s", target: "g" }),
      sequenceFlow({ id: "yes", source: "g", target: "e", condition: "{service,gw_block,g}" }),
      sequenceFlow({ id: "no", source: "g", target: "g" }),
    ],
  });
  using kv = memoryKv();
  await using b = bpe(kv, manual);
  const [id, one, two] = [await b.start(gate), await b.start(leave), await b.start(leave)];
  equal([await b.gwBlock(one, "g", id), await b.gwBlock(one, "g", id)], ["ok", "exist"]);
  equal(await b.gwBlock(two, "g", id), "ok");
  await b.gwBlock(two, "elsewhere", id);
  const turn = async () => {
    await b.next(id);
    return (await b.proc(id)).threads?.flows;
  };
  equal(await turn(), ["no"]);
  await b.gwUnblock(one, "g", id);
  equal(await turn(), ["no"]);
  await b.delete(two);
  equal((await b.proc(id)).blocks, []);
  equal(await turn(), ["yes"]);
  equal(await b.next(id), { complete: "e" });
  equal(await b.modify(one, ["x", 1], "append"), { reply: "Asked" });
  equal([await b.next(id), await b.modify(id, ["x", 1], "append")], ["Final", "Final"]);
});
