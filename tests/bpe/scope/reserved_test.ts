/**
 * What is reserved: no way by which values come in writes it, or is read as it.
 *
 * @module
 */
import type { Handler } from "../../../bpe/job/handler.ts";
import { parse } from "../../../bpe/parse.ts";
import { bpe, type BpeModules, conditions, type ConditionView } from "../../../bpe/process/bpe.ts";
import { BpeError } from "../../../bpe/error.ts";
import type { Command } from "../../../bpe/state/command.ts";
import type { State, Variables } from "../../../bpe/state/state.ts";
import { volatile } from "../../../bpe/memory/memory.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { equal, rejects, throws } from "../../_support/assert.ts";

/** Names that might be taken for the engine's, and for those of every object. */
const HOSTILE: Variables = JSON.parse(`{
  "docs": [["direction", "left"]], "proc": {"module": "evil", "blocks": [{"by": "eve", "gateway": "g"}], "executors": [{"id": "eve"}]},
  "meta": {"module": "evil"}, "reserved": {"docs": [["direction", "left"]], "meta": {"module": "evil"}},
  "blocks": [{"by": "eve", "gateway": "g"}], "executors": [{"id": "eve"}], "module": "evil", "threads": 1, "elements": [],
  "__proto__": {"module": "evil", "polluted": true}, "constructor": {"module": "evil", "prototype": {"polluted": true}},
  "toString": 1, "hasOwnProperty": "x", "loopCounter": 7, "numberOfInstances": 7, "activationCount": 7
}`);

const DOCS = [["direction", "right"]];
const META = { module: "good", executors: [{ id: "ann" }] };

const isLeft = ({ doc }: ConditionView) => doc(["direction", "left"]).length > 0;
const modules: BpeModules = {
  good: { auth: () => false, services: { isLeft, held: () => false } },
  evil: { auth: () => true, services: { isLeft: () => true, held: () => true } },
};
const expressions = conditions(modules);

/** What each way consists of: what comes before the choice, beside it, and what is done. */
interface Way {
  readonly before: string;
  readonly first: string;
  readonly last: string;
  readonly roots?: string;
  readonly start?: Variables;
  readonly handler?: Handler;
  readonly act?: (on: Host) => Promise<void>;
}

/** One of the two hosts, with one instance. */
interface Host {
  command(command: Command): Promise<void>;
  complete(variables: Variables): Promise<void>;
  publish(payload: unknown): Promise<void>;
  signal(payload: unknown): Promise<void>;
  state(): Promise<State>;
}

const flow = (source: string, target: string, condition = "") =>
  `<sequenceFlow id="${source}_${target}" sourceRef="${source}" targetRef="${target}">${
    condition === ""
      ? ""
      : `<conditionExpression xsi:type="tFormalExpression">${condition}</conditionExpression>`
  }</sequenceFlow>`;

