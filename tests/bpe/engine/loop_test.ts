/**
 * Multiple instances (BPMN 2.0.2, 10.3.8, Tables 10.29 to 10.32).
 *
 * @module
 */
import { equal } from "../../_support/assert.ts";
import {
  complete,
  elementOf,
  give,
  inner,
  model,
  places,
  started,
  stateOf,
  trace,
  work,
} from "./model.ts";

const many = (inside: string, attributes = "") =>
  `<multiInstanceLoopCharacteristics ${attributes}>${inside}</multiInstanceLoopCharacteristics>`;
const cardinality = (count: number | string) => `<loopCardinality>${count}</loopCardinality>`;

/** A task of several instances with a boundary event that does not interrupt, for the events its behavior throws. */
const behaving = (attributes: string, inside = "", count = 3) =>
  model(
    `<startEvent id="s"/><userTask id="u">${
      many(cardinality(count) + inside, attributes)
    }</userTask>
     <boundaryEvent id="b" attachedToRef="u" cancelActivity="false"><signalEventDefinition signalRef="x"/></boundaryEvent>
     <boundaryEvent id="other" attachedToRef="u" cancelActivity="false"><signalEventDefinition signalRef="y"/></boundaryEvent>
     <task id="heard"/><task id="unheard"/><userTask id="after"/>`,
    "s>u;u>after;b>heard;other>unheard",
    `<signal id="x" name="X"/><signal id="y" name="Y"/><signalEventDefinition id="sx" signalRef="x"/>`,
  );
const heard = (on: ReturnType<typeof started>) =>
  trace(on, "completed").filter((id) => id === "heard" || id === "unheard");

Deno.test("behavior None throws its event for each instance that ends, One for the first, All for none", () => {
  for (
    const [attributes, counts] of [
      [`behavior="None" noneBehaviorEventRef="sx"`, [1, 2, 3]],
      [`behavior="One" oneBehaviorEventRef="sx"`, [1, 1, 1]],
      [`behavior="All" noneBehaviorEventRef="sx" oneBehaviorEventRef="sx"`, [0, 0, 0]],
      ["", [0, 0, 0]],
    ] as const
  ) {
    const on = started(behaving(attributes));
    for (const count of counts) {
      equal(work(on).includes("after"), false);
      complete(on, "u");
      equal(heard(on), Array(count).fill("heard"), attributes);
    }
    equal(places(on), ["after"]);
  }
});

Deno.test("a complex behavior throws the event of the condition that holds, and cancels what remains", () => {
  const on = started(behaving(
    `behavior="Complex"`,
    `<complexBehaviorDefinition><condition>numberOfCompletedInstances = 2 and numberOfActiveInstances = 1</condition>
     <event id="i"><signalEventDefinition signalRef="x"/></event></complexBehaviorDefinition>
     <complexBehaviorDefinition><condition>numberOfInstances = 99</condition>
     <event id="k"><signalEventDefinition signalRef="y"/></event></complexBehaviorDefinition>`,
  ));
  complete(on, "u");
  equal([heard(on), places(on)], [[], ["u", "u", "u"]]);
  complete(on, "u");
  equal([heard(on), places(on)], [["heard"], ["after"]]);
});

Deno.test("instances count themselves: those that were cancelled are terminated, not active and not completed", () => {
  const seen = many(
    `${
      cardinality(4)
    }<completionCondition>numberOfTerminatedInstances = 1 and numberOfActiveInstances = 1 and
     numberOfCompletedInstances = 2 and numberOfInstances = 4</completionCondition>`,
  );
  const on = started(model(`<startEvent id="s"/><userTask id="u">${seen}</userTask>`, "s>u"));
  give(on, { do: "cancel", element: elementOf(on, "u") });
  complete(on, "u");
  equal(stateOf(on).status, "active");
  complete(on, "u");
  equal([stateOf(on).status, on.outbox.filter(({ kind }) => kind === "close").length], [
    "completed",
    2,
  ]);
});

