/**
 * Jobs: handlers answer, fail, hang and are withdrawn.
 *
 * @module
 */
import { assert, equal, rejects } from "../../_support/assert.ts";
import { BpeError } from "../../../bpe/error.ts";
import { BpmnError, type Handler, type Job } from "../../../bpe/mod.ts";
import { audit } from "../runtime/audit.ts";
import { file, HOUR, list, places, proc, quiet, timer, traceOf, world } from "../runtime/world.ts";
import { JOB, one, stateOf, turns } from "./job.ts";

Deno.test("a handler that fails is called again after a second, then two, then gives an incident that names the instance and the element", async () => {
  const times: number[] = [], attempts: number[] = [], keys = new Set<string>();
  const on = world();
  const engine = on.open({
    handlers: {
      j: ({ attempt, key }) => {
        times.push(on.clock.now());
        attempts.push(attempt);
        keys.add(key);
        throw new Error("no line");
      },
    },
  });
  await engine.deploy(JOB);
  const begin = on.clock.now();
  const instance = await engine.start("one");
  await quiet(on, engine, HOUR);
  equal(times.map((time) => time - begin), [0, 1_000, 3_000]);
  equal(attempts, [1, 2, 3]);
  equal(keys.size, 1);
  const [incident] = await list(engine.incidents(instance));
  equal([incident?.instance, incident?.node, incident?.code], [instance, "j", "work"]);
  assert(incident?.message.includes("no line"));
  equal(await places(engine, instance), ["j"]);
  equal(await engine.nextDue(), undefined);
  await audit(on.kv);
});

Deno.test("an incident that is resolved asks for the work anew, under the same key, with as many tries", async () => {
  const calls: string[] = [];
  const on = await one(({ key, variables }) => {
    calls.push(key);
    if (variables.line !== true) throw new Error("no line");
    return { done: true };
  });
  await quiet(on, on.engine, HOUR);
  const resolve = async (variables: Record<string, unknown>) => {
    const [incident] = await list(on.engine.incidents(on.instance));
    await on.engine.resolve(on.instance, incident?.incident ?? 0, variables);
    await quiet(on, on.engine, HOUR);
  };
  await resolve({});
  equal(calls.length, 6);
  equal((await list(on.engine.incidents())).length, 1);
  await resolve({ line: true });
  equal(calls.length, 7);
  equal(new Set(calls).size, 1);
  equal((await stateOf(on.engine, on.instance)).result, { line: true, done: true });
  equal(await list(on.engine.incidents()), []);
  await rejects(() => on.engine.resolve(on.instance, 1), BpeError, "command");
});

Deno.test("how often a job is tried is said by its handler, else by the model, else by the engine", async () => {
  const tried = async (model: string, options: object, handler: object) => {
    const on = world();
    let calls = 0;
    const run = () => {
      calls++;
      throw new Error("no");
    };
    const engine = on.open({ ...options, handlers: { j: { run, ...handler } } });
    await engine.deploy(file(proc(
      "one",
      `<startEvent id="s"/><serviceTask id="j"><extensionElements><camunda:failedJobRetryTimeCycle>${model}</camunda:failedJobRetryTimeCycle></extensionElements></serviceTask><endEvent id="e"/>`,
      "s>j;j>e",
    )));
    await engine.start("one");
    await quiet(on, engine, 10 * HOUR);
    equal((await list(engine.incidents())).length, 1);
    return calls;
  };
  equal(await tried("R5/PT10S", { retries: 2 }, { retries: 4 }), 4);
  equal(await tried("R5/PT10S", { retries: 2 }, {}), 5);
  equal(await tried("", { retries: 2 }, {}), 2);
  equal(await tried("", {}, {}), 3);
});

Deno.test("a BpmnError goes to the boundary event of its code, with its values; one that nothing catches is an incident", async () => {
  const on = world();
  const engine = on.open({
    handlers: {
      j: ({ variables }) => {
        throw new BpmnError(String(variables.code), "sold out", { left: 0 });
      },
    },
  });
  await engine.deploy(file(
    `<error id="x" name="none" errorCode="none"/>` + proc(
      "one",
      `<startEvent id="s"/><serviceTask id="j"/><boundaryEvent id="b" attachedToRef="j"><errorEventDefinition errorRef="x"/></boundaryEvent><endEvent id="e"/><endEvent id="f"/>`,
      "s>j;j>e;b>f",
    ),
  ));
  const caught = await engine.start("one", { variables: { code: "none" } });
  const uncaught = await engine.start("one", { variables: { code: "other" } });
  await quiet(on, engine, HOUR);
  assert((await traceOf(engine, caught)).includes("completed f"));
  equal((await stateOf(engine, caught)).result?.left, 0);
  const { status, incidents } = await stateOf(engine, uncaught);
  equal([status, incidents.map(({ code }) => code)], ["active", ["uncaught"]]);
  await audit(on.kv);
});