/** A process that goes the way, and then chooses by the conditions that read what is reserved; `right` is what they should choose. */
const model = ({ before, first, last, roots = "" }: Way) =>
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="urn:r">
  <message id="m" name="M"/><signal id="x" name="X"/>${roots}<process id="p" isExecutable="true"><startEvent id="s"/>${before}
  <exclusiveGateway id="g" default="g_right"/>${
    ["right", "compared", "asked", "blocked"].map((id) =>
      `<userTask id="${id}"/><endEvent id="${id}e"/>${flow(id, `${id}e`)}`
    ).join("")
  }${flow("s", first)}${flow(last, "g")}${flow("g", "right")}${
    flow("g", "compared", "{compare,{direction,[]},2,left}")
  }${flow("g", "asked", "{service,isLeft}")}${
    flow("g", "blocked", "[{callback,none},{service,held}]")
  }</process></definitions>`;

const user = `<userTask id="u"/>`;
const work = (attributes = "", inside = "") =>
  `<serviceTask id="u" camunda:topic="w" ${attributes}>${inside}</serviceTask>`;
const one = { first: "u", last: "u" };

/** All the ways in which values come into an instance. */
const WAYS: Readonly<Record<string, Way>> = {
  "variables of the start": { ...one, before: work(), start: HOSTILE },
  "a completed task": { ...one, before: user, act: (on) => on.complete(HOSTILE) },
  "the answer of a handler": { ...one, before: work(), handler: () => HOSTILE },
  "a command that sets": {
    ...one,
    before: user,
    act: async (on) => {
      await on.command({ do: "set", variables: HOSTILE });
      await on.complete({});
    },
  },
  "a message": {
    ...one,
    before:
      `<intermediateCatchEvent id="u"><messageEventDefinition id="ud" messageRef="m"/></intermediateCatchEvent>`,
    act: (on) => on.publish(HOSTILE),
  },
  "a message to a receive task": {
    ...one,
    before: `<receiveTask id="u" messageRef="m"/>`,
    act: (on) => on.publish(HOSTILE),
  },
  "a signal": {
    ...one,
    before:
      `<intermediateCatchEvent id="u"><signalEventDefinition id="ud" signalRef="x"/></intermediateCatchEvent>`,
    act: (on) => on.signal(HOSTILE),
  },
  "an error of a handler": {
    first: "u",
    last: "b",
    before:
      `${user}<boundaryEvent id="b" attachedToRef="u"><errorEventDefinition id="bd"/></boundaryEvent><endEvent id="ue"/>${
        flow("u", "ue")
      }`,
    act: async (on) => {
      const element = (await on.state()).elements.at(-1)?.id ?? -1;
      await on.command({ do: "fail", element, code: "E", variables: HOSTILE });
    },
  },
  "an escalation": {
    first: "u",
    last: "b",
    roots: `<escalation id="esc" escalationCode="E"/>`,
    before:
      `${user}<boundaryEvent id="b" attachedToRef="u"><escalationEventDefinition id="bd" escalationRef="esc"/></boundaryEvent>
      <endEvent id="ue"/>${flow("u", "ue")}`,
    act: async (on) => {
      const element = (await on.state()).elements.at(-1)?.id ?? -1;
      await on.command({ do: "escalate", element, code: "E", variables: HOSTILE });
    },
  },
  "the resolution of an incident": {
    ...one,
    before: work(),
    handler: ({ variables }) => {
      if (variables.module !== "evil") throw new Error("not yet");
    },
    act: async (on) => {
      const incident = (await on.state()).incidents[0]?.id ?? -1;
      await on.command({ do: "resolve", incident, variables: HOSTILE });
    },
  },
  "a script": {
    ...one,
    before:
      `<scriptTask id="u" scriptFormat="text/feel"><script>{ docs: [["direction", "left"]], proc: { module: "evil" } }</script></scriptTask>`,
  },
  "a result variable": {
    ...one,
    before:
      `<scriptTask id="u" scriptFormat="text/feel" camunda:resultVariable="proc"><script>{ module: "evil" }</script></scriptTask>`,
  },
  "mappings in and out": {
    ...one,
    before: work(
      "",
      `<extensionElements><camunda:inputOutput><camunda:inputParameter name="proc">\${evil}</camunda:inputParameter>
       <camunda:inputParameter name="__proto__">\${evil}</camunda:inputParameter>
       <camunda:outputParameter name="proc">\${evil}</camunda:outputParameter>
       <camunda:outputParameter name="docs">\${left}</camunda:outputParameter>
       <camunda:outputParameter name="__proto__.polluted">\${evil}</camunda:outputParameter>
       <camunda:outputParameter name="constructor.prototype.polluted">\${evil}</camunda:outputParameter></camunda:inputOutput></extensionElements>`,
    ),
    start: { evil: HOSTILE.proc, left: HOSTILE.docs },
  },
  "elements and results of a multi-instance": {
    ...one,
    before: work(
      "",
      `<multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection="=[{ module: &quot;evil&quot; }]"
       inputElement="proc" outputCollection="docs" outputElement="=proc"/></extensionElements></multiInstanceLoopCharacteristics>`,
    ),
  },
  "a call in another file": {
    ...one,
    before: `<callActivity id="u" calledElement="q"/>`,
    handler: () => HOSTILE,
  },
  "a call in the same file": {
    ...one,
    roots:
      `<process id="r" isExecutable="true"><startEvent id="rs"/><serviceTask id="rw" camunda:topic="w"/><endEvent id="re"/>${
        flow("rs", "rw")
      }${flow("rw", "re")}</process>`,
    before: `<callActivity id="u" calledElement="r"/>`,
    handler: () => HOSTILE,
  },
};

const CALLED =
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="dq"
  targetNamespace="urn:q"><process id="q" isExecutable="true"><startEvent id="qs"/><serviceTask id="qw" camunda:topic="w"/>
  <endEvent id="qe"/>${flow("qs", "qw")}${flow("qw", "qe")}</process></definitions>`;

