/**
 * Tokens move, and actions decide how.
 */
import {
  beginEvent,
  endEvent,
  gateway,
  process,
  sequenceFlow,
  task,
  userTask,
} from "../../../bpe/define/builders.ts";
import { type Bpe, bpe, type BpeModule } from "../../../bpe/process/bpe.ts";
import { BpeError } from "../../../bpe/error.ts";
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import { equal, rejects } from "../../_support/assert.ts";
import { leave, manual, road } from "./models.ts";

Deno.test("a reply chooses one flow of a task, and none of a gateway that splits", async () => {
  const split = process({
    id: "split",
    tasks: [
      beginEvent({ id: "s" }),
      task({ id: "t" }),
      gateway({ id: "g" }),
      task({ id: "a" }),
      task({ id: "b" }),
      endEvent({ id: "e" }),
    ],
    flows: [
      sequenceFlow({ source: "s", target: "t" }),
      sequenceFlow({ source: "t", target: ["g", "e"] }),
      sequenceFlow({ source: "g", target: ["a", "b"] }),
      sequenceFlow({ source: "a", target: "e" }),
      sequenceFlow({ source: "b", target: "e" }),
    ],
  });
  const module: BpeModule = {
    action: (asked) =>
      asked.kind === "request" ? { reply: { t: "g", g: "b", a: "a" }[asked.source] } : {},
  };
  using kv = memoryKv();
  await using b = bpe(kv, { ...manual, modules: { split: module } });
  const id = await b.start(split);
  const turn = async () => [await b.next(id), (await b.proc(id)).threads?.flows];
  equal(await turn(), [{ complete: "t" }, ["t->g", "t->e"]]);
  equal(await turn(), [{ reply: "g" }, ["g->a", "g->b"]]);
  equal(await turn(), [{ reply: "b" }, ["a->e", "g->b"]]);
  equal(await b.next(id, "a->e"), { reply: "a" });
  equal((await b.proc(id)).threads?.flows, ["a->e", "g->b"]);
});

Deno.test("a process that runs by itself has its open tasks completed: the oldest, or the named one", async () => {
  const both = process({
    id: "both",
    tasks: [
      beginEvent({ id: "s" }),
      gateway({ id: "split" }),
      userTask({ id: "first" }),
      userTask({ id: "second" }),
      gateway({ id: "merge" }),
      userTask({ id: "third" }),
      endEvent({ id: "e" }),
    ],
    flows: [
      sequenceFlow({ source: "s", target: "split" }),
      sequenceFlow({ source: "split", target: ["first", "second"] }),
      sequenceFlow({ source: "first", target: "merge" }),
      sequenceFlow({ source: "second", target: "merge" }),
      sequenceFlow({ source: "merge", target: "third" }),
      sequenceFlow({ source: "third", target: "e" }),
    ],
  });
  using kv = memoryKv();
  await using b = bpe(kv, manual);
  const id = await b.start(both, [], { stepping: false });
  equal(await b.complete(id, "third"), { error: "No such task", what: "third" });
  equal(await b.complete(id, "second"), { complete: "second" });
  equal(await b.next(id), { complete: "first" });
  equal(await b.amend(id, ["done", true]), { complete: "third" });
  equal(await b.next(id), "Final");
  const proc = await b.proc(id);
  equal([proc.status, proc.docs], ["completed", [["done", true]]]);
  equal((await b.errors(id)).map(({ name, task }) => [name, task]), [["No such task", "third"]]);
});

Deno.test("nothing is changed where an action throws, and its next try has the same key", async () => {
  const keys: string[] = [];
  const module: BpeModule = {
    action: (asked) => {
      if (asked.kind === "request") keys.push(asked.key);
      if (keys.length === 1) throw new Error("the mail server is away");
    },
  };
  using kv = memoryKv();
  await using b = bpe(kv, { ...manual, modules: { leave: module } });
  const id = await b.start(leave);
  await rejects(() => b.amend(id, ["x", 1]), Error);
  equal([(await b.proc(id)).docs, (await b.hist(id)).length], [[], 1]);
  equal(await b.amend(id, ["x", 1]), { complete: "Approve" });
  equal(keys.length, 2);
  equal(keys[0], keys[1]);
});

