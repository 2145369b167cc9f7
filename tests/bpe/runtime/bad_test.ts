/**
 * Bad input, bad stores, bad luck: an error or an incident that names instance and element, and the instance where it was.
 *
 * @module
 */
import { silentLog } from "../../../base/mod.ts";
import { assert, equal, rejects } from "../../_support/assert.ts";
import { BpeError } from "../../../bpe/error.ts";
import { type Command, parse } from "../../../bpe/mod.ts";
import type { OpenOptions, Runtime } from "../../../bpe/mod.ts";
import { random } from "../../_support/random.ts";
import { audit } from "./audit.ts";
import {
  disturbed,
  elementAt,
  file,
  list,
  places,
  proc,
  quiet,
  timer,
  traceOf,
  type World,
  world,
} from "./world.ts";

const HOUR = 3_600_000;
const SEED = Number(Deno.env.get("BPE_SEED") ?? 1);
const WORK = file(
  proc("work", `<startEvent id="s"/><userTask id="u"/><endEvent id="e"/>`, "s>u;u>e"),
);

async function open(): Promise<World & { engine: Runtime; instance: string }> {
  const on = world();
  const engine = on.open();
  await engine.deploy(WORK);
  return { ...on, engine, instance: await engine.start("work", { id: "i" }) };
}

/** Everything in the store, to see that nothing has changed. */
async function all(on: World): Promise<string> {
  return JSON.stringify(
    await list(on.kv.list({ prefix: [] })),
    (_, value) => typeof value === "bigint" ? `${value}n` : value,
  );
}

Deno.test("what is not there is named by the error, and nothing changes", async () => {
  const on = await open();
  const { engine } = on;
  const before = await all(on);
  const asked: readonly (readonly [string, () => unknown])[] = [
    ["definition", () => engine.start("nobody")],
    ["definition", () => engine.start("work:7")],
    ["definition", () => engine.start("work:0")],
    ["limit", () => engine.version("")],
    ["definition", () => engine.definition("work:2")],
    ["definition", () => engine.source("nobody")],
    ["instance", () => engine.instance("nobody")],
    ["instance", () => engine.command("nobody", { do: "cancel" })],
    ["instance", () => engine.resolve("nobody", 1)],
    ["command", () => engine.command("i", { do: "complete", element: 999 })],
    ["command", () => engine.command("i", { do: "complete", element: 0 })],
    ["command", () => engine.command("i", { do: "fail", element: 999 })],
    ["command", () => engine.command("i", { do: "escalate", element: 999, code: "x" })],
    ["command", () => engine.command("i", { do: "cancel", element: 999 })],
    ["command", () => engine.command("i", { do: "activate", element: 0, node: "u" })],
    ["command", () => engine.resolve("i", 999)],
    ["command", () => engine.start("work", { trigger: { node: "nobody" } })],
    ["task", () => engine.claim({ instance: "i", element: 999 }, { by: { id: "ann" } })],
    ["task", () => engine.complete({ instance: "nobody", element: 1 })],
    ["query", () => list(engine.instances({ variable: { name: "x", value: 1 } }))],
  ];
  for (const [index, [code, run]] of asked.entries()) {
    const error = await rejects(run, BpeError).catch((cause) => {
      throw new Error(`case ${index}`, { cause });
    });
    equal(error.code, code, `case ${index}: ${error.message}`);
  }
  assert(await all(on) === before, "something in the store has changed");
});

Deno.test("ids, names and keys that are none are refused, in errors of this module", async () => {
  const on = await open();
  const { engine } = on;
  const before = await all(on);
  const long = "x".repeat(5_000);
  const ids = ["", "a/b", "a\0b", "x".repeat(201), "\ud800"];
  const asked: (() => unknown)[] = [
    ...ids.map((instance) => () => engine.start("work", { id: instance })),
    () => engine.start(long),
    () => engine.instance(long),
    () => engine.command(long, { do: "cancel" }),
    () => engine.command("i", { do: "set", variables: {} }, { key: long }),
    () => engine.publish({ name: long }),
    () => engine.publish({ name: "" }),
    () => engine.publish({ name: "m", keys: { a: long } }),
    () => engine.publish({ name: "m", key: long }),
    () => engine.publish({ name: "m", ttl: NaN }),
    () => engine.publish({ name: "m", ttl: Infinity }),
    () => engine.signal(long),
    () => list(engine.tasks({ user: long })),
    () => list(engine.tasks({ instance: long })),
    () => list(engine.incidents(long)),
    () => list(engine.history(long)),
    () => list(engine.history("a/b")),
    () => engine.claim({ instance: long, element: 1 }, { by: { id: "ann" } }),
    () => engine.claim({ instance: "i", element: 2 }, { by: { id: long } }),
    // as: what callers in plain JavaScript may give
    () => engine.command("i", { do: "bogus" } as unknown as Command),
    () => engine.command("i", null as unknown as Command),
    () => engine.command("i", { do: "start", instance: "j" }),
    () => engine.command("i", { do: "set", variables: "abc" } as unknown as Command),
    () => engine.command("i", { do: "complete", element: "2" } as unknown as Command),
  ];
  for (const [index, run] of asked.entries()) {
    try {
      const answer = await run();
      // A question about what cannot be there may also have no answer.
      assert(
        Array.isArray(answer) && answer.length === 0,
        `case ${index}: ${JSON.stringify(answer)}`,
      );
    } catch (error) {
      if (error instanceof BpeError) continue;
      throw new Error(`case ${index}: ${asked[index]}`, { cause: error });
    }
  }
  assert(await all(on) === before, "something in the store has changed");
});

