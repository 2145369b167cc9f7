/**
 * Jobs for which no handler is given: they wait, become incidents, and are done by a handler that comes later, in both engines.
 *
 * @module
 */
import {
  BpeError,
  type Handler,
  openRuntime,
  parse,
  type State,
  volatile,
} from "../../../bpe/mod.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { equal, throws } from "../../_support/assert.ts";
import { audit } from "../runtime/audit.ts";
import { file, list, proc, quiet, world } from "../runtime/world.ts";
import { newYear } from "../backend/drivers.ts";
import { JOB } from "./job.ts";

const MINUTE = 60_000;

/** An engine with one file, and the instance `i` of its process `p`. */
interface Engine {
  state(): Promise<State>;
  complete(element: number): Promise<void>;
  resolve(incident: number): Promise<void>;
  pass(milliseconds: number): Promise<void>;
  handle(topic: string, handler: Handler): Promise<void>;
  warnings: readonly string[];
}

type Open = (text: string, unhandled?: number) => Promise<Engine>;

const shown = (all: readonly { rule: string; element: string }[]) =>
  all.filter(({ rule }) => !rule.startsWith("EXT")).map(({ rule, element }) =>
    `${rule} ${element}`
  );

const durable: Open = async (text, unhandled) => {
  const on = world();
  const engine = on.open({ retries: 1, ...unhandled === undefined ? {} : { unhandled } });
  const { warnings } = await engine.deploy(text);
  await engine.start("p", { id: "i" });
  const rest = () => quiet(on, engine, 0);
  await rest();
  return {
    warnings: shown(warnings),
    state: async () => (await engine.instance("i")).state,
    complete: async (element) => void await engine.command("i", { do: "complete", element }),
    resolve: async (incident) => (await engine.resolve("i", incident), await rest()),
    async pass(milliseconds) {
      await quiet(on, engine, milliseconds);
      await audit(on.kv);
    },
    handle: async (
      topic,
      handler,
    ) => (engine.handle(topic, handler), await engine.idle(), await rest()),
  };
};

const inMemory: Open = (text, unhandled) => {
  const clock = newYear();
  const engine = volatile([parse(text)], {
    clock,
    ...unhandled === undefined ? {} : { unhandled },
  });
  engine.start("p", { id: "i" });
  return Promise.resolve({
    warnings: shown(engine.warnings),
    state: () => Promise.resolve(engine.state("i")),
    complete: async (element) => void await engine.command("i", { do: "complete", element }),
    resolve: async (incident) => void await engine.command("i", { do: "resolve", incident }),
    // deno-lint-ignore require-await -- as the durable engine
    async pass(milliseconds) {
      for (let left = milliseconds; left > 0; left -= MINUTE) {
        clock.advance(Math.min(left, MINUTE));
        engine.tick();
      }
    },
    handle: async (topic, handler) => (engine.handle(topic, handler), await engine.idle()),
  });
};

/** Jobs of every kind that wants a handler, with the topic of each. */
const JOBS: readonly (readonly [name: string, body: string, topic: string])[] = [
  ["a service task", `<serviceTask id="j"/>`, "j"],
  ["a service task with a topic", `<serviceTask id="j" camunda:topic="charge"/>`, "charge"],
  ["a business rule task", `<businessRuleTask id="j"/>`, "j"],
  ["a send task without message", `<sendTask id="j"/>`, "j"],
  [
    "a script task in Java",
    `<scriptTask id="j" scriptFormat="http://www.java.com/java"><script>x();</script></scriptTask>`,
    "j",
  ],
  [
    "a script task in Groovy",
    `<scriptTask id="j" scriptFormat="groovy"><script>x()</script></scriptTask>`,
    "j",
  ],
];

/** Where a job may stand. */
const PLACES: Readonly<Record<string, (job: string) => string>> = {
  "at the top": (job) => proc("p", `<startEvent id="s"/>${job}<endEvent id="e"/>`, "s>j;j>e"),
  "in a sub-process": (job) =>
    proc(
      "p",
      `<startEvent id="s"/><subProcess id="q"><startEvent id="t"/>${job}<endEvent id="u"/>${
        flows("t>j", "j>u")
      }</subProcess><endEvent id="e"/>`,
      "s>q;q>e",
    ),
  "in an event sub-process": (job) =>
    proc(
      "p",
      `<startEvent id="s"/><userTask id="w"/><endEvent id="e"/><subProcess id="q" triggeredByEvent="true"><startEvent id="t">
       <timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition></startEvent>${job}<endEvent id="u"/>${
        flows("t>j", "j>u")
      }</subProcess>`,
      "s>w;w>e",
    ),
};

const flows = (...all: string[]) =>
  all.map((one) => one.split(">")).map(([a, b]) =>
    `<sequenceFlow sourceRef="${a}" targetRef="${b}"/>`
  )
    .join("");

