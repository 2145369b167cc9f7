/**
 * Engines that race for messages and signals: neither lost nor doubled, in any order of their reads and writes.
 *
 * @module
 */
import { assert, equal } from "../../_support/assert.ts";
import { elementAt, file, list, proc, quiet, traceOf } from "../runtime/world.ts";
import { MESSAGE, race, races, straight, waiting } from "../runtime/race.ts";
import { rounds, SEED } from "../../_support/long.ts";

/** Messages by name, by key, and signals: a tenth by default of what a long run tries. */
const INTERLEAVINGS = rounds(100, 1_000), KEYED = rounds(20, 200), HEARD = rounds(10, 100);

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

Deno.test(`of messages with keys each finds its own instance, whoever comes first, in ${KEYED} interleavings from seed ${SEED}`, async () => {
  const keyed = file(
    `${MESSAGE}<correlationProperty id="nr" name="nr"><correlationPropertyRetrievalExpression messageRef="m"><messagePath>nr</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
    <collaboration id="co"><participant id="pa" processRef="wait"/><correlationKey id="ck"><correlationPropertyRef>nr</correlationPropertyRef></correlationKey></collaboration>
    <process id="wait" isExecutable="true"><correlationSubscription id="cs" correlationKeyRef="ck"><correlationPropertyBinding correlationPropertyRef="nr"><dataPath>nr</dataPath></correlationPropertyBinding></correlationSubscription>
    <startEvent id="s"/><receiveTask id="r" messageRef="m"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="r"/><sequenceFlow id="g" sourceRef="r" targetRef="e"/></process>`,
  );
  await races(KEYED, async (seed) => {
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

Deno.test(`every signal is heard once by those who wait all the time, and counted as heard by the others, in ${HEARD} interleavings from seed ${SEED}`, async () => {
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
  await races(HEARD, async (seed) => {
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
