/**
 * Whatever the functions of this module are given, they answer, or are refused in an error of this module, once.
 *
 * @module
 */
import * as module from "../../bpe/mod.ts";
import { type Bpe, BpeError, type Runtime, type Volatile } from "../../bpe/mod.ts";
import { silentLog } from "../../base/mod.ts";
import { type Kv, memoryKv } from "../../kvs/mod.ts";
import { equal, rejects } from "../_support/assert.ts";

const XML =
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:odd">
  <process id="p" isExecutable="true"><startEvent id="s"/><userTask id="u"/><endEvent id="e"/>
    <sequenceFlow id="a" sourceRef="s" targetRef="u"/><sequenceFlow id="b" sourceRef="u" targetRef="e"/></process>
  <process id="q" isExecutable="true"><startEvent id="qs"/><userTask id="qu"/><endEvent id="qe"/>
    <sequenceFlow id="qa" sourceRef="qs" targetRef="qu"/><sequenceFlow id="qb" sourceRef="qu" targetRef="qe"/></process>
</definitions>`;

const circle: Record<string, unknown> = { a: 1 };
circle.self = circle;

/** One of each kind. */
const ODD: readonly unknown[] = [
  undefined,
  null,
  {},
  [],
  "",
  "p",
  "x".repeat(10_000),
  "\ud800",
  0,
  -1,
  NaN,
  1e300,
  10n,
  true,
  Symbol("odd"),
  () => 1,
  new Date(NaN),
  new Map(),
  new Uint8Array(3),
  circle,
  { f: () => 1 },
  { id: null, by: 1, instance: {}, element: "x", name: 5, do: "complete", variables: 3 },
  { by: { id: "" }, id: circle, nodes: 1, kind: "job", get: 1 },
  [null, undefined, 1],
];

/** Gives a function odd values at each place, the others as they may be; answers what it threw that is none of this module. */
async function tried(
  name: string,
  run: (...given: readonly unknown[]) => unknown,
  good: readonly unknown[],
): Promise<string[]> {
  const wrong: string[] = [];
  const places = Math.max(1, good.length);
  for (let place = 0; place < places; place++) {
    for (const [index, odd] of ODD.entries()) {
      const given = good.map((each, at) => at === place ? odd : each);
      try {
        const answer = run(...(good.length === 0 ? [odd] : given));
        if (typeof answer !== "object" || answer === null) continue;
        if (Symbol.asyncIterator in answer) await Array.fromAsync(answer as AsyncIterable<unknown>); // as: asked just now
        else if (Symbol.asyncDispose in answer) {
          await (answer as AsyncDisposable)[Symbol.asyncDispose](); // as: asked just now
        } else await answer;
      } catch (error) {
        if (!(error instanceof BpeError)) {
          wrong.push(`${name}, argument ${place + 1}, odd value ${index}: ${error}`);
        }
      }
    }
  }
  return wrong;
}

/** Gives each function odd values, and looks that nothing is rejected which nobody waits for. */
async function triedAll(
  functions: object,
  good: Readonly<Record<string, readonly unknown[]>>,
  skipped: readonly string[] = [],
): Promise<void> {
  const unhandled: string[] = [];
  const hear = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    unhandled.push(String(event.reason));
  };
  globalThis.addEventListener("unhandledrejection", hear);
  try {
    const wrong: string[] = [];
    for (const [name, run] of Object.entries(functions)) {
      if (typeof run !== "function" || skipped.includes(name)) continue;
      const isClass = /^class/.test(Function.prototype.toString.call(run));
      if (isClass) continue;
      wrong.push(
        ...await tried(name, (...given) => Reflect.apply(run, functions, given), good[name] ?? []),
      );
    }
    // What is rejected is told after the tasks that are under way.
    await new Promise((resolve) => setTimeout(resolve));
    equal([...wrong, ...unhandled], []);
  } finally {
    globalThis.removeEventListener("unhandledrejection", hear);
  }
}

async function opened(kv: Kv): Promise<Runtime> {
  const runtime = module.openRuntime(kv, { manual: true, log: silentLog });
  await runtime.deploy(XML);
  await runtime.start("p", { id: "i", variables: { a: 1 } });
  return runtime;
}

const ref = { instance: "i", element: 2 }, by = { by: { id: "ann" } };

Deno.test("the functions of a runtime refuse odd arguments in an error of this module, once", async () => {
  using kv = memoryKv();
  await using runtime = await opened(kv);
  await triedAll(runtime, {
    deploy: [XML],
    version: ["p"],
    versions: ["p"],
    definition: ["p"],
    source: ["p"],
    start: ["p", {}],
    command: ["i", { do: "set", variables: {} }, {}],
    publish: [{ name: "m" }],
    signal: ["s", {}],
    conditions: [{}],
    instance: ["i"],
    history: ["i", {}],
    step: ["i", 1],
    instances: [{}],
    incidents: ["i"],
    resolve: ["i", 1, {}, {}],
    migrate: ["i", "p", {}],
    erase: ["i"],
    tasks: [{}],
    task: [ref],
    claim: [ref, by],
    release: [ref, by],
    assign: [ref, "ann", by],
    permit: [{ do: "read", instance: "i" }, by],
    complete: [{ ...ref, element: 99 }, {}, {}],
    observe: [() => {}],
  }, ["kv", "close", "idle"]);
});

Deno.test("the functions of instances in memory refuse odd arguments in an error of this module", async () => {
  const on: Volatile = module.volatile([module.parse(XML)]);
  const id = on.start("p");
  await triedAll(on, {
    start: ["p", {}],
    command: [id, { do: "set", variables: {} }],
    publish: [{ name: "m" }],
    signal: ["s", {}],
    state: [id],
    forget: [id],
  });
});

Deno.test("the functions of the original refuse odd arguments in an error of this module, once", async () => {
  using kv = memoryKv();
  await using on: Bpe = module.bpe(kv, { manual: true, log: silentLog });
  await on.deploy(XML);
  const id = await on.start("p", []), proc = await on.proc(id);
  await triedAll(on, {
    deploy: [XML],
    start: ["p", [], {}],
    load: [id],
    proc: [id, {}],
    update: [id, {}],
    persist: [id, {}],
    next: ["nobody", "f", {}],
    complete: ["nobody", "f", {}],
    amend: [id, { kind: "a" }, {}],
    discard: [id, { kind: "a" }, {}],
    modify: [id, { kind: "a" }, "append", {}],
    messageEvent: [id, { name: "m" }, {}],
    asyncEvent: [id, { name: "m" }],
    broadcastEvent: ["t", { name: "m" }],
    deliver: [id],
    subscribe: [id, "t"],
    unsubscribe: [id, "t"],
    gwBlock: [id, "g", "s"],
    gwUnblock: [id, "g", "s"],
    hist: [id, 1],
    head: [id],
    sched: [id],
    schedHead: [id],
    errors: [id],
    step: [proc, "u"],
    docs: [proc],
    doc: [{ kind: "a" }, proc],
    tasks: [proc],
    flows: [proc],
    events: [proc],
    flow: ["a", proc],
    flowId: [{ state: [], pointer: 1 }],
    firstFlow: [proc],
    firstTask: [proc],
    currentTask: [proc],
    executors: [proc],
    delete: ["nobody"],
    cleanup: ["nobody"],
    assign: [id],
    ensureMon: [id],
    monLink: [{ id: "m" }, id, {}],
    monChildren: ["m"],
  }, ["runtime", "modules", "idle", "close"]);
});

Deno.test("the functions of the module refuse odd arguments in an error of this module", async () => {
  const definition = module.parse(XML);
  const { state } = module.step(definition, null, { do: "start", instance: "i", process: "p" }, 0);
  const find = (id: number) => state.elements.find((each) => each.id === id);
  using kv = memoryKv();
  await triedAll(module, {
    openRuntime: [kv, { manual: true }],
    bpe: [kv, { manual: true }],
    volatile: [[definition], {}],
    parse: [XML, {}],
    problems: [XML, {}],
    step: [definition, state, { do: "set", variables: {} }, 0, module.settings()],
    settings: [{}],
    expressions: [{}],
    conditions: [{}],
    define: [{ kind: "process", id: "x", tasks: [], flows: [] }],
    triggers: [definition, "p", 0, module.settings()],
    migrate: [state, {
      from: definition,
      to: definition,
      key: "p:2",
      settings: module.settings(),
      now: 0,
    }],
    picture: [definition, {}],
    variables: [state, 0],
    visible: [find, 0],
    home: [find, 0, "a"],
    homeOf: [find, 0],
    rootVariables: [state],
    processOf: [definition, "p"],
    nodeOf: [definition, "u"],
  });
});

Deno.test("an id of another process starts nothing, in a store and in memory; that of the same process is the same start", async () => {
  using kv = memoryKv();
  await using runtime = await opened(kv);
  equal(await runtime.start("p", { id: "i" }), "i");
  const error = await rejects(() => runtime.start("q", { id: "i" }), BpeError, "command");
  equal(error.message, "i is an instance of p: give another id to start q (instance i)");
  const on = module.volatile([module.parse(XML)]);
  const id = on.start("p");
  await rejects(() => Promise.try(() => on.start("q", { id })), BpeError, "command");
});

Deno.test("a store that is closed is told by an error of this module, by every function, once", async () => {
  const kv = memoryKv();
  const runtime = await opened(kv);
  kv.close();
  const asked: readonly (() => unknown)[] = [
    () => runtime.deploy(XML.replaceAll("p", "other")),
    () => runtime.version("p"),
    () => runtime.start("p"),
    () => runtime.command("i", { do: "cancel" }),
    () => runtime.publish({ name: "m" }),
    () => runtime.signal("s"),
    () => runtime.instance("i"),
    () => Array.fromAsync(runtime.history("i")),
    () => Array.fromAsync(runtime.instances()),
    () => Array.fromAsync(runtime.tasks()),
    () => runtime.task(ref),
    () => runtime.claim(ref, by),
    () => runtime.complete(ref),
    () => runtime.erase("i"),
    () => runtime.tick(),
    () => runtime.nextDue(),
  ];
  for (const ask of asked) {
    await rejects(() => Promise.try(ask), BpeError).catch((cause) => {
      throw new Error(String(ask), { cause });
    });
  }
  await runtime.close();
});

Deno.test("a clock that gives no number is told by an error of this module, in a store and in memory", async () => {
  for (const time of [NaN, Infinity, undefined, "now", 10n, {}]) {
    // as: what a program in JavaScript may give
    const clock = { now: () => time as number, setTimeout: () => 0, clearTimeout() {} };
    using kv = memoryKv();
    await using runtime = module.openRuntime(kv, { manual: true, log: silentLog, clock });
    await rejects(() => runtime.deploy(XML), BpeError, "config");
    await rejects(
      () => Promise.try(() => module.volatile([module.parse(XML)], { clock })),
      BpeError,
      "config",
    );
  }
});