Deno.test("variables that cannot be stored are refused by name, and the instance stays where it was", async () => {
  const on = await open();
  const { engine } = on;
  const [ref] = await list(engine.tasks());
  assert(ref !== undefined);
  const before = await all(on);
  const bad = [{ run: () => 1 }, { s: Symbol("x") }, { deep: [{ run: () => 1 }] }];
  for (const variables of bad) {
    const asked = [
      () => engine.start("work", { variables }),
      () => engine.complete(ref, variables),
      () => engine.command("i", { do: "set", variables }),
      () => engine.publish({ name: "m", payload: variables }),
      () => engine.signal("g", variables),
    ];
    for (const run of asked) {
      const error = await rejects(run, BpeError, "unstorable");
      assert(error.message.includes("cannot be stored"), error.message);
    }
  }
  assert(await all(on) === before, "something in the store has changed");
});

Deno.test("variables over 64 KiB and over a megabyte are kept whole; those over the limit are refused, and nothing changes", async () => {
  const on = await open();
  const { engine, instance } = on;
  for (const size of [70_000, 400_000, 2_000_000, 10_000_000]) {
    const text = "x".repeat(size);
    await engine.command(instance, { do: "set", variables: { text } });
    const other = on.open();
    equal((await other.instance(instance)).state.elements[0]?.variables, { text });
    const [line] = (await list(other.history(instance))).filter(({ event }) => event === "set")
      .slice(-1);
    assert(line !== undefined && JSON.stringify(line).length < 500_000);
  }
  await rejects(
    () => engine.command(instance, { do: "set", variables: { text: "x".repeat(20_000_000) } }),
    BpeError,
    "too_large",
  );
  const { state } = await on.open().instance(instance);
  equal(String(state.elements[0]?.variables?.text).length, 10_000_000);
  await engine.command(instance, { do: "set", variables: { text: "" } });
  const parts = (await list(on.kv.list({ prefix: [] }))).filter(({ value }) =>
    value instanceof Uint8Array
  );
  equal(parts.length, 0, "parts of large values are left");
});

Deno.test("a large instance whose commit was applied, with the answer lost, is whole", async () => {
  for (const size of [100_000, 2_000_000]) {
    const on = await open();
    await on.engine.command("i", { do: "set", variables: { text: "x".repeat(size) } });
    let writes = 0;
    const counted = on.open(
      {},
      disturbed(on.kv, {
        write(apply) {
          writes++;
          return apply();
        },
      }),
    );
    await counted.command("i", { do: "set", variables: { n: 0 } });
    const last = writes;
    writes = 0;
    const losing = on.open(
      {},
      disturbed(on.kv, {
        async write(apply) {
          const answer = await apply();
          if (++writes === last) throw new TypeError("the answer is lost");
          return answer;
        },
      }),
    );
    await rejects(() => losing.command("i", { do: "set", variables: { n: 1 } }), BpeError, "store");
    const { state } = await on.open().instance("i");
    equal(state.elements[0]?.variables?.n, 1);
    equal(String(state.elements[0]?.variables?.text).length, size);
  }
});

Deno.test("a definition that loops without waiting is stopped by the budget: an incident, and the instance where it was", async () => {
  const on = world();
  const engine = on.open({ budget: 1_000 });
  await engine.deploy(file(proc(
    "round",
    `<startEvent id="s"/><task id="t"/><exclusiveGateway id="g" default="g_t"/><endEvent id="e"/>`,
    "s>t;t>g;g>t;g>e:stop = true",
  )));
  const instance = await engine.start("round");
  const [incident] = await list(engine.incidents(instance));
  equal([incident?.instance, incident?.code], [instance, "budget"]);
  assert(incident?.message.includes(instance));
  equal((await engine.instance(instance)).state.status, "active");
  equal(await engine.nextDue(), undefined);
  await engine.resolve(instance, incident?.incident ?? 0, { stop: true });
  equal((await engine.instance(instance)).state.status, "completed");
  await audit(on.kv);
});

/** A process with very many tasks after a job, a timer or a message. */
const many = (id: string, before: string, count: number) =>
  file(
    `<message id="m" name="go"/>` + proc(
      id,
      `<startEvent id="s"/>${before}<userTask id="u" camunda:candidateGroups="g"><multiInstanceLoopCharacteristics><loopCardinality>${count}</loopCardinality></multiInstanceLoopCharacteristics></userTask><endEvent id="e"/>`,
      before === "" ? "s>u;u>e" : "s>c;c>u;u>e",
    ),
  );

