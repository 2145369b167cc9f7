/**
 * Twelve models with what is done to them from outside, for the tests that kill the engine.
 *
 * @module
 */
import type { Handler } from "../../../bpe/mod.ts";
import { BpmnError, type Runtime } from "../../../bpe/mod.ts";
import { elementAt, file, list, places, proc, timer } from "./world.ts";

/** One thing done from outside. It may be done again where its answer was lost. */
export interface Action {
  readonly run: (runtime: Runtime) => Promise<unknown>;
  /** How far the time may go afterwards, in milliseconds; a minute where absent. */
  readonly pass?: number;
}

/** A model. */
export interface Model {
  readonly name: string;
  readonly files: readonly string[];
  readonly handlers?: (effect: (key: string, what: string) => boolean) => Record<string, Handler>;
  readonly actions: readonly Action[];
  /** How many instances there are at the end, of which status. */
  readonly end: Readonly<Record<string, number>>;
  /** The effects there are at the end, sorted. */
  readonly effects: readonly string[];
}

const start = (process: string, instance: string, variables = {}): Action => ({
  run: (runtime) => runtime.start(process, { id: instance, variables }),
});
const HOUR = 3_600_000;
const start_ = `<startEvent id="s"/>`;

/** Completes the task of a node where it is still there. */
async function completeAt(runtime: Runtime, instance: string, node: string, variables = {}) {
  if (!(await places(runtime, instance)).includes(node)) return;
  const element = await elementAt(runtime, instance, node);
  await runtime.complete({ instance, element }, variables, { key: `${node} done` });
}

/** Handlers that do an effect named after their topic, once for each key. */
const plain = (...topics: string[]): NonNullable<Model["handlers"]> => (effect) =>
  Object.fromEntries(topics.map((topic) => [topic, ({ key, instance }) => {
    effect(key, `${instance} ${topic}`);
    return { [topic]: true };
  }]));

