/**
 * Scopes: who catches what is thrown inside, and what ends with whom (BPMN 2.0.2, 10.5.6, 13.3.4, 13.5.3, 13.5.4).
 *
 * @module
 */
import { equal } from "../../_support/assert.ts";
import {
  bench,
  complete,
  elementOf,
  give,
  inner,
  model,
  pass,
  places,
  started,
  stateOf,
  trace,
  work,
} from "./model.ts";

const event = (kind: string, reference = "") =>
  `<${kind}EventDefinition ${reference === "" ? "" : `${kind}Ref="${reference}"`}/>`;
const ROOTS =
  `<error id="e1" errorCode="E1"/><error id="e2" errorCode="E2"/><signal id="x" name="X"/>
  <escalation id="esc" escalationCode="Q"/><message id="m" name="M"/>`;
const eventSub = (
  id: string,
  definition: string,
  body: string,
  flows: string,
  interrupting = true,
) =>
  inner(
    id,
    `<startEvent id="${id}s" isInterrupting="${interrupting}">${definition}</startEvent>${body}`,
    flows,
    `triggeredByEvent="true"`,
  );

Deno.test("an event sub-process catches before the boundary, and what it throws itself goes to the boundary", () => {
  const on = started(model(
    `<startEvent id="s"/>${
      inner(
        "sub",
        `<startEvent id="a"/><userTask id="u"/><endEvent id="t">${event("error", "e1")}</endEvent>${
          eventSub(
            "ev",
            event("error", "e1"),
            `<userTask id="mend"/><endEvent id="again">${event("error", "e1")}</endEvent>`,
            "evs>mend;mend>again",
          )
        }`,
        "a>u;u>t",
      )
    }<boundaryEvent id="b" attachedToRef="sub">${event("error")}</boundaryEvent><userTask id="h"/>`,
    "s>sub;b>h",
    ROOTS,
  ));
  complete(on, "u");
  equal(places(on), ["sub", "ev", "mend"]);
  complete(on, "mend");
  equal(places(on), ["h"]);
});

Deno.test("an error that nothing catches ends the process; a caller's boundary catches it, in this file and in another", () => {
  const called = `<process id="q" isExecutable="true"><startEvent id="qs"/><endEvent id="qe">${
    event("error", "e1")
  }</endEvent><sequenceFlow id="q1" sourceRef="qs" targetRef="qe"/></process>`;
  const alone = bench(model("", "", ROOTS + called));
  give(alone, { do: "start", instance: "i", process: "q", caller: { instance: "c", element: 9 } });
  equal([stateOf(alone).status, stateOf(alone).error], ["failed", "E1"]);
  const [back] = alone.outbox;
  equal(back?.kind === "return" && back.command, {
    do: "fail",
    element: 9,
    code: "E1",
    variables: {},
  });
  for (const process of ["q", "far"]) {
    const on = bench(model(
      `<startEvent id="s"/><callActivity id="call" calledElement="${process}"/>
       <boundaryEvent id="b" attachedToRef="call">${
        event("error", "e1")
      }</boundaryEvent><userTask id="h"/>`,
      "s>call;b>h",
      ROOTS + called,
    ));
    give(on, { do: "start", instance: "i", process: "p" });
    if (process === "far") give(on, { do: "fail", element: elementOf(on, "call"), code: "E1" });
    equal(places(on), ["h"]);
  }
});

Deno.test("an escalation that a called instance lets go reaches its caller, each time under a key of its own", () => {
  const on = bench(model(
    `<startEvent id="s"/><userTask id="u"/><endEvent id="t"><messageEventDefinition messageRef="m"/>${
      event("escalation", "esc")
    }</endEvent>`,
    "s>u;u>t",
    ROOTS,
  ));
  give(on, { do: "start", instance: "i", caller: { instance: "c", element: 3 } });
  for (const sum of [1, 2]) {
    give(on, { do: "escalate", element: elementOf(on, "u"), code: "W", variables: { sum } });
  }
  complete(on, "u");
  equal(
    on.outbox.flatMap((each) => each.kind === "escalation" ? [each.command] : []),
    [
      { do: "escalate", element: 3, code: "W", variables: { sum: 1 } },
      { do: "escalate", element: 3, code: "W", variables: { sum: 2 } },
      { do: "escalate", element: 3, code: "Q" },
    ],
  );
  equal(new Set(on.outbox.map(({ key }) => key)).size, on.outbox.length);
});