for (const [engine, open] of [["durable", durable], ["in memory", inMemory]] as const) {
  for (const [place, around] of Object.entries(PLACES)) {
    Deno.test(`a job without a handler is told when it is deployed, is an incident in time, and is done by the handler that comes (${engine}, ${place})`, async () => {
      for (const [name, body, topic] of JOBS) {
        const on = await open(file(around(body)), 5 * MINUTE);
        equal(on.warnings, [`${body.includes("scriptFormat") ? "SCRIPT" : "TOPIC"} j`], name);
        await on.pass(4 * MINUTE);
        equal((await on.state()).incidents, [], name);
        await on.pass(2 * MINUTE);
        const [incident, ...more] = (await on.state()).incidents;
        equal(
          [incident?.code, incident?.message.includes(`"${topic}"`), more],
          ["work", true, []],
          name,
        );
        await on.pass(60 * MINUTE);
        equal((await on.state()).incidents.length, 1, name);
        await on.handle("another", () => ({}));
        equal((await on.state()).incidents.length, 1, name);
        await on.handle(topic, () => ({}));
        const { status, incidents } = await on.state();
        equal([status, incidents], ["completed", []], name);
      }
    });
  }

  Deno.test(`a job without a handler that is resolved waits as long again; one that is completed by a command is no incident (${engine})`, async () => {
    const text = JOB.replace('id="one"', 'id="p"');
    const on = await open(text, 5 * MINUTE);
    await on.pass(5 * MINUTE);
    const [incident] = (await on.state()).incidents;
    await on.resolve(incident?.id ?? -1);
    equal((await on.state()).incidents, []);
    await on.pass(4 * MINUTE);
    equal((await on.state()).incidents, []);
    await on.pass(MINUTE);
    const [again] = (await on.state()).incidents;
    equal([again?.code, again?.id === incident?.id], ["work", false]);
    await on.complete(again?.element ?? -1);
    equal((await on.state()).status, "completed");
    const done = await open(text, 5 * MINUTE);
    const { elements } = await done.state();
    await done.complete(elements.at(-1)?.id ?? -1);
    await done.pass(20 * MINUTE);
    equal([(await done.state()).status, (await done.state()).incidents], ["completed", []]);
  });

  Deno.test(`a handler that comes late and fails leaves one incident; without bound there is none; by default it takes ten minutes (${engine})`, async () => {
    const text = JOB.replace('id="one"', 'id="p"');
    const on = await open(text, MINUTE);
    await on.pass(2 * MINUTE);
    await on.handle("j", () => {
      throw new Error("broken");
    });
    const { incidents } = await on.state();
    equal(incidents.map(({ message }) => message.includes("broken")), [true]);
    const patient = await open(text, Infinity);
    await patient.pass(3 * 24 * 60 * MINUTE);
    equal((await patient.state()).incidents, []);
    const usual = await open(text);
    await usual.pass(9 * MINUTE);
    equal((await usual.state()).incidents, []);
    await usual.pass(MINUTE);
    equal((await usual.state()).incidents.length, 1);
  });

  Deno.test(`a job that is interrupted while it waits for a handler is no incident (${engine})`, async () => {
    const body =
      `<startEvent id="s"/><serviceTask id="j"/><endEvent id="e"/><boundaryEvent id="b" attachedToRef="j">
      <timerEventDefinition><timeDuration>PT1M</timeDuration></timerEventDefinition></boundaryEvent><userTask id="u"/>`;
    const on = await open(file(proc("p", body, "s>j;j>e;b>u;u>e")), 5 * MINUTE);
    await on.pass(20 * MINUTE);
    const { status, incidents } = await on.state();
    equal([status, incidents], ["active", []]);
  });
}

Deno.test("an incident of a job without a handler is over when a runtime on the same store takes it", async () => {
  const on = world();
  const without = on.open({ unhandled: MINUTE });
  await without.deploy(JOB);
  const ids = [await without.start("one"), await without.start("one")];
  await quiet(on, without, 2 * MINUTE);
  equal(
    (await list(without.incidents())).map(({ instance }) => instance).toSorted(),
    ids.toSorted(),
  );
  const other = on.open({ unhandled: MINUTE, handlers: { j: () => ({}) } });
  await quiet(on, other, 0);
  equal(await list(without.incidents()), []);
  equal((await list(other.instances({ status: "completed" }))).length, 2);
  await audit(on.kv);
  equal(on.errors, []);
});

Deno.test("a time to wait for a handler that is none is refused", async () => {
  using kv = memoryKv();
  for (const unhandled of [-1, NaN]) {
    throws(() => openRuntime(kv, { manual: true, unhandled }), BpeError, "config");
    throws(() => volatile([], { unhandled }), BpeError, "config");
  }
  await using runtime = openRuntime(kv, { manual: true });
  const none = {} as unknown as Handler; // as: what callers in plain JavaScript may give
  throws(() => runtime.handle("x", none), BpeError, "config");
  await runtime.close();
  throws(() => runtime.handle("x", () => ({})), BpeError, "closed");
});
