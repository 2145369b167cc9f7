/**
 * What a definition says about a file: each fact here is read off the BPMN text above it.
 *
 * @module
 */
import { type Definition, nodeOf, NONE, processOf } from "../../../bpe/definition/definition.ts";
import { parse } from "../../../bpe/parse.ts";
import { assert, equal } from "../../_support/assert.ts";

const MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL";

function file(inside: string): string {
  return `<?xml version="1.0"?>
    <b:definitions xmlns:b="${MODEL}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="file"
      xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
      targetNamespace="urn:test" expressionLanguage="urn:feel">${inside}</b:definitions>`;
}

const formal = 'xsi:type="b:tFormalExpression"';
const flow = (source: string, target: string, inside = "") =>
  `<b:sequenceFlow id="${source}-${target}" sourceRef="${source}" targetRef="${target}">${inside}</b:sequenceFlow>`;
const node = (definition: Definition, id: string) => {
  const found = nodeOf(definition, id);
  assert(found !== undefined, `no node ${id}`);
  return found;
};
const ids = (definition: Definition, nodes: readonly number[]) =>
  nodes.map((one) => definition.nodes[one]?.id);

Deno.test("a choice keeps its flows in the order of the file, and its default without condition", () => {
  const definition = parse(file(`<b:process id="p" isExecutable="true">
    <b:startEvent id="s"/><b:exclusiveGateway id="g" default="g-no"/><b:task id="yes"/><b:task id="no"/><b:endEvent id="e"/>
    ${flow("s", "g")}${
    flow("g", "yes", `<b:conditionExpression ${formal}> a &lt; 1 </b:conditionExpression>`)
  }${flow("g", "no")}${flow("yes", "e")}${flow("no", "e")}</b:process>`));
  const gateway = node(definition, "g");
  equal(gateway.outgoing.map((one) => definition.flows[one]?.id), ["g-yes", "g-no"]);
  equal(definition.flows[gateway.defaultFlow]?.id, "g-no");
  equal(definition.flows[gateway.outgoing[0]!]?.condition, { language: "urn:feel", text: "a < 1" });
  equal(definition.flows[gateway.outgoing[1]!]?.isDefault, true);
  equal(node(definition, "e").incoming.map((one) => definition.flows[one]?.slot), [0, 1]);
  equal(ids(definition, definition.scopes[0]!.starts), ["s"]);
  equal(processOf(definition, "p")?.isExecutable, true);
  assert(Object.isFrozen(definition.nodes) && Object.isFrozen(gateway.outgoing));
});

Deno.test("a sub-process has a scope of its own, with its event sub-process and compensation handler apart", () => {
  const definition = parse(file(`<b:process id="p" isExecutable="true">
    <b:startEvent id="s"/><b:subProcess id="sub"><b:task id="lonely"/>
      <b:subProcess id="alarm" triggeredByEvent="true"><b:startEvent id="rung" isInterrupting="false">
        <b:timerEventDefinition><b:timeDuration ${formal}>PT1H</b:timeDuration></b:timerEventDefinition></b:startEvent>
        <b:endEvent id="rest"/>${flow("rung", "rest")}</b:subProcess>
      <b:subProcess id="undo" triggeredByEvent="true">
        <b:startEvent id="back"><b:compensateEventDefinition/></b:startEvent>
        <b:endEvent id="undone"/>${flow("back", "undone")}</b:subProcess>
    </b:subProcess><b:endEvent id="e"/>${flow("s", "sub")}${flow("sub", "e")}
    <b:boundaryEvent id="c" attachedToRef="sub"><b:compensateEventDefinition/></b:boundaryEvent>
    <b:task id="repair" isForCompensation="true"/><b:association id="a" sourceRef="c" targetRef="repair"/>
    </b:process>`));
  const sub = node(definition, "sub");
  const body = definition.scopes[sub.body]!;
  equal(body.kind, "subProcess");
  equal(body.parent, sub.scope);
  equal(ids(definition, body.starts), ["lonely"]);
  equal(ids(definition, body.eventSubProcesses), ["alarm"]);
  equal(definition.nodes[body.compensation]?.id, "undo");
  equal(definition.nodes[sub.activity!.compensation]?.id, "repair");
  equal(ids(definition, sub.boundary), ["c"]);
  const alarm = definition.scopes[node(definition, "alarm").body]!;
  equal([alarm.kind, ids(definition, alarm.starts)], ["eventSubProcess", ["rung"]]);
  equal(node(definition, "rung").event?.interrupting, false);
  equal(node(definition, "rung").event?.definitions, [
    { kind: "timer", id: "", timer: "duration", time: { language: "urn:feel", text: "PT1H" } },
  ]);
  equal(ids(definition, definition.scopes[0]!.starts), ["s"]);
});

