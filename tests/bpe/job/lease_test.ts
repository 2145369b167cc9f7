/**
 * Jobs between engines: leases, how many run at once, closing; escalations and scripts.
 *
 * @module
 */
import { assert, equal, rejects } from "../../_support/assert.ts";
import { BpeError } from "../../../bpe/error.ts";
import { audit } from "../runtime/audit.ts";
import {
  elementAt,
  file,
  HOUR,
  list,
  places,
  proc,
  quiet,
  traceOf,
  world,
} from "../runtime/world.ts";
import { JOB, stateOf, turns } from "./job.ts";

Deno.test("a job whose handler is in another engine waits for that one, which takes it by its topic", async () => {
  const on = world();
  const without = on.open(), calls: string[] = [];
  await without.deploy(JOB);
  const ids = [];
  for (let i = 0; i < 20; i++) ids.push(await without.start("one"));
  await quiet(on, without, HOUR);
  equal((await list(without.instances({ status: "active" }))).length, 20);
  const other = on.open({ handlers: { k: () => ({}) } });
  await quiet(on, other, HOUR);
  const withIt = on.open({ handlers: { j: ({ instance }) => void calls.push(instance) } });
  await quiet(on, withIt, 0);
  equal(calls.toSorted(), ids.toSorted());
  equal((await list(without.instances({ status: "completed" }))).length, 20);
  await audit(on.kv);
});

Deno.test("a job that the engine with the handler has given up to a crash is done by the next, after its lease", async () => {
  const on = world();
  const hanging = on.open({ handlers: { j: () => new Promise(() => {}) } });
  await hanging.deploy(JOB);
  const instance = await hanging.start("one");
  await turns();
  const calls: number[] = [];
  const other = on.open({ handlers: { j: ({ attempt }) => void calls.push(attempt) } });
  await other.tick();
  equal(calls.length, 0);
  // The first engine's own clock stands still: it has died.
  const later = { ...on.clock, now: () => on.clock.now() + 35_001 };
  const next = on.open({
    clock: { ...later, setTimeout: () => 0, clearTimeout: () => {} },
    handlers: { j: ({ attempt }) => void calls.push(attempt) },
  });
  await next.tick();
  await next.idle();
  equal(calls, [1]);
  equal((await stateOf(next, instance)).status, "completed");
});

Deno.test("no more handlers run at once than the engine is told, and all jobs are done", async () => {
  let running = 0, most = 0, calls = 0;
  const on = world();
  const engine = on.open({
    concurrency: 3,
    handlers: {
      j: async () => {
        most = Math.max(most, ++running);
        for (let hops = 0; hops < 10; hops++) await Promise.resolve();
        running--;
        calls++;
      },
    },
  });
  await engine.deploy(JOB);
  await Promise.all(Array.from({ length: 200 }, () => engine.start("one")));
  await quiet(on, engine, HOUR);
  equal([most, calls], [3, 200]);
  equal((await list(engine.instances({ status: "completed" }))).length, 200);
  await audit(on.kv);
});

Deno.test("jobs that wait longer for a free handler than their lease are all done, each once", async () => {
  const on = world();
  const keys: string[] = [];
  const engine = on.open({
    concurrency: 1,
    handlers: {
      j: ({ key }) =>
        new Promise((resolve) => {
          keys.push(key);
          on.clock.setTimeout(() => resolve(undefined), 29_000);
        }),
    },
  });
  await engine.deploy(JOB);
  await Promise.all(Array.from({ length: 10 }, () => engine.start("one")));
  // Ten jobs of half a minute, one after the other, take five minutes, and leases run out meanwhile.
  for (let second = 0; second < 1_000; second++) {
    on.clock.advance(1_000);
    if (second % 5 === 0) await engine.tick();
    await turns();
  }
  equal((await list(engine.instances({ status: "completed" }))).length, 10);
  equal(new Set(keys).size, 10);
  equal(keys.length, 10);
});

