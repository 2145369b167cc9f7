/**
 * Several engines on one store at once. Every operation on the store waits for its turn, and whose turn it is, is drawn from a
 * seed: so each seed is another interleaving of what the engines do.
 *
 * @module
 */
import { assert, equal } from "../../_support/assert.ts";
import { BpeError } from "../../../bpe/error.ts";
import type { Handler, InstanceDetail, Runtime } from "../../../bpe/mod.ts";
import type { Kv } from "../../../kvs/kv.ts";
import { openKv } from "../../../kvs/open.ts";
import { type Random, random } from "../../_support/random.ts";
import { audit } from "./audit.ts";
import {
  disturbed,
  elementAt,
  file,
  list,
  proc,
  quiet,
  timer,
  traceOf,
  type World,
  world,
} from "./world.ts";

const SEED = Number(Deno.env.get("BPE_SEED") ?? 1);
const INTERLEAVINGS = Number(Deno.env.get("BPE_INTERLEAVINGS") ?? 1_000);

/** A store of which the operations that are asked for at about the same time are done in an order that is drawn. */
function shuffled(kv: Kv, { below }: Random): Kv {
  const waiting: (() => void)[] = [];
  let pumping = false;
  async function pump() {
    pumping = true;
    while (waiting.length > 0) {
      for (let hops = below(12); hops > 0; hops--) await Promise.resolve();
      waiting.splice(below(waiting.length), 1)[0]?.();
    }
    pumping = false;
  }
  const turn = () =>
    new Promise<void>((resolve) => {
      waiting.push(resolve);
      if (!pumping) pump();
    });
  return disturbed(kv, {
    read: turn,
    async write(apply) {
      await turn();
      return await apply();
    },
  });
}

interface Race extends World {
  readonly engines: readonly Runtime[];
  readonly chance: Random;
}

/** Engines with a store whose order is drawn from a seed; the files are deployed. */
async function race(
  seed: number,
  engines: number,
  files: readonly string[],
  handlers: Record<string, Handler> = {},
): Promise<Race> {
  const on = world();
  const chance = random(seed);
  const first = on.open();
  for (const each of files) await first.deploy(each);
  await first.close();
  const kv = shuffled(on.kv, chance);
  return {
    ...on,
    chance,
    engines: Array.from({ length: engines }, () => on.open({ handlers }, kv)),
  };
}

/** Runs seeds of a race, and names the one that fails; at its end the rows agree and nobody has reported an error. */
async function races(count: number, run: (seed: number) => Promise<World>): Promise<void> {
  for (let seed = SEED; seed < SEED + count; seed++) {
    try {
      const { kv, errors } = await run(seed);
      equal(errors, []);
      await audit(kv);
    } catch (cause) {
      throw new Error(`seed ${seed}: BPE_SEED=${seed} BPE_INTERLEAVINGS=1`, { cause });
    }
  }
}

/** How many of these were done; the others were refused by the engine. */
async function done(all: readonly Promise<{ readonly applied: boolean }>[]): Promise<number> {
  let count = 0;
  for (const each of await Promise.allSettled(all)) {
    if (each.status === "fulfilled") count += each.value.applied ? 1 : 0;
    else if (!(each.reason instanceof BpeError)) throw each.reason;
    else assert(["command", "task", "denied"].includes(each.reason.code), each.reason.message);
  }
  return count;
}

const MESSAGE = `<message id="m" name="paid"/>`;
const waiting = file(
  MESSAGE + proc(
    "wait",
    `<startEvent id="s"/><userTask id="u"/><receiveTask id="r" messageRef="m"/><endEvent id="e"/>`,
    "s>u;u>r;r>e",
  ),
);
const straight = file(
  MESSAGE + proc(
    "wait",
    `<startEvent id="s"/><receiveTask id="r" messageRef="m"/><endEvent id="e"/>`,
    "s>r;r>e",
  ),
);