Deno.test("a step that changes more rows than one commit of the store can is done all the same, or is an incident", async () => {
  const on = world();
  let calls = 0;
  const engine = on.open({ handlers: { c: () => void calls++ } });
  await engine.deploy(many("job", `<serviceTask id="c"/>`, 2_000));
  await engine.deploy(many(
    "late",
    `<intermediateCatchEvent id="c">${timer("timeDuration", "PT1H")}</intermediateCatchEvent>`,
    2_000,
  ));
  await engine.deploy(many("told", `<receiveTask id="c" messageRef="m"/>`, 2_000));
  await engine.deploy(many("now", "", 2_000));
  for (const process of ["job", "late", "told", "now"]) {
    await engine.start(process, { id: process });
  }
  await engine.publish({ name: "go" });
  await quiet(on, engine, 10 * HOUR);
  for (const process of ["job", "late", "told", "now"]) {
    const { status, incidents } = (await engine.instance(process)).state;
    const tasks = (await list(engine.tasks({ instance: process }))).length;
    equal(status, "active", process);
    assert(incidents.length === 1 ? tasks === 0 : tasks === 2_000, `${process}: ${tasks} tasks`);
  }
  assert(calls <= 3, `${calls} calls`);
  await audit(on.kv);
  await engine.command("now", { do: "cancel" });
  await quiet(on, engine, HOUR);
  equal((await list(engine.tasks({ instance: "now" }))).length, 0);
  await audit(on.kv);
});

for (const kept of [1_000, 0]) {
  Deno.test(`killed at every commit of a step with a thousand rows, the engine loses no task, and no claim, keeping ${kept} instances`, async () => {
    let writes = 1;
    for (let n = 1; n <= writes; n++) {
      for (const kind of ["before", "after"]) {
        const on = world();
        const first = on.open();
        await first.deploy(many("now", "", 450));
        writes = 0;
        const dying = on.open(
          { kept, log: silentLog },
          disturbed(on.kv, {
            async write(apply) {
              if (writes >= n) throw new Error("dead");
              writes++;
              if (writes < n) return await apply();
              if (kind === "after") await apply();
              throw new Error("dead");
            },
          }),
        );
        await dying.start("now", { id: "i" }).catch(() => {});
        await dying.idle();
        const next = on.open({ kept });
        // Whatever task can be seen already is claimed; nobody loses it any more.
        const claimed: number[] = [];
        for await (const each of next.tasks({ role: "g" })) {
          claimed.push((await next.claim(each, { by: { id: "ann", roles: ["g"] } })).element);
          if (claimed.length === 3) break;
        }
        await next.start("now", { id: "i" });
        await quiet(on, next, HOUR);
        const tasks = await list(next.tasks({ instance: "i" }));
        equal(tasks.length, 450, `killed ${kind} ${n}`);
        const owned = tasks.filter(({ assignee }) => assignee === "ann").map(({ element }) =>
          element
        );
        equal(owned.sort(), claimed.sort(), `killed ${kind} ${n}: claims`);
        await audit(on.kv);
        const [one] = tasks;
        assert(one !== undefined);
        await next.complete(one);
        await quiet(on, next, HOUR);
        equal((await list(next.tasks({ instance: "i" }))).length, 449);
        await audit(on.kv);
        // How many writes there are without a death is told by one that lives.
        writes = 0;
        const whole = world();
        const living = whole.open(
          { kept },
          disturbed(whole.kv, {
            write(apply) {
              writes++;
              return apply();
            },
          }),
        );
        await living.deploy(many("now", "", 450));
        writes = 0;
        await living.start("now", { id: "i" });
        await living.idle();
        assert(writes >= 3, "the step fits one commit: make it larger");
      }
    }
  });
}

Deno.test("a call that cannot be carried out is an incident at the call: no such process, none that starts by itself", async () => {
  const on = world();
  const engine = on.open();
  const call = (id: string, called: string) =>
    file(
      proc(
        id,
        `<startEvent id="s"/><callActivity id="c" calledElement="${called}"/><endEvent id="e"/>`,
        "s>c;c>e",
      ),
    );
  await engine.deploy(call("a", "nobody"));
  await engine.deploy(call("b", "told"));
  await engine.deploy(file(
    `<message id="m" name="go"/>` +
      proc(
        "told",
        `<startEvent id="s"><messageEventDefinition messageRef="m"/></startEvent><endEvent id="e"/>`,
        "s>e",
      ),
  ));
  for (const process of ["a", "b"]) {
    const instance = await engine.start(process);
    await quiet(on, engine, HOUR);
    const [incident] = await list(engine.incidents(instance));
    equal([incident?.instance, incident?.node], [instance, "c"]);
    assert(incident?.message.includes(process === "a" ? "nobody" : "told"), incident?.message);
    await engine.deploy(
      file(
        proc(process === "a" ? "nobody" : "told", `<startEvent id="s"/><endEvent id="e"/>`, "s>e"),
      ),
    );
    await engine.resolve(instance, incident?.incident ?? 0);
    await quiet(on, engine, HOUR);
    equal((await engine.instance(instance)).state.status, "completed");
  }
  await audit(on.kv);
});

