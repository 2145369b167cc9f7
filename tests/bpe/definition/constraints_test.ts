/**
 * Constraints of the standard, each with the smallest model that breaks it beside one that does not.
 *
 * @module
 */
import { equal } from "../../_support/assert.ts";
import { problems } from "../../../bpe/parse.ts";
import { flowsOf } from "../engine/model.ts";

interface Case {
  /** The constraint, in words. */
  readonly says: string;
  /** The rule, and the element that breaks it. */
  readonly breaks: readonly [rule: string, element: string];
  /** The inside of the process, its flows and the rest of the file; `BAD` is where the two models differ. */
  readonly body: string;
  readonly flows?: string;
  readonly roots?: string;
  /** What stands for `BAD` in the model that is refused, and in the one that is not. */
  readonly bad: string;
  readonly good: string;
}

const file = ({ body, flows = "", roots = "" }: Case, put: string) =>
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  targetNamespace="urn:x" typeLanguage="http://www.w3.org/2001/XMLSchema">${roots}<process id="p" isExecutable="true">${body}${
    flowsOf(flows.replaceAll("BAD", put))
  }</process></definitions>`.replaceAll("BAD", put);

const ENDS = `<startEvent id="s"/><endEvent id="e"/>`;
const SIGNAL = `<signal id="x" name="X"/>`;
const signal = `<signalEventDefinition signalRef="x"/>`;
const pools = (source: string, target: string) =>
  `<message id="m" name="M"/><collaboration id="c"><participant id="mine" processRef="p"/><participant id="theirs"/>
   <messageFlow id="mf" sourceRef="${source}" targetRef="${target}"/></collaboration>`;
const message = `<messageEventDefinition messageRef="m"/>`;
const timer =
  `<timerEventDefinition><timeDuration xsi:type="tFormalExpression">PT1S</timeDuration></timerEventDefinition>`;
const choice = `<receiveTask id="a"/><receiveTask id="b"/>`;

const CASES: readonly Case[] = [
  {
    says: "a start event leads somewhere (10.5.2)",
    breaks: ["EXT101", "t"],
    body: `${ENDS}<startEvent id="t"/>`,
    flows: "s>e\nBAD",
    bad: "",
    good: "t>e",
  },
  {
    says: "an end event is led to (10.5.3)",
    breaks: ["EXT107", "t"],
    body: `${ENDS}<endEvent id="t"/>`,
    flows: "s>e\nBAD",
    bad: "",
    good: "s>t",
  },
  {
    says: "a message flow ends at an event that waits for a message (10.5.4)",
    breaks: ["EXT119", "mf"],
    body: `${ENDS}<intermediateCatchEvent id="i">BAD</intermediateCatchEvent>`,
    flows: "s>i\ni>e",
    roots: pools("theirs", "i"),
    bad: timer,
    good: message,
  },
  {
    says: "a message flow comes from an event that throws a message (10.5.4)",
    breaks: ["EXT119", "mf"],
    body: `${ENDS}<intermediateThrowEvent id="i">BAD</intermediateThrowEvent>`,
    flows: "s>i\ni>e",
    roots: pools("i", "theirs"),
    bad: "",
    good: message,
  },
  {
    says: "a message flow does not touch a gateway (7.6.2)",
    breaks: ["REF", "mf"],
    body: `${ENDS}<BAD id="i"/><task id="a"/>`,
    flows: "s>i\ni>e\ni>a\na>e",
    roots: pools("theirs", "i"),
    bad: "exclusiveGateway",
    good: "task",
  },
  {
    says: "a gateway that chooses nothing has no default flow (10.6.4)",
    breaks: ["XSD", "g"],
    body: `${ENDS}<BAD id="g" default="g_e"/><task id="a"/>`,
    flows: "s>g\ng>e\ng>a\na>e",
    bad: "parallelGateway",
    good: "inclusiveGateway",
  },
  {
    says: "nothing but a none start event leads to a gateway that creates an instance (10.6.6)",
    breaks: ["EXT142", "g"],
    body: `${ENDS}<task id="t"/><eventBasedGateway id="g" instantiate="BAD"/>${choice}`,
    flows: "s>t\nt>g\ng>a\ng>b\na>e\nb>e",
    bad: "true",
    good: "false",
  },
  {
    says: "only a gateway that creates an instance is parallel (10.6.6)",
    breaks: ["EXT142", "g"],
    body:
      `${ENDS}<eventBasedGateway id="g" eventGatewayType="Parallel" instantiate="BAD"/>${choice}`,
    flows: "s>g\ng>a\ng>b\na>e\nb>e",
    bad: "false",
    good: "true",
  },
  {
    says: "a link has one target in its scope (10.5.5)",
    breaks: ["EXT118", "k"],
    body:
      `${ENDS}<intermediateThrowEvent id="i"><linkEventDefinition name="L"/></intermediateThrowEvent><intermediateCatchEvent id="j">
       <linkEventDefinition name="L"/></intermediateCatchEvent><intermediateThrowEvent id="h"><linkEventDefinition name="BAD"/>
       </intermediateThrowEvent><intermediateCatchEvent id="k"><linkEventDefinition name="BAD"/></intermediateCatchEvent>`,
    flows: "s>i\ns>h\nj>e\nk>e",
    bad: "L",
    good: "M",
  },
  {
    says: "a compensation handler stands outside of the flow (10.7.2)",
    breaks: ["HANDLER", "h"],
    body:
      `${ENDS}<task id="a"/><boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>
       <task id="h" isForCompensation="true"/><association id="as" associationDirection="One" sourceRef="b" targetRef="h"/>`,
    flows: "s>a\na>e\nBAD",
    bad: "h>e",
    good: "",
  },
  {
    says: "a data object belongs to a process or sub-process (10.4.1)",
    breaks: ["XSD", "d"],
    body: ENDS,
    flows: "s>e",
    roots: "BAD",
    bad: `<dataObject id="d"/>`,
    good: `<dataStore id="d"/>`,
  },
  {
    says: "an error that a process throws has a code (10.5.5)",
    breaks: ["EXT124", "e"],
    body: `<startEvent id="s"/><endEvent id="e"><errorEventDefinition BAD/></endEvent>`,
    flows: "s>e",
    roots: `<error id="x" errorCode="X"/>`,
    bad: "",
    good: `errorRef="x"`,
  },
  {
    says: "an input association ends at an input of its own activity (10.4.2)",
    breaks: ["REF", "dataInputAssociation of b"],
    body: `${ENDS}<dataObject id="d"/><task id="a"><ioSpecification><dataInput id="ia"/><inputSet>
       <dataInputRefs>ia</dataInputRefs></inputSet><outputSet/></ioSpecification></task><task id="b"><ioSpecification>
       <dataInput id="ib"/><inputSet><dataInputRefs>ib</dataInputRefs></inputSet><outputSet/></ioSpecification>
       <dataInputAssociation><sourceRef>d</sourceRef><targetRef>BAD</targetRef></dataInputAssociation></task>`,
    flows: "s>a\na>b\nb>e",
    bad: "ia",
    good: "ib",
  },
  {
    says: "a correlation property says where in a message its value is (8.4.2)",
    breaks: ["XSD", "cp"],
    body: ENDS,
    flows: "s>e",
    roots: `<message id="m" name="M"/><correlationProperty id="cp">BAD</correlationProperty>`,
    bad: "",
    good:
      `<correlationPropertyRetrievalExpression messageRef="m"><messagePath>id</messagePath></correlationPropertyRetrievalExpression>`,
  },
  {
    says: "a binding of a correlation property says where its value is (8.4.2)",
    breaks: ["XSD", "correlationPropertyBinding of cs"],
    body:
      `${ENDS}<correlationSubscription id="cs" correlationKeyRef="k"><correlationPropertyBinding correlationPropertyRef="cp">BAD
       </correlationPropertyBinding></correlationSubscription>`,
    flows: "s>e",
    roots:
      `<message id="m" name="M"/><correlationProperty id="cp"><correlationPropertyRetrievalExpression messageRef="m">
       <messagePath>id</messagePath></correlationPropertyRetrievalExpression></correlationProperty><collaboration id="c">
       <correlationKey id="k"><correlationPropertyRef>cp</correlationPropertyRef></correlationKey></collaboration>`,
    bad: "",
    good: "<dataPath>order.id</dataPath>",
  },
  {
    says: "an event sub-process starts by an event, however its attribute is written (10.3.5)",
    breaks: ["EXT059", "t"],
    body:
      `${ENDS}<subProcess id="q" triggeredByEvent="1"><startEvent id="t">BAD</startEvent><endEvent id="u"/>
       <sequenceFlow id="tu" sourceRef="t" targetRef="u"/></subProcess>`,
    flows: "s>e",
    roots: SIGNAL,
    bad: "",
    good: signal,
  },
  {
    says: "cancel is waited for at a transaction (10.3.5)",
    breaks: ["EXT111", "b"],
    body:
      `${ENDS}<BAD id="q"><startEvent id="t"/><endEvent id="u"/><sequenceFlow id="tu" sourceRef="t" targetRef="u"/></BAD>
       <boundaryEvent id="b" attachedToRef="q"><cancelEventDefinition/></boundaryEvent>`,
    flows: "s>q\nq>e\nb>e",
    bad: "subProcess",
    good: "transaction",
  },
  {
    says: "what must be optional is of the set (10.4.2)",
    breaks: ["EXT085", "inputSet of a"],
    body:
      `${ENDS}<task id="a"><ioSpecification><dataInput id="i"/><dataInput id="j"/><inputSet><dataInputRefs>i</dataInputRefs>
       <dataInputRefs>j</dataInputRefs></inputSet><inputSet><dataInputRefs>i</dataInputRefs><optionalInputRefs>BAD</optionalInputRefs>
       </inputSet><outputSet/></ioSpecification></task>`,
    flows: "s>a\na>e",
    bad: "j",
    good: "i",
  },
  {
    says: "a process belongs to one pool (9.3)",
    breaks: ["EXT034", "b"],
    body: ENDS,
    flows: "s>e",
    roots:
      `<collaboration id="c"><participant id="a" processRef="p"/><participant id="b" BAD/></collaboration>`,
    bad: `processRef="p"`,
    good: "",
  },
  {
    says: "at most as many participants as at least (9.3.1)",
    breaks: ["EXT029", "a"],
    body: ENDS,
    flows: "s>e",
    roots:
      `<collaboration id="c"><participant id="a" processRef="p"><participantMultiplicity minimum="BAD" maximum="2"/></participant></collaboration>`,
    bad: "-1",
    good: "1",
  },
  {
    says: "behavior One names its event (Table 10.30)",
    breaks: ["EXT072", "multiInstanceLoopCharacteristics of a"],
    body: `${ENDS}<task id="a"><multiInstanceLoopCharacteristics behavior="One" BAD><loopCardinality
       xsi:type="tFormalExpression">3</loopCardinality></multiInstanceLoopCharacteristics></task>`,
    flows: "s>a\na>e",
    roots: `${SIGNAL}<signalEventDefinition id="sx" signalRef="x"/>`,
    bad: "",
    good: `oneBehaviorEventRef="sx"`,
  },
  {
    says: "messages are awaited by tasks or by events (10.6.6)",
    breaks: ["EXT139", "g"],
    body:
      `${ENDS}<eventBasedGateway id="g"/><receiveTask id="a"/><intermediateCatchEvent id="b">BAD</intermediateCatchEvent>`,
    flows: "s>g\ng>a\ng>b\na>e\nb>e",
    roots: `<message id="m" name="M"/>`,
    bad: message,
    good: timer,
  },
  {
    says: "cancel ends a transaction (10.5.3)",
    breaks: ["EXT106", "u"],
    body:
      `${ENDS}<BAD id="q"><startEvent id="t"/><endEvent id="u"><cancelEventDefinition/></endEvent>
       <sequenceFlow id="tu" sourceRef="t" targetRef="u"/></BAD>`,
    flows: "s>q\nq>e",
    bad: "subProcess",
    good: "transaction",
  },
];

for (const each of CASES) {
  Deno.test(`${each.says}: ${each.breaks[0]}`, () => {
    equal(problems(file(each, each.good)), []);
    const [rule, element] = each.breaks;
    const found = problems(file(each, each.bad));
    equal(
      found.some((one) => one.rule === rule && one.element === element),
      true,
      found.map((one) => `${one.element} ${one.message} (${one.rule})`).join("; ") || "accepted",
    );
  });
}