Deno.test("a handler that hangs is told by its signal when its time is over, and tried again; its late answer is ignored", async () => {
  const late = Promise.withResolvers<Record<string, unknown>>();
  const reasons: unknown[] = [];
  const on = await one(({ attempt, signal }) => {
    if (attempt > 1) return { by: "second" };
    signal.addEventListener("abort", () => reasons.push(signal.reason));
    return late.promise;
  });
  await turns();
  on.clock.advance(29_999);
  await turns();
  equal(reasons.length, 0);
  on.clock.advance(1);
  await on.engine.idle();
  equal(reasons.length, 1);
  const [reason] = reasons;
  assert(reason instanceof BpeError && reason.code === "timeout" && reason.element === "j");
  await quiet(on, on.engine, HOUR);
  late.resolve({ by: "first" });
  await on.engine.idle();
  equal((await stateOf(on.engine, on.instance)).result, { by: "second" });
  equal((await traceOf(on.engine, on.instance)).filter((line) => line === "completed j").length, 1);
  equal(on.errors, []);
});

Deno.test("a job that is withdrawn by a boundary timer aborts its handler, whose answer changes nothing", async () => {
  const answer = Promise.withResolvers<Record<string, unknown>>();
  let aborted = false;
  const on = world();
  const engine = on.open({
    handlers: {
      j: ({ signal }) => {
        signal.addEventListener("abort", () => aborted = true);
        return answer.promise;
      },
    },
  });
  await engine.deploy(file(proc(
    "one",
    `<startEvent id="s"/><serviceTask id="j"/><boundaryEvent id="b" attachedToRef="j">${
      timer("timeDuration", "PT10S")
    }</boundaryEvent><endEvent id="e"/><endEvent id="f"/>`,
    "s>j;j>e;b>f",
  )));
  const instance = await engine.start("one");
  await turns();
  on.clock.advance(10_000);
  await engine.tick();
  equal([aborted, (await stateOf(engine, instance)).status], [true, "completed"]);
  answer.resolve({ x: 1 });
  await engine.idle();
  equal((await stateOf(engine, instance)).result, {});
  equal(on.errors, []);
  await audit(on.kv);
});

Deno.test("a job that is cancelled with its instance aborts its handler too", async () => {
  let aborted = false;
  const on = await one(({ signal }) =>
    new Promise((_, reject) => {
      signal.addEventListener("abort", () => {
        aborted = true;
        reject(signal.reason);
      });
    })
  );
  await turns();
  await on.engine.command(on.instance, { do: "cancel" });
  await on.engine.idle();
  equal([aborted, (await stateOf(on.engine, on.instance)).status], [true, "cancelled"]);
  equal(on.errors, []);
});

Deno.test("whatever is thrown or answered, the job is done or an incident says why", async () => {
  const thrown: unknown[] = [
    "text",
    undefined,
    null,
    5,
    { a: 1 },
    Object.create(null),
    Symbol("x"),
    new Error(""),
    new Error("x".repeat(1_000_000)),
    new DOMException("away", "AbortError"),
    new BpmnError("c", "m", { run: () => 1 }),
    new BpmnError("c", "m", { big: "x".repeat(17_000_000) }),
  ];
  const odd: unknown[] = [
    5,
    "abc",
    [1],
    true,
    () => 1,
    { run: () => 1 },
    { s: Symbol("x") },
    new Date(0),
    {
      big: "x".repeat(17_000_000),
    },
  ];
  const handlers: Handler[] = [
    ...thrown.map((each): Handler => () => {
      throw each;
    }),
    // as: what a handler in plain JavaScript may answer
    ...odd.map((each): Handler => () => each as Record<string, unknown>),
  ];
  for (const [index, handler] of handlers.entries()) {
    let calls = 0;
    const on = await one((job: Job) => {
      calls++;
      return handler(job);
    });
    await quiet(on, on.engine, HOUR);
    const { status, incidents } = await stateOf(on.engine, on.instance);
    equal([status, incidents.length], ["active", 1], `case ${index}`);
    equal(incidents[0]?.node, 1);
    assert((incidents[0]?.message.length ?? 0) < 5_000, `case ${index}: a message without end`);
    assert(calls <= 3, `case ${index}: called ${calls} times`);
    equal(on.errors, [], `case ${index}`);
  }
  for (const answer of [undefined, null, {}, Object.create(null), new Map()]) {
    // as: what a handler in plain JavaScript may answer
    const on = await one(() => answer as undefined);
    await quiet(on, on.engine, HOUR);
    const { status, incidents } = await stateOf(on.engine, on.instance);
    assert(status === "completed" || incidents.length === 1);
  }
});

Deno.test("what a handler goes on changing after its answer is not seen, and it cannot change what it was given", async () => {
  const list = [1];
  const on = world();
  const engine = on.open({
    handlers: {
      j: () => ({ list }),
      k: ({ variables }) => {
        // as: what a handler in plain JavaScript may do
        (variables.list as number[]).push(3);
      },
    },
  });
  await engine.deploy(file(proc(
    "two",
    `<startEvent id="s"/><serviceTask id="j"/><serviceTask id="k"/><endEvent id="e"/>`,
    "s>j;j>k;k>e",
  )));
  const instance = await engine.start("two");
  await engine.idle();
  list.push(2);
  await quiet(on, engine, HOUR);
  const state = await stateOf(engine, instance);
  equal(state.elements[0]?.variables?.list, [1]);
  equal(state.incidents.length, 1);
});
