/**
 * Events of every kind, compensation, transactions, ad-hoc sub-processes and calls, in every engine alike.
 *
 * @module
 */
import { equal } from "../../../_support/assert.ts";
import { file, proc, timer } from "../../runtime/world.ts";
import { inner } from "../../engine/model.ts";
import type { CommonScenario } from "./scenario.ts";

const HOUR = 3_600_000;
const START = `<startEvent id="s"/>`, END = `<endEvent id="e"/>`;
const ROOTS =
  `<message id="m" name="go"/><signal id="g" name="all"/><error id="x" name="bad" errorCode="bad"/><escalation id="y" name="late" escalationCode="late"/>`;
const MESSAGE = `<messageEventDefinition messageRef="m"/>`,
  SIGNAL = `<signalEventDefinition signalRef="g"/>`;
const ERROR = `<errorEventDefinition errorRef="x"/>`;
const ESCALATION = `<escalationEventDefinition escalationRef="y"/>`;
const condition = (text: string) =>
  `<conditionalEventDefinition><condition xsi:type="tFormalExpression">${text}</condition></conditionalEventDefinition>`;
/** An event sub-process with one task. */
const onEvent = (id: string, event: string, interrupts = true) =>
  inner(
    id,
    `<startEvent id="${id}_s" isInterrupting="${interrupts}">${event}</startEvent><userTask id="${id}_u"/><endEvent id="${id}_e"/>`,
    `${id}_s>${id}_u;${id}_u>${id}_e`,
    `triggeredByEvent="true"`,
  );
/** A service task whose work is undone by another. */
const undone = (id: string) =>
  `<serviceTask id="${id}"/><boundaryEvent id="at_${id}" attachedToRef="${id}"><compensateEventDefinition/></boundaryEvent><serviceTask id="un${id}" isForCompensation="true"/><association id="${id}_undo" sourceRef="at_${id}" targetRef="un${id}" associationDirection="One"/>`;
/** A handler that tells in `path` that it was called. */
const noting = (...topics: string[]) => () =>
  Object.fromEntries(
    topics.map((
      topic,
    ) => [topic, ({ variables }: { readonly variables: Readonly<Record<string, unknown>> }) => ({
      path: `${variables.path ?? ""}${topic} `,
    })]),
  );