Deno.test("messages, signals, errors and escalations are referred to by index, and an operation implies its message", () => {
  const definition = parse(file(`
    <b:message id="m" name="order"/><b:signal id="sig" name="stop"/><b:error id="err" errorCode="E1"/>
    <b:interface id="i" name="shop"><b:operation id="op" name="buy"><b:inMessageRef>m</b:inMessageRef></b:operation></b:interface>
    <b:process id="p" isExecutable="true"><b:startEvent id="s"><b:messageEventDefinition messageRef="m"/></b:startEvent>
    <b:receiveTask id="r" operationRef="op"/>
    <b:intermediateCatchEvent id="c" parallelMultiple="true"><b:messageEventDefinition messageRef="m"/><b:signalEventDefinition signalRef="sig"/></b:intermediateCatchEvent>
    <b:endEvent id="e"><b:errorEventDefinition errorRef="err"/></b:endEvent>
    ${flow("s", "r")}${flow("r", "c")}${flow("c", "e")}</b:process>`));
  equal(ids(definition, definition.scopes[0]!.triggers), ["s"]);
  equal(definition.scopes[0]!.starts, []);
  equal(node(definition, "r").activity?.message, 0);
  equal(node(definition, "r").activity?.operation, 0);
  equal(definition.roots.operations[0]?.interface, "shop");
  const both = node(definition, "c").event!;
  equal([both.trigger, both.parallelMultiple], ["multiple", true]);
  equal(both.definitions.map((one) => one.kind), ["message", "signal"]);
  equal(definition.roots.errors[0]?.code, "E1");
  equal(node(definition, "e").event?.definitions, [{ kind: "error", id: "", error: 0 }]);
});

Deno.test("a link throws to the catch event of its name in the same scope", () => {
  const definition = parse(file(`<b:process id="p" isExecutable="true"><b:startEvent id="s"/>
    <b:intermediateThrowEvent id="t"><b:linkEventDefinition name="L"/></b:intermediateThrowEvent>
    <b:intermediateCatchEvent id="c"><b:linkEventDefinition name="L"/></b:intermediateCatchEvent>
    <b:endEvent id="e"/>${flow("s", "t")}${flow("c", "e")}</b:process>`));
  const target = node(definition, "c").index;
  equal(node(definition, "t").event?.definitions, [{ kind: "link", id: "", name: "L", target }]);
  equal(definition.scopes[0]!.links.L, target);
});

