/**
 * What is large, or much: it is done all the same, or refused.
 *
 * @module
 */
import { silentLog } from "../../../base/mod.ts";
import { assert, equal, rejects } from "../../_support/assert.ts";
import { rounds } from "../../_support/long.ts";
import { BpeError } from "../../../bpe/error.ts";
import { audit } from "./audit.ts";
import { disturbed, file, HOUR, list, places, proc, quiet, timer, world } from "./world.ts";
import { open } from "./bad.ts";

/** A process with very many tasks after a job, a timer or a message. */
const many = (id: string, before: string, count: number) =>
  file(
    `<message id="m" name="go"/>` + proc(
      id,
      `<startEvent id="s"/>${before}<userTask id="u" camunda:candidateGroups="g"><multiInstanceLoopCharacteristics><loopCardinality>${count}</loopCardinality></multiInstanceLoopCharacteristics></userTask><endEvent id="e"/>`,
      before === "" ? "s>u;u>e" : "s>c;c>u;u>e",
    ),
  );

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

/** How many writes a step with a thousand rows is, without a death. */
async function writesOf(kept: number): Promise<number> {
  const on = world();
  let writes = 0;
  const living = on.open(
    { kept },
    disturbed(on.kv, {
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
  return writes;
}

for (const kept of [1_000, 0]) {
  Deno.test(`killed at every commit of a step with a thousand rows, the engine loses no task, and no claim, keeping ${kept} instances`, async () => {
    const all = await writesOf(kept);
    assert(all >= 3, "the step fits one commit: make it larger");
    for (let n = 1; n <= all; n++) {
      for (const kind of ["before", "after"]) {
        let writes = 0;
        const on = world();
        const first = on.open();
        await first.deploy(many("now", "", 450));
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
      }
    }
  });
}

const WAITING = rounds(2_000, 10_000);

Deno.test(`of ${WAITING} instances that wait for one name, each for its own key, a message finds its own by few reads`, async () => {
  const on = world();
  let reads = 0;
  const engine = on.open({ kept: 100 }, disturbed(on.kv, { read: () => void reads++ }));
  await engine.deploy(file(
    `<message id="m" name="paid"/><correlationProperty id="nr" name="nr"><correlationPropertyRetrievalExpression messageRef="m"><messagePath>nr</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
    <collaboration id="co"><participant id="pa" processRef="wait"/><correlationKey id="ck"><correlationPropertyRef>nr</correlationPropertyRef></correlationKey></collaboration>
    <process id="wait" isExecutable="true"><correlationSubscription id="cs" correlationKeyRef="ck"><correlationPropertyBinding correlationPropertyRef="nr"><dataPath>nr</dataPath></correlationPropertyBinding></correlationSubscription>
    <startEvent id="s"/><receiveTask id="r" messageRef="m"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="r"/><sequenceFlow id="g" sourceRef="r" targetRef="e"/></process>`,
  ));
  for (let i = 0; i < WAITING; i += 500) {
    await Promise.all(
      Array.from(
        { length: 500 },
        (_, k) => engine.start("wait", { id: `i${i + k}`, variables: { nr: i + k } }),
      ),
    );
  }
  await engine.idle();
  for (const nr of [0, WAITING / 2 + 211, WAITING - 1]) {
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