Deno.test("a signal thrown twice in one step is heard twice by what does not interrupt, and once by what does", () => {
  for (const interrupting of [false, true]) {
    const on = started(model(
      `<startEvent id="s"/><parallelGateway id="f"/><userTask id="u"/>
       <boundaryEvent id="b" attachedToRef="u" cancelActivity="${interrupting}">${
        event("signal", "x")
      }</boundaryEvent>
       <intermediateThrowEvent id="t1">${event("signal", "x")}</intermediateThrowEvent>
       <intermediateThrowEvent id="t2">${
        event("signal", "x")
      }</intermediateThrowEvent><task id="heard"/>
       ${eventSub("ev", event("signal", "x"), `<task id="inside"/>`, "evs>inside", false)}`,
      "s>f;f>u;f>t1;f>t2;b>heard",
      ROOTS,
    ));
    const done = trace(on, "completed");
    equal(
      [done.filter((id) => id === "heard").length, done.filter((id) => id === "inside").length],
      [interrupting ? 1 : 2, 2],
    );
    equal(stateOf(on).waits.length, interrupting ? 0 : 2);
  }
});

Deno.test("an interrupting event sub-process ends handlers that still run, and is heard once", () => {
  const on = started(model(
    `<startEvent id="s"/><userTask id="u"/>${
      eventSub("soft", event("message", "m"), `<userTask id="v"/>`, "softs>v", false)
    }${eventSub("hard", event("signal", "x"), `<userTask id="w"/>`, "hards>w")}`,
    "s>u",
    ROOTS,
  ));
  give(on, { do: "message", name: "M" });
  give(on, { do: "message", name: "M" });
  equal(places(on), ["u", "soft", "v", "soft", "v"]);
  give(on, { do: "signal", name: "X" });
  equal([places(on), stateOf(on).waits], [["hard", "w"], []]);
  complete(on, "w");
  equal(stateOf(on).status, "completed");
});

Deno.test("a scope is complete only when its handlers have ended, though its own flow has", () => {
  const on = started(model(
    `<startEvent id="s"/>${
      inner(
        "sub",
        `<startEvent id="a"/><userTask id="u"/>${
          eventSub(
            "ev",
            `<timerEventDefinition><timeCycle>R2/PT1M</timeCycle></timerEventDefinition>`,
            `<userTask id="v"/>`,
            "evs>v",
            false,
          )
        }`,
        "a>u",
      )
    }<userTask id="after"/>`,
    "s>sub;sub>after",
  ));
  pass(on, 3_600_000);
  equal(places(on), ["sub", "u", "ev", "v", "ev", "v"]);
  for (const id of ["u", "v"]) complete(on, id);
  equal(places(on), ["sub", "ev", "v"]);
  complete(on, "v");
  equal(places(on), ["after"]);
});

Deno.test("an inclusive join waits for a token inside a sub-process, and for one that a boundary event may give", () => {
  for (const way of ["complete", "interrupt"]) {
    const on = started(model(
      `<startEvent id="s"/><inclusiveGateway id="f"/>${
        inner("sub", `<startEvent id="a"/><userTask id="u"/>`, "a>u")
      }<userTask id="v"/><inclusiveGateway id="j"/><userTask id="after"/>
       <boundaryEvent id="b" attachedToRef="sub">${
        event("signal", "x")
      }</boundaryEvent><task id="h"/>`,
      "s>f;f>sub:true;f>v:true;sub>h;h>j;b>j;v>j;j>after",
      ROOTS,
    ));
    complete(on, "v");
    equal(places(on), ["sub", "u"]);
    if (way === "complete") complete(on, "u");
    else give(on, { do: "signal", name: "X" });
    equal([places(on), stateOf(on).tokens], [["after"], []]);
    equal(trace(on, "taken").filter((id) => id === "j").length, 1);
  }
});

