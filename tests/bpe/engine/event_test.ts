import { equal } from "../../_support/assert.ts";
import {
  bench,
  complete,
  elementOf,
  give,
  model,
  pass,
  places,
  started,
  stateOf,
  trace,
  work,
} from "./model.ts";

const timer = (kind: string, text: string) =>
  `<timerEventDefinition><${kind}>${text}</${kind}></timerEventDefinition>`;

Deno.test("an interrupting boundary timer takes back the work it interrupts", () => {
  const on = started(
    model(
      `<startEvent id="s"/><serviceTask id="j"/><endEvent id="ok"/><endEvent id="late"/>
       <boundaryEvent id="b" attachedToRef="j">${timer("timeDuration", "PT1M")}</boundaryEvent>`,
      "s>j;j>ok;b>late",
    ),
  );
  pass(on, 59_999);
  equal(places(on), ["j"]);
  pass(on, 1);
  equal(stateOf(on).status, "completed");
  equal(on.outbox.map(({ kind }) => kind), ["job", "close"]);
  equal(trace(on, "cancelled"), ["j"]);
});

Deno.test("a repeated timer that does not interrupt fires as often as it says", () => {
  const on = started(
    model(
      `<startEvent id="s"/><userTask id="u"/><task id="remind"/>
       <boundaryEvent id="b" attachedToRef="u" cancelActivity="false">${
        timer("timeCycle", "R3/P1D")
      }</boundaryEvent>`,
      "s>u;b>remind",
    ),
  );
  pass(on, 10 * 86_400_000);
  equal(trace(on, "completed").filter((id) => id === "remind").length, 3);
  equal(places(on), ["u"]);
});

Deno.test("an unbounded timer that is late after a clock jump fires once and skips what it missed", () => {
  const on = started(
    model(
      `<startEvent id="s"/><userTask id="u"/><task id="tick"/>
       <boundaryEvent id="b" attachedToRef="u" cancelActivity="false">${
        timer("timeCycle", "R/PT1M")
      }</boundaryEvent>`,
      "s>u;b>tick",
    ),
  );
  const begin = on.now;
  on.now += 86_400_000 + 1;
  give(on, { do: "timer", wait: stateOf(on).waits[0]?.id ?? 0 });
  equal(trace(on, "completed").filter((id) => id === "tick").length, 1);
  equal(stateOf(on).waits[0]?.due, begin + 86_400_000 + 60_000);
});

Deno.test("months are counted by the calendar: the 31st of January plus a month is the last of February", () => {
  const on = bench(
    model(
      `<startEvent id="s"/><intermediateCatchEvent id="c">${
        timer("timeDuration", "P1M")
      }</intermediateCatchEvent>`,
      "s>c",
    ),
  );
  on.now = Date.UTC(2031, 0, 31, 12);
  give(on, { do: "start", instance: "i" });
  equal(stateOf(on).waits[0]?.due, Date.UTC(2031, 1, 28, 12));
});

Deno.test("the first event behind an event-based gateway wins, and the others are no longer awaited", () => {
  const on = started(
    model(
      `<startEvent id="s"/><eventBasedGateway id="g"/>
       <intermediateCatchEvent id="t">${timer("timeDuration", "PT1H")}</intermediateCatchEvent>
       <receiveTask id="r" messageRef="m"/><endEvent id="a"/><endEvent id="b"/>`,
      "s>g;g>t;g>r;t>a;r>b",
      `<message id="m" name="paid"/>`,
    ),
  );
  equal(stateOf(on).waits.length, 2);
  equal(give(on, { do: "message", name: "unpaid" }).applied, false);
  give(on, { do: "message", name: "paid", payload: { sum: 3 } });
  equal([stateOf(on).status, stateOf(on).result], ["completed", { sum: 3 }]);
  equal(trace(on, "completed"), ["s", "g", "r", "b", "p"]);
});

Deno.test("a condition triggers when it becomes true, and again only after it was false", () => {
  const on = started(
    model(
      `<startEvent id="s"/><userTask id="u"/><task id="alarm"/>
       <boundaryEvent id="b" attachedToRef="u" cancelActivity="false"><conditionalEventDefinition>
       <condition>level > 9</condition></conditionalEventDefinition></boundaryEvent>`,
      "s>u;b>alarm",
    ),
    { level: 1 },
  );
  for (const level of [10, 11, 3, 12]) give(on, { do: "set", variables: { level } });
  equal(trace(on, "completed").filter((id) => id === "alarm").length, 2);
});

Deno.test("an error goes to the nearest handler outward, and what it passes is cancelled", () => {
  const on = started(
    model(
      `<startEvent id="s"/><subProcess id="outer"><startEvent id="s1"/><subProcess id="inner"><startEvent id="s2"/>
       <serviceTask id="j"/><sequenceFlow id="i1" sourceRef="s2" targetRef="j"/></subProcess>
       <boundaryEvent id="wrong" attachedToRef="inner"><errorEventDefinition errorRef="other"/></boundaryEvent>
       <endEvent id="we"/><sequenceFlow id="i3" sourceRef="wrong" targetRef="we"/>
       <sequenceFlow id="i2" sourceRef="s1" targetRef="inner"/></subProcess>
       <boundaryEvent id="right" attachedToRef="outer"><errorEventDefinition errorRef="e"/></boundaryEvent><userTask id="h"/>`,
      "s>outer;right>h",
      `<error id="e" errorCode="E1"/><error id="other" errorCode="E2"/>`,
    ),
  );
  give(on, { do: "fail", element: elementOf(on, "j"), code: "E1", variables: { why: "x" } });
  equal(places(on), ["h"]);
  equal(trace(on, "cancelled"), ["j", "inner", "outer"]);
  equal(stateOf(on).elements[0]?.variables, { why: "x" });
});

