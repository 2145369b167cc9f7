import { equal } from "../../_support/assert.ts";
import { variables } from "../../../bpe/state/data.ts";
import {
  bench,
  complete,
  elementOf,
  give,
  model,
  places,
  started,
  stateOf,
  trace,
  work,
} from "./model.ts";

Deno.test("a called process of the same file runs inside; with mappings it sees only what is given, and gives what is asked", () => {
  const definition = model(
    `<startEvent id="s"/><callActivity id="call" calledElement="q"><extensionElements>
     <z:ioMapping xmlns:z="http://camunda.org/schema/zeebe/1.0"><z:input source="=a + 1" target="x"/>
     <z:output source="=y * x" target="b"/></z:ioMapping></extensionElements></callActivity><endEvent id="e"/>`,
    "s>call;call>e",
    `<process id="q" isExecutable="true"><startEvent id="qs"/><userTask id="qu"/>
     <sequenceFlow id="q1" sourceRef="qs" targetRef="qu"/></process>`,
  );
  const on = bench(definition);
  give(on, { do: "start", instance: "i", process: "p", variables: { a: 1 } });
  equal(variables(stateOf(on), elementOf(on, "qu")), { x: 2 });
  equal(places(on), ["call", "qu"]);
  complete(on, "qu", { y: 21 });
  equal(stateOf(on).result, { a: 1, b: 42 });
});

Deno.test("a process of another file is called by the outbox, and its end completes the call", () => {
  const on = bench(
    model(`<startEvent id="s"/><callActivity id="call" calledElement="far"/>`, "s>call"),
  );
  give(on, { do: "start", instance: "i", process: "p", variables: { a: 1 } });
  const [call] = on.outbox;
  equal(call?.kind === "call" && [call.process, call.variables], ["far", { a: 1 }]);
  const far = bench(model(`<startEvent id="s"/><userTask id="u"/>`, "s>u"));
  give(far, {
    do: "start",
    instance: call?.key ?? "",
    caller: { instance: "i", element: call?.kind === "call" ? call.element : 0 },
  });
  complete(far, "u", { b: 2 });
  const back = far.outbox.at(-1);
  if (back?.kind === "return") give(on, back.command);
  equal([stateOf(on).status, stateOf(on).result], ["completed", { a: 1, b: 2 }]);
});

Deno.test("parallel instances run over a collection, stop by the completion condition, and give results in order", () => {
  const definition = model(
    `<property id="list"/><property id="out"/><startEvent id="s"/><userTask id="u"><multiInstanceLoopCharacteristics>
     <loopDataInputRef>list</loopDataInputRef><loopDataOutputRef>out</loopDataOutputRef><inputDataItem id="each"/>
     <outputDataItem id="result"/><completionCondition>numberOfCompletedInstances = 2</completionCondition>
     </multiInstanceLoopCharacteristics></userTask><endEvent id="e"/>`,
    "s>u;u>e",
  );
  const on = started(definition, { list: ["x", "y", "z"] });
  equal(work(on), ["u", "u", "u"]);
  const runs = stateOf(on).elements.filter(({ run }) => run !== undefined);
  equal(runs.map(({ variables }) => variables?.each), ["x", "y", "z"]);
  give(on, { do: "complete", element: runs[2]?.id ?? 0, variables: { result: "Z" } });
  give(on, { do: "complete", element: runs[0]?.id ?? 0, variables: { result: "X" } });
  equal(stateOf(on).result, { list: ["x", "y", "z"], out: ["X", "Z"] });
  equal(on.outbox.at(-1)?.kind, "close");
});

Deno.test("a transaction that is cancelled ends what runs, compensates what was completed, and leaves by its cancel event", () => {
  const on = started(
    model(
      `<startEvent id="s"/><transaction id="t"><startEvent id="s1"/><userTask id="book"/>
       <boundaryEvent id="cb" attachedToRef="book"><compensateEventDefinition/></boundaryEvent>
       <serviceTask id="unbook" isForCompensation="true"/><association id="as" associationDirection="One" sourceRef="cb" targetRef="unbook"/>
       <parallelGateway id="f"/><userTask id="other"/><userTask id="decide"/><endEvent id="no"><cancelEventDefinition/></endEvent>
       <sequenceFlow id="i1" sourceRef="s1" targetRef="book"/><sequenceFlow id="i2" sourceRef="book" targetRef="f"/>
       <sequenceFlow id="i3" sourceRef="f" targetRef="other"/><sequenceFlow id="i4" sourceRef="f" targetRef="decide"/>
       <sequenceFlow id="i5" sourceRef="decide" targetRef="no"/></transaction>
       <boundaryEvent id="c" attachedToRef="t"><cancelEventDefinition/></boundaryEvent><userTask id="sorry"/>`,
      "s>t;c>sorry",
    ),
  );
  complete(on, "book");
  complete(on, "decide");
  equal(places(on), ["t", "unbook"]);
  complete(on, "unbook");
  equal(places(on), ["sorry"]);
  equal(trace(on, "cancelled"), ["other", "t"]);
});

