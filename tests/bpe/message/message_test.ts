/**
 * Messages find who wants them, in their order.
 *
 * @module
 */
import { assert, equal, rejects } from "../../_support/assert.ts";
import { BpeError } from "../../../bpe/error.ts";
import { audit } from "../runtime/audit.ts";
import {
  disturbed,
  elementAt,
  file,
  list,
  proc,
  quiet,
  timer,
  traceOf,
  world,
} from "../runtime/world.ts";
import { key, MESSAGE, result, WAIT } from "./message.ts";

/** A process that waits for a message with the values of these properties. */
const keyed = (...properties: string[]) =>
  file(
    `${MESSAGE}${
      properties.map((name) =>
        `<correlationProperty id="${name}" name="${name}"><correlationPropertyRetrievalExpression messageRef="m"><messagePath>${name}</messagePath></correlationPropertyRetrievalExpression></correlationProperty>`
      ).join("")
    }<collaboration id="co"><participant id="pa" processRef="wait"/>${
      properties.map((name) =>
        `<correlationKey id="by_${name}"><correlationPropertyRef>${name}</correlationPropertyRef></correlationKey>`
      ).join("")
    }</collaboration><process id="wait" isExecutable="true">${
      properties.map((name) =>
        `<correlationSubscription id="cs_${name}" correlationKeyRef="by_${name}"><correlationPropertyBinding correlationPropertyRef="${name}"><dataPath>${name}</dataPath></correlationPropertyBinding></correlationSubscription>`
      ).join("")
    }<startEvent id="s"/><receiveTask id="r" messageRef="m"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="r"/><sequenceFlow id="g" sourceRef="r" targetRef="e"/></process>`,
  );

Deno.test("a message with a key finds its instance among a thousand that wait for the same name, by few reads", async () => {
  const on = world();
  let reads = 0;
  const engine = on.open({}, disturbed(on.kv, { read: () => void reads++ }));
  await engine.deploy(keyed("nr"));
  for (let i = 0; i < 1_000; i++) {
    await engine.start("wait", { id: `i${i}`, variables: { nr: i } });
  }
  for (const nr of [500, 0, 999]) {
    reads = 0;
    const fate = await engine.publish({
      name: "paid",
      keys: { by_nr: key(nr) },
      payload: { paid: nr },
    });
    equal(fate, { taken: "instance", instance: `i${nr}` });
    assert(reads < 30, `${reads} reads`);
    equal((await result(engine, `i${nr}`))?.paid, nr);
  }
  equal(await engine.publish({ name: "paid", keys: { by_nr: key(500) } }), { taken: "kept" });
  equal(await engine.publish({ name: "paid", keys: { by_nr: key("1") } }), { taken: "kept" });
  equal((await list(engine.instances({ status: "completed" }))).length, 3);
});

Deno.test("a wait for two keys takes only what bears both; a message may bear more", async () => {
  const on = world();
  const engine = on.open();
  await engine.deploy(keyed("nr", "city"));
  await engine.start("wait", { id: "i", variables: { nr: 1, city: "Kyiv" } });
  const by_nr = key(1), by_city = key("Kyiv");
  for (const keys of [{}, { by_nr }, { by_city }, { by_nr, by_city: key("Lviv") }]) {
    await rejects(() => engine.publish({ name: "paid", keys, ttl: 0 }), BpeError, "message");
  }
  equal(
    await engine.publish({ name: "paid", keys: { by_city, by_nr, more: "x", most: "y" }, ttl: 0 }),
    {
      taken: "instance",
      instance: "i",
    },
  );
  await rejects(
    () => engine.publish({ name: "paid", keys: { a: "1", b: "2", c: "3", d: "4", e: "5" } }),
    BpeError,
    "limit",
  );
});

Deno.test("an instance that waits for the name alone takes a message whatever keys it bears", async () => {
  const on = world();
  const engine = on.open();
  await engine.deploy(WAIT);
  await engine.start("wait", { id: "i" });
  const fate = await engine.publish({ name: "paid", keys: { a: "1", b: "2" }, ttl: 0 });
  equal(fate, { taken: "instance", instance: "i" });
});

Deno.test("the instance that has waited longest is first, among more than a hundred whose ids are in another order", async () => {
  const on = world();
  const engine = on.open();
  await engine.deploy(WAIT);
  for (let i = 0; i < 150; i++) {
    on.clock.advance(1);
    await engine.start("wait", { id: `i${999 - i}` });
  }
  for (let i = 0; i < 150; i++) {
    equal(await engine.publish({ name: "paid", ttl: 0 }), {
      taken: "instance",
      instance: `i${999 - i}`,
    });
  }
  await rejects(() => engine.publish({ name: "paid", ttl: 0 }), BpeError, "message");
});