const FAILS = file(
  `<error id="x" name="bad" errorCode="bad"/>` + proc(
    "sub",
    `<startEvent id="s"/><exclusiveGateway id="g" default="g_e"/><endEvent id="e"/><endEvent id="f"><errorEventDefinition errorRef="x"/></endEvent>`,
    "s>g;g>e;g>f:ok = false",
  ),
);
const CALLS = file(proc(
  "top",
  `<startEvent id="s"/><callActivity id="c" calledElement="sub"/><endEvent id="e"/>`,
  "s>c;c>e",
));
const WAITS = file(
  proc("sub", `<startEvent id="s"/><userTask id="u"/><endEvent id="e"/>`, "s>u;u>e"),
);

Deno.test("a call whose instance has failed calls another one when its incident is resolved, as often as that is done", async () => {
  const on = world();
  const engine = on.open();
  await engine.deploy(FAILS);
  await engine.deploy(CALLS);
  const instance = await engine.start("top", { variables: { ok: false } });
  await quiet(on, engine, HOUR);
  for (const ok of [false, false, true]) {
    const [incident, ...more] = await list(engine.incidents());
    equal([incident?.instance, incident?.node, more.length], [instance, "c", 0]);
    await engine.resolve(instance, incident?.incident ?? 0, { ok });
    await quiet(on, engine, HOUR);
  }
  equal((await engine.instance(instance)).state.status, "completed");
  const called = (await list(engine.instances({ process: "sub" }))).map(({ status }) => status);
  equal(called.sort(), ["completed", "failed", "failed", "failed"]);
  await audit(on.kv);
});

Deno.test("a call that was resolved is cancelled with its caller: the second instance too", async () => {
  const on = world();
  const engine = on.open();
  await engine.deploy(FAILS);
  await engine.deploy(CALLS);
  const instance = await engine.start("top", { variables: { ok: false } });
  await quiet(on, engine, HOUR);
  await engine.deploy(WAITS);
  const [incident] = await list(engine.incidents());
  await engine.resolve(instance, incident?.incident ?? 0);
  await quiet(on, engine, HOUR);
  equal((await list(engine.tasks())).length, 1);
  await engine.command(instance, { do: "cancel" });
  await quiet(on, engine, HOUR);
  equal(await list(engine.tasks()), []);
  equal(await list(engine.instances({ status: "active" })), []);
  await audit(on.kv);
});

Deno.test("an instance that somebody has started under the id of one to be called does not swallow the call", async () => {
  const on = world();
  const engine = on.open();
  await engine.deploy(WAITS);
  await engine.deploy(CALLS);
  // The call is the second element: whoever knows how ids are made might have taken the id before.
  for (const id of ["a.1", "a.2", "a.3", "a.4"]) await engine.start("sub", { id: id });
  const instance = await engine.start("top", { id: "a" });
  await quiet(on, engine, HOUR);
  for (const each of await list(engine.tasks())) await engine.complete(each);
  await quiet(on, engine, HOUR);
  const { status, incidents } = (await engine.instance(instance)).state;
  assert(status === "completed" || incidents.length === 1, `${status} without an incident`);
  await audit(on.kv);
});

Deno.test("an instance is not erased before it has told its caller", async () => {
  for (let n = 1; n <= 4; n++) {
    const on = world();
    const first = on.open();
    await first.deploy(WAITS);
    await first.deploy(CALLS);
    const instance = await first.start("top");
    await first.idle();
    const [task] = await list(first.tasks());
    assert(task !== undefined);
    let writes = 0;
    const dying = on.open(
      { log: silentLog },
      disturbed(on.kv, {
        write(apply) {
          if (writes >= n) throw new Error("dead");
          writes++;
          return apply();
        },
      }),
    );
    await dying.complete(task).catch(() => {});
    await dying.idle();
    const next = on.open();
    await next.erase(task.instance).catch((error) => assert(error instanceof BpeError));
    await quiet(on, next, HOUR);
    equal((await next.instance(instance)).state.status, "completed", `killed at ${n}`);
    await audit(on.kv);
  }
});

Deno.test("a called instance ends with its caller, whenever that is cancelled: at every commit of the call", async () => {
  for (let n = 1; n <= 6; n++) {
    const on = world();
    const first = on.open();
    await first.deploy(
      file(proc("sub", `<startEvent id="s"/><userTask id="u"/><endEvent id="e"/>`, "s>u;u>e")),
    );
    await first.deploy(
      file(
        proc(
          "top",
          `<startEvent id="s"/><callActivity id="c" calledElement="sub"/><endEvent id="e"/>`,
          "s>c;c>e",
        ),
      ),
    );
    let writes = 0;
    const dying = on.open(
      { log: silentLog },
      disturbed(on.kv, {
        write(apply) {
          if (writes >= n) throw new Error("dead");
          writes++;
          return apply();
        },
      }),
    );
    const instance = await dying.start("top");
    await dying.idle();
    const next = on.open();
    await next.command(instance, { do: "cancel" });
    await quiet(on, next, HOUR);
    const statuses = (await list(next.instances())).map(({ status }) => status);
    assert(statuses.every((each) => each === "cancelled"), `${n}: ${statuses}`);
    equal(await list(next.tasks()), []);
    await audit(on.kv);
  }
});