Deno.test("loopCounter is the number of the instance, from 1, in sequence and at once", () => {
  for (const sequential of ["true", "false"]) {
    const on = started(model(
      `<startEvent id="s"/><userTask id="u">${
        many(cardinality(3), `isSequential="${sequential}"`)
      }</userTask>`,
      "s>u",
    ));
    const counters: unknown[] = [];
    while (stateOf(on).status === "active") {
      const run = stateOf(on).elements.find((each) => each.run !== undefined);
      counters.push(run?.variables?.loopCounter);
      give(on, { do: "complete", element: run?.id ?? -1 });
    }
    equal(counters, [1, 2, 3]);
  }
});

Deno.test("no instance at all passes the token on, with an empty list of results", () => {
  for (const sequential of ["true", "false"]) {
    const on = started(
      model(
        `<startEvent id="s"/><userTask id="u"><multiInstanceLoopCharacteristics isSequential="${sequential}">
         <extensionElements><z:loopCharacteristics xmlns:z="http://camunda.org/schema/zeebe/1.0" inputCollection="=list"
         inputElement="each" outputCollection="out" outputElement="=each + 1"/></extensionElements>
         </multiInstanceLoopCharacteristics></userTask><endEvent id="e"/>`,
        "s>u;u>e",
      ),
      { list: [] },
    );
    equal([stateOf(on).result, work(on)], [{ list: [], out: [] }, []]);
  }
});

Deno.test("a number of instances that is none is an incident, and so is a list that is none", () => {
  for (const value of [null, true, -1, 2.5, "", "many", [], 1e9]) {
    const on = started(
      model(`<startEvent id="s"/><userTask id="u">${many(cardinality("n"))}</userTask>`, "s>u"),
      { n: value },
    );
    equal(
      [stateOf(on).incidents.map(({ code }) => code), places(on)],
      [["loop"], ["u"]],
      `${value}`,
    );
    give(on, {
      do: "resolve",
      incident: stateOf(on).incidents[0]?.id ?? -1,
      variables: { n: "2" },
    });
    equal(work(on), ["u", "u"]);
  }
});

Deno.test("terminate in one instance ends only that one", () => {
  const on = started(model(
    `<startEvent id="s"/>${
      inner(
        "m",
        `${
          many(cardinality(2))
        }<startEvent id="a"/><parallelGateway id="f"/><userTask id="u"/><userTask id="v"/>
         <endEvent id="t"><terminateEventDefinition/></endEvent>`,
        "a>f;f>u;f>v;v>t",
      )
    }<userTask id="after"/>`,
    "s>m;m>after",
  ));
  complete(on, "v");
  equal(places(on), ["m", "m", "u", "v"]);
  complete(on, "v");
  equal(places(on), ["after"]);
});

Deno.test("an error in one instance interrupts all, at the boundary around them", () => {
  const on = started(model(
    `<startEvent id="s"/>${
      inner(
        "m",
        `${
          many(cardinality(3))
        }<startEvent id="a"/><userTask id="u"/><endEvent id="t"><errorEventDefinition errorRef="x"/></endEvent>`,
        "a>u;u>t",
      )
    }<boundaryEvent id="b" attachedToRef="m"><errorEventDefinition errorRef="x"/></boundaryEvent><userTask id="h"/>`,
    "s>m;b>h",
    `<error id="x" errorCode="X"/>`,
  ));
  complete(on, "u");
  equal([places(on), on.outbox.filter(({ kind }) => kind === "close").length], [["h"], 2]);
});

Deno.test("each instance of a receive task takes one message", () => {
  const on = started(model(
    `<startEvent id="s"/><receiveTask id="r" messageRef="m">${
      many(cardinality(2))
    }</receiveTask><userTask id="n"/>`,
    "s>r;r>n",
    `<message id="m" name="M"/>`,
  ));
  give(on, { do: "message", name: "M" });
  equal(places(on), ["r", "r"]);
  give(on, { do: "message", name: "M" });
  equal([places(on), give(on, { do: "message", name: "M" }).applied], [["n"], false]);
});
