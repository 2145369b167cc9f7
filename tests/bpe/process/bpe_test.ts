/**
 * The original's functions over a store: what they answer, that it is durable, and that it is whole.
 */
import { silentLog } from "../../../base/mod.ts";
import {
  beginEvent,
  callActivity,
  catchEvent,
  endEvent,
  gateway,
  process,
  sequenceFlow,
  task,
  userTask,
} from "../../../bpe/define/builders.ts";
import { type Bpe, bpe, type BpeModule, type Reply } from "../../../bpe/process/bpe.ts";
import { define } from "../../../bpe/define/define.ts";
import { BpeError } from "../../../bpe/error.ts";
import { histFeed } from "../../../bpe/store/keys.ts";
import { entries } from "../../../kvs/feed/entries.ts";
import { feed } from "../../../kvs/feed/feed.ts";
import type { Kv, KvAtomic } from "../../../kvs/kv.ts";
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import { assert, equal, rejects } from "../../_support/assert.ts";

const leave = process({
  id: "leave",
  name: "Leave",
  tasks: [
    beginEvent({ id: "Asked" }),
    userTask({ id: "Approve", roles: ["boss"] }),
    userTask({ id: "File", roles: ["clerk"] }),
    endEvent({ id: "Done" }),
  ],
  flows: [
    sequenceFlow({ id: "a", source: "Asked", target: "Approve" }),
    sequenceFlow({ id: "b", source: "Approve", target: "File" }),
    sequenceFlow({ id: "c", source: "File", target: "Done" }),
  ],
});

/** A process that goes round for ever. */
const wheel = process({
  id: "wheel",
  tasks: [
    beginEvent({ id: "s" }),
    gateway({ id: "in", type: "exclusive" }),
    task({ id: "turn" }),
    gateway({ id: "out", type: "exclusive", def: "again" }),
    endEvent({ id: "e" }),
  ],
  flows: [
    sequenceFlow({ source: "s", target: "in" }),
    sequenceFlow({ id: "on", source: "in", target: "turn" }),
    sequenceFlow({ source: "turn", target: "out" }),
    sequenceFlow({ id: "again", source: "out", target: "in" }),
    sequenceFlow({ id: "off", source: "out", target: "e", condition: "stop = true" }),
  ],
});

const manual = { manual: true } as const;

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

Deno.test("a row of history holds what changed of the documents, not what was there", async () => {
  using kv = memoryKv();
  await using b = bpe(kv, manual);
  const large = Array.from(
    { length: 50 },
    (_, at) => ({ kind: "page", at, text: "x".repeat(500) }),
  );
  const id = await b.start(wheel, large);
  for (let count = 0; count < 20; count++) await b.amend(id, { kind: "mark", count });
  const sizes: number[] = [];
  for await (const { record } of entries(kv, histFeed(id))) {
    sizes.push(JSON.stringify(record).length);
  }
  assert(sizes.slice(1).every((size) => size < 1_000), String(sizes));
  const rows = await b.hist(id);
  equal(rows.map(({ docs }) => docs.length), rows.map((_, at) => 50 + at));
});

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

