/**
 * Stores, rows, observers and engines that fail: nothing is lost, and nothing else is kept from going on.
 *
 * @module
 */
import { assert, equal, rejects } from "../../_support/assert.ts";
import { BpeError } from "../../../bpe/error.ts";
import { KvsError } from "../../../kvs/mod.ts";
import { SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";
import { audit } from "./audit.ts";
import {
  disturbed,
  elementAt,
  file,
  HOUR,
  list,
  places,
  proc,
  quiet,
  timer,
  traceOf,
  world,
} from "./world.ts";
import { open } from "./bad.ts";

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

Deno.test("a command of which the store does not say whether it was committed is not carried out again", async () => {
  for (const lost of [new KvsError("unknown", "answer lost"), new TypeError("answer lost")]) {
    for (const kept of [0, 1_000]) {
      const on = world();
      let isLosing = false;
      const kv = disturbed(on.kv, {
        async write(apply) {
          const answer = await apply();
          if (isLosing) throw lost;
          return answer;
        },
      });
      const engine = on.open({ kept }, kv);
      await engine.deploy(
        file(proc(
          "steps",
          `<startEvent id="s"/><userTask id="a"/><userTask id="b"/><endEvent id="e"/>`,
          "s>a;a>b;b>e",
        )),
      );
      await engine.start("steps", { id: "i", stepping: true });
      await engine.command("i", { do: "next" });
      isLosing = true;
      const error = await rejects(() => engine.command("i", { do: "next" }), BpeError, "store");
      assert(KvsError.is(error.cause) && error.message.includes("answer lost"), error.message);
      isLosing = false;
      const { state } = await engine.instance("i");
      equal([state.version, state.status], [3, "active"], `kept: ${kept}`);
    }
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