Deno.test("executors come with a move, and are marked when they have done their part", async () => {
  const module: BpeModule = {
    action: (asked) =>
      asked.kind === "request" && asked.source === "Approve" ? { executed: ["ann"] } : undefined,
    executors: ({ target }) =>
      target === "Approve"
        ? [{ id: "ann" }, { id: "eve" }]
        : target === "File"
        ? [{ id: "bob" }]
        : [],
  };
  let now = 1_000;
  const clock = { now: () => now, setTimeout: () => 0, clearTimeout: () => {} };
  using kv = memoryKv();
  await using b = bpe(kv, { ...manual, modules: { leave: module }, clock });
  const id = await b.start(leave);
  await b.next(id);
  equal(b.executors(await b.proc(id)).map(({ id, received }) => [id, received]), [
    ["ann", 1_000],
    ["eve", 1_000],
  ]);
  now = 2_000;
  await b.next(id);
  equal(b.executors(await b.proc(id)), [{ id: "bob", received: 2_000 }]);
  const rows = await b.hist(id);
  equal(rows[1]?.executors, [
    { id: "ann", received: 1_000, executed: 2_000 },
    { id: "eve", received: 1_000 },
  ]);
  equal(rows[2]?.executors, [{ id: "bob", received: 2_000 }]);
});

Deno.test("a token that no condition lets on is an error of the process, and moves when its cause is removed", async () => {
  using kv = memoryKv();
  await using b = bpe(kv, { ...manual, modules: { road } });
  const id = await b.start("road");
  equal(await b.next(id), { complete: "fork" });
  equal(await b.next(id), "Final");
  equal((await b.proc(id)).status, "active");
  equal((await b.errors(id)).map(({ task }) => task), ["fork"]);
  await b.modify(id, ["direction", "left"], "append");
  const [incident] = (await b.runtime.instance(id)).state.incidents;
  await b.runtime.resolve(id, incident?.id ?? -1);
  equal(await b.next(id), { complete: "left" });
  equal(await b.next(id), { complete: "there" });
  equal(await b.next(id), "Final");
  equal([(await b.proc(id)).status, await b.errors(id)], ["completed", []]);
});

Deno.test("an action that does not answer in its time fails, moves nothing and keeps nobody else waiting", async () => {
  const due: (() => void)[] = [];
  const clock = {
    now: () => 0,
    setTimeout: (run: () => void) => due.push(run),
    clearTimeout: () => {},
  };
  let asked = 0;
  const b: Bpe = bpe(memoryKv(), {
    ...manual,
    clock,
    modules: {
      leave: {
        // It asks its own process, and so waits for itself.
        action: async (request, { id }) => {
          if (request.kind === "request" && asked++ === 0) await b.next(id);
          return {};
        },
      },
    },
  });
  const id = await b.start(leave);
  const first = b.next(id), second = b.next(id);
  while (asked === 0) await new Promise((resolve) => setTimeout(resolve, 0));
  const waiting = rejects(() => first, BpeError, "timeout");
  due.forEach((run) => run());
  await waiting;
  equal(await second, { complete: "Approve" });
});
Deno.test("what is refused again and again is noted once", async () => {
  using kv = memoryKv();
  await using b = bpe(kv, { ...manual, modules: { leave: { auth: () => false } } });
  const id = await b.start(leave);
  for (let count = 0; count < 5; count++) await b.next(id);
  await b.next(id, "nowhere");
  equal((await b.errors(id)).map(({ name }) => name), ["Access denied", "No such sequenceFlow"]);
});