/** The models. */
export const MODELS: readonly Model[] = [
  {
    name: "five service tasks",
    files: [
      file(proc(
        "five",
        `${start_}${
          ["a", "b", "c", "d", "f"].map((id) => `<serviceTask id="${id}"/>`).join("")
        }<endEvent id="e"/>`,
        "s>a;a>b;b>c;c>d;d>f;f>e",
      )),
    ],
    handlers: plain("a", "b", "c", "d", "f"),
    actions: [start("five", "i")],
    end: { completed: 1 },
    effects: ["i a", "i b", "i c", "i d", "i f"],
  },
  {
    name: "fork and join",
    files: [
      file(
        proc(
          "fork",
          `${start_}<parallelGateway id="x"/><serviceTask id="a"/><serviceTask id="b"/><serviceTask id="c"/>
      <parallelGateway id="y"/><serviceTask id="d"/><endEvent id="e"/>`,
          "s>x;x>a;x>b;x>c;a>y;b>y;c>y;y>d;d>e",
        ),
      ),
    ],
    handlers: plain("a", "b", "c", "d"),
    actions: [start("fork", "i")],
    end: { completed: 1 },
    effects: ["i a", "i b", "i c", "i d"],
  },
  {
    name: "an exclusive choice with a loop",
    files: [
      file(
        proc(
          "loop",
          `${start_}<exclusiveGateway id="x"/><serviceTask id="a"/><exclusiveGateway id="y" default="y_e"/><endEvent id="e"/>`,
          "s>x;x>a;a>y;y>x:n < 3;y>e",
        ),
      ),
    ],
    handlers: (effect) => ({
      a: ({ key, instance, variables }) => {
        const n = Number(variables.n ?? 0) + 1;
        effect(key, `${instance} a${n}`);
        return { n };
      },
    }),
    actions: [start("loop", "i")],
    end: { completed: 1 },
    effects: ["i a1", "i a2", "i a3"],
  },
  {
    name: "an inclusive choice and a parallel multi-instance",
    files: [
      file(
        proc(
          "incl",
          `${start_}<inclusiveGateway id="x" default="x_c"/><serviceTask id="a"/><serviceTask id="b"/><serviceTask id="c"/>
      <inclusiveGateway id="y"/><serviceTask id="m"><multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics></serviceTask>
      <endEvent id="e"/>`,
          "s>x;x>a:n > 1;x>b:n > 2;x>c;a>y;b>y;c>y;y>m;m>e",
        ),
      ),
    ],
    handlers: plain("a", "b", "c", "m"),
    actions: [start("incl", "i", { n: 3 })],
    end: { completed: 1 },
    effects: ["i a", "i b", "i m", "i m", "i m"],
  },
  {
    name: "a task that somebody claims, then another",
    files: [
      file(
        proc(
          "work",
          `${start_}<userTask id="u" camunda:candidateUsers="ann, bob"/><serviceTask id="a"/><userTask id="v" camunda:assignee="bob"/><endEvent id="e"/>`,
          "s>u;u>a;a>v;v>e",
        ),
      ),
    ],
    handlers: plain("a"),
    actions: [
      start("work", "i"),
      {
        run: async (runtime) => {
          if (!(await places(runtime, "i")).includes("u")) return;
          await runtime.claim({ instance: "i", element: await elementAt(runtime, "i", "u") }, {
            by: {
              id: "ann",
            },
          });
        },
      },
      { run: (runtime) => completeAt(runtime, "i", "u", { by: "ann" }) },
      { run: (runtime) => completeAt(runtime, "i", "v", { ok: true }) },
    ],
    end: { completed: 1 },
    effects: ["i a"],
  },
  {
    name: "two pools that write to each other by keys",
    files: [file(`<message id="m1" name="order"/><message id="m2" name="offer"/>
      <correlationProperty id="nr" name="nr"><correlationPropertyRetrievalExpression messageRef="m1"><messagePath>nr</messagePath></correlationPropertyRetrievalExpression>
      <correlationPropertyRetrievalExpression messageRef="m2"><messagePath>nr</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
      <collaboration id="co"><participant id="pa" processRef="buyer"/><participant id="pb" processRef="seller"/><correlationKey id="ck"><correlationPropertyRef>nr</correlationPropertyRef></correlationKey></collaboration>
      ${
      proc(
        "buyer",
        `${start_}${send("o", "m1")}<receiveTask id="r" messageRef="m2"/><endEvent id="e"/>`,
        "s>o;o>r;r>e",
      )
    }
      ${
      proc(
        "seller",
        `<startEvent id="s2"><messageEventDefinition messageRef="m1"/></startEvent><serviceTask id="price"/>${
          send("f", "m2")
        }<endEvent id="e2"/>`,
        "s2>price;price>f;f>e2",
      )
    }`)],
    handlers: (effect) => ({
      price: ({ key, variables }) => {
        effect(key, `price ${variables.nr}`);
        return { sum: Number(variables.nr) * 10 };
      },
    }),
    actions: [{
      run: (runtime) =>
        Promise.all(
          [2, 1].map((nr) => runtime.start("buyer", { id: `i${nr}`, variables: { nr } })),
        ),
    }],
    end: { completed: 4 },
    effects: ["price 1", "price 2"],
  },
  {
    name: "a message that was there before somebody waited for it",
    files: [
      file(
        `<message id="m" name="paid"/>${
          proc(
            "wait",
            `${start_}<serviceTask id="a"/><receiveTask id="r" messageRef="m"/><serviceTask id="b"/><endEvent id="e"/>`,
            "s>a;a>r;r>b;b>e",
          )
        }`,
      ),
    ],
    handlers: plain("a", "b"),
    actions: [
      { run: (runtime) => runtime.publish({ name: "paid", payload: { sum: 7 }, key: "once" }) },
      start("wait", "i"),
    ],
    end: { completed: 1 },
    effects: ["i a", "i b"],
  },
  {
    name: "a signal that several hear and one starts by",
    files: [
      file(
        `<signal id="g" name="go"/>${
          proc(
            "hears",
            `${start_}<intermediateCatchEvent id="c"><signalEventDefinition signalRef="g"/></intermediateCatchEvent><serviceTask id="a"/><endEvent id="e"/>`,
            "s>c;c>a;a>e",
          )
        }${
          proc(
            "says",
            `<startEvent id="s2"/><intermediateThrowEvent id="t"><signalEventDefinition signalRef="g"/></intermediateThrowEvent><endEvent id="e2"/>`,
            "s2>t;t>e2",
          )
        }
      ${
          proc(
            "begins",
            `<startEvent id="s3"><signalEventDefinition signalRef="g"/></startEvent><serviceTask id="b"/><endEvent id="e3"/>`,
            "s3>b;b>e3",
          )
        }`,
      ),
    ],
    handlers: (effect) => ({
      a: ({ key, instance }) => void effect(key, `${instance} a`),
      b: ({ key }) => void effect(key, "b"),
    }),
    actions: [
      start("hears", "i1"),
      start("hears", "i2"),
      start("hears", "i3"),
      start("says", "i4"),
    ],
    end: { completed: 5 },
    effects: ["b", "i1 a", "i2 a", "i3 a"],
  },
  {
    name: "a signal that does not interrupt",
    files: [
      file(
        `<signal id="g" name="go"/>${
          proc(
            "hears",
            `${start_}<userTask id="u"/><boundaryEvent id="b" attachedToRef="u" cancelActivity="false"><signalEventDefinition signalRef="g"/></boundaryEvent>
        <serviceTask id="a"/><endEvent id="e"/><endEvent id="f"/>`,
            "s>u;u>e;b>a;a>f",
          )
        }${
          proc(
            "says",
            `<startEvent id="s2"/><intermediateThrowEvent id="t"><signalEventDefinition signalRef="g"/></intermediateThrowEvent><endEvent id="e2"/>`,
            "s2>t;t>e2",
          )
        }`,
      ),
    ],
    handlers: plain("a"),
    actions: [start("hears", "i1"), start("hears", "i2"), start("says", "i4")],
    end: { active: 2, completed: 1 },
    effects: ["i1 a", "i2 a"],
  },
  {
    name: "timers at a boundary, one that repeats and one that interrupts",
    files: [file(proc(
      "late",
      `${start_}<userTask id="u"/>
      <boundaryEvent id="r" attachedToRef="u" cancelActivity="false">${
        timer("timeCycle", "R3/PT1H")
      }</boundaryEvent><serviceTask id="a"/><endEvent id="f"/>
      <boundaryEvent id="l" attachedToRef="u">${
        timer("timeDuration", "PT5H")
      }</boundaryEvent><serviceTask id="b"/><endEvent id="e"/><endEvent id="ok"/>`,
      "s>u;u>ok;r>a;a>f;l>b;b>e",
    ))],
    handlers: plain("a", "b"),
    actions: [{ ...start("late", "i"), pass: 10 * HOUR }],
    end: { completed: 1 },
    effects: ["i a", "i a", "i a", "i b"],
  },
  {
    name: "a call of another file that escalates and fails",
    files: [
      file(
        `<error id="x" name="none left" errorCode="none"/><escalation id="y" name="late" escalationCode="late"/>${
          proc(
            "sub",
            `${start_}<intermediateThrowEvent id="t"><escalationEventDefinition escalationRef="y"/></intermediateThrowEvent><serviceTask id="a"/>
          <exclusiveGateway id="g" default="g_e"/><endEvent id="e"/><endEvent id="f"><errorEventDefinition errorRef="x"/></endEvent>`,
            "s>t;t>a;a>g;g>e;g>f:nr = 2",
          )
        }`,
      ),
      file(
        `<error id="x" name="none left" errorCode="none"/><escalation id="y" name="late" escalationCode="late"/>${
          proc(
            "calls",
            `${start_}<callActivity id="c" calledElement="sub"/>
          <boundaryEvent id="h" attachedToRef="c"><errorEventDefinition errorRef="x"/></boundaryEvent>
          <boundaryEvent id="k" attachedToRef="c" cancelActivity="false"><escalationEventDefinition escalationRef="y"/></boundaryEvent>
          <serviceTask id="told"/><serviceTask id="b"/><endEvent id="e"/><endEvent id="e2"/><endEvent id="e3"/>`,
            "s>c;c>e;h>b;b>e2;k>told;told>e3",
          )
        }`,
      ),
    ],
    handlers: (effect) => ({
      a: ({ key, variables }) => void effect(key, `a ${variables.nr}`),
      b: ({ key, instance }) => void effect(key, `${instance} b`),
      told: ({ key, instance }) => void effect(key, `${instance} told`),
    }),
    actions: [start("calls", "i1", { nr: 1 }), start("calls", "i2", { nr: 2 })],
    end: { completed: 3, failed: 1 },
    effects: ["a 1", "a 2", "i1 told", "i2 b", "i2 told"],
  },
  {
    name: "a call that fails, is resolved, and calls again",
    files: [
      file(
        `<error id="x" name="bad" errorCode="bad"/>${
          proc(
            "fails",
            `${start_}<serviceTask id="a"/><exclusiveGateway id="g" default="g_e"/><endEvent id="e"/><endEvent id="f"><errorEventDefinition errorRef="x"/></endEvent>`,
            "s>a;a>g;g>e;g>f:ok = false",
          )
        }`,
      ),
      file(proc(
        "tries",
        `${start_}<callActivity id="c" calledElement="fails"/><serviceTask id="b"/><endEvent id="e"/>`,
        "s>c;c>b;b>e",
      )),
    ],
    handlers: (effect) => ({
      a: ({ key, variables }) => void effect(key, `a ${variables.ok}`),
      b: ({ key }) => void effect(key, "b"),
    }),
    actions: [
      start("tries", "i", { ok: false }),
      {
        run: async (runtime) => {
          for (const { incident } of await list(runtime.incidents("i"))) {
            await runtime.resolve("i", incident, { ok: true }, { key: `resolve ${incident}` });
          }
        },
      },
    ],
    end: { completed: 2, failed: 1 },
    effects: ["a false", "a true", "b"],
  },
  {
    name: "a transaction that is cancelled and compensated",
    files: [file(proc(
      "trip",
      `${start_}<transaction id="t"><startEvent id="s1"/>
        <serviceTask id="hotel"/><boundaryEvent id="ch" attachedToRef="hotel"><compensateEventDefinition/></boundaryEvent><serviceTask id="nohotel" isForCompensation="true"/>
        <serviceTask id="flight"/><boundaryEvent id="cf" attachedToRef="flight"><compensateEventDefinition/></boundaryEvent><serviceTask id="noflight" isForCompensation="true"/>
        <endEvent id="stop"><cancelEventDefinition/></endEvent>
        <sequenceFlow id="f1" sourceRef="s1" targetRef="hotel"/><sequenceFlow id="f2" sourceRef="hotel" targetRef="flight"/><sequenceFlow id="f3" sourceRef="flight" targetRef="stop"/>
        <association id="a1" associationDirection="One" sourceRef="ch" targetRef="nohotel"/><association id="a2" associationDirection="One" sourceRef="cf" targetRef="noflight"/>
        </transaction><boundaryEvent id="b" attachedToRef="t"><cancelEventDefinition/></boundaryEvent><serviceTask id="sorry"/><endEvent id="e"/><endEvent id="e2"/>`,
      "s>t;t>e;b>sorry;sorry>e2",
    ))],
    handlers: plain("hotel", "flight", "nohotel", "noflight", "sorry"),
    actions: [start("trip", "i")],
    end: { completed: 1 },
    effects: ["i flight", "i hotel", "i noflight", "i nohotel", "i sorry"],
  },
  {
    name:
      "an event sub-process, an error that a handler throws, a try that fails, an incident that is resolved",
    files: [
      file(
        `<message id="m" name="hurry"/><error id="x" name="bad" errorCode="bad"/>${
          proc(
            "events",
            `${start_}<serviceTask id="a"/><boundaryEvent id="h" attachedToRef="a"><errorEventDefinition errorRef="x"/></boundaryEvent>
        <serviceTask id="shaky"/><serviceTask id="broken"/><userTask id="u"/><endEvent id="e"/><endEvent id="e1"/>
        <subProcess id="sp" triggeredByEvent="true"><startEvent id="s2" isInterrupting="false"><messageEventDefinition messageRef="m"/></startEvent><serviceTask id="q"/><endEvent id="e2"/>
        <sequenceFlow id="g1" sourceRef="s2" targetRef="q"/><sequenceFlow id="g2" sourceRef="q" targetRef="e2"/></subProcess>`,
            "s>a;a>e1;h>shaky;shaky>broken;broken>u;u>e",
          )
        }`,
      ),
    ],
    handlers: (effect) => {
      const shaken = new Set<string>();
      return {
        a: ({ key, instance }) => {
          effect(key, `${instance} a`);
          throw new BpmnError("bad", "no good", { why: "bad" });
        },
        shaky: ({ key, instance }) => {
          if (!shaken.has(key)) {
            shaken.add(key);
            throw new Error("not now");
          }
          effect(key, `${instance} shaky`);
        },
        broken: ({ key, instance, variables }) => {
          if (variables.fixed !== true) throw new Error("broken");
          effect(key, `${instance} broken`);
        },
        q: ({ key, instance }) => void effect(key, `${instance} q`),
      };
    },
    actions: [
      start("events", "i"),
      { run: (runtime) => runtime.publish({ name: "hurry", key: "h1" }) },
      {
        run: async (runtime) => {
          for (const { incident } of await list(runtime.incidents("i"))) {
            await runtime.resolve("i", incident, { fixed: true }, { key: `resolve ${incident}` });
          }
        },
      },
      { run: (runtime) => completeAt(runtime, "i", "u") },
    ],
    end: { completed: 1 },
    effects: ["i a", "i broken", "i q", "i shaky"],
  },
];

/** A send task whose message bears the instance's number. */
function send(id: string, message: string): string {
  return `<sendTask id="${id}" messageRef="${message}"><extensionElements><camunda:inputOutput>
    <camunda:inputParameter name="nr">\${nr}</camunda:inputParameter></camunda:inputOutput></extensionElements></sendTask>`;
}