Deno.test("rows that are corrupt are named, and keep nothing else from going on", async () => {
  const on = world();
  const first = on.open();
  const waits = (id: string, inside: string) =>
    file(
      `<signal id="g" name="go"/>${
        proc(
          id,
          `<startEvent id="s"/><intermediateCatchEvent id="c">${inside}</intermediateCatchEvent><endEvent id="e"/>`,
          "s>c;c>e",
        )
      }`,
    );
  await first.deploy(waits("hears", `<signalEventDefinition signalRef="g"/>`));
  await first.deploy(waits("late", timer("timeDuration", "PT1M")));
  await first.deploy(
    file(proc("job", `<startEvent id="s"/><serviceTask id="j"/><endEvent id="e"/>`, "s>j;j>e")),
  );
  for (let i = 10; i < 90; i++) {
    for (const process of ["hears", "late", "job"]) {
      await first.start(process, { id: `${process}${i}` });
    }
  }
  const broken = ["hears10", "late10", "job10"];
  await on.kv.set(["bpe/instance", "hears10"], { id: "hears10", nothing: true });
  await on.kv.set(["bpe/instance", "late10"], "text");
  await on.kv.set(["bpe/instance", "job10"], { blob: "gone", parts: 3 });
  await on.kv.set(["bpe/due", 0, "bogus", "x"], 0);
  await on.kv.set(["bpe/due", 1, "instance", "nobody"], 0);
  await on.kv.set(["bpe/job", "j", "nobody", 7], 0);
  const engine = on.open({ handlers: { j: () => ({}) } });
  await engine.signal("go").catch((error) => on.errors.push(error));
  for (let minute = 0; minute < 10; minute++) {
    on.clock.advance(60_000);
    await engine.tick();
    await engine.idle();
  }
  for (const process of ["hears", "late", "job"]) {
    for (let i = 11; i < 90; i++) {
      const id = `${process}${i}`;
      equal((await engine.instance(id)).state.status, "completed", id);
    }
  }
  for (const id of broken) {
    const error = await engine.instance(id).then(() => undefined, (error) => error);
    assert(error instanceof Error && error.message.includes(id), String(error));
  }
  assert(on.errors.length > 0);
  const said = on.errors.map((error) =>
    error instanceof AggregateError ? error.errors.map(String).join() : String(error)
  ).join();
  for (const id of broken) assert(said.includes(id), `nobody was told of ${id}`);
});

Deno.test(`a store that fails now and then, in every operation, loses nothing, seed ${SEED}`, async () => {
  const { below } = random(SEED);
  const handlers = { j: () => ({ done: true }) };
  for (let run = 0; run < 40; run++) {
    const on = world();
    let isAway = false, keys = 0;
    const check = () => {
      if (isAway && below(3) === 0) throw new TypeError("the store is away");
    };
    const engine = on.open(
      { handlers },
      disturbed(on.kv, {
        read: check,
        async write(apply) {
          check();
          const answer = await apply();
          check();
          return answer;
        },
      }),
    );
    await engine.deploy(
      file(proc("sub", `<startEvent id="s"/><serviceTask id="j"/><endEvent id="e"/>`, "s>j;j>e")),
    );
    await engine.deploy(file(
      `<message id="m" name="go"/><signal id="g" name="all"/>` + proc(
        "top",
        `<startEvent id="s"/><serviceTask id="j"/><intermediateCatchEvent id="t">${
          timer("timeDuration", "PT1M")
        }</intermediateCatchEvent><callActivity id="c" calledElement="sub"/><receiveTask id="r" messageRef="m"/>
        <intermediateCatchEvent id="h"><signalEventDefinition signalRef="g"/></intermediateCatchEvent><endEvent id="e"/>`,
        "s>j;j>t;t>c;c>r;r>h;h>e",
      ),
    ));
    const ids = ["a", "b", "c", "d"];
    /** Asks until it is answered, as a client does. */
    const until = async <T>(ask: () => Promise<T>): Promise<T> => {
      for (;;) {
        try {
          return await ask();
        } catch (error) {
          if (!(error instanceof TypeError || BpeError.is(error, "store"))) throw error;
        }
      }
    };
    for (const instance of ids) await engine.start("top", { id: instance });
    isAway = true;
    for (let round = 0; round < 30; round++) {
      on.clock.advance(20_000);
      await engine.tick().catch(() => {});
      await engine.idle();
      if (round % 7 === 3 && keys < ids.length) {
        const key = `k${keys++}`;
        await until(() => engine.publish({ name: "go", key, payload: { key } }));
      }
    }
    isAway = false;
    await quiet(on, engine, HOUR);
    for (const id of ids) {
      equal(await places(engine, id), ["h"], `run ${run}: ${id} is not where it should be`);
    }
    await engine.signal("all");
    await quiet(on, engine, HOUR);
    const got: unknown[] = [];
    for (const id of ids) {
      const { status, result } = (await engine.instance(id)).state;
      equal(status, "completed", `run ${run}: ${id}`);
      got.push(result?.key);
      const trace = await traceOf(engine, id);
      for (const node of ["j", "t", "c", "r", "h"]) {
        equal(
          trace.filter((line) => line === `completed ${node}`).length,
          1,
          `run ${run}: ${node}`,
        );
      }
    }
    equal(got.sort(), ["k0", "k1", "k2", "k3"], `run ${run}`);
    await audit(on.kv);
    equal(await engine.nextDue(), undefined);
  }
});