Deno.test("loops, data and multi-instance lists are resolved through references to their objects", () => {
  const definition = parse(
    file(
      `<b:itemDefinition id="list" isCollection="true" structureRef="S"/><b:itemDefinition id="one" structureRef="S"/>
    <b:process id="p" isExecutable="true"><b:property id="prop"/><b:startEvent id="s"/><b:endEvent id="e"/>
    <b:dataObject id="obj" isCollection="true" itemSubjectRef="list"/><b:dataObjectReference id="ref" dataObjectRef="obj"/>
    <b:task id="each"><b:ioSpecification><b:dataInput id="in" isCollection="true" itemSubjectRef="list"/>
      <b:inputSet><b:dataInputRefs>in</b:dataInputRefs></b:inputSet><b:outputSet/></b:ioSpecification>
      <b:dataInputAssociation><b:sourceRef>ref</b:sourceRef><b:targetRef>in</b:targetRef></b:dataInputAssociation>
      <b:multiInstanceLoopCharacteristics isSequential="true" behavior="One" oneBehaviorEventRef="sigdef">
      <b:loopDataInputRef>in</b:loopDataInputRef><b:inputDataItem id="item" itemSubjectRef="one"/>
      <b:completionCondition ${formal}>done</b:completionCondition></b:multiInstanceLoopCharacteristics></b:task>
    <b:task id="again"><b:standardLoopCharacteristics testBefore="true" loopMaximum="3"><b:loopCondition ${formal}>x</b:loopCondition></b:standardLoopCharacteristics></b:task>
    ${flow("s", "each")}${flow("each", "again")}${flow("again", "e")}</b:process>
    <b:signal id="sig" name="first"/><b:signalEventDefinition id="sigdef" signalRef="sig"/>`,
    ),
  );
  const data = (index: number) => definition.data[index]?.id;
  const each = node(definition, "each");
  const loop = each.activity!.loop!;
  assert(loop.kind === "multiInstance");
  equal([loop.sequential, loop.behavior, data(loop.input), data(loop.inputItem)], [
    true,
    "one",
    "in",
    "item",
  ]);
  equal(loop.oneEvent, { kind: "signal", id: "sigdef", signal: 0 });
  equal(each.io?.inputAssociations.map((one) => [one.sources.map(data), data(one.target)]), [[[
    "obj",
  ], "in"]]);
  equal(node(definition, "again").activity?.loop, {
    kind: "standard",
    testBefore: true,
    maximum: 3,
    condition: { language: "urn:feel", text: "x" },
  });
  equal(definition.scopes[0]!.data.map(data), ["prop", "obj", "ref"]);
});

Deno.test("pools, lanes, message flows and correlation of a collaboration are kept by index", () => {
  const definition = parse(file(`<b:message id="m" name="order"/>
    <b:correlationProperty id="cp" name="number"><b:correlationPropertyRetrievalExpression messageRef="m"><b:messagePath>nr</b:messagePath></b:correlationPropertyRetrievalExpression></b:correlationProperty>
    <b:collaboration id="co"><b:participant id="buyer" processRef="p"/><b:participant id="seller" name="Seller"/>
      <b:messageFlow id="mf" sourceRef="send" targetRef="seller" messageRef="m"/>
      <b:correlationKey id="key"><b:correlationPropertyRef>cp</b:correlationPropertyRef></b:correlationKey></b:collaboration>
    <b:process id="p"><b:laneSet><b:lane id="all"><b:flowNodeRef>send</b:flowNodeRef><b:childLaneSet><b:lane id="inner" name="Clerk"><b:flowNodeRef>send</b:flowNodeRef></b:lane></b:childLaneSet></b:lane></b:laneSet>
      <b:sendTask id="send" messageRef="m"/>
      <b:correlationSubscription id="cs" correlationKeyRef="key"><b:correlationPropertyBinding correlationPropertyRef="cp"><b:dataPath>order.nr</b:dataPath></b:correlationPropertyBinding></b:correlationSubscription></b:process>`));
  const { collaboration } = definition;
  equal(collaboration.participants.map((one) => [one.id, one.process]), [["buyer", 0], [
    "seller",
    NONE,
  ]]);
  equal(collaboration.messageFlows[0]?.source, { node: 0, participant: NONE });
  equal(collaboration.messageFlows[0]?.target, { node: NONE, participant: 1 });
  equal(collaboration.keys[0]?.properties, [0]);
  equal(definition.processes[0]?.participant, 0);
  equal(definition.processes[0]?.subscriptions, [{
    id: "cs",
    key: 0,
    bindings: [{ property: 0, path: { language: "urn:feel", text: "order.nr" } }],
  }]);
  equal(definition.lanes[node(definition, "send").lane]?.name, "Clerk");
  equal(definition.lanes.map((one) => one.parent), [NONE, 0]);
});