Deno.test(`messages published while instances come to wait for them are neither lost nor doubled, in ${INTERLEAVINGS} interleavings from seed ${SEED}`, async () => {
  await races(INTERLEAVINGS, async (seed) => {
    const on = await race(seed, 2, [seed % 2 === 0 ? waiting : straight]);
    const { below } = on.chance;
    const some = 1 + below(3);
    const ids = Array.from({ length: some }, (_, i) => `i${i}`);
    const [a, b] = on.engines;
    if (a === undefined || b === undefined) throw new Error("two engines");
    if (seed % 2 === 0) { for (const instance of ids) await a.start("wait", { id: instance }); }
    const before = below(some + 1);
    for (let i = 0; i < before; i++) await b.publish({ name: "paid", payload: { i } });
    // Messages that lie there for long are not looked at any more: whoever waits has to find them.
    if (below(2) === 0) await quiet(on, on.engines, 30_000);
    await Promise.all([
      ...ids.map(async (instance, i) => {
        const engine = i % 2 === 0 ? a : b;
        if (seed % 2 === 1) return await engine.start("wait", { id: instance });
        const element = await elementAt(engine, instance, "u");
        return await engine.complete({ instance, element });
      }),
      ...ids.slice(before).map((_, i) =>
        (below(2) === 0 ? a : b).publish({ name: "paid", payload: { i: before + i } })
      ),
      ...(below(3) === 0 ? [a.tick(), b.tick()] : []),
    ]);
    await quiet(on, on.engines, 60_000);
    const got: unknown[] = [];
    for (const instance of ids) {
      const { state } = await a.instance(instance);
      equal(state.status, "completed", `${instance} still waits`);
      got.push(state.result?.i);
    }
    equal(got.sort(), ids.map((_, i) => i), "each message is taken once");
    equal(await list(on.kv.list({ prefix: ["bpe/message"] })), []);
    return on;
  });
});

Deno.test(`of messages with keys each finds its own instance, whoever comes first, in 200 interleavings from seed ${SEED}`, async () => {
  const keyed = file(
    `${MESSAGE}<correlationProperty id="nr" name="nr"><correlationPropertyRetrievalExpression messageRef="m"><messagePath>nr</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
    <collaboration id="co"><participant id="pa" processRef="wait"/><correlationKey id="ck"><correlationPropertyRef>nr</correlationPropertyRef></correlationKey></collaboration>
    <process id="wait" isExecutable="true"><correlationSubscription id="cs" correlationKeyRef="ck"><correlationPropertyBinding correlationPropertyRef="nr"><dataPath>nr</dataPath></correlationPropertyBinding></correlationSubscription>
    <startEvent id="s"/><receiveTask id="r" messageRef="m"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="r"/><sequenceFlow id="g" sourceRef="r" targetRef="e"/></process>`,
  );
  await races(200, async (seed) => {
    const on = await race(seed, 2, [keyed]);
    const { below } = on.chance;
    const ids = ["0", "1", "2", "3"];
    await Promise.all(
      ids.flatMap((nr) => {
        const engine = () => on.engines[below(2)] ?? on.engines[0];
        return [
          engine()?.start("wait", { id: `i${nr}`, variables: { nr } }),
          engine()?.publish({
            name: "paid",
            keys: { ck: JSON.stringify([nr]) },
            payload: { for: nr },
          }),
        ];
      }),
    );
    await quiet(on, on.engines, 60_000);
    const [engine] = on.engines;
    for (const nr of ids) {
      const { state } = await engine?.instance(`i${nr}`) ?? {};
      equal([state?.status, state?.result?.for], ["completed", nr]);
    }
    return on;
  });
});

const TASK = file(proc(
  "work",
  `<startEvent id="s"/><userTask id="u" camunda:candidateUsers="ann, bob"/><userTask id="v"/><endEvent id="e"/>`,
  "s>u;u>v;v>e",
));

