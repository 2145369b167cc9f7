/**
 * Timers fire at their time, whatever clocks and engines do.
 *
 * @module
 */
import { assert, equal } from "../../_support/assert.ts";
import type { Clock } from "../../../base/mod.ts";
import { audit } from "../runtime/audit.ts";
import {
  DAY,
  disturbed,
  file,
  HOUR,
  list,
  proc,
  quiet,
  timer,
  traceOf,
  type World,
  world,
} from "../runtime/world.ts";

const wait = (text: string, kind: "timeDuration" | "timeDate" = "timeDuration") =>
  file(proc(
    "wait",
    `<startEvent id="s"/><intermediateCatchEvent id="c">${
      timer(kind, text)
    }</intermediateCatchEvent><endEvent id="e"/>`,
    "s>c;c>e",
  ));

const reminded = (cycle: string) =>
  file(proc(
    "task",
    `<startEvent id="s"/><userTask id="u"/><boundaryEvent id="b" attachedToRef="u" cancelActivity="false">${
      timer("timeCycle", cycle)
    }</boundaryEvent><endEvent id="r"/><endEvent id="e"/>`,
    "s>u;u>e;b>r",
  ));

/** The clock of a world, which can be set to another time while what waits for it waits as long as before. */
function jumping({ clock }: World): Clock & { shift: number } {
  const own = {
    shift: 0,
    now: () => clock.now() + own.shift,
    setTimeout: (run: () => void, ms: number) => clock.setTimeout(run, ms),
    clearTimeout: (each: unknown) => clock.clearTimeout(each),
  };
  return own;
}

Deno.test("a timer fires at its millisecond in an engine that was opened after it was set", async () => {
  const on = world();
  const before = on.open();
  await before.deploy(wait("P3DT2H"));
  const id = await before.start("wait");
  await before.close();
  const after = on.open();
  equal(await after.nextDue(), on.clock.now() + 3 * DAY + 2 * HOUR);
  on.clock.advance(3 * DAY + 2 * HOUR - 1);
  await after.tick();
  equal((await after.instance(id)).state.status, "active");
  on.clock.advance(1);
  await after.tick();
  equal((await after.instance(id)).state.status, "completed");
  equal(await after.nextDue(), undefined);
  await audit(on.kv);
});

Deno.test("an engine that is not manual looks by itself when a timer is due, and not before", async () => {
  const on = world();
  const engine = on.open({ manual: false, poll: 1_000 });
  await engine.deploy(wait("PT90S"));
  const ended = Promise.withResolvers<number>();
  engine.observe(({ after }) => {
    if (after.state.status === "completed") ended.resolve(on.clock.now());
  });
  const start = on.clock.now();
  await engine.start("wait");
  // The clock is moved in steps; after each one the engine does what it has to.
  const moving = (async () => {
    for (let second = 0; second < 100; second++) {
      on.clock.advance(1_000);
      for (let hops = 0; hops < 200; hops++) await Promise.resolve();
    }
  })();
  await moving;
  equal(await ended.promise, start + 90_000);
  await engine.close();
  equal(on.clock.pending, 0);
});

Deno.test("a date is in UTC, with a zone or without one", async () => {
  for (const text of ["2030-01-01T12:00:00Z", "2030-01-01T12:00:00", "2030-01-01T14:00:00+02:00"]) {
    const on = world();
    const engine = on.open();
    await engine.deploy(wait(text, "timeDate"));
    await engine.start("wait");
    equal(await engine.nextDue(), Date.UTC(2030, 0, 1, 12), text);
  }
});

Deno.test("a date that has passed fires at the next look", async () => {
  const on = world();
  const engine = on.open();
  await engine.deploy(wait("2029-12-31T00:00:00Z", "timeDate"));
  const id = await engine.start("wait");
  await engine.tick();
  equal((await engine.instance(id)).state.status, "completed");
});

Deno.test("R3/PT1H fires three times, an hour apart, over restarts", async () => {
  const on = world();
  let engine = on.open();
  await engine.deploy(reminded("R3/PT1H"));
  const id = await engine.start("task");
  for (let hour = 1; hour <= 5; hour++) {
    await engine.close();
    engine = on.open();
    on.clock.advance(HOUR);
    await engine.tick();
    const fired = (await traceOf(engine, id)).filter((line) => line === "completed r").length;
    equal(fired, Math.min(hour, 3));
  }
  equal(await engine.nextDue(), undefined);
  await audit(on.kv);
});

Deno.test("a bounded cycle that is late makes up for what it has missed, an unbounded one skips it", async () => {
  for (const [cycle, expected] of [["R3/PT1H", 3], ["R/PT1H", 1]] as const) {
    const on = world();
    const engine = on.open();
    await engine.deploy(reminded(cycle));
    const start = on.clock.now();
    const id = await engine.start("task");
    on.clock.advance(10 * HOUR + 1);
    for (let looks = 0; looks < 5; looks++) await engine.tick();
    const fired = (await traceOf(engine, id)).filter((line) => line === "completed r").length;
    equal(fired, expected, cycle);
    equal(await engine.nextDue(), cycle === "R/PT1H" ? start + 11 * HOUR : undefined);
  }
});