Deno.test("an activity that waits for its data can be interrupted, and its timer runs from when it was entered", () => {
  const on = started(model(
    `<dataObject id="o"/><dataObjectReference id="r" dataObjectRef="o"/><startEvent id="s"/><userTask id="u"><ioSpecification>
     <dataInput id="in"/><inputSet><dataInputRefs>in</dataInputRefs></inputSet><outputSet/></ioSpecification>
     <dataInputAssociation><sourceRef>r</sourceRef><targetRef>in</targetRef></dataInputAssociation></userTask>
     <boundaryEvent id="b" attachedToRef="u" cancelActivity="false"><timerEventDefinition><timeDuration>PT1M</timeDuration>
     </timerEventDefinition></boundaryEvent><task id="remind"/>
     <boundaryEvent id="c" attachedToRef="u">${
      event("signal", "x")
    }</boundaryEvent><userTask id="h"/>`,
    "s>u;b>remind;c>h",
    ROOTS,
  ));
  pass(on, 60_000);
  equal(trace(on, "completed").includes("remind"), true);
  give(on, { do: "set", variables: { o: 1 } });
  equal([work(on), stateOf(on).waits.length], [["u"], 1]);
  give(on, { do: "signal", name: "X" });
  equal(places(on), ["h"]);
});

Deno.test("an activity that has ended but finds no way on is not interrupted any more", () => {
  const on = started(
    model(
      `<startEvent id="s"/><userTask id="u"/><boundaryEvent id="b" attachedToRef="u"><timerEventDefinition>
     <timeDuration>PT1M</timeDuration></timerEventDefinition></boundaryEvent><userTask id="a"/><userTask id="late"/>`,
      "s>u;u>a:go;b>late",
    ),
    { go: false },
  );
  complete(on, "u");
  equal([stateOf(on).incidents.length, stateOf(on).waits], [1, []]);
  give(on, {
    do: "resolve",
    incident: stateOf(on).incidents[0]?.id ?? -1,
    variables: { go: true },
  });
  equal(places(on), ["a"]);
});

Deno.test("work resolved after an error that nothing caught has each boundary event once", () => {
  const on = started(model(
    `<startEvent id="s"/><userTask id="u"/><boundaryEvent id="b" attachedToRef="u" cancelActivity="false">${
      event("signal", "x")
    }</boundaryEvent><task id="heard"/>`,
    "s>u;b>heard",
    ROOTS,
  ));
  give(on, { do: "fail", element: elementOf(on, "u"), code: "E9" });
  give(on, { do: "resolve", incident: stateOf(on).incidents[0]?.id ?? -1 });
  give(on, { do: "signal", name: "X" });
  equal(trace(on, "completed").filter((id) => id === "heard").length, 1);
  equal(work(on), ["u", "u"]);
});

Deno.test("a condition that fails is an incident where it waits, and starves no other", () => {
  const boundary = (id: string, text: string) =>
    `<boundaryEvent id="${id}" attachedToRef="u" cancelActivity="false"><conditionalEventDefinition><condition>${text}</condition>
     </conditionalEventDefinition></boundaryEvent><task id="${id}t"/>`;
  const on = started(
    model(
      `<startEvent id="s"/><userTask id="u"/>${boundary("bad", "n.m(1)")}${
        boundary("good", "n = 2")
      }<endEvent id="e"/>`,
      "s>u;u>e;bad>badt;good>goodt",
    ),
    { n: 1 },
  );
  equal(stateOf(on).incidents.map(({ element }) => element), [elementOf(on, "u")]);
  give(on, { do: "set", variables: { n: 2 } });
  equal(trace(on, "completed").includes("goodt"), true);
  const { outbox } = give(on, { do: "resolve", incident: stateOf(on).incidents[0]?.id ?? -1 });
  equal([outbox, work(on)], [[], ["u"]]);
});