Deno.test("an observer that throws is told of, and keeps neither others nor the instance from going on", async () => {
  const on = await open();
  const heard: string[] = [];
  on.engine.observe(() => {
    throw new Error("not me");
  });
  const stop = on.engine.observe(({ after }) => void heard.push(after.state.status));
  const [ref] = await list(on.engine.tasks());
  assert(ref !== undefined);
  await on.engine.complete(ref);
  equal(heard, ["completed"]);
  equal(on.errors.map(String), ["Error: not me"]);
  stop();
  await on.engine.start("work");
  equal(heard.length, 1);
});

Deno.test("a runtime that is closed refuses whatever would change something, and can be closed again", async () => {
  const on = await open();
  const { engine } = on;
  const [ref] = await list(engine.tasks());
  assert(ref !== undefined);
  await engine.close();
  await engine.close();
  const before = await all(on);
  const asked: (() => unknown)[] = [
    () => engine.start("work"),
    () => engine.command("i", { do: "cancel" }),
    () => engine.complete(ref),
    () => engine.claim(ref, { by: { id: "ann" } }),
    () => engine.release(ref),
    () => engine.assign(ref, "ann"),
    () => engine.publish({ name: "m" }),
    () => engine.signal("g"),
    () => engine.deploy(WORK.replace("userTask", "manualTask")),
  ];
  for (const [index, run] of asked.entries()) {
    await rejects(run, BpeError, "closed").catch((cause) => {
      throw new Error(`case ${index}`, { cause });
    });
  }
  assert(await all(on) === before, "something in the store has changed");
});

Deno.test("files that are none change nothing: no start, no executable process, dangling ids, DOCTYPE, no XML", async () => {
  const on = await open();
  const before = await all(on);
  const files = [
    "",
    "text",
    "<a/>",
    `<!DOCTYPE a [<!ENTITY x "y">]>${WORK}`,
    file(""),
    file(proc("p", `<startEvent id="s"/><endEvent id="e"/>`, "s>nobody")),
    file(proc("p", `<startEvent id="s"/><startEvent id="s"/><endEvent id="e"/>`, "s>e")),
    WORK.replace(`isExecutable="true"`, `isExecutable="false"`),
  ];
  for (const [index, source] of files.entries()) {
    await rejects(() => on.engine.deploy(source), BpeError).catch((cause) => {
      throw new Error(`case ${index}`, { cause });
    });
  }
  assert(await all(on) === before, "something in the store has changed");
  equal(parse(WORK).processes.length, 1);
});

Deno.test("of ten thousand instances that wait for one name, each for its own key, a message finds its own by few reads", async () => {
  const on = world();
  let reads = 0;
  const engine = on.open({ kept: 100 }, disturbed(on.kv, { read: () => void reads++ }));
  await engine.deploy(file(
    `<message id="m" name="paid"/><correlationProperty id="nr" name="nr"><correlationPropertyRetrievalExpression messageRef="m"><messagePath>nr</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
    <collaboration id="co"><participant id="pa" processRef="wait"/><correlationKey id="ck"><correlationPropertyRef>nr</correlationPropertyRef></correlationKey></collaboration>
    <process id="wait" isExecutable="true"><correlationSubscription id="cs" correlationKeyRef="ck"><correlationPropertyBinding correlationPropertyRef="nr"><dataPath>nr</dataPath></correlationPropertyBinding></correlationSubscription>
    <startEvent id="s"/><receiveTask id="r" messageRef="m"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="r"/><sequenceFlow id="g" sourceRef="r" targetRef="e"/></process>`,
  ));
  for (let i = 0; i < 10_000; i += 500) {
    await Promise.all(
      Array.from(
        { length: 500 },
        (_, k) => engine.start("wait", { id: `i${i + k}`, variables: { nr: i + k } }),
      ),
    );
  }
  await engine.idle();
  for (const nr of [0, 4_711, 9_999]) {
    reads = 0;
    const fate = await engine.publish({ name: "paid", keys: { ck: JSON.stringify([nr]) } });
    equal(fate, { taken: "instance", instance: `i${nr}` });
    assert(reads <= 20, `${reads} reads`);
  }
  reads = 0;
  equal((await engine.publish({ name: "paid", keys: { ck: "nobody" } })).taken, "kept");
  await engine.idle();
  assert(reads <= 40, `${reads} reads`);
  reads = 0;
  await engine.tick();
  assert(reads <= 20, `${reads} reads of a look with nothing to do`);
});

