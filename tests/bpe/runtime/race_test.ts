/**
 * Engines that race for tasks, timers, jobs and keys: each is done once, in any order of their reads and writes.
 *
 * @module
 */
import { assert, equal } from "../../_support/assert.ts";
import type { Handler, InstanceDetail, Runtime } from "../../../bpe/mod.ts";
import { openKv } from "../../../kvs/open.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { audit } from "./audit.ts";
import { elementAt, file, list, proc, quiet, timer, traceOf, world } from "./world.ts";
import { done, race, races, straight, waiting } from "./race.ts";
import { testWith } from "../../_support/permission.ts";

const test = testWith("read", "write");

const TASK = file(proc(
  "work",
  `<startEvent id="s"/><userTask id="u" camunda:candidateUsers="ann, bob"/><userTask id="v"/><endEvent id="e"/>`,
  "s>u;u>v;v>e",
));

/** A tenth by default of what a long run tries. */
const SOME = rounds(20, 200), FEW = rounds(10, 100);

for (const engines of [2, 4]) {
  Deno.test(`one of ${engines} engines completes a task, the others are refused, in ${SOME} interleavings from seed ${SEED}`, async () => {
    await races(SOME, async (seed) => {
      const on = await race(seed, engines, [TASK]);
      const [first] = on.engines;
      assert(first !== undefined);
      const instance = await first.start("work");
      const element = await elementAt(first, instance, "u");
      const count = await done(
        on.engines.map((each, by) => each.complete({ instance, element }, { by })),
      );
      equal(count, 1);
      await quiet(on, on.engines, 60_000);
      const trace = await traceOf(first, instance);
      equal(trace.filter((line) => line === "completed u").length, 1);
      equal((await list(first.tasks())).map(({ node }) => node), ["v"]);
      return on;
    });
  });
}

Deno.test(`a task is completed by whoever has claimed it, or claimed by nobody, in ${2 * SOME} interleavings from seed ${SEED}`, async () => {
  await races(2 * SOME, async (seed) => {
    const on = await race(seed, 4, [TASK]);
    const [a, b, c, d] = on.engines;
    assert(a !== undefined && b !== undefined && c !== undefined && d !== undefined);
    const instance = await a.start("work");
    const ref = { instance, element: await elementAt(a, instance, "u") };
    const claim = async (engine: Runtime, id: string) => {
      await engine.claim(ref, { by: { id } });
      return { applied: true };
    };
    const claims = [claim(a, "ann"), claim(b, "bob")];
    const completes = [
      c.complete(ref, { by: "ann" }, { by: { id: "ann" } }),
      d.complete(ref, { by: "bob" }, { by: { id: "bob" } }),
    ];
    const [claimed, completed] = [await done(claims), await done(completes)];
    assert(claimed <= 1 && completed <= 1, `${claimed} claims, ${completed} completions`);
    assert(claimed + completed >= 1, "somebody wins");
    const task = await a.task(ref);
    equal(task === undefined, completed === 1);
    if (completed === 1 && claimed === 1) {
      const winner = (await Promise.allSettled(claims))[0]?.status === "fulfilled" ? "ann" : "bob";
      const { state } = await a.instance(instance);
      equal(state.elements[0]?.variables?.by, winner);
    }
    return on;
  });
});

Deno.test(`timers that are due in four engines at once fire once, in ${FEW} interleavings from seed ${SEED}`, async () => {
  const clocked = file(proc(
    "late",
    `<startEvent id="s"/><userTask id="u"/><boundaryEvent id="r" attachedToRef="u" cancelActivity="false">${
      timer("timeCycle", "R3/PT1H")
    }</boundaryEvent><endEvent id="f"/><boundaryEvent id="l" attachedToRef="u">${
      timer("timeDuration", "PT5H")
    }</boundaryEvent><endEvent id="e"/><endEvent id="ok"/>`,
    "s>u;u>ok;r>f;l>e",
  ));
  await races(FEW, async (seed) => {
    const on = await race(seed, 4, [clocked]);
    const [first] = on.engines;
    assert(first !== undefined);
    const ids = ["i0", "i1", "i2"];
    for (const instance of ids) await first.start("late", { id: instance });
    for (let hour = 0; hour < 5; hour++) {
      on.clock.advance(3_600_000);
      await Promise.all(on.engines.map((each) => each.tick()));
    }
    await quiet(on, on.engines, 60_000);
    for (const instance of ids) {
      const trace = await traceOf(first, instance);
      equal(trace.filter((line) => line === "completed f").length, 3);
      equal(trace.filter((line) => line === "completed e").length, 1);
      equal((await first.instance(instance)).state.status, "completed");
    }
    return on;
  });
});