Deno.test("messages that lie in the store are taken in the order in which they came, three hundred of them", async () => {
  const on = world();
  const engine = on.open();
  await engine.deploy(WAIT);
  for (let i = 0; i < 300; i++) {
    on.clock.advance(1);
    equal(await engine.publish({ name: "paid", payload: { i } }), { taken: "kept" });
  }
  for (let i = 0; i < 300; i++) {
    const instance = await engine.start("wait");
    await engine.idle();
    equal((await result(engine, instance))?.i, i);
  }
});

Deno.test("the first of a message and a timer behind an event-based gateway decides, and the message goes on to the next who waits", async () => {
  const on = world();
  const engine = on.open();
  await engine.deploy(file(
    MESSAGE + proc(
      "race",
      `<startEvent id="s"/><eventBasedGateway id="g"/>
      <intermediateCatchEvent id="c"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
      <intermediateCatchEvent id="t">${
        timer("timeDuration", "PT1H")
      }</intermediateCatchEvent><endEvent id="e"/><endEvent id="f"/>`,
      "s>g;g>c;g>t;c>e;t>f",
    ),
  ));
  const [first, second] = [await engine.start("race"), await engine.start("race")];
  equal(await engine.publish({ name: "paid" }), { taken: "instance", instance: first });
  await quiet(on, engine, 3_600_000);
  assert((await traceOf(engine, first)).includes("completed e"));
  assert((await traceOf(engine, second)).includes("completed f"));
  equal(await engine.publish({ name: "paid" }), { taken: "kept" });
  await audit(on.kv);
});

Deno.test("a message does not reach an instance that has ended or was cancelled between being found and being told", async () => {
  const on = world();
  const engine = on.open();
  await engine.deploy(WAIT);
  const ids = [await engine.start("wait"), await engine.start("wait"), await engine.start("wait")];
  const [a = "", b = "", c = ""] = ids;
  const [, fate] = await Promise.all([
    Promise.all([a, b].map((id) => engine.command(id, { do: "cancel" }))),
    engine.publish({ name: "paid" }),
  ]);
  await engine.idle();
  equal(fate, { taken: "instance", instance: c });
  equal((await engine.instance(a)).state.status, "cancelled");
  await audit(on.kv);
});

Deno.test("a receive task in an instance that loops takes one message each round, from four engines at once", async () => {
  const on = world();
  const engines = Array.from({ length: 4 }, () => on.open());
  const [first] = engines;
  assert(first !== undefined);
  await first.deploy(file(
    MESSAGE + proc(
      "loop",
      `<startEvent id="s"/><receiveTask id="r" messageRef="m"><standardLoopCharacteristics loopMaximum="40"/></receiveTask><endEvent id="e"/>`,
      "s>r;r>e",
    ),
  ));
  const instance = await first.start("loop");
  await Promise.all(
    Array.from(
      { length: 40 },
      (_, i) => engines[i % 4]?.publish({ name: "paid", payload: { [`n${i}`]: 1 } }),
    ),
  );
  await quiet(on, engines, 60_000);
  const { state } = await first.instance(instance);
  equal(state.status, "completed");
  equal(Object.keys(state.result ?? {}).filter((name) => name.startsWith("n")).length, 40);
  equal(await list(on.kv.list({ prefix: ["bpe/message"] })), []);
});

Deno.test("a message of a hundred kilobytes is kept and taken as a small one is; one that cannot be stored is refused", async () => {
  const on = world();
  const engine = on.open();
  await engine.deploy(WAIT);
  const payload = { text: "x".repeat(100_000) };
  equal(await engine.publish({ name: "paid", payload }), { taken: "kept" });
  const instance = await engine.start("wait");
  await engine.idle();
  equal((await result(engine, instance))?.text, payload.text);
  const error = await rejects(
    () => engine.publish({ name: "paid", payload: { run: () => 1 } }),
    BpeError,
    "unstorable",
  );
  assert(error.message.includes("paid"), error.message);
  // What is left are the parts of the instance, which has the text among its variables now.
  const parts = (await list(on.kv.list({ prefix: [] }))).filter(({ value }) =>
    value instanceof Uint8Array
  );
  equal(parts.length, 2);
});

Deno.test("an incident of the instance that takes a message keeps the message's content until it is resolved", async () => {
  const on = world();
  const engine = on.open({ budget: 300 });
  await engine.deploy(file(
    MESSAGE + proc(
      "round",
      `<startEvent id="s"/><receiveTask id="r" messageRef="m"/><task id="t"/><exclusiveGateway id="g" default="g_t"/><endEvent id="e"/>`,
      "s>r;r>t;t>g;g>t;g>e:stop = true",
    ),
  ));
  const instance = await engine.start("round");
  await engine.publish({ name: "paid", payload: { sum: 5 } });
  const [incident] = await list(engine.incidents(instance));
  equal(incident?.code, "budget");
  assert((await elementAt(engine, instance, "r")) > 0);
  await engine.resolve(instance, incident?.incident ?? 0, { stop: true });
  await quiet(on, engine, 60_000);
  equal(await result(engine, instance), { stop: true, sum: 5 });
  await audit(on.kv);
});