Deno.test("a global task is a process with one node, and a call activity finds it", () => {
  const definition = parse(
    file(
      `<b:globalScriptTask id="gs" scriptLanguage="text/x"><b:script>1</b:script></b:globalScriptTask>
    <b:process id="p"><b:callActivity id="call" calledElement="gs"/><b:callActivity id="far" calledElement="elsewhere"/></b:process>`,
    ),
  );
  const called = definition.processes[node(definition, "call").activity!.called]!;
  equal([called.id, called.kind], ["gs", "globalTask"]);
  const [inner] = definition.scopes[called.scope]!.nodes;
  equal(definition.nodes[inner!]?.kind, "scriptTask");
  equal(definition.nodes[inner!]?.activity?.script, { language: "text/x", text: "1" });
  equal(definition.scopes[called.scope]!.starts, [inner]);
  equal(
    [node(definition, "far").activity?.called, node(definition, "far").activity?.calledElement],
    [NONE, "elsewhere"],
  );
});

Deno.test("an ad-hoc sub-process tells what can be chosen, a transaction is one", () => {
  const definition = parse(
    file(
      `<b:process id="p"><b:adHocSubProcess id="a" ordering="Sequential" cancelRemainingInstances="false">
    <b:task id="x"/><b:task id="y"/>${
        flow("x", "y")
      }<b:completionCondition ${formal}>ok</b:completionCondition></b:adHocSubProcess>
    <b:transaction id="t"><b:task id="z"/></b:transaction></b:process>`,
    ),
  );
  const scope = definition.scopes[node(definition, "a").body]!;
  equal(scope.adHoc, {
    sequential: true,
    completion: { language: "urn:feel", text: "ok" },
    cancelRemaining: false,
    enabled: [node(definition, "x").index],
  });
  equal(scope.starts, []);
  equal(node(definition, "t").kind, "transaction");
});

Deno.test("forms, assignees, topics and retries of Camunda 7 and 8 are read, other vendors kept", () => {
  const definition = parse(file(`<b:process id="p" xmlns:x="urn:x" x:color="red">
    <b:userTask id="seven" camunda:assignee="eve" camunda:candidateGroups="a,b"><b:extensionElements><camunda:formData>
      <camunda:formField id="n" type="long" label="N"><camunda:validation><camunda:constraint name="min" config="1"/></camunda:validation></camunda:formField></camunda:formData>
      <camunda:taskListener event="create" class="C"/></b:extensionElements></b:userTask>
    <b:serviceTask id="eight"><b:extensionElements><zeebe:taskDefinition type="pay" retries="4"/>
      <zeebe:ioMapping><zeebe:input source="=a" target="b"/></zeebe:ioMapping><x:odd y="1">t</x:odd></b:extensionElements></b:serviceTask></b:process>`));
  const seven = node(definition, "seven").vendor!;
  equal([seven.assignee, seven.candidateGroups], ["eve", "a,b"]);
  equal(seven.formFields, [{
    id: "n",
    label: "N",
    type: "long",
    defaultValue: "",
    values: [],
    constraints: [{ name: "min", config: "1" }],
  }]);
  equal(seven.listeners, [{ kind: "task", event: "create", implementation: "C" }]);
  const eight = node(definition, "eight").vendor!;
  equal([eight.topic, eight.retries, eight.inputs], ["pay", "4", [{ source: "=a", target: "b" }]]);
  equal(eight.extensions[2], {
    namespace: "urn:x",
    name: "odd",
    attributes: { y: "1" },
    text: "t",
    children: [],
  });
  equal(definition.processes[0]?.vendor?.attributes, { "{urn:x}color": "red" });
});

Deno.test("a definition is plain data: JSON keeps it", () => {
  const definition = parse(
    file(`<b:process id="p"><b:task id="__proto__"/><b:task id="constructor"/></b:process>`),
  );
  equal(JSON.parse(JSON.stringify(definition.nodes)), definition.nodes);
  equal(nodeOf(definition, "__proto__")?.index, 0);
  equal(nodeOf(definition, "toString"), undefined);
});