Deno.test("a handler escalates while it works: the model hears it, and the job goes on", async () => {
  const on = world();
  const engine = on.open({
    handlers: {
      j: async ({ escalate }) => {
        await escalate("late", { by: 5 });
        return { done: true };
      },
    },
  });
  await engine.deploy(file(
    `<escalation id="x" name="late" escalationCode="late"/>` + proc(
      "one",
      `<startEvent id="s"/><serviceTask id="j"/><boundaryEvent id="b" attachedToRef="j" cancelActivity="false"><escalationEventDefinition escalationRef="x"/></boundaryEvent><endEvent id="e"/><endEvent id="f"/>`,
      "s>j;j>e;b>f",
    ),
  ));
  const instance = await engine.start("one");
  await quiet(on, engine, HOUR);
  const trace = await traceOf(engine, instance);
  assert(trace.includes("completed f") && trace.includes("completed j"));
  equal((await stateOf(engine, instance)).result, { by: 5, done: true });
});

Deno.test("closing waits for the handlers that run and starts no other: what is left is done by the next engine", async () => {
  let calls = 0;
  const on = world();
  const run = () => ({ n: ++calls });
  const engine = on.open({ handlers: { j: run } });
  await engine.deploy(file(proc(
    "many",
    `<startEvent id="s"/><exclusiveGateway id="x"/><serviceTask id="j"/><exclusiveGateway id="g" default="g_x"/><endEvent id="e"/>`,
    "s>x;x>j;j>g;g>x;g>e:n >= 1000",
  )));
  const instance = await engine.start("many");
  await engine.close();
  assert(calls < 50, `${calls} calls`);
  await rejects(() => engine.start("many"), BpeError, "closed");
  equal((await stateOf(engine, instance)).status, "active");
  const next = on.open({ handlers: { j: run } });
  await quiet(on, next, HOUR);
  equal((await stateOf(next, instance)).status, "completed");
  assert(calls >= 1_000 && calls <= 1_001, `${calls} calls`);
});

Deno.test("a job whose answer makes a step without end is an incident; resolved, it is asked for anew", async () => {
  let calls = 0;
  const on = world();
  const engine = on.open({ budget: 200, handlers: { j: () => void calls++ } });
  await engine.deploy(file(proc(
    "round",
    `<startEvent id="s"/><serviceTask id="j"/><task id="t"/><exclusiveGateway id="g" default="g_t"/><endEvent id="e"/>`,
    "s>j;j>t;t>g;g>t;g>e:stop = true",
  )));
  const instance = await engine.start("round");
  await quiet(on, engine, HOUR);
  equal((await stateOf(engine, instance)).incidents.map(({ code }) => code), ["budget"]);
  equal(await places(engine, instance), ["j"]);
  const before = calls;
  const [incident] = await list(engine.incidents());
  await engine.resolve(instance, incident?.incident ?? 0, { stop: true });
  await quiet(on, engine, HOUR);
  equal((await stateOf(engine, instance)).status, "completed");
  equal(calls, before + 1);
});

Deno.test("a script task without a handler is done by the engine's expressions; one in another language waits", async () => {
  const on = world();
  const engine = on.open();
  await engine.deploy(file(proc(
    "script",
    `<startEvent id="s"/><scriptTask id="j" scriptFormat="feel" camunda:resultVariable="sum"><script>a + b</script></scriptTask><scriptTask id="k" scriptFormat="groovy"><script>1</script></scriptTask><endEvent id="e"/>`,
    "s>j;j>k;k>e",
  )));
  const instance = await engine.start("script", { variables: { a: 1, b: 2 } });
  await quiet(on, engine, HOUR);
  equal(await places(engine, instance), ["k"]);
  equal((await stateOf(engine, instance)).elements[0]?.variables?.sum, 3);
  await engine.command(instance, {
    do: "complete",
    element: await elementAt(engine, instance, "k"),
  });
  equal((await stateOf(engine, instance)).status, "completed");
});