Deno.test("a clock that goes back an hour delays timers by as much, and none is lost or fires twice", async () => {
  const on = world();
  const clock = jumping(on);
  const engine = on.open({ clock });
  await engine.deploy(reminded("R2/PT1H"));
  const id = await engine.start("task");
  const count = async () =>
    (await traceOf(engine, id)).filter((line) => line === "completed r").length;
  on.clock.advance(HOUR);
  await engine.tick();
  equal(await count(), 1);
  clock.shift = -HOUR;
  await engine.tick();
  on.clock.advance(HOUR);
  await engine.tick();
  equal(await count(), 1);
  on.clock.advance(HOUR);
  await engine.tick();
  equal(await count(), 2);
  await audit(on.kv);
});

Deno.test("a clock that jumps a year fires everything that was due once, in an engine that runs jobs too", async () => {
  const on = world();
  const calls: string[] = [];
  const engine = on.open({ handlers: { j: ({ key }) => void calls.push(key) } });
  await engine.deploy(file(proc(
    "both",
    `<startEvent id="s"/><intermediateCatchEvent id="c">${
      timer("timeDuration", "PT1H")
    }</intermediateCatchEvent><serviceTask id="j"/><endEvent id="e"/>`,
    "s>c;c>j;j>e",
  )));
  for (let i = 0; i < 300; i++) await engine.start("both");
  on.clock.advance(365 * DAY);
  await quiet(on, engine, HOUR);
  equal((await list(engine.instances({ status: "completed" }))).length, 300);
  equal(new Set(calls).size, 300);
  equal(calls.length, 300);
});

Deno.test("while a handler runs, a clock that jumps does not make the engine look without end", async () => {
  const on = world();
  let reads = 0;
  const kv = disturbed(on.kv, { read: () => void reads++ });
  const answer = Promise.withResolvers<void>();
  const clock = jumping(on);
  const engine = on.open({ manual: false, clock, handlers: { j: () => answer.promise } }, kv);
  await engine.deploy(file(proc(
    "job",
    `<startEvent id="s"/><serviceTask id="j"/><endEvent id="e"/>`,
    "s>j;j>e",
  )));
  const id = await engine.start("job");
  clock.shift = DAY;
  // Ten seconds go by: the engine looks at each of them, and at what it finds, and then waits.
  reads = 0;
  for (let second = 0; second < 10; second++) {
    on.clock.advance(1_000);
    for (let hops = 0; hops < 2_000; hops++) {
      await Promise.resolve();
      on.clock.advance(0);
    }
  }
  assert(reads < 200, `${reads} reads within ten seconds`);
  answer.resolve();
  for (let hops = 0; hops < 2_000; hops++) await Promise.resolve();
  equal((await engine.instance(id)).state.status, "completed");
  await engine.close();
});

Deno.test("timers go on after the store has failed at the time of one, whatever else is open", async () => {
  for (let broken = 1; broken <= 6; broken++) {
    const on = world();
    let failures = 0;
    const kv = disturbed(on.kv, {
      async write(apply) {
        if (failures > 0) {
          failures--;
          throw new TypeError("the store is away");
        }
        return await apply();
      },
    });
    const engine = on.open({ handlers: { j: () => ({}) } }, kv);
    await engine.deploy(
      file(proc("sub", `<startEvent id="s"/><serviceTask id="j"/><endEvent id="e"/>`, "s>j;j>e")),
    );
    await engine.deploy(file(proc(
      "both",
      `<startEvent id="s"/><parallelGateway id="x"/>
       <intermediateCatchEvent id="c">${
        timer("timeDuration", "PT1H")
      }</intermediateCatchEvent><callActivity id="k" calledElement="sub"/>
       <intermediateCatchEvent id="d">${timer("timeDuration", "PT3H")}</intermediateCatchEvent>
       <parallelGateway id="y"/><endEvent id="e"/>`,
      "s>x;x>c;x>d;c>k;k>y;d>y;y>e",
    )));
    const id = await engine.start("both");
    on.clock.advance(HOUR);
    failures = broken;
    while (failures > 0) {
      await engine.tick().catch((error) => on.errors.push(error));
      await engine.idle();
      on.clock.advance(1_000);
    }
    await quiet(on, engine, 5 * HOUR);
    equal((await engine.instance(id)).state.status, "completed", `after ${broken} failures`);
    await audit(on.kv);
  }
});

Deno.test("timers whose step fails stay out of the way of those that can fire", async () => {
  const on = world();
  const engine = on.open({ budget: 50 });
  await engine.deploy(file(proc(
    "round",
    `<startEvent id="s"/><intermediateCatchEvent id="c">${
      timer("timeDuration", "PT1M")
    }</intermediateCatchEvent><task id="t"/><exclusiveGateway id="g" default="g_t"/><endEvent id="e"/>`,
    "s>c;c>t;t>g;g>t;g>e:stop = true",
  )));
  await engine.deploy(wait("PT2M"));
  const stuck: string[] = [];
  for (let i = 0; i < 300; i++) stuck.push(await engine.start("round"));
  const id = await engine.start("wait");
  await quiet(on, engine, 3 * 60_000);
  equal((await engine.instance(id)).state.status, "completed");
  for (const each of stuck) {
    const { state } = await engine.instance(each);
    equal(state.incidents.map(({ code }) => code), ["budget"]);
  }
  const [first = ""] = stuck;
  const [incident] = await list(engine.incidents(first));
  await engine.resolve(first, incident?.incident ?? 0, { stop: true });
  await quiet(on, engine, 60_000);
  equal((await engine.instance(first)).state.status, "completed");
  await audit(on.kv);
});