Deno.test("compensation runs the handlers of what was completed, the last first, with the values of then", () => {
  const task = (id: string) =>
    `<userTask id="${id}"/><boundaryEvent id="b${id}" attachedToRef="${id}"><compensateEventDefinition/></boundaryEvent>
     <userTask id="undo${id}" isForCompensation="true"/><association id="as${id}" associationDirection="One" sourceRef="b${id}" targetRef="undo${id}"/>`;
  const on = started(
    model(
      `<startEvent id="s"/>${task("a")}${task("b")}${task("c")}<userTask id="d"/>
       <intermediateThrowEvent id="undo"><compensateEventDefinition/></intermediateThrowEvent><endEvent id="e"/>`,
      "s>a;a>b;b>d;d>undo;undo>e",
    ),
  );
  for (const id of ["a", "b", "d"]) complete(on, id);
  equal(places(on), ["undo", "undob"]);
  complete(on, "undob");
  equal(places(on), ["undo", "undoa"]);
  complete(on, "undoa");
  equal(stateOf(on).status, "completed");
  equal(work(on), ["a", "b", "d", "undob", "undoa"]);
});

function asking(order: number | bigint) {
  return started(
    model(
      `<startEvent id="s"/><sendTask id="ask" messageRef="q"/><receiveTask id="get" messageRef="r"/><endEvent id="e"/>`,
      "s>ask;ask>get;get>e",
      `<message id="q" name="question"/><message id="r" name="reply"/>
       <correlationProperty id="order"><correlationPropertyRetrievalExpression messageRef="q"><messagePath>order</messagePath>
       </correlationPropertyRetrievalExpression><correlationPropertyRetrievalExpression messageRef="r">
       <messagePath>order</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
       <collaboration id="c"><participant id="pp" processRef="p"/><correlationKey id="k" name="key">
       <correlationPropertyRef>order</correlationPropertyRef></correlationKey></collaboration>`,
    ),
    { order },
  );
}

Deno.test("a key that is an integer beyond all doubles has all its digits", () => {
  const on = asking(2n ** 53n + 1n);
  const [sent] = on.outbox;
  equal(sent?.kind === "message" && sent.keys, { key: "[9007199254740993]" });
  const reply = (key: string) => give(on, { do: "message", name: "reply", keys: { key } }).applied;
  equal(reply("[9007199254740992]"), false);
  equal(reply("[9007199254740993]"), true);
});

Deno.test("a message is taken only with the keys of its conversation, which the first one fixed", () => {
  const on = asking(7);
  const [sent] = on.outbox;
  equal(sent?.kind === "message" && [sent.name, sent.keys], ["question", { key: "[7]" }]);
  equal(give(on, { do: "message", name: "reply", keys: { key: "[8]" } }).applied, false);
  equal(give(on, { do: "message", name: "reply" }).applied, false);
  equal(give(on, { do: "message", name: "reply", keys: { key: "[7]" } }).applied, true);
  equal(stateOf(on).status, "completed");
});

Deno.test("terminate in a sub-process ends only it", () => {
  const on = started(
    model(
      `<startEvent id="s"/><subProcess id="sub"><startEvent id="s1"/><parallelGateway id="f"/><userTask id="u"/><endEvent id="t">
       <terminateEventDefinition/></endEvent><sequenceFlow id="i1" sourceRef="s1" targetRef="f"/>
       <sequenceFlow id="i2" sourceRef="f" targetRef="u"/><sequenceFlow id="i3" sourceRef="f" targetRef="t"/></subProcess>
       <userTask id="next"/>`,
      "s>sub;sub>next",
    ),
  );
  equal([places(on), stateOf(on).status], [["next"], "active"]);
  equal(on.outbox.map(({ kind }) => kind), ["task"]);
});

Deno.test("what a multi-instance throws by itself has one handler at its boundary, the specific before the general", () => {
  const catches = (id: string, code: string) =>
    `<boundaryEvent id="${id}" attachedToRef="u" cancelActivity="false"><escalationEventDefinition ${
      code === "" ? "" : `escalationRef="${code}"`
    }/></boundaryEvent>`;
  for (
    const [first, second, wanted] of [
      ["", "x", "two"],
      ["x", "", "one"],
      ["y", "", "two"],
      ["", "y", "one"],
      ["x", "x", "one"],
      ["y", "y", undefined],
    ] as const
  ) {
    const on = started(model(
      `<startEvent id="s"/><userTask id="u"><multiInstanceLoopCharacteristics behavior="None" noneBehaviorEventRef="sx">
       <loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>
       ${catches("b", first)}${
        catches("c", second)
      }<task id="one"/><task id="two"/><userTask id="after"/>`,
      "s>u;u>after;b>one;c>two",
      `<escalation id="x" escalationCode="X"/><escalation id="y" escalationCode="Y"/>
       <escalationEventDefinition id="sx" escalationRef="x"/>`,
    ));
    complete(on, "u");
    const heard = trace(on, "completed").filter((id) => id === "one" || id === "two");
    equal(heard, wanted === undefined ? [] : [wanted], `${first} ${second}`);
  }
});