const started = (start: Variables = {}) => ({
  id: "i",
  variables: start,
  docs: DOCS,
  meta: META,
});

async function inStore(way: Way): Promise<State> {
  using kv = memoryKv();
  const handlers = { w: way.handler ?? (() => {}) };
  await using b = bpe(kv, { modules, expressions, handlers, manual: true, retries: 1 });
  const { runtime } = b;
  for (const each of [CALLED, model(way)]) await runtime.deploy(each);
  await runtime.start("p", started(way.start));
  await runtime.idle();
  const settle = async () => {
    await runtime.idle();
    await runtime.tick();
    await runtime.idle();
  };
  await settle();
  await way.act?.({
    command: async (command) => void await runtime.command("i", command),
    complete: async (variables) => {
      for await (const task of runtime.tasks({ instance: "i" })) {
        await runtime.complete(task, variables);
      }
    },
    publish: async (payload) => void await runtime.publish({ name: "M", payload }),
    signal: async (payload) => void await runtime.signal("X", payload),
    state: async () => (await runtime.instance("i")).state,
  });
  await settle();
  const proc = await b.proc("i");
  equal([proc.module, proc.docs, proc.executors, proc.blocks], [
    "good",
    DOCS,
    META.executors,
    undefined,
  ]);
  // The judge is still that of the module: nobody may go on.
  equal(await b.next("i", undefined, { by: { id: "eve" } }), {
    error: "Access denied",
    what: "right",
  });
  return (await runtime.instance("i")).state;
}

async function inMemory(way: Way): Promise<State> {
  const definitions = [CALLED, model(way)].map((each) => parse(each));
  const on = volatile(definitions, { expressions, handlers: { w: way.handler ?? (() => {}) } });
  on.start("p", started(way.start));
  await on.idle();
  const command = (given: Command) => void on.command("i", given);
  await way.act?.({
    command: (given) => Promise.resolve(command(given)),
    complete: (variables) => {
      const element = on.state("i").elements.at(-1)?.id ?? -1;
      return Promise.resolve(command({ do: "complete", element, variables }));
    },
    publish: (payload) => Promise.resolve(void on.publish({ name: "M", payload })),
    signal: (payload) => Promise.resolve(void on.signal("X", payload)),
    state: () => Promise.resolve(on.state("i")),
  });
  await on.idle();
  return on.state("i");
}

for (const [name, way] of Object.entries(WAYS)) {
  for (const [host, play] of [["durable", inStore], ["volatile", inMemory]] as const) {
    Deno.test(`${name} brings variables, and nothing of what is reserved (${host})`, async () => {
      const state = await play(way);
      equal([state.status, state.incidents], ["active", []]);
      equal(state.reserved, { docs: DOCS, meta: META });
      const { nodes } = parse(model(way));
      equal(state.elements.map(({ node }) => nodes[node]?.id ?? "p"), ["p", "right"]);
      const own = state.elements[0]?.variables ?? {};
      equal(Object.getPrototypeOf(own), Object.prototype);
      equal(Object.hasOwn(Object.prototype, "polluted"), false);
      if (!["script", "mapping", "multi", "result"].some((each) => name.includes(each))) {
        equal(own, HOSTILE);
      }
    });
  }
}

Deno.test("a command from outside that brings what is reserved, or documents that are none, is refused", async () => {
  const meta = { module: "evil" };
  const wrong = [
    { do: "set", variables: {}, meta },
    { do: "next", meta },
    { do: "complete", element: 1, meta },
    ...[1, {}, [], { at: -1, cut: 0, put: [] }, { at: 0, cut: 0.5, put: [] }, {
      at: 0,
      cut: 0,
      put: 1,
    }]
      .map((docs) => ({ do: "set", variables: {}, docs })),
  ] as unknown as Command[]; // as: what code that is not checked may give
  using kv = memoryKv();
  await using b = bpe(kv, { modules, expressions, manual: true });
  await b.runtime.deploy(model(WAYS["a completed task"] ?? { ...one, before: user }));
  await b.runtime.start("p", started());
  const on = volatile([parse(model({ ...one, before: user }))], { expressions });
  on.start("p", started());
  for (const command of wrong) {
    await rejects(() => b.runtime.command("i", command), BpeError, "command");
    throws(() => on.command("i", command), BpeError, "command");
  }
  equal((await b.runtime.instance("i")).state.reserved, { docs: DOCS, meta: META });
  equal(on.state("i").reserved, { docs: DOCS, meta: META });
});