Deno.test("a condition that fails does not start the process again when it is resolved", () => {
  const on = started(
    model(
      `<startEvent id="s"/><userTask id="u"/><endEvent id="e"/>${
        eventSub(
          "ev",
          `<conditionalEventDefinition><condition>n.m(1)</condition></conditionalEventDefinition>`,
          `<task id="t"/>`,
          "evs>t",
        )
      }`,
      "s>u;u>e",
    ),
    { n: 1 },
  );
  complete(on, "u");
  equal(stateOf(on).status, "active");
  give(on, { do: "resolve", incident: stateOf(on).incidents[0]?.id ?? -1, variables: { n: 2 } });
  equal(work(on), ["u"]);
});

Deno.test("what all events of a parallel start bring goes to the scope of their sub-process", () => {
  const on = started(model(
    `<startEvent id="s"/>${
      inner(
        "sub",
        `<dataObject id="d"/><startEvent id="a"/><userTask id="u"/><subProcess id="ev" triggeredByEvent="true">
         <startEvent id="evs" isInterrupting="false" parallelMultiple="true">${
          event("signal", "x")
        }${
          event("message", "m")
        }</startEvent><userTask id="v"/><sequenceFlow id="f1" sourceRef="evs" targetRef="v"/></subProcess>`,
        "a>u",
      )
    }`,
    "s>sub",
    ROOTS,
  ));
  give(on, { do: "signal", name: "X", payload: { d: 1 } });
  equal(places(on), ["sub", "u"]);
  equal(stateOf(on).elements[1]?.variables, { d: 1 });
  give(on, { do: "message", name: "M" });
  equal(places(on), ["sub", "u", "ev", "v"]);
  give(on, { do: "message", name: "M" });
  equal(places(on), ["sub", "u", "ev", "v"]);
  give(on, { do: "signal", name: "X" });
  equal(places(on), ["sub", "u", "ev", "v", "ev", "v"]);
});

Deno.test("terminate in an event sub-process ends that one handler, not the scope around it", () => {
  const on = started(model(
    `<startEvent id="s"/><userTask id="u"/>${
      eventSub(
        "ev",
        event("signal", "x"),
        `<userTask id="k"/><userTask id="go"/><endEvent id="t"><terminateEventDefinition/></endEvent>`,
        "evs>k;evs>go;go>t",
        false,
      )
    }`,
    "s>u",
    ROOTS,
  ));
  give(on, { do: "signal", name: "X" });
  give(on, { do: "signal", name: "X" });
  complete(on, "go");
  equal(places(on), ["u", "ev", "k", "go"]);
});

Deno.test("an inclusive join waits for a token that comes by a link", () => {
  const link = (id: string, tag: string) =>
    `<intermediate${tag}Event id="${id}"><linkEventDefinition name="L"/></intermediate${tag}Event>`;
  const on = started(model(
    `<startEvent id="s"/><inclusiveGateway id="f"/><userTask id="w"/>${link("l", "Throw")}${
      link("k", "Catch")
    }
     <userTask id="v"/><inclusiveGateway id="j"/><userTask id="n"/>`,
    "s>f;f>w:true;f>v:true;w>l;k>j;v>j;j>n",
  ));
  complete(on, "v");
  equal(places(on), ["w"]);
  complete(on, "w");
  equal([places(on), stateOf(on).tokens], [["n"], []]);
});

Deno.test("a condition that holds already decides an event-based gateway at once", () => {
  const on = started(
    model(
      `<startEvent id="s"/><eventBasedGateway id="g"/><intermediateCatchEvent id="c"><conditionalEventDefinition>
       <condition>x = 1</condition></conditionalEventDefinition></intermediateCatchEvent><receiveTask id="r" messageRef="m"/>
       <userTask id="a"/><userTask id="b"/>`,
      "s>g;g>c;g>r;c>a;r>b",
      ROOTS,
    ),
    { x: 1 },
  );
  equal([places(on), stateOf(on).waits], [["a"], []]);
});