Deno.test("a task is completed by whom auth lets, and the action hears of it", async () => {
  const heard: unknown[] = [];
  const module: BpeModule = {
    auth: (roles, identity) => roles.every((role) => identity?.roles?.includes(role)),
    action: (asked, proc) => {
      heard.push(asked.kind === "request" ? [asked.source, asked.target, asked.key] : asked.kind);
      return { docs: [...proc.docs, ["seen", heard.length]] };
    },
  };
  using kv = memoryKv();
  await using b = bpe(kv, { ...manual, modules: { leave: module } });
  const id = await b.start(leave, [], { stepping: false, id: "l1" });
  const boss = { identity: { id: "ann", roles: ["boss"] } };
  const clerk = { identity: { id: "bob", roles: ["clerk"] } };
  equal(await b.next(id, undefined, clerk), { error: "Access denied", what: "Approve" });
  equal(await b.next(id, undefined, boss), { complete: "Approve" });
  equal(await b.next(id, undefined, boss), { error: "Access denied", what: "File" });
  equal(await b.next(id, undefined, clerk), { complete: "File" });
  equal(heard, [["Approve", "File", "l1/2"], ["File", "Done", "l1/3"]]);
  equal((await b.proc(id)).docs, [["seen", 1], ["seen", 2]]);
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

Deno.test("two on one store move a process at once: no move is lost or doubled, and no two have the same key", async () => {
  const keys: string[] = [];
  const module: BpeModule = {
    moved: (request) => void keys.push(request.key),
  };
  using kv = memoryKv();
  await using one = bpe(kv, { ...manual, modules: { wheel: module } });
  await using two = bpe(kv, { ...manual, modules: { wheel: module } });
  const id = await one.start(wheel, [], { id: "w" });
  const moves = Array.from({ length: 60 }, (_, at) => (at % 2 === 0 ? one : two).next(id));
  const replies = await Promise.all(moves);
  equal(replies.filter((reply) => typeof reply === "object" && "complete" in reply).length, 60);
  await Promise.all([one.idle(), two.idle()]);
  const rows = await one.hist(id);
  equal(rows.length, 61);
  const flows = ["s->in", "on", "turn->out", "again"];
  const went = rows.slice(1).map(({ task }) => typeof task === "string" ? task : task.id);
  equal(went.slice(0, 8), [...flows, "on", "turn->out", "again", "on"]);
  equal([keys.length, new Set(keys).size], [60, 60]);
});

Deno.test("a store that fails at any commit leaves a process as it was before the call, and whole", async () => {
  const run = async (kv: Kv, again: boolean) => {
    const replies: Reply[] = [];
    const tell = async (call: () => Promise<Reply>) => {
      try {
        replies.push(await call());
      } catch (error) {
        if (!again) throw error;
        replies.push(await call());
      }
    };
    await using b = bpe(kv, { ...manual, log: silentLog });
    await tell(async () => ({ reply: await b.start(leave, [["n", 0]], { id: "l" }) }));
    await tell(() => b.next("l"));
    await tell(() => b.amend("l", ["n", 1]));
    await tell(() => b.discard("l", ["n", 0]));
    await tell(() => b.next("l"));
    const rows = await b.hist("l");
    const { docs, status, version } = await b.proc("l");
    return { replies, rows: rows.map(({ task, docs }) => [task, docs]), docs, status, version };
  };
  using whole = memoryKv();
  const counted = failing(whole, Infinity);
  const wanted = await run(counted.kv, false);
  assert(counted.commits() >= 5);
  for (let at = 1; at <= counted.commits(); at++) {
    using kv = memoryKv();
    equal(await run(failing(kv, at).kv, true), wanted, `commit ${at}`);
  }
});

Deno.test("a move is one commit, with its documents, its history and its schedule", async () => {
  using kv = memoryKv();
  const counted = failing(kv, Infinity);
  await using b = bpe(counted.kv, manual);
  const id = await b.start(wheel);
  for (
    const move of [() => b.next(id), () => b.amend(id, ["a", 1]), () => b.next(id, "turn->out")]
  ) {
    const before = counted.commits();
    assert("complete" in Object(await move()));
    equal(counted.commits() - before, 1);
  }
  equal([(await b.hist(id)).length, (await b.sched(id)).length], [5, 5]);
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

Deno.test("what is refused again and again is noted once", async () => {
  using kv = memoryKv();
  await using b = bpe(kv, { ...manual, modules: { leave: { auth: () => false } } });
  const id = await b.start(leave);
  for (let count = 0; count < 5; count++) await b.next(id);
  await b.next(id, "nowhere");
  equal((await b.errors(id)).map(({ name }) => name), ["Access denied", "No such sequenceFlow"]);
});

Deno.test("tasks of a process that is called are asked of auth with their own roles", async () => {
  const asked: unknown[] = [];
  const inner = process({
    id: "inner",
    tasks: [
      beginEvent({ id: "is" }),
      userTask({ id: "it", roles: ["boss"] }),
      endEvent({ id: "ie" }),
    ],
    flows: [
      sequenceFlow({ source: "is", target: "it" }),
      sequenceFlow({ source: "it", target: "ie" }),
    ],
  });
  const outer = process({
    id: "outer",
    tasks: [
      beginEvent({ id: "s" }),
      callActivity({ id: "call", called: "inner" }),
      endEvent({ id: "e" }),
    ],
    flows: [
      sequenceFlow({ source: "s", target: "call" }),
      sequenceFlow({ source: "call", target: "e" }),
    ],
  });
  using kv = memoryKv();
  await using b = bpe(kv, {
    ...manual,
    modules: { outer: { auth: (roles) => asked.push(roles) > 0 } },
  });
  const id = await b.start(define(outer, inner));
  for (let count = 0; count < 3; count++) await b.next(id);
  equal(await b.next(id, "it->ie"), {
    error: "Unavailable flow",
    what: {
      id: "it->ie",
      name: "",
      condition: "",
      source: "it",
      target: "ie",
    },
  });
  equal(await b.next(id), { complete: "e" });
  equal(await b.next(id), "Final");
  equal(asked, [[], [], ["boss"], []]);
});

/** A store whose nth commit fails before it is made. */
function failing(kv: Kv, at: number): { readonly kv: Kv; commits(): number } {
  let count = 0;
  const atomic = (): KvAtomic => {
    const made = kv.atomic();
    const commit = made.commit.bind(made);
    made.commit = () => {
      if (++count === at) return Promise.reject(new Error("the disk is away"));
      return commit();
    };
    return made;
  };
  const proxy = new Proxy(kv, {
    get(target, name) {
      if (name === "atomic") return atomic;
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { kv: proxy, commits: () => count };
}

const FILE = `<?xml version="1.0"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:road">
  <bpmn:process id="road" name="Road" isExecutable="true">
    <bpmn:startEvent id="go"/><bpmn:exclusiveGateway id="fork"/>
    <bpmn:userTask id="left"/><bpmn:userTask id="right"/><bpmn:endEvent id="there"/>
    <bpmn:sequenceFlow id="f1" sourceRef="go" targetRef="fork"/>
    <bpmn:sequenceFlow id="f2" sourceRef="fork" targetRef="left">
      <bpmn:conditionExpression>{service,isLeft}</bpmn:conditionExpression></bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="f3" sourceRef="fork" targetRef="right">
      <bpmn:conditionExpression>{compare,{direction,[]},2,right}</bpmn:conditionExpression></bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="f4" sourceRef="left" targetRef="there"/>
    <bpmn:sequenceFlow id="f5" sourceRef="right" targetRef="there"/>
  </bpmn:process>
</bpmn:definitions>`;

const road: BpeModule = {
  def: FILE,
  services: { isLeft: ({ doc }) => doc(["direction", "left"]).length === 1 },
};

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

Deno.test("the history of a process that runs by itself has a row for each flow, with the documents of that moment", async () => {
  using kv = memoryKv();
  await using b = bpe(kv, manual);
  const id = await b.start(leave, [["n", 1]], { stepping: false });
  await b.amend(id, ["n", 2]);
  await rejects(() => b.next(id, undefined, { identity: { id: "ann" } }), BpeError, "denied");
  const rows = await b.hist(id);
  equal(
    rows.map(({ task, docs }) => [typeof task === "string" ? task : task.id, docs.length]),
    [["Asked", 1], ["a", 1], ["b", 2]],
  );
  equal(await b.sched(id), []);
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
