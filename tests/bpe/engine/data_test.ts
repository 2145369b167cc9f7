/**
 * Data in and out (BPMN 2.0.2, 10.4.2, 13.3.2).
 *
 * @module
 */
import { equal } from "../../_support/assert.ts";
import { bench, complete, elementOf, give, model, started, stateOf, work } from "./model.ts";

const object = (id: string) =>
  `<dataObject id="${id}"/><dataObjectReference id="r${id}" dataObjectRef="${id}"/>`;
const reads = (id: string, target: string) =>
  `<dataInputAssociation id="as${target}"><sourceRef>r${id}</sourceRef><targetRef>${target}</targetRef></dataInputAssociation>`;

Deno.test("an optional input that is not there is not waited for; one of several input sets is enough", () => {
  const task = (sets: string) =>
    model(
      `${object("a")}${
        object("b")
      }<startEvent id="s"/><userTask id="u"><ioSpecification><dataInput id="x"/><dataInput id="y"/>
       ${sets}<outputSet/></ioSpecification>${reads("a", "x")}${reads("b", "y")}</userTask>`,
      "s>u",
    );
  const both =
    `<inputSet><dataInputRefs>x</dataInputRefs><dataInputRefs>y</dataInputRefs>OPTIONAL</inputSet>`;
  const each =
    `<inputSet><dataInputRefs>x</dataInputRefs></inputSet><inputSet><dataInputRefs>y</dataInputRefs></inputSet>`;
  for (
    const [sets, variables, inputs] of [
      [both, { a: 1 }, undefined],
      [both, { a: 1, b: 2 }, { x: 1, y: 2 }],
      [both.replace("OPTIONAL", "<optionalInputRefs>y</optionalInputRefs>"), { a: 1 }, { x: 1 }],
      [both.replace("OPTIONAL", "<whileExecutingInputRefs>y</whileExecutingInputRefs>"), { a: 1 }, {
        x: 1,
      }],
      [both.replace("OPTIONAL", "<optionalInputRefs>y</optionalInputRefs>"), { b: 1 }, undefined],
      [each, { b: 2 }, { y: 2 }],
      [each, { a: 1, b: 2 }, { x: 1 }],
      [each, {}, undefined],
      ["", { a: 1 }, undefined],
    ] as const
  ) {
    const on = started(task(sets.replace("OPTIONAL", "")), variables);
    const what = `${sets} ${JSON.stringify(variables)}`;
    equal(stateOf(on).incidents, [], what);
    equal(work(on), inputs === undefined ? [] : ["u"], what);
    equal(stateOf(on).elements[1]?.variables, inputs, what);
  }
});

Deno.test("inputs and outputs of a call activity and of the process it calls correspond by their order", () => {
  const io = (id: string) =>
    `<ioSpecification><dataInput id="${id}i1"/><dataInput id="${id}i2"/><dataOutput id="${id}o1"/><inputSet><dataInputRefs>${id}i1</dataInputRefs>
     <dataInputRefs>${id}i2</dataInputRefs></inputSet><outputSet><dataOutputRefs>${id}o1</dataOutputRefs></outputSet></ioSpecification>`;
  const on = bench(model(
    `${object("a")}${object("b")}${
      object("c")
    }<startEvent id="s"/><callActivity id="call" calledElement="q">${io("c")}${reads("a", "ci1")}${
      reads("b", "ci2")
    }<dataOutputAssociation id="out"><sourceRef>co1</sourceRef><targetRef>rc</targetRef></dataOutputAssociation>
     </callActivity><endEvent id="e"/>`,
    "s>call;call>e",
    `<process id="q" isExecutable="true">${io("q")}<startEvent id="qs"/><userTask id="u"/>
     <sequenceFlow id="q1" sourceRef="qs" targetRef="u"/></process>`,
  ));
  give(on, { do: "start", instance: "i", process: "p", variables: { a: 1, b: 2 } });
  const { variables } = stateOf(on).elements[1] ?? {};
  equal([variables?.qi1, variables?.qi2], [1, 2]);
  complete(on, "u", { qo1: 3, other: 4 });
  equal(stateOf(on).result, { a: 1, b: 2, c: 3 });
});

Deno.test("an output that is asked for and not given is an incident; the work can be done again", () => {
  const on = started(model(
    `${
      object("a")
    }<startEvent id="s"/><userTask id="u"><ioSpecification><dataOutput id="x"/><inputSet/><outputSet>
     <dataOutputRefs>x</dataOutputRefs></outputSet></ioSpecification><dataOutputAssociation id="out"><sourceRef>x</sourceRef>
     <targetRef>ra</targetRef></dataOutputAssociation></userTask><endEvent id="e"/>`,
    "s>u;u>e",
  ));
  const u = elementOf(on, "u");
  complete(on, "u");
  equal(stateOf(on).incidents.map(({ code, element }) => [code, element]), [["output", u]]);
  complete(on, "u", { x: 5 });
  equal([stateOf(on).status, stateOf(on).result?.a], ["completed", 5]);
});
