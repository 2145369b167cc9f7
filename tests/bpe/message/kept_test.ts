/**
 * Messages that are kept, lost, repeated, or start a process.
 *
 * @module
 */
import { equal, rejects } from "../../_support/assert.ts";
import { BpeError } from "../../../bpe/error.ts";
import { feed } from "../../../kvs/feed/feed.ts";
import { DAY, file, list, proc, quiet, world } from "../runtime/world.ts";
import { MESSAGE, result, WAIT } from "./message.ts";

const STARTED = file(
  MESSAGE + proc(
    "begins",
    `<startEvent id="s"><messageEventDefinition messageRef="m"/></startEvent><userTask id="u"/><endEvent id="e"/>`,
    "s>u;u>e",
  ),
);

Deno.test("a message that nobody has taken in its time goes to the feed of the lost, whole, and only then", async () => {
  const on = world();
  const engine = on.open();
  await engine.deploy(WAIT);
  await engine.publish({ name: "paid", payload: { sum: 7 }, keys: { nr: "1" }, ttl: 60_000 });
  await engine.publish({ name: "paid", payload: { sum: 8 } });
  const lost = async () =>
    (await feed<{ id: string; payload: unknown; keys: unknown }>(on.kv, "/bpe/lost"))
      .map(({ payload, keys }) => ({ payload, keys }));
  await quiet(on, engine, 59_999);
  equal(await lost(), []);
  await quiet(on, engine, 1);
  equal(await lost(), [{ payload: { sum: 7 }, keys: { nr: "1" } }]);
  await quiet(on, engine, DAY);
  equal((await lost()).length, 2);
  equal(await engine.nextDue(), undefined);
  for (const name of ["message", "messages"]) {
    equal(await list(on.kv.list({ prefix: [`bpe/${name}`] })), []);
  }
  // Whoever comes now waits.
  const late = await engine.start("wait");
  await engine.idle();
  equal((await engine.instance(late)).state.status, "active");
});

Deno.test("a message whose time is over is not taken even where the engine has not looked since", async () => {
  const on = world();
  const engine = on.open();
  await engine.deploy(WAIT);
  await engine.publish({ name: "paid", payload: { old: true }, ttl: 1_000 });
  await engine.publish({ name: "paid", payload: { old: false } });
  on.clock.advance(DAY / 2);
  const instance = await engine.start("wait");
  await engine.idle();
  equal((await result(engine, instance))?.old, false);
});

Deno.test("a message with a key of its own is taken once, however often it is sent, kept or taken", async () => {
  const on = world();
  const engine = on.open();
  await engine.deploy(WAIT);
  equal(await engine.publish({ name: "paid", key: "k" }), { taken: "kept" });
  equal(await engine.publish({ name: "paid", key: "k" }), { taken: "repeated" });
  const first = await engine.start("wait"), second = await engine.start("wait");
  await engine.idle();
  equal((await engine.instance(first)).state.status, "completed");
  equal((await engine.instance(second)).state.status, "active");
  equal(await engine.publish({ name: "paid", key: "k" }), { taken: "repeated" });
  equal((await engine.instance(second)).state.status, "active");
  equal((await engine.publish({ name: "paid", key: "l" })).taken, "instance");
  // A key that was refused with its message is free.
  await rejects(() => engine.publish({ name: "paid", key: "n", ttl: 0 }), BpeError, "message");
  await engine.start("wait");
  equal((await engine.publish({ name: "paid", key: "n", ttl: 0 })).taken, "instance");
});

Deno.test("a message starts the process that begins with it, once for each message, but goes first to who waits", async () => {
  const on = world();
  const engine = on.open();
  await engine.deploy(WAIT);
  await engine.deploy(STARTED);
  const waiting = await engine.start("wait");
  equal(await engine.publish({ name: "paid" }), { taken: "instance", instance: waiting });
  const fate = await engine.publish({ name: "paid", payload: { sum: 3 }, key: "k" });
  equal(fate.taken, "started");
  equal(await engine.publish({ name: "paid", payload: { sum: 3 }, key: "k" }), {
    taken: "repeated",
  });
  const begun = await list(engine.instances({ process: "begins" }));
  equal(begun.length, 1);
  const { state } = await engine.instance(begun[0]?.id ?? "");
  equal(state.elements[0]?.variables, { sum: 3 });
});

Deno.test("a message that was kept starts a process that is deployed later only when it is looked at, and a new version takes over", async () => {
  const on = world();
  const engine = on.open();
  await engine.deploy(STARTED);
  await engine.deploy(STARTED.replace(`<userTask id="u"/>`, `<userTask id="u" name="new"/>`));
  const fate = await engine.publish({ name: "paid" });
  equal(fate.taken, "started");
  const [line] = await list(engine.instances({ process: "begins" }));
  equal(line?.definition, "begins:2");
  // A version without the message withdraws what announced it.
  await engine.deploy(file(proc("begins", `<startEvent id="s"/><endEvent id="e"/>`, "s>e")));
  equal(await engine.publish({ name: "paid" }), { taken: "kept" });
});

Deno.test("a process that starts itself anew by a message goes on for a hundred rounds", async () => {
  const on = world();
  const engine = on.open();
  await engine.deploy(file(
    `${MESSAGE}<error id="x" name="x" errorCode="x"/>` + proc(
      "round",
      `<startEvent id="s"><messageEventDefinition messageRef="m"/></startEvent><exclusiveGateway id="g" default="g_t"/>
      <sendTask id="t" messageRef="m"><extensionElements><camunda:inputOutput><camunda:inputParameter name="n">\${n + 1}</camunda:inputParameter></camunda:inputOutput></extensionElements></sendTask>
      <endEvent id="e"/><endEvent id="f"/>`,
      "s>g;g>t;g>f:n = 100;t>e",
    ),
  ));
  await engine.publish({ name: "paid", payload: { n: 1 } });
  await quiet(on, engine, 60_000);
  equal((await list(engine.instances({ status: "completed" }))).length, 100);
  equal(on.errors, []);
});

Deno.test("the message of one pool that another takes is there after a restart between the two", async () => {
  const on = world();
  const engine = on.open();
  await engine.deploy(file(
    MESSAGE +
      proc(
        "sends",
        `<startEvent id="s"/><sendTask id="t" messageRef="m"/><endEvent id="e"/>`,
        "s>t;t>e",
      ),
  ));
  await engine.start("sends");
  await engine.close();
  on.clock.advance(DAY / 2);
  const other = on.open();
  await other.deploy(WAIT);
  const instance = await other.start("wait");
  await quiet(on, other, 60_000);
  equal((await other.instance(instance)).state.status, "completed");
});