Deno.test("an instance that is erased leaves nothing that the next one of its id would take for its own", async () => {
  const on = await open();
  const { engine } = on;
  await engine.command("i", { do: "set", variables: { n: 1 } }, { key: "k" });
  await engine.complete({ instance: "i", element: await elementAt(engine, "i", "u") }, {}, {
    key: "c",
  });
  await engine.erase("i");
  await engine.start("work", { id: "i" });
  equal((await list(engine.history("i"))).filter(({ command }) => command !== "start"), []);
  const set = await engine.command("i", { do: "set", variables: { n: 2 } }, { key: "k" });
  equal([set.applied, set.repeated], [true, false]);
  await engine.complete({ instance: "i", element: await elementAt(engine, "i", "u") }, {}, {
    key: "c",
  });
  equal((await engine.instance("i")).state.result, { n: 2 });
  equal((await list(engine.instances())).length, 1);
  await audit(on.kv);
});

Deno.test("a message that comes while an engine has died between a large step and its rows is not lost", async () => {
  const large = file(
    `<message id="m" name="go"/>` + proc(
      "large",
      `<startEvent id="s"/><parallelGateway id="g"/><userTask id="u" camunda:candidateGroups="g"><multiInstanceLoopCharacteristics><loopCardinality>250</loopCardinality></multiInstanceLoopCharacteristics></userTask>
      <receiveTask id="r" messageRef="m"/><endEvent id="e"/><endEvent id="f"/>`,
      "s>g;g>u;g>r;u>e;r>f",
    ),
  );
  for (let n = 1; n <= 5; n++) {
    const on = world();
    const first = on.open();
    await first.deploy(large);
    let writes = 0;
    const dying = on.open(
      { log: silentLog },
      disturbed(on.kv, {
        write(apply) {
          if (writes >= n) throw new Error("dead");
          writes++;
          return apply();
        },
      }),
    );
    await dying.start("large", { id: "i" }).catch(() => {});
    await dying.idle();
    await first.publish({ name: "go" });
    on.clock.advance(10_000);
    const next = on.open();
    await next.tick();
    await quiet(on, next, HOUR);
    assert(!(await places(next, "i")).includes("r"), `killed at ${n}: it waits for ever`);
    await audit(on.kv);
  }
});

Deno.test("bounds that are none are refused when the runtime is opened; those without an end are kept", async () => {
  const odd: readonly OpenOptions[] = [
    { concurrency: 0 },
    { concurrency: NaN },
    { timeout: NaN },
    { timeout: -1 },
    { poll: NaN },
    { poll: -1 },
    { retries: NaN },
    { messageTtl: NaN },
    { messageTtl: -1 },
  ];
  for (const options of odd) {
    const on = world();
    await rejects(() => on.open(options), BpeError).catch((cause) => {
      throw new Error(JSON.stringify(options), { cause });
    });
  }
  for (const bound of [2_592_000_000, Infinity]) {
    const on = world();
    const asked: number[] = [];
    const clock = {
      now: () => on.clock.now(),
      setTimeout(run: () => void, ms: number) {
        asked.push(ms);
        return on.clock.setTimeout(run, ms);
      },
      clearTimeout: (each: unknown) => on.clock.clearTimeout(each),
    };
    const answer = Promise.withResolvers<void>();
    let aborted = false;
    const engine = on.open({
      manual: false,
      clock,
      timeout: bound,
      poll: bound,
      handlers: {
        j: ({ signal }) => {
          signal.addEventListener("abort", () => aborted = true);
          return answer.promise;
        },
      },
    });
    await engine.deploy(
      file(proc("job", `<startEvent id="s"/><serviceTask id="j"/><endEvent id="e"/>`, "s>j;j>e")),
    );
    const instance = await engine.start("job");
    // A host's own timers take no more than 31 bits: whatever is more would fire at once.
    on.clock.advance(10 * 86_400_000);
    for (let hops = 0; hops < 500; hops++) await Promise.resolve();
    answer.resolve();
    await engine.idle();
    equal([aborted, (await engine.instance(instance)).state.status], [false, "completed"]);
    equal(asked.filter((ms) => !(ms >= 0 && ms < 2 ** 31)), []);
    await engine.close();
  }
});

Deno.test("a back-off that is none does not keep a job from being tried, and is told of", async () => {
  const backoffs = [() => NaN, () => -5, () => {
    throw new Error("no back-off");
  }];
  for (const [index, backoff] of backoffs.entries()) {
    const on = world();
    let calls = 0;
    const engine = on.open({
      backoff,
      handlers: {
        j: () => {
          calls++;
          throw new Error("no");
        },
      },
    });
    await engine.deploy(
      file(proc("job", `<startEvent id="s"/><serviceTask id="j"/><endEvent id="e"/>`, "s>j;j>e")),
    );
    const instance = await engine.start("job");
    await quiet(on, engine, HOUR);
    const { incidents } = (await engine.instance(instance)).state;
    equal([calls, incidents.length, on.errors.length], [3, 1, 2], `case ${index}`);
    await audit(on.kv);
  }
});

