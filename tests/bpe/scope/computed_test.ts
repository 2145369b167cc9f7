/**
 * Names, codes, topics and places that are written as expressions, on both hosts.
 *
 * @module
 */
import type { Handler } from "../../../bpe/job/handler.ts";
import type { State, Variables } from "../../../bpe/state/state.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { equal } from "../../_support/assert.ts";
import { flowsOf } from "../engine/model.ts";
import { type Driver, durableDriver, open, volatileDriver } from "../backend/drivers.ts";

const ROOTS =
  `<message id="m" name="=&quot;M&quot; + k"/><signal id="g" name="\${&quot;S&quot; + k}"/>
  <message id="fixed" name="=&quot;go&quot; + &quot;!&quot;"/><error id="thrown" errorCode="=code"/><error id="caught" errorCode="E7"/>`;
const file = (inside: string, flows: string, roots = ROOTS) =>
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="urn:c">${roots}
  <process id="p" isExecutable="true">${inside}${flowsOf(flows)}</process></definitions>`;
const START = `<startEvent id="s"/>`, END = `<endEvent id="e"/>`;
const event = (kind: string, id: string, inside: string) =>
  `<${kind} id="${id}">${inside}</${kind}>`;
const wait = (inside: string) => event("intermediateCatchEvent", "a", inside);
const onMessage = `<messageEventDefinition messageRef="m"/>`;
const onSignal = `<signalEventDefinition signalRef="g"/>`;

/** A process, what is done to its instance, and what has become of it. */
interface Played {
  readonly file: string;
  readonly variables?: Variables;
  readonly handlers?: Readonly<Record<string, Handler>>;
  readonly act?: (on: Driver) => Promise<unknown>;
  readonly check: (state: State) => void;
}

async function onBoth({ file, variables = {}, handlers = {}, act, check }: Played): Promise<void> {
  const play = async (on: Driver) => {
    if (variables.start !== false) await on.start("p", "i", variables);
    await act?.(on);
    const [instance = ""] = await on.instances("p");
    check(await on.state(instance));
  };
  await play(volatileDriver({ files: [file], handlers }));
  using kv = memoryKv();
  const opened = await open(kv, { files: [file], handlers });
  await play(durableDriver(opened));
  await opened.runtime.close();
  equal(opened.errors, []);
}

const completed = (state: State) => equal([state.status, state.incidents], ["completed", []]);
const failed = (about: RegExp) => (state: State) =>
  equal(state.incidents.map(({ code, message }) => [code, about.test(message)]), [[
    "expression",
    true,
  ]]);

Deno.test("an instance waits for a message or signal by the name that its expression gives", async () => {
  const receive = `<receiveTask id="a" messageRef="m"/>`;
  for (const waits of [wait(onMessage), receive]) {
    await onBoth({
      file: file(START + waits + END, "s>a;a>e"),
      variables: { k: "7" },
      act: async (on) =>
        equal(await on.publish('="M" + k', {}), undefined) ?? await on.publish("M7", {}),
      check: completed,
    });
  }
  await onBoth({
    file: file(START + wait(onSignal) + END, "s>a;a>e"),
    variables: { k: "7" },
    act: async (on) => equal([await on.signal("S8"), await on.signal("S7")], [0, 1]),
    check: completed,
  });
  await onBoth({
    file: file(START + wait(onMessage) + END, "s>a;a>e"),
    variables: { k: 7 },
    check: failed(/gives no|gives null/),
  });
});

Deno.test("what is thrown bears the name or code that its expression gives", async () => {
  const throwing = event("intermediateThrowEvent", "t", onSignal);
  await onBoth({
    file: file(
      `${START}<parallelGateway id="x"/>${wait(onSignal)}<task id="n"/>${throwing}${END}`,
      "s>x;x>a;x>n;n>t;a>e;t>e",
    ),
    variables: { k: "x" },
    check: completed,
  });
  const scope = `<subProcess id="a"><startEvent id="si"/>${
    event("endEvent", "ei", `<errorEventDefinition errorRef="thrown"/>`)
  }${
    flowsOf("si>ei")
  }</subProcess><boundaryEvent id="b" attachedToRef="a"><errorEventDefinition errorRef="caught"/></boundaryEvent>`;
  const model = file(`${START}${scope}${END}<endEvent id="o"/>`, "s>a;a>e;b>o");
  await onBoth({ file: model, variables: { code: "E7" }, check: completed });
  await onBoth({
    file: model,
    variables: { code: "E8" },
    check: ({ status, error }) => equal([status, error], ["failed", "E8"]),
  });
  await onBoth({ file: model, variables: { code: null }, check: failed(/=code/) });
});

Deno.test("a process starts by a name that is an expression without variables", async () => {
  const starting = event("startEvent", "s", `<messageEventDefinition messageRef="fixed"/>`);
  await onBoth({
    file: file(starting + END, "s>e"),
    variables: { start: false },
    act: async (on) => await on.publish("go!", {}),
    check: completed,
  });
});

Deno.test("a job goes to the handler of the topic that its expression gives", async () => {
  const eight =
    `<serviceTask id="a"><extensionElements><zeebe:taskDefinition type="=kind + &quot;!&quot;"/></extensionElements></serviceTask>`;
  const seven = `<serviceTask id="a" camunda:type="external" camunda:topic="\${kind + '!'}"/>`;
  for (const task of [eight, seven]) {
    await onBoth({
      file: file(START + task + END, "s>a;a>e"),
      variables: { kind: "k" },
      handlers: { "k!": () => ({ done: true }) },
      check: ({ status, result }) =>
        equal([status, result], ["completed", { kind: "k", done: true }]),
    });
  }
});

Deno.test("an input to a path is a field of a variable of its own, beside those given before", async () => {
  const inputs =
    `<zeebe:input source="=1" target="a.b"/><zeebe:input source="=a.b + 1" target="a.c.d"/>
    <zeebe:input source="=3" target="__proto__.x"/>`;
  const task =
    `<serviceTask id="a" camunda:topic="w"><extensionElements><zeebe:ioMapping>${inputs}<zeebe:output source="=seen"
    target="out.seen"/></zeebe:ioMapping></extensionElements></serviceTask>`;
  await onBoth({
    file: file(START + task + END, "s>a;a>e"),
    variables: { a: { z: 0 } },
    handlers: { w: ({ variables }) => ({ seen: variables.a }) },
    check: ({ status, result }) =>
      equal([status, result?.a, result?.out], ["completed", { z: 0 }, {
        seen: { b: 1, c: { d: 2 } },
      }]),
  });
});

Deno.test("cycle() of Camunda 8 fires so often", async () => {
  const timer = (text: string) =>
    `<timerEventDefinition><timeCycle xsi:type="tFormalExpression">${text}</timeCycle></timerEventDefinition>`;
  for (
    const [text, times] of [['=cycle(n, duration("PT1H"))', 2], [
      'cycle(duration("PT1H"))',
      5,
    ]] as const
  ) {
    const boundary = `<boundaryEvent id="b" attachedToRef="a" cancelActivity="false">${
      timer(text)
    }</boundaryEvent>`;
    const count =
      `<scriptTask id="c" scriptFormat="feel" camunda:resultVariable="count"><script>count + 1</script></scriptTask>`;
    await onBoth({
      file: file(
        `${START}<userTask id="a"/>${boundary}${count}${END}<endEvent id="o"/>`,
        "s>a;a>e;b>c;c>o",
      ),
      variables: { n: 2, count: 0 },
      act: async (on) => {
        for (let hour = 0; hour < 5; hour++) await on.pass(3_600_000);
        await on.complete("i", "a");
      },
      check: ({ status, result }) => equal([status, result?.count], ["completed", times]),
    });
  }
});
