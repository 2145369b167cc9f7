/**
 * Processes begin, are stored and end.
 */
import { bpe } from "../../../bpe/process/bpe.ts";
import { BpeError } from "../../../bpe/error.ts";
import { feed } from "../../../kvs/feed/feed.ts";
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import { equal, rejects } from "../../_support/assert.ts";
import { FILE, leave, manual, road } from "./models.ts";

Deno.test("what next has answered is there for whoever opens the store next", async () => {
  using kv = memoryKv();
  let id = "";
  {
    await using b = bpe(kv, manual);
    id = await b.start(leave, [{ kind: "days", count: 3 }]);
    equal(await b.next(id), { complete: "Approve" });
    equal(await b.amend(id, { kind: "approval", by: "ann" }), { complete: "File" });
  }
  await using b = bpe(kv, manual);
  const proc = await b.proc(id);
  equal(b.docs(proc), [{ kind: "approval", by: "ann" }, { kind: "days", count: 3 }]);
  equal([b.currentTask(proc), proc.threads], ["File", { flows: ["c"], pointer: 0 }]);
  equal(b.doc({ kind: "days" }, proc), [{ kind: "days", count: 3 }]);
  equal([b.firstTask(proc), b.firstFlow(proc), b.flow("b", proc)?.target], ["Asked", "a", "File"]);
  equal(b.step(proc, "Approve")?.roles, ["boss"]);
  equal([b.tasks(proc).length, b.flows(proc).length, b.events(proc)], [4, 3, []]);
  const rows = await b.hist(id);
  equal(rows.map(({ docs }) => docs.length), [1, 1, 2]);
  equal(await b.hist(id, 2), rows[2]);
  equal(await b.head(id), rows[2]);
  equal(await b.hist({ step: 1, proc: id }), rows[1]);
  const sched = await b.schedHead(id);
  equal(sched === undefined ? undefined : b.flowId(sched), "c");
});

Deno.test("what is deleted has ended and stands among the deleted; what is cleaned up has left nothing", async () => {
  using kv = memoryKv();
  await using b = bpe(kv, manual);
  const id = await b.start(leave, [], { monitor: { id: "m" } });
  await b.subscribe(id, "news");
  await b.next(id, "nowhere");
  equal((await b.delete(id)).status, "cancelled");
  equal(await b.next(id), "Final");
  equal((await feed(kv, "/bpe/deleted")).map((each) => each.id), [id]);
  equal([await feed(kv, "/bpe/proc"), await b.monChildren("m")], [[], []]);
  equal(await b.broadcastEvent("news", {}), 0);
  await b.cleanup(id);
  equal(await b.load(id, "gone"), "gone");
  await rejects(() => b.next(id), BpeError, "instance");
  const left: string[] = [];
  for await (const { key } of kv.list({ prefix: [] })) {
    if (JSON.stringify(key).includes(id)) left.push(JSON.stringify(key));
  }
  equal(left.filter((key) => !key.includes("deleted")), []);
});

Deno.test("a file is started by its text, by the name of its module, or of its process; it is deployed once", async () => {
  using kv = memoryKv();
  await using b = bpe(kv, { ...manual, modules: { road } });
  const ids = [
    await b.start(FILE, [["direction", "left"]]),
    await b.start("road", [["direction", "right"]]),
    await b.start((await b.deploy(FILE))[0]?.key ?? "", [["direction", "right"]]),
  ];
  const ways: unknown[] = [];
  for (const id of ids) {
    await b.next(id);
    ways.push(await b.next(id), (await b.proc(id)).definition);
  }
  const [left, right] = [{ complete: "left" }, { complete: "right" }];
  equal(ways, [left, "road:1", right, "road:1", right, "road:1"]);
  await rejects(() => b.start("nowhere"), BpeError, "definition");
});