Deno.test(`jobs offered to two engines are done once, never by both at the same time, in ${FEW} interleavings from seed ${SEED}`, async () => {
  const jobs = file(proc(
    "jobs",
    `<startEvent id="s"/><serviceTask id="a"><multiInstanceLoopCharacteristics><loopCardinality>5</loopCardinality></multiInstanceLoopCharacteristics></serviceTask><serviceTask id="b"/><endEvent id="e"/>`,
    "s>a;a>b;b>e",
  ));
  await races(FEW, async (seed) => {
    const calls = new Map<string, number>();
    const run: Handler = async ({ key }) => {
      calls.set(key, (calls.get(key) ?? 0) + 1);
      for (let hops = 0; hops < 30; hops++) await Promise.resolve();
    };
    const on = await race(seed, 2, [jobs], { a: run, b: run });
    const idle = on.open();
    const [first] = on.engines;
    assert(first !== undefined);
    const ids = ["i0", "i1", "i2"];
    for (const instance of ids) await idle.start("jobs", { id: instance });
    for (let round = 0; round < 10; round++) {
      await Promise.all(on.engines.map((each) => each.tick()));
      await Promise.all(on.engines.map((each) => each.idle()));
    }
    for (const id of ids) equal((await first.instance(id)).state.status, "completed");
    equal(calls.size, 18);
    equal([...calls.values()].filter((each) => each !== 1), []);
    return on;
  });
});

Deno.test(`what has a key of its own is done once by four engines: starts, commands, messages, deployments, in ${FEW} interleavings from seed ${SEED}`, async () => {
  await races(FEW, async (seed) => {
    const on = await race(seed, 4, [TASK, straight]);
    const [first] = on.engines;
    assert(first !== undefined);
    await Promise.all(on.engines.map((each) => each.start("work", { id: "i" })));
    await Promise.all(on.engines.map((each) => each.start("wait", { id: "w" })));
    equal((await list(first.instances())).map(({ id }) => id), ["i", "w"]);
    const set = await Promise.all(
      on.engines.map((each, n) => each.command("i", { do: "set", variables: { n } }, { key: "k" })),
    );
    equal(set.map(({ applied, repeated }) => [applied, repeated]).sort(), [
      [false, true],
      [false, true],
      [false, true],
      [true, false],
    ]);
    const fates = await Promise.all(
      on.engines.map((each) => each.publish({ name: "paid", key: "k" })),
    );
    equal(fates.map(({ taken }) => taken).sort(), ["instance", "repeated", "repeated", "repeated"]);
    const versions = await Promise.all(
      on.engines.map((each, n) => each.deploy(TASK.replace("ann, bob", `user${n % 2}`))),
    );
    const numbers = versions.map(([version]) => version?.version ?? 0).sort();
    assert(numbers[0] === 2 && numbers.every((each) => each <= 5), String(numbers));
    await quiet(on, on.engines, 60_000);
    return on;
  });
});

test("on a file too, one of four engines completes each of twenty tasks, and each message is taken once", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const stores = await Promise.all(
      Array.from({ length: 4 }, () => openKv(`${folder}/kv.sqlite`)),
    );
    const on = world(stores[0]);
    const engines = stores.map((kv) => on.open({}, kv));
    const [first] = engines;
    assert(first !== undefined);
    await first.deploy(TASK);
    await first.deploy(waiting);
    const tasks = [];
    for (let i = 0; i < 20; i++) {
      const instance = await first.start("work", { id: `i${i}` });
      tasks.push({ instance, element: await elementAt(first, instance, "u") });
      await first.start("wait", { id: `w${i}` });
    }
    const counts = await Promise.all(
      tasks.map((ref) => done(engines.map((each) => each.complete(ref)))),
    );
    equal(counts, tasks.map(() => 1));
    await Promise.all(tasks.flatMap((_, i) => {
      const engine = engines[i % 4];
      return [
        engine?.publish({ name: "paid", payload: { i } }),
        (async () => {
          const ref = { instance: `w${i}`, element: await elementAt(first, `w${i}`, "u") };
          await engines[(i + 1) % 4]?.complete(ref);
        })(),
      ];
    }));
    await quiet(on, engines, 60_000);
    const got: number[] = [];
    for (let i = 0; i < 20; i++) {
      const stored: InstanceDetail = await first.instance(`w${i}`);
      equal(stored.state.status, "completed");
      got.push(Number(stored.state.result?.i));
    }
    equal(got.sort((a, b) => a - b), tasks.map((_, i) => i));
    equal(on.errors, []);
    await audit(on.kv);
    for (const each of engines) await each.close();
    for (const each of stores) each.close();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