Deno.test("names, ids, keys and values that are as long as they may be, in letters of three bytes, fit the store or are refused", async () => {
  const on = world();
  const engine = on.open();
  await engine.deploy(WORK);
  const text = (length: number) => "語".repeat(length);
  const keys = (count: number, letter: string) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, letter.repeat(500)]));
  await engine.start("work", { id: text(200) });
  const asked: (() => unknown)[] = [
    () => engine.publish({ name: "n".repeat(500), keys: keys(4, "x") }),
    () => engine.publish({ name: "m", keys: keys(2, "語") }),
    () => engine.publish({ name: text(500), keys: { a: text(500) } }),
    () => engine.publish({ name: "m", keys: { [text(500)]: "x" } }),
    () => engine.publish({ name: "m", key: text(500) }),
    () => engine.signal(text(500)),
    () => engine.command(text(200), { do: "set", variables: {} }, { key: text(500) }),
    () => engine.assign({ instance: text(200), element: 2 }, text(500)),
    () => list(engine.tasks({ node: text(500) })),
    () => list(engine.tasks({ assignee: text(500) })),
  ];
  for (const [index, run] of asked.entries()) {
    try {
      await run();
    } catch (error) {
      if (!(error instanceof BpeError)) throw new Error(`case ${index}`, { cause: error });
    }
  }
  await quiet(on, engine, 48 * HOUR);
  equal(on.errors, []);
  await audit(on.kv);
});

Deno.test("a large step of an instance with long ids and roles is done all the same", async () => {
  const on = world();
  const engine = on.open();
  const process = "p".repeat(100), instance = "é".repeat(200);
  await engine.deploy(file(proc(
    process,
    `<startEvent id="s"/><userTask id="u" camunda:candidateGroups="\${roles}"><multiInstanceLoopCharacteristics><loopCardinality>300</loopCardinality></multiInstanceLoopCharacteristics></userTask><endEvent id="e"/>`,
    "s>u;u>e",
  )));
  const roles = ["ж".repeat(200), "щ".repeat(200)];
  await engine.start(process, { id: instance, variables: { roles } });
  await quiet(on, engine, HOUR);
  equal((await list(engine.tasks())).length, 300);
  equal(on.errors, []);
  await audit(on.kv);
});

Deno.test("what a model or its values make too long for a key of the store works all the same, or is an incident that names the element", async () => {
  const long = "x".repeat(4_000);
  const keyed =
    `<correlationProperty id="nr" name="nr"><correlationPropertyRetrievalExpression messageRef="m"><messagePath>nr</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
    <collaboration id="co"><participant id="pa" processRef="p"/><correlationKey id="ck"><correlationPropertyRef>nr</correlationPropertyRef></correlationKey></collaboration>`;
  const subscribed =
    `<correlationSubscription id="cs" correlationKeyRef="ck"><correlationPropertyBinding correlationPropertyRef="nr"><dataPath>nr</dataPath></correlationPropertyBinding></correlationSubscription>`;
  const models = [
    [
      "r",
      file(
        `<message id="m" name="go"/>${keyed}${
          proc(
            "p",
            `${subscribed}<startEvent id="s"/><serviceTask id="j"/><receiveTask id="r" messageRef="m"/><endEvent id="e"/>`,
            "s>j;j>r;r>e",
          )
        }`,
      ),
    ],
    [
      "r",
      file(
        `<message id="m" name="${long}"/>${
          proc(
            "p",
            `<startEvent id="s"/><serviceTask id="j"/><receiveTask id="r" messageRef="m"/><endEvent id="e"/>`,
            "s>j;j>r;r>e",
          )
        }`,
      ),
    ],
    [
      "u",
      file(
        proc(
          "p",
          `<startEvent id="s"/><serviceTask id="j"/><userTask id="u" camunda:candidateUsers="\${nr}"/><endEvent id="e"/>`,
          "s>j;j>u;u>e",
        ),
      ),
    ],
    [
      "u",
      file(
        proc(
          "p",
          `<startEvent id="s"/><serviceTask id="j"/><userTask id="u" camunda:assignee="\${nr}"/><endEvent id="e"/>`,
          "s>j;j>u;u>e",
        ),
      ),
    ],
  ] as const;
  for (const [index, [node, model]] of models.entries()) {
    const on = world();
    let calls = 0;
    const engine = on.open({
      handlers: {
        j: () => {
          calls++;
          return { nr: long };
        },
      },
    });
    await engine.deploy(model);
    const instance = await engine.start("p");
    await quiet(on, engine, HOUR);
    const { incidents } = (await engine.instance(instance)).state;
    const at = await places(engine, instance);
    assert(incidents.length === 1 || at.includes(node), `case ${index}: at ${at}`);
    assert(calls <= 3, `case ${index}: ${calls} calls`);
    equal(on.errors, [], `case ${index}`);
    await audit(on.kv);
  }
});

Deno.test("a task that is completed twice at once by one engine is done once", async () => {
  const on = await open();
  const element = await elementAt(on.engine, "i", "u");
  const answers = await Promise.allSettled(
    [1, 2, 3].map((n) => on.engine.complete({ instance: "i", element }, { n })),
  );
  equal(answers.map(({ status }) => status), ["fulfilled", "rejected", "rejected"]);
  for (const each of answers.slice(1)) {
    if (each.status === "fulfilled") continue;
    const { reason } = each;
    assert(reason instanceof BpeError && reason.instance === "i", String(reason));
  }
  equal((await on.engine.instance("i")).state.result, { n: 1 });
});
