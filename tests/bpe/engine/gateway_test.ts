import { equal } from "../../_support/assert.ts";
import { bench, complete, give, model, places, started, stateOf, trace, work } from "./model.ts";

const signalOf = (name: string) => `<signalEventDefinition signalRef="${name}"/>`;
const messageOf = (name: string) => `<messageEventDefinition messageRef="${name}"/>`;

Deno.test("an inclusive join in a loop waits for the token that can still come, and not for the one that has passed", () => {
  const on = started(
    model(
      `<startEvent id="s"/><exclusiveGateway id="m"/><inclusiveGateway id="f"/><userTask id="a"/><userTask id="b"/>
       <inclusiveGateway id="j"/><exclusiveGateway id="x" default="x_e"/><endEvent id="e"/>`,
      "s>m;m>f;f>a:left;f>b:right;a>j;b>j;j>x;x>m:again;x>e",
    ),
    { left: true, right: true, again: true },
  );
  complete(on, "a");
  equal(places(on), ["b"]);
  complete(on, "b", { right: false });
  equal(places(on), ["a"]);
  complete(on, "a", { again: false });
  equal(stateOf(on).status, "completed");
  equal(trace(on, "completed").filter((id) => id === "j").length, 2);
});

Deno.test("two inclusive joins that lie on each other's paths wait for each other, as Table 13.3 has it", () => {
  const on = started(
    model(
      `<startEvent id="s"/><parallelGateway id="f"/><userTask id="a"/><userTask id="b"/>
       <inclusiveGateway id="j"/><inclusiveGateway id="k"/><exclusiveGateway id="x" default="x_k"/>
       <exclusiveGateway id="y" default="y_e"/><endEvent id="e"/>`,
      "s>f;f>a;f>b;a>j;b>k;j>x;x>k;x>e:false;k>y;y>j:false;y>e",
    ),
  );
  complete(on, "a");
  complete(on, "b");
  equal([stateOf(on).status, stateOf(on).tokens.length, places(on)], ["active", 2, []]);
});

Deno.test("a complex gateway starts with the tokens its condition asks for, and takes the late ones when none can come any more", () => {
  const on = started(
    model(
      `<startEvent id="s"/><parallelGateway id="f"/><userTask id="a"/><userTask id="b"/><userTask id="c"/>
       <complexGateway id="x"><activationCondition>activationCount >= 2</activationCondition></complexGateway>
       <userTask id="next"/><userTask id="late"/><endEvent id="e"/>`,
      "s>f;f>a;f>b;f>c;a>x;b>x;c>x;x>next:waitingForStart;x>late:not(waitingForStart);next>e;late>e",
    ),
  );
  complete(on, "a");
  equal(work(on), ["a", "b", "c"]);
  complete(on, "c");
  equal(work(on).slice(3), ["next"]);
  complete(on, "next");
  equal(stateOf(on).status, "active");
  complete(on, "b");
  equal(work(on).slice(3), ["next", "late"]);
  complete(on, "late");
  equal(stateOf(on).status, "completed");
});

Deno.test("an event-based gateway starts an instance: exclusively by one event, in parallel awaiting the others", () => {
  for (const parallel of [false, true]) {
    const on = bench(
      model(
        `<eventBasedGateway id="g" instantiate="true" ${
          parallel ? 'eventGatewayType="Parallel"' : ""
        }/>
         <intermediateCatchEvent id="a">${messageOf("ma")}</intermediateCatchEvent>
         <intermediateCatchEvent id="b">${
          messageOf("mb")
        }</intermediateCatchEvent><endEvent id="ea"/><endEvent id="eb"/>`,
        "g>a;g>b;a>ea;b>eb",
        `<message id="ma" name="A"/><message id="mb" name="B"/>`,
      ),
    );
    give(on, { do: "start", instance: "i", trigger: { node: "g", name: "B", payload: { v: 1 } } });
    equal(trace(on, "triggered"), ["b"]);
    equal(places(on), parallel ? ["a"] : []);
    if (parallel) give(on, { do: "message", name: "A" });
    equal([stateOf(on).status, stateOf(on).result], ["completed", { v: 1 }]);
  }
});