for (const engines of [2, 4]) {
  Deno.test(`one of ${engines} engines completes a task, the others are refused, in 200 interleavings from seed ${SEED}`, async () => {
    await races(200, async (seed) => {
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

Deno.test(`a task is completed by whoever has claimed it, or claimed by nobody, in 400 interleavings from seed ${SEED}`, async () => {
  await races(400, async (seed) => {
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

Deno.test(`timers that are due in four engines at once fire once, in 100 interleavings from seed ${SEED}`, async () => {
  const clocked = file(proc(
    "late",
    `<startEvent id="s"/><userTask id="u"/><boundaryEvent id="r" attachedToRef="u" cancelActivity="false">${
      timer("timeCycle", "R3/PT1H")
    }</boundaryEvent><endEvent id="f"/><boundaryEvent id="l" attachedToRef="u">${
      timer("timeDuration", "PT5H")
    }</boundaryEvent><endEvent id="e"/><endEvent id="ok"/>`,
    "s>u;u>ok;r>f;l>e",
  ));
  await races(100, async (seed) => {
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

Deno.test(`every signal is heard once by those who wait all the time, and counted as heard by the others, in 100 interleavings from seed ${SEED}`, async () => {
  const hears = file(
    `<signal id="g" name="go"/>${
      proc(
        "stays",
        `<startEvent id="s"/><userTask id="u"/><boundaryEvent id="b" attachedToRef="u" cancelActivity="false"><signalEventDefinition signalRef="g"/></boundaryEvent><endEvent id="e"/><endEvent id="f"/>`,
        "s>u;u>e;b>f",
      )
    }`,
  );
  const loops = file(
    `<signal id="g" name="go"/>${
      proc(
        "loops",
        `<startEvent id="s"/><exclusiveGateway id="x"/><intermediateCatchEvent id="c"><signalEventDefinition signalRef="g"/></intermediateCatchEvent><exclusiveGateway id="y" default="y_x"/><endEvent id="e"/>`,
        "s>x;x>c;c>y;y>x;y>e:stop = true",
      )
    }`,
  );
  await races(100, async (seed) => {
    const on = await race(seed, 3, [hears, loops]);
    const [first] = on.engines;
    assert(first !== undefined);
    await first.start("stays", { id: "stays" });
    await first.start("loops", { id: "loops" });
    const heard = await Promise.all(
      Array.from({ length: 5 }, (_, i) => on.engines[i % 3]?.signal("go", { i }) ?? 0),
    );
    await quiet(on, on.engines, 60_000);
    const count = async (id: string, line: string) =>
      (await traceOf(first, id)).filter((each) => each === line).length;
    const stays = await count("stays", "completed f"), round = await count("loops", "triggered c");
    equal(stays, 5, "who waits all the time hears every signal once");
    assert(round >= 1 && round <= 5, `${round} rounds`);
    equal(heard.reduce((a, b) => a + b, 0), stays + round);
    equal(await list(on.kv.list({ prefix: ["bpe/signal"] })), []);
    return on;
  });
});

Deno.test(`jobs offered to two engines are done once, never by both at the same time, in 100 interleavings from seed ${SEED}`, async () => {
  const jobs = file(proc(
    "jobs",
    `<startEvent id="s"/><serviceTask id="a"><multiInstanceLoopCharacteristics><loopCardinality>5</loopCardinality></multiInstanceLoopCharacteristics></serviceTask><serviceTask id="b"/><endEvent id="e"/>`,
    "s>a;a>b;b>e",
  ));
  await races(100, async (seed) => {
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

Deno.test(`what has a key of its own is done once by four engines: starts, commands, messages, deployments, in 100 interleavings from seed ${SEED}`, async () => {
  await races(100, async (seed) => {
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

Deno.test("on a file too, one of four engines completes each of twenty tasks, and each message is taken once", async () => {
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