Deno.test("an ad-hoc sub-process that leaves the choice to a person runs what is chosen, and ends by its condition", () => {
  const on = started(
    model(
      `<startEvent id="s"/><adHocSubProcess id="h"><userTask id="a"/><userTask id="b"/>
       <completionCondition>enough = true</completionCondition></adHocSubProcess><endEvent id="e"/>`,
      "s>h;h>e",
    ),
    {},
    { adHoc: "choose" },
  );
  equal(places(on), ["h"]);
  give(on, { do: "activate", element: elementOf(on, "h"), node: "b" });
  give(on, { do: "activate", element: elementOf(on, "h"), node: "b" });
  equal(places(on), ["h", "b", "b"]);
  complete(on, "b");
  equal(places(on), ["h", "b"]);
  complete(on, "b", { enough: true });
  equal(stateOf(on).status, "completed");
});

Deno.test("an activity waits for the data it reads", () => {
  const on = started(
    model(
      `<dataObject id="o" name="order"/><dataObjectReference id="r" dataObjectRef="o"/><startEvent id="s"/><userTask id="u">
       <ioSpecification><dataInput id="in"/><inputSet><dataInputRefs>in</dataInputRefs></inputSet><outputSet/></ioSpecification>
       <dataInputAssociation><sourceRef>r</sourceRef><targetRef>in</targetRef></dataInputAssociation></userTask>`,
      "s>u",
    ),
  );
  equal([places(on), work(on)], [["u"], []]);
  give(on, { do: "set", variables: { order: { id: 1 } } });
  equal([work(on), stateOf(on).elements[1]?.variables], [["u"], { in: { id: 1 } }]);
});

Deno.test("a looped activity runs while its condition holds, at most so often", () => {
  const looped = (attributes: string) =>
    model(
      `<startEvent id="s"/><userTask id="u"><standardLoopCharacteristics ${attributes}><loopCondition>n &lt; 2</loopCondition>
       </standardLoopCharacteristics></userTask><endEvent id="e"/>`,
      "s>u;u>e",
    );
  const none = started(looped(`testBefore="true"`), { n: 2 });
  equal([stateOf(none).status, work(none)], ["completed", []]);
  const once = started(looped(`testBefore="false"`), { n: 2 });
  complete(once, "u");
  equal([stateOf(once).status, work(once).length], ["completed", 1]);
  const most = started(looped(`loopMaximum="3"`), { n: 0 });
  for (let run = 0; run < 3; run++) complete(most, "u");
  equal([stateOf(most).status, work(most).length], ["completed", 3]);
});

Deno.test("a run of a loop that is cancelled does not hold the loop", () => {
  for (const sequential of [true, false]) {
    const on = started(
      model(
        `<startEvent id="s"/><userTask id="u"><multiInstanceLoopCharacteristics isSequential="${sequential}">
         <loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask><endEvent id="e"/>`,
        "s>u;u>e",
      ),
    );
    give(on, { do: "cancel", element: elementOf(on, "u") });
    complete(on, "u");
    equal(stateOf(on).status, "completed");
  }
});

Deno.test("a multi-instance sub-process keeps what its runs set apart while they run", () => {
  const on = started(
    model(
      `<startEvent id="s"/><subProcess id="sub"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>
       </multiInstanceLoopCharacteristics><startEvent id="s1"/><userTask id="a"/><userTask id="b"/><endEvent id="e1"/>
       <sequenceFlow id="i1" sourceRef="s1" targetRef="a"/><sequenceFlow id="i2" sourceRef="a" targetRef="b"/>
       <sequenceFlow id="i3" sourceRef="b" targetRef="e1"/></subProcess><endEvent id="e"/>`,
      "s>sub;sub>e",
    ),
  );
  complete(on, "a", { x: 1 });
  complete(on, "a", { x: 2 });
  const runs = stateOf(on).elements.filter(({ node }) => on.definition.nodes[node]?.id === "b");
  equal(runs.map(({ id }) => variables(stateOf(on), id).x), [1, 2]);
});

Deno.test("hostile names of variables stay names", () => {
  const on = started(model(`<startEvent id="s"/><userTask id="u"/><endEvent id="e"/>`, "s>u;u>e"));
  complete(on, "u", JSON.parse('{"__proto__":{"polluted":1},"constructor":2}'));
  equal(Object.hasOwn(stateOf(on).result ?? {}, "__proto__"), true);
  equal("polluted" in {}, false);
});

Deno.test("an ad-hoc sub-process whose condition holds waits for what still runs, unless it cancels the rest", () => {
  const adHoc = (attributes: string) =>
    started(model(
      `<startEvent id="s"/><adHocSubProcess id="h" ${attributes}><userTask id="a"/><userTask id="b"/><userTask id="c"/>
       <completionCondition>x = 1</completionCondition></adHocSubProcess><userTask id="n"/>`,
      "s>h;h>n",
    ));
  const keeping = adHoc(`cancelRemainingInstances="false"`);
  complete(keeping, "a", { x: 1 });
  equal(places(keeping), ["h", "b", "c"]);
  complete(keeping, "b");
  complete(keeping, "c");
  equal(places(keeping), ["n"]);
  const cancelling = adHoc("");
  complete(cancelling, "a", { x: 1 });
  equal([places(cancelling), trace(cancelling, "cancelled").toSorted()], [["n"], ["b", "c"]]);
});
