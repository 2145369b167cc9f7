/**
 * Compensation (BPMN 2.0.2, 10.7, 13.5.5).
 *
 * @module
 */
import { equal } from "../../_support/assert.ts";
import { variables } from "../../../bpe/state/data.ts";
import {
  bench,
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

const undoable = (id: string, inside = "") =>
  `<userTask id="${id}">${inside}</userTask><boundaryEvent id="b${id}" attachedToRef="${id}"><compensateEventDefinition/></boundaryEvent>
   <userTask id="un${id}" isForCompensation="true"/><association id="as${id}" associationDirection="One" sourceRef="b${id}" targetRef="un${id}"/>`;
const undo = (id: string, attributes = "", tag = "intermediateThrowEvent") =>
  `<${tag} id="${id}"><compensateEventDefinition ${attributes}/></${tag}>`;

Deno.test("a sub-process is compensated by what was completed in it, in its place in the order, seeing its data of then", () => {
  const on = started(model(
    `<startEvent id="s"/>${undoable("a")}${
      inner(
        "sub",
        `<dataObject id="d"/><startEvent id="s1"/>${undoable("b")}${undoable("c")}`,
        "s1>b;b>c",
      )
    }${undoable("z")}${undo("t")}<endEvent id="e"/>`,
    "s>a;a>sub;sub>z;z>t;t>e",
  ));
  complete(on, "a");
  complete(on, "b", { d: 1 });
  complete(on, "c", { d: 2 });
  complete(on, "z");
  complete(on, "unz");
  equal(places(on), ["t", "sub", "unc"]);
  equal(variables(stateOf(on), elementOf(on, "unc")).d, 2);
  complete(on, "unc");
  complete(on, "unb");
  equal(places(on), ["t", "una"]);
  complete(on, "una");
  equal(stateOf(on).status, "completed");
});

Deno.test("a named activity is compensated alone, once, from inside a sub-process too; one never completed not at all", () => {
  const on = started(model(
    `<startEvent id="s"/>${undoable("a")}${undoable("b")}${undoable("never")}${
      inner(
        "sub",
        `<startEvent id="s1"/>${undo("t1", 'activityRef="a"')}${undo("t2", 'activityRef="a"')}${
          undo("t3", 'activityRef="never"')
        }<userTask id="u"/>`,
        "s1>t1;t1>t2;t2>t3;t3>u",
      )
    }`,
    "s>a;a>b;b>sub",
  ));
  complete(on, "a");
  complete(on, "b");
  equal(work(on).slice(2), ["una"]);
  complete(on, "una");
  equal(work(on).slice(2), ["una", "u"]);
});

Deno.test("an event that does not wait for compensation passes its token at once, and the process ends after the handlers", () => {
  const on = started(model(
    `<startEvent id="s"/>${undoable("a")}${undo("t", 'waitForCompletion="false"', "endEvent")}`,
    "s>a;a>t",
  ));
  complete(on, "a");
  equal([trace(on, "completed").includes("t"), stateOf(on).status], [true, "active"]);
  complete(on, "una");
  equal(stateOf(on).status, "completed");
});

Deno.test("each instance of a loop is compensated, the last first, with its own number", () => {
  const on = started(model(
    `<startEvent id="s"/>${
      undoable(
        "a",
        `<multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>`,
      )
    }${undo("t")}<endEvent id="e"/>`,
    "s>a;a>t;t>e",
  ));
  for (let run = 0; run < 3; run++) complete(on, "a");
  const order: unknown[] = [];
  while (stateOf(on).status === "active") {
    order.push(variables(stateOf(on), elementOf(on, "una")).loopCounter);
    complete(on, "una");
  }
  equal(order, [3, 2, 1]);
});

Deno.test("what was completed in a called process is compensated there, with its data", () => {
  const on = bench(model(
    `<startEvent id="s"/><callActivity id="call" calledElement="q"/>${undo("t")}<endEvent id="e"/>`,
    "s>call;call>t;t>e",
    `<process id="q" isExecutable="true"><startEvent id="qs"/>${
      undoable("a")
    }<sequenceFlow id="q1" sourceRef="qs" targetRef="a"/></process>`,
  ));
  give(on, { do: "start", instance: "i", process: "p" });
  complete(on, "a", { v: 1 });
  equal(places(on), ["t", "call", "una"]);
  const [, , call, handler] = stateOf(on).elements;
  equal(handler?.parent, call?.id);
  complete(on, "una", { v: 2 });
  equal([stateOf(on).status, stateOf(on).result], ["completed", { v: 1 }]);
});

Deno.test("the compensation event sub-process of a scope takes over, and may compensate what was completed in it", () => {
  const on = started(model(
    `<startEvent id="s"/>${
      inner(
        "sub",
        `<startEvent id="s1"/>${
          undoable("a")
        }<subProcess id="ev" triggeredByEvent="true"><startEvent id="es">
         <compensateEventDefinition/></startEvent><userTask id="first"/>${
          undo("t1")
        }<userTask id="last"/>
         <sequenceFlow id="f1" sourceRef="es" targetRef="first"/><sequenceFlow id="f2" sourceRef="first" targetRef="t1"/>
         <sequenceFlow id="f3" sourceRef="t1" targetRef="last"/></subProcess>`,
        "s1>a",
      )
    }${undo("t")}<endEvent id="e"/>`,
    "s>sub;sub>t;t>e",
  ));
  for (const id of ["a", "first", "una", "last"]) complete(on, id);
  equal([stateOf(on).status, work(on)], ["completed", ["a", "first", "una", "last"]]);
});

Deno.test("a transaction left by an error is not compensated; one that was completed may be, from outside", () => {
  const transaction = (way: string) =>
    model(
      `<startEvent id="s"/>${
        inner(
          "tx",
          `<startEvent id="s1"/>${undoable("a")}<userTask id="u"/>`,
          "s1>a;a>u",
          "",
          "transaction",
        )
      }<boundaryEvent id="err" attachedToRef="tx"><errorEventDefinition/></boundaryEvent><userTask id="h"/>
       <userTask id="${way}"/>${undo("t")}<endEvent id="e"/>`,
      `s>tx;err>h;h>t;tx>${way};${way}>t;t>e`,
    );
  const failed = started(transaction("x"));
  complete(failed, "a");
  give(failed, { do: "fail", element: elementOf(failed, "u"), code: "E" });
  complete(failed, "h");
  equal([stateOf(failed).status, work(failed)], ["completed", ["a", "u", "h"]]);
  const good = started(transaction("x"));
  for (const id of ["a", "u", "x", "una"]) complete(good, id);
  equal([stateOf(good).status, work(good).at(-1)], ["completed", "una"]);
});

const compensating = (boundary: string) =>
  started(model(
    `<startEvent id="s"/>${
      inner("sub", `<startEvent id="a"/>${undoable("w")}${undo("t")}`, "a>w;w>t")
    }<boundaryEvent id="b" attachedToRef="sub">${boundary}</boundaryEvent><userTask id="h"/>`,
    "s>sub;b>h",
    `<signal id="x" name="X"/>`,
  ));

Deno.test("an error in a compensation handler, or an event at the boundary, ends compensation with its scope", () => {
  const failed = compensating("<errorEventDefinition/>");
  complete(failed, "w");
  give(failed, { do: "fail", element: elementOf(failed, "unw"), code: "E" });
  equal([places(failed), trace(failed, "compensated")], [["h"], []]);
  const interrupted = compensating(`<signalEventDefinition signalRef="x"/>`);
  complete(interrupted, "w");
  give(interrupted, { do: "signal", name: "X" });
  equal([places(interrupted), interrupted.outbox.at(-2)?.kind], [["h"], "close"]);
});

Deno.test("one instance of a transaction that is cancelled is compensated, and leaves with all others by the cancel event", () => {
  const on = started(model(
    `<startEvent id="s"/>${
      inner(
        "tx",
        `<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>
         <startEvent id="a"/>${
          undoable("w")
        }<userTask id="d"/><endEvent id="c"><cancelEventDefinition/></endEvent>`,
        "a>w;w>d;d>c",
        "",
        "transaction",
      )
    }<boundaryEvent id="cb" attachedToRef="tx"><cancelEventDefinition/></boundaryEvent><userTask id="h"/>`,
    "s>tx;cb>h",
  ));
  for (const id of ["w", "w", "d"]) complete(on, id);
  equal(places(on), ["tx", "tx", "tx", "d", "unw"]);
  complete(on, "unw");
  equal(places(on), ["h"]);
});