/** Events, compensation, ad-hoc sub-processes, calls. */
export const EVENTS: readonly CommonScenario[] = [
  {
    name:
      "event sub-processes: of a message and a timer beside the work, of an error instead of it",
    files: [file(
      ROOTS + proc(
        "p",
        `${START}<serviceTask id="a"/>${END}${onEvent("em", MESSAGE, false)}${
          onEvent("et", timer("timeDuration", "PT1H"), false)
        }${
          onEvent("ex", ERROR)
        }<userTask id="u"/><endEvent id="f">${ERROR}</endEvent><exclusiveGateway id="w" default="w_e"/>`,
        "s>a;a>u;u>w;w>e;w>f:bad = true",
      ),
    )],
    handlers: noting("a"),
    async run(on) {
      await on.start("p", "i");
      await on.publish("go", { n: 1 });
      await on.publish("go", { n: 2 });
      await on.pass(2 * HOUR);
      equal((await on.places("i")).filter((id) => id.endsWith("_u")), ["em_u", "em_u", "et_u"]);
      await on.complete("i", "u", { bad: true });
      equal(await on.places("i"), ["ex", "ex_u"]);
      await on.complete("i", "ex_u");
      equal((await on.state("i")).status, "completed");
    },
  },
  {
    name:
      "conditions: one that is awaited, one at a boundary each time it becomes true, one of an event sub-process",
    files: [file(
      ROOTS + proc(
        "p",
        `${START}<parallelGateway id="f"/><intermediateCatchEvent id="c">${
          condition("ready = true")
        }</intermediateCatchEvent><userTask id="t"/>
      <userTask id="u"/><boundaryEvent id="b" attachedToRef="u" cancelActivity="false">${
          condition("n > 1")
        }</boundaryEvent><serviceTask id="hot"/>
      ${onEvent("ec", condition("over = true"))}${END}`,
        "s>f;f>c;f>u;c>t;t>e;u>e;b>hot;hot>e",
      ),
    )],
    handlers: noting("hot"),
    async run(on) {
      await on.start("p", "i", { n: 0 });
      for (const n of [2, 3, 1, 2]) await on.set("i", { n });
      equal((await on.state("i")).elements[0]?.variables?.path, "hot hot ");
      await on.set("i", { ready: true });
      equal((await on.places("i")).toSorted(), ["t", "u"]);
      await on.set("i", { over: true });
      equal(await on.places("i"), ["ec", "ec_u"]);
    },
  },
  {
    name:
      "compensation undoes what is done, the last first, and a transaction that is cancelled undoes its own",
    files: [file(
      ROOTS + proc(
        "p",
        `${START}${undone("a")}${undone("b")}${
          inner(
            "tx",
            `<startEvent id="s2"/>${
              undone("c")
            }<userTask id="u"/><exclusiveGateway id="w" default="w_e2"/><endEvent id="e2"/><endEvent id="no"><cancelEventDefinition/></endEvent>`,
            "s2>c;c>u;u>w;w>e2;w>no:no = true",
            "",
            "transaction",
          )
        }<boundaryEvent id="h" attachedToRef="tx"><cancelEventDefinition/></boundaryEvent><intermediateThrowEvent id="t"><compensateEventDefinition/></intermediateThrowEvent><userTask id="z"/>${END}`,
        "s>a;a>b;b>tx;tx>e;h>t;t>z;z>e",
      ),
    )],
    handlers: noting("a", "b", "c", "una", "unb", "unc"),
    async run(on) {
      await on.start("p", "i");
      await on.complete("i", "u", { no: true });
      equal(await on.places("i"), ["z"]);
      equal((await on.state("i")).elements[0]?.variables?.path, "a b c unc unb una ");
      await on.start("p", "j");
      await on.complete("j", "u");
      equal((await on.state("j")).result?.path, "a b c ");
    },
  },
  {
    name: "an ad-hoc sub-process does its activities one after another, until its condition holds",
    files: [file(
      ROOTS + proc(
        "p",
        `${START}<adHocSubProcess id="h" ordering="Sequential"><userTask id="a"/><userTask id="b"/><userTask id="c"/><completionCondition xsi:type="tFormalExpression">enough = true</completionCondition></adHocSubProcess>${END}`,
        "s>h;h>e",
      ),
    )],
    async run(on) {
      await on.start("p", "i", { enough: false });
      await on.complete("i", "a");
      equal(await on.places("i"), ["h", "b"]);
      await on.complete("i", "b", { enough: true });
      equal((await on.state("i")).status, "completed");
    },
  },
  {
    name: "an escalation goes outward until somebody catches it, and a terminate ends all",
    files: [file(
      ROOTS + proc(
        "p",
        `${START}${
          inner(
            "outer",
            `<startEvent id="s2"/>${
              inner(
                "innermost",
                `<startEvent id="s3"/><intermediateThrowEvent id="t">${ESCALATION}</intermediateThrowEvent><userTask id="u"/><endEvent id="e3"/>`,
                "s3>t;t>u;u>e3",
              )
            }<endEvent id="e2"/>`,
            "s2>innermost;innermost>e2",
          )
        }<boundaryEvent id="b" attachedToRef="outer" cancelActivity="false">${ESCALATION}</boundaryEvent><userTask id="told"/><endEvent id="stop"><terminateEventDefinition/></endEvent>${END}`,
        "s>outer;outer>e;b>told;told>stop",
      ),
    )],
    async run(on) {
      await on.start("p", "i");
      equal((await on.places("i")).toSorted(), ["innermost", "outer", "told", "u"]);
      await on.complete("i", "told");
      equal((await on.state("i")).status, "terminated");
    },
  },
  {
    name: "an event-based gateway goes where the first event says, and forgets the others",
    files: [file(
      ROOTS + proc(
        "p",
        `${START}<eventBasedGateway id="w"/><intermediateCatchEvent id="a">${MESSAGE}</intermediateCatchEvent><intermediateCatchEvent id="b">${SIGNAL}</intermediateCatchEvent><intermediateCatchEvent id="c">${
          timer("timeDuration", "PT1H")
        }</intermediateCatchEvent><userTask id="ua"/><userTask id="ub"/><userTask id="uc"/>${END}`,
        "s>w;w>a;w>b;w>c;a>ua;b>ub;c>uc;ua>e;ub>e;uc>e",
      ),
    )],
    async run(on) {
      for (const id of ["i", "j", "k"]) await on.start("p", id);
      equal(await on.publish("go", { n: 1 }), "i");
      await on.complete("i", "ua");
      await on.pass(HOUR);
      equal([await on.places("j"), await on.places("k"), await on.signal("all")], [
        ["uc"],
        ["uc"],
        0,
      ]);
    },
  },
  {
    name:
      "what is called ends with its caller's task, and a process that is nowhere is an incident",
    files: [
      file(
        ROOTS + proc(
          "calls",
          `${START}<callActivity id="c" calledElement="called"/><boundaryEvent id="b" attachedToRef="c">${
            timer("timeDuration", "PT1H")
          }</boundaryEvent><callActivity id="d" calledElement="nowhere"/>${END}`,
          "s>c;c>e;b>d;d>e",
        ),
      ),
      file(
        proc("called", `<startEvent id="s2"/><userTask id="u"/><endEvent id="e2"/>`, "s2>u;u>e2"),
      ),
    ],
    async run(on) {
      await on.start("calls", "i");
      await on.start("calls", "j");
      const [first] = await on.instances("called");
      await on.complete(first ?? "", "u", { n: 1 });
      equal((await on.state("i")).result, { n: 1 });
      await on.pass(HOUR);
      equal((await on.instances("called")).length, 2);
      equal(
        (await on.state("j")).incidents.map(({ message }) =>
          message.includes("no process nowhere")
        ),
        [true],
      );
    },
  },
  {
    name:
      "a handler that answers with what has no fields is an incident, and so is one that answers later",
    files: [
      file(
        proc("p", `${START}<serviceTask id="a"/><serviceTask id="b"/>${END}`, "s>a;s>b;a>e;b>e"),
      ),
    ],
    handlers: () => ({
      // As a program in JavaScript may answer.
      a: (() => "text") as never,
      b: (() => Promise.resolve(7)) as never,
    }),
    async run(on) {
      await on.start("p", "i");
      equal((await on.state("i")).incidents.map(({ code }) => code), ["work", "work"]);
      equal(await on.places("i"), ["a", "b"]);
    },
  },
];
