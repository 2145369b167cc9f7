/**
 * Events that come to processes.
 */
import { silentLog } from "../../../base/mod.ts";
import {
  beginEvent,
  catchEvent,
  endEvent,
  process,
  sequenceFlow,
} from "../../../bpe/define/builders.ts";
import { bpe, type BpeModule } from "../../../bpe/process/bpe.ts";
import { feed } from "../../../kvs/feed/feed.ts";
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import { assert, equal } from "../../_support/assert.ts";
import { leave, manual } from "./models.ts";

Deno.test("an event goes to the action and to what waits for its message, in one commit", async () => {
  const paid = process({
    id: "paid",
    tasks: [
      beginEvent({ id: "s" }),
      catchEvent({ id: "wait", on: { message: "paid" } }),
      endEvent({ id: "e" }),
    ],
    flows: [
      sequenceFlow({ source: "s", target: "wait" }),
      sequenceFlow({ source: "wait", target: "e" }),
    ],
  });
  const module: BpeModule = {
    action: (asked, proc) =>
      asked.kind === "messageEvent"
        ? { reply: "thanks", docs: [["payment", asked.payload], ...proc.docs] }
        : undefined,
  };
  using kv = memoryKv();
  await using b = bpe(kv, { ...manual, modules: { paid: module } });
  const id = await b.start(paid);
  equal(await b.next(id), { complete: "wait" });
  equal(await b.next(id), { error: "Nothing to move", what: ["wait"] });
  const before = (await b.proc(id)).version;
  const event = { id: "e1", name: "paid", payload: { amount: 5, proc: { module: "other" } } };
  equal(await b.messageEvent(id, event), { reply: "thanks" });
  const proc = await b.proc(id);
  equal([proc.version, proc.threads?.flows, proc.variables.amount, proc.module], [
    before + 1,
    ["wait->e"],
    5,
    "paid",
  ]);
  equal(proc.docs.length, 1);
  await b.messageEvent(id, event);
  equal((await b.proc(id)).docs.length, 1);
  equal(await b.next(id), { complete: "e" });
  equal(await b.next(id), "Final");
});

Deno.test("an event that is left is brought once, also by who opens the store after a crash; one that always fails goes to the errors", async () => {
  const counting = (fails: boolean): BpeModule => ({
    action: (asked, proc) => {
      if (asked.kind === "request") return undefined;
      if (fails) throw new Error(`no use for ${asked.name}`);
      return { docs: [[asked.kind, asked.name], ...proc.docs] };
    },
  });
  using kv = memoryKv();
  let id = "";
  const quiet = { ...manual, log: silentLog };
  {
    await using b = bpe(kv, { ...quiet, modules: { leave: counting(true) } });
    id = await b.start(leave);
    await b.asyncEvent(id, { id: "one", name: "ping" });
    await b.idle();
    equal((await b.proc(id)).docs, []);
  }
  {
    await using b = bpe(kv, { ...quiet, modules: { leave: counting(false) } });
    await b.next(id);
    equal((await b.proc(id)).docs, [["asyncEvent", "ping"]]);
    await b.next(id);
    equal((await b.proc(id)).docs.length, 1);
  }
  await using b = bpe(kv, { ...quiet, modules: { leave: counting(true) } });
  await b.asyncEvent(id, { id: "two", name: "pong" });
  for (let count = 0; count < 3; count++) await b.deliver(id);
  equal((await b.errors(id)).map(({ name }) => name), ["no use for pong"]);
  equal(await feed(kv, ["bpe", "messages", "queue", id]), []);
});

Deno.test("a broadcast comes to every process that has subscribed, at once or with the next question", async () => {
  const module: BpeModule = {
    action: (asked, proc) =>
      asked.kind === "broadcastEvent" ? { docs: [asked.payload, ...proc.docs] } : undefined,
  };
  using kv = memoryKv();
  await using b = bpe(kv, { ...manual, modules: { leave: module } });
  const ids = await Promise.all([1, 2, 3].map((at) => b.start(leave, [], { id: `p${at}` })));
  const [first = "", second = "", third = ""] = ids;
  equal(await b.subscribe(first, "news"), "ok");
  equal(await b.subscribe(first, "news"), "exist");
  await b.subscribe(second, "news");
  equal(await b.broadcastEvent("news", { payload: ["rain"] }), 2);
  await b.idle();
  const docs = async () => await Promise.all(ids.map(async (id) => (await b.load(id))?.docs));
  equal(await docs(), [[["rain"]], [["rain"]], []]);
  await b.unsubscribe(first, "news");
  equal(await b.broadcastEvent("news", { payload: ["sun"], type: "delayed" }), 1);
  await b.idle();
  equal((await docs())[1], [["rain"]]);
  await b.next(second);
  equal((await docs())[1], [["sun"], ["rain"]]);
  equal((await docs())[2], []);
  assert(third !== "");
});
