/**
 * Expressions at every place of the standard, each with a text that is none.
 *
 * @module
 */
import { type Case, cases, FORMAL } from "../model.ts";

const A = "s>a a>e";
const BAD = [
  "1 +",
  "x > > 1",
  "(a",
  "if x then 1",
  "amount is too high!",
  "\${x +}",
  "= x y)",
  "{compare,",
  "[1, 2",
  "foo(x)",
  "x.foo()",
  "= {f: abs}.g(1)",
];
/** A bad text, in turns, beside a good one. */
let turn = 0;
const bad = (good = "x > 1") => `«${BAD[turn++ % BAD.length]}¦${good}»`;
const wait = (definition: string) =>
  `<intermediateCatchEvent id="a">${definition}</intermediateCatchEvent>`;
const loop = (inside: string, more = "") =>
  `<userTask id="a"><multiInstanceLoopCharacteristics ${more}>${inside}</multiInstanceLoopCharacteristics></userTask>`;
const many = `<loopCardinality ${FORMAL}>3</loopCardinality>`;
const io =
  `<ioSpecification><dataInput id="i"/><inputSet id="is"><dataInputRefs>i</dataInputRefs></inputSet><outputSet id="os"/></ioSpecification>`;
const on = (kind: string) => wait(`<${kind}EventDefinition ${kind}Ref="msg"/>`);
const named = (kind: string, name: string) => `<${kind} id="msg" name="${name}"/>`;
const STANDARD: readonly Case[] = cases(
  "error",
  [
    "EXPRESSION",
    "conditionExpression of f",
    `<task id="a"/><exclusiveGateway id="g"/><sequenceFlow id="f" sourceRef="g" targetRef="a"><conditionExpression ${FORMAL}>${bad()}</conditionExpression></sequenceFlow>`,
    "s>g g>e a>e",
  ],
  [
    "EXPRESSION",
    "loopCardinality of a",
    loop(`<loopCardinality ${FORMAL}>${bad("count(list)")}</loopCardinality>`),
    A,
  ],
  [
    "EXPRESSION",
    "completionCondition of a",
    loop(`${many}<completionCondition ${FORMAL}>${bad()}</completionCondition>`),
    A,
  ],
  [
    "EXPRESSION",
    "loopCondition of a",
    `<task id="a"><standardLoopCharacteristics><loopCondition ${FORMAL}>${bad()}</loopCondition></standardLoopCharacteristics></task>`,
    A,
  ],
  [
    "EXPRESSION",
    "completionCondition of a",
    `<adHocSubProcess id="a"><task id="v"/><completionCondition ${FORMAL}>${bad()}</completionCondition></adHocSubProcess>`,
    A,
  ],
  [
    "EXPRESSION",
    "activationCondition of g",
    `<complexGateway id="g"><activationCondition ${FORMAL}>${
      bad("activationCount > 1")
    }</activationCondition></complexGateway><task id="a"/><task id="b"/>`,
    "s>a s>b a>g b>g g>e",
  ],
  [
    "EXPRESSION",
    "condition of a",
    wait(
      `<conditionalEventDefinition><condition ${FORMAL}>${bad()}</condition></conditionalEventDefinition>`,
    ),
    A,
  ],
  [
    "EXPRESSION",
    "condition of a",
    `<task id="a"/><task id="c"/><boundaryEvent id="b" attachedToRef="a"><conditionalEventDefinition id=""><condition ${FORMAL}>${bad()}</condition></conditionalEventDefinition></boundaryEvent>`,
    "s>a a>e b>c c>e",
  ],
  [
    "EXPRESSION",
    "transformation of da",
    `<dataObject id="d"/><task id="a">${io}<dataInputAssociation id="da"><sourceRef>d</sourceRef><targetRef>i</targetRef><transformation ${FORMAL}>${
      bad("d + 1")
    }</transformation></dataInputAssociation></task>`,
    A,
  ],
  [
    "EXPRESSION",
    "from of da",
    `<dataObject id="d"/><task id="a">${io}<dataInputAssociation id="da"><sourceRef>d</sourceRef><targetRef>i</targetRef><assignment><from ${FORMAL}>${
      bad("d + 1")
    }</from><to ${FORMAL}>i = 1</to></assignment></dataInputAssociation></task>`,
    A,
  ],
  [
    "EXPRESSION",
    "formalExpression of po",
    `<userTask id="a"><potentialOwner id="po"><resourceAssignmentExpression><formalExpression>${
      bad("boss.name")
    }</formalExpression></resourceAssignmentExpression></potentialOwner></userTask>`,
    A,
  ],
  [
    "EXPRESSION",
    "script of a",
    `<scriptTask id="a" scriptFormat="application/feel"><script>${
      bad("x + 1")
    }</script></scriptTask>`,
    A,
  ],
  [
    "EXPRESSION",
    "messagePath of cr",
    `<task id="a"/>`,
    A,
    `<message id="msg" name="Msg"/><correlationProperty id="cp"><correlationPropertyRetrievalExpression id="cr" messageRef="msg"><messagePath>${
      bad("order.id")
    }</messagePath></correlationPropertyRetrievalExpression></correlationProperty>`,
  ],
  [
    "EXPRESSION",
    "conditionExpression of f",
    `<task id="a"/><exclusiveGateway id="g"/><sequenceFlow id="f" sourceRef="g" targetRef="a"><conditionExpression ${FORMAL}>«5¦x = 5»</conditionExpression></sequenceFlow>`,
    "s>g g>e a>e",
  ],
  [
    "EXPRESSION",
    "condition of a",
    wait(
      `<conditionalEventDefinition><condition ${FORMAL}>«"yes"¦said = "yes"»</condition></conditionalEventDefinition>`,
    ),
    A,
  ],
  ...["-1", "2.5", '"three"'].map((text) =>
    [
      "EXPRESSION",
      "loopCardinality of a",
      loop(`<loopCardinality ${FORMAL}>«${text}¦3»</loopCardinality>`),
      A,
    ] as const
  ),
  ["EXPRESSION", "msg", on("message"), A, named("message", "«=x +¦=&quot;M&quot; + k»")],
  ["EXPRESSION", "msg", on("message"), A, named("message", "«\${5}¦\${k}»")],
  ["EXPRESSION", "msg", on("signal"), A, named("signal", "«=foo(1)¦=x.contains(&quot;a&quot;)»")],
  [
    "EXPRESSION",
    "b",
    `<task id="a"/><task id="c"/><boundaryEvent id="b" attachedToRef="a"><errorEventDefinition errorRef="err"/></boundaryEvent>`,
    "s>a a>e b>c c>e",
    `<error id="err" name="n" errorCode="«=code¦code»"/>`,
  ],
  ["CALL", "a", `<callActivity id="a" calledElement="«\${which}¦p2»"/>`, A],
).map((one) =>
  one.at === "condition of a" && one.body?.includes("boundaryEvent")
    ? { ...one, at: "condition of b" }
    : one
);

/** The cases. */
export const EXPRESSION_CASES: readonly Case[] = STANDARD;
