/**
 * Whatever is asked of a store that fails is refused by an error of this module, whose cause is what the store says.
 */
import { silentLog } from "../../../base/mod.ts";
import { type Bpe, bpe, BpeError, type Runtime, type TaskRef } from "../../../bpe/mod.ts";
import { KvsError, memoryKv } from "../../../kvs/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { disturbed, list } from "../runtime/world.ts";
import { leave, manual } from "./models.ts";

const by = { id: "ann" }, ref: TaskRef = { instance: "runs", element: 2 };

/** Every function of a runtime that asks the store. */
const RUNTIME: Readonly<Record<string, (runtime: Runtime) => Promise<unknown>>> = {
  deploy: (runtime) => runtime.deploy({ ...leave, id: "another" }),
  version: (runtime) => runtime.version("leave"),
  processes: (runtime) => list(runtime.processes()),
  versions: (runtime) => list(runtime.versions("leave")),
  definition: (runtime) => runtime.definition("leave"),
  source: (runtime) => runtime.source("leave"),
  start: (runtime) => runtime.start("leave"),
  command: (runtime) => runtime.command("runs", { do: "cancel" }),
  publish: (runtime) => runtime.publish({ name: "m" }),
  signal: (runtime) => runtime.signal("s"),
  conditions: (runtime) => runtime.conditions({}),
  instance: (runtime) => runtime.instance("runs"),
  history: (runtime) => list(runtime.history("runs")),
  step: (runtime) => runtime.step("runs"),
  instances: (runtime) => list(runtime.instances({ status: "active" })),
  incidents: (runtime) => list(runtime.incidents()),
  resolve: (runtime) => runtime.resolve("runs", 1),
  migrate: (runtime) => runtime.migrate("runs", "leave:1"),
  erase: (runtime) => runtime.erase("runs"),
  tasks: (runtime) => list(runtime.tasks({ for: by })),
  task: (runtime) => runtime.task(ref),
  claim: (runtime) => runtime.claim(ref, { by }),
  release: (runtime) => runtime.release(ref),
  assign: (runtime) => runtime.assign(ref, "bob"),
  complete: (runtime) => runtime.complete(ref),
  tick: (runtime) => runtime.tick(),
  nextDue: (runtime) => runtime.nextDue(),
};

/** Every function of processes that asks the store. */
const BPE: Readonly<Record<string, (b: Bpe) => Promise<unknown>>> = {
  deploy: (b) => b.deploy({ ...leave, id: "another" }),
  start: (b) => b.start("leave"),
  load: (b) => b.load("steps"),
  proc: (b) => b.proc("steps"),
  update: (b) => b.update("steps", {}),
  persist: (b) => b.persist("steps", {}),
  next: (b) => b.next("steps"),
  complete: (b) => b.complete("steps"),
  amend: (b) => b.amend("steps", ["n", 1]),
  discard: (b) => b.discard("steps", ["n", 1]),
  modify: (b) => b.modify("steps", ["n", 1], "append"),
  messageEvent: (b) => b.messageEvent("steps", { name: "n" }),
  asyncEvent: (b) => b.asyncEvent("steps", { name: "n" }),
  broadcastEvent: (b) => b.broadcastEvent("topic", { name: "n" }),
  deliver: (b) => b.deliver("steps"),
  subscribe: (b) => b.subscribe("steps", "topic"),
  unsubscribe: (b) => b.unsubscribe("steps", "topic"),
  gwBlock: (b) => b.gwBlock("steps", "gateway", "runs"),
  gwUnblock: (b) => b.gwUnblock("steps"),
  hist: (b) => b.hist("steps"),
  head: (b) => b.head("steps"),
  sched: (b) => b.sched("steps"),
  schedHead: (b) => b.schedHead("steps"),
  errors: (b) => b.errors("steps"),
  delete: (b) => b.delete("steps"),
  cleanup: (b) => b.cleanup("steps"),
  assign: (b) => b.assign("steps"),
  ensureMon: (b) => b.ensureMon("steps"),
  monLink: (b) => b.monLink({ id: "monitor" }, "steps"),
  monChildren: (b) => b.monChildren("monitor"),
  monitors: (b) => b.monitors(),
};

/** Functions that ask nothing of the store. */
const ALONE: ReadonlySet<string> = new Set(
  ("handle observe permit idle close step docs doc tasks flows events flow flowId firstFlow firstTask currentTask executors " +
    "runtime modules kv").split(" "),
);

Deno.test("whatever is asked of a store that is away is refused by an error of this module, with its cause", async () => {
  let isAway = false;
  const away = () => {
    if (isAway) throw new KvsError("unavailable", "the store is away");
  };
  using memory = memoryKv();
  const kv = disturbed(memory, {
    read: away,
    async write(apply) {
      await Promise.resolve();
      away();
      return await apply();
    },
  });
  await using b = bpe(kv, { ...manual, log: silentLog });
  const { runtime } = b;
  await b.start(leave, [], { id: "steps" });
  await runtime.start("leave", { id: "runs" });
  const asked = [
    ...Object.entries(RUNTIME).map(([name, ask]) => [name, () => ask(runtime)] as const),
    ...Object.entries(BPE).map(([name, ask]) => [`bpe ${name}`, () => ask(b)] as const),
  ];
  for (const [name, ask] of asked) {
    isAway = true;
    const error: unknown = await ask().then(() => "no error", (error) => error);
    isAway = false;
    await b.idle();
    assert(BpeError.is(error, "store") && KvsError.is(error.cause), `${name}: ${error}`);
  }
  const missing = (all: object, tried: object) =>
    Object.keys(all).filter((name) => !Object.hasOwn(tried, name) && !ALONE.has(name));
  equal([missing(runtime, RUNTIME), missing(b, BPE)], [[], []], "functions that were not asked");
});