Deno.test("an event of several definitions needs one of them, a parallel one needs all", () => {
  for (const parallel of [false, true]) {
    const on = started(
      model(
        `<startEvent id="s"/><userTask id="u"/><userTask id="h"/><endEvent id="e"/>
         <boundaryEvent id="b" attachedToRef="u" parallelMultiple="${parallel}">${signalOf("x")}${
          messageOf("m")
        }</boundaryEvent>`,
        "s>u;u>e;b>h;h>e",
        `<signal id="x" name="X"/><message id="m" name="M"/>`,
      ),
    );
    give(on, { do: "signal", name: "X" });
    equal(places(on), parallel ? ["u"] : ["h"]);
    give(on, { do: "message", name: "M" });
    equal([places(on), stateOf(on).waits], [["h"], []]);
  }
});

Deno.test("an event sub-process that does not interrupt runs each time; one that interrupts ends what runs beside it", () => {
  for (const interrupting of [false, true]) {
    const on = started(
      model(
        `<startEvent id="s"/><userTask id="u"/><endEvent id="e"/><subProcess id="ev" triggeredByEvent="true">
         <startEvent id="es" isInterrupting="${interrupting}">${
          signalOf("x")
        }</startEvent><userTask id="eu"/><endEvent id="ee"/>
         <sequenceFlow id="i1" sourceRef="es" targetRef="eu"/><sequenceFlow id="i2" sourceRef="eu" targetRef="ee"/></subProcess>`,
        "s>u;u>e",
        `<signal id="x" name="X"/>`,
      ),
    );
    give(on, { do: "signal", name: "X" });
    equal(give(on, { do: "signal", name: "X" }).applied, !interrupting);
    equal(places(on), interrupting ? ["ev", "eu"] : ["u", "ev", "eu", "ev", "eu"]);
    complete(on, "eu");
    if (!interrupting) {
      complete(on, "eu");
      complete(on, "u");
    }
    equal(stateOf(on).status, "completed");
  }
});

Deno.test("a sequential ad-hoc sub-process runs its activities one after another", () => {
  const on = started(
    model(
      `<startEvent id="s"/><adHocSubProcess id="h" ordering="Sequential"><userTask id="a"/><userTask id="b"/></adHocSubProcess>
       <endEvent id="e"/>`,
      "s>h;h>e",
    ),
  );
  equal(places(on), ["h", "a"]);
  complete(on, "a");
  equal(places(on), ["h", "b"]);
  complete(on, "b");
  equal(stateOf(on).status, "completed");
});

Deno.test("escalation that does not interrupt lets its scope go on; one that nobody catches is noted", () => {
  const on = started(
    model(
      `<startEvent id="s"/><subProcess id="sub"><startEvent id="s1"/><intermediateThrowEvent id="t">
       <escalationEventDefinition escalationRef="x"/></intermediateThrowEvent><intermediateThrowEvent id="t2">
       <escalationEventDefinition escalationRef="y"/></intermediateThrowEvent><userTask id="u"/>
       <sequenceFlow id="i1" sourceRef="s1" targetRef="t"/><sequenceFlow id="i2" sourceRef="t" targetRef="t2"/>
       <sequenceFlow id="i3" sourceRef="t2" targetRef="u"/></subProcess><userTask id="h"/><endEvent id="e"/>
       <boundaryEvent id="b" attachedToRef="sub" cancelActivity="false"><escalationEventDefinition escalationRef="x"/></boundaryEvent>`,
      "s>sub;sub>e;b>h;h>e",
      `<escalation id="x" escalationCode="X"/><escalation id="y" escalationCode="Y"/>`,
    ),
  );
  equal(places(on).toSorted(), ["h", "sub", "u"]);
  equal(trace(on, "uncaught"), ["t2"]);
});

Deno.test("a parallel gateway counts its tokens by flow: two on one flow do not make up for none on another", () => {
  const on = started(
    model(
      `<startEvent id="s"/><parallelGateway id="f"/><exclusiveGateway id="m"/><userTask id="u"/><userTask id="v"/><userTask id="w"/>
       <parallelGateway id="j"/><endEvent id="e"/>`,
      "s>f;f>u;f>v;f>w;u>m;v>m;m>j;w>j;j>e",
    ),
  );
  complete(on, "u");
  complete(on, "v");
  equal(stateOf(on).tokens.map(({ count }) => count), [2]);
  complete(on, "w");
  // One token is left on the first flow for ever, as the standard has it.
  equal([stateOf(on).tokens.map(({ count }) => count), stateOf(on).status], [[1], "active"]);
  equal(trace(on, "completed").includes("e"), true);
});
