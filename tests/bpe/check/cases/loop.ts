/**
 * Rules on loops, each with a model that breaks it.
 *
 * @module
 */
import { type Case, cases, FORMAL, SIGNAL } from "../model.ts";

const A = "s>a a>e";
const within = (inside: string, tag = "task", more = "") =>
  `<${tag} id="a" ${more}>${inside}</${tag}>`;
const loop = (inside: string, more = "") =>
  within(`<multiInstanceLoopCharacteristics ${more}>${inside}</multiInstanceLoopCharacteristics>`);
const many = `<loopCardinality ${FORMAL}>3</loopCardinality>`;
const both =
  `<standardLoopCharacteristics/>«<multiInstanceLoopCharacteristics>${many}</multiInstanceLoopCharacteristics>¦»`;
const io = (inside: string) => `<ioSpecification>${inside}</ioSpecification>`;
const inputs = (
  items: string,
  sets = `<inputSet id="is"><dataInputRefs>i</dataInputRefs></inputSet>`,
) => io(`${items}${sets}<outputSet id="os"/>`);
const ITEMS =
  `<itemDefinition id="it" structureRef="xs:string"/><itemDefinition id="it2" structureRef="xs:int"/>` +
  `<itemDefinition id="list" structureRef="xs:string" isCollection="true"/>`;
const OTHER = `itemSubjectRef="«it2¦it»"`;
const LOOPS: readonly Case[] = [
  ...cases(
    "error",
    ["EXT041", "a", within(both), A],
    ["EXT041", "a", within(both, "userTask"), A],
    ["EXT054", "a", within(both, "subProcess"), A],
    ["EXT055", "a", within(both, "transaction"), A],
    ["EXT067", "a", loop(`«¦${many}»`), A],
    [
      "EXT067",
      "a",
      within(
        `<multiInstanceLoopCharacteristics isSequential="true">«¦${many}»</multiInstanceLoopCharacteristics>`,
        "callActivity",
        `calledElement="p2"`,
      ),
      A,
    ],
    ["EXT037", "a", within("", "task", `startQuantity="«0¦1»"`), A],
    ["EXT037", "a", within("", "userTask", `startQuantity="«many¦2»"`), A],
    ["EXT038", "a", within("", "task", `completionQuantity="«-1¦1»"`), A],
    [
      "XSD",
      "standardLoopCharacteristics of a",
      within(`<standardLoopCharacteristics loopMaximum="«none¦3»"/>`),
      A,
    ],
    ["XSD", "multiInstanceLoopCharacteristics of a", loop(many, `isSequential="«maybe¦true»"`), A],
    ["XSD", "multiInstanceLoopCharacteristics of a", loop(many, `behavior="«Some¦All»"`), A],
    [
      "EXT013",
      "complexBehaviorDefinition of a",
      loop(
        `${many}<complexBehaviorDefinition id="">«¦<condition ${FORMAL}>x</condition>»</complexBehaviorDefinition>`,
        `behavior="Complex"`,
      ),
      A,
    ],
    [
      "EXT071",
      "loopCondition of a",
      within(
        `<standardLoopCharacteristics><loopCondition ${FORMAL}>«5¦x > 5»</loopCondition></standardLoopCharacteristics>`,
      ),
      A,
    ],
    [
      "EXT071",
      "completionCondition of a",
      loop(`${many}<completionCondition ${FORMAL}>«"yes"¦done»</completionCondition>`),
      A,
    ],
  ),
  ...cases(
    "warning",
    ["EXT067", "a", loop(`«<loopDataInputRef>x</loopDataInputRef>¦»${many}`), A],
    [
      "EXT068",
      "a",
      loop(`<loopDataInputRef>«j¦i»</loopDataInputRef>`).replace(
        "<multi",
        `${inputs(`<dataInput id="i" itemSubjectRef="list" isCollection="true"/>`)}<multi`,
      ) +
      `<task id="b">${
        inputs(
          `<dataInput id="j" itemSubjectRef="list" isCollection="true"/>`,
          `<inputSet id="js"><dataInputRefs>j</dataInputRefs></inputSet>`,
        ).replace('"os"', '"os2"')
      }</task>`,
      "s>a a>b b>e",
      ITEMS,
    ],
    [
      "EXT068",
      "a",
      loop(`<loopDataInputRef>i</loopDataInputRef>`).replace(
        "<multi",
        `${
          inputs(
            `<dataInput id="i" «itemSubjectRef="it"¦itemSubjectRef="list" isCollection="true"»/>`,
          )
        }<multi`,
      ),
      A,
      ITEMS,
    ],
    [
      "EXT070",
      "a",
      `<dataObject id="d" itemSubjectRef="list" isCollection="true"/>${
        within(
          `<multiInstanceLoopCharacteristics><loopDataInputRef>d</loopDataInputRef><inputDataItem id="one" ${OTHER}/></multiInstanceLoopCharacteristics>`,
          "subProcess",
        )
      }`,
      A,
      ITEMS,
    ],
    [
      "EXT069",
      "a",
      `<dataObject id="d" itemSubjectRef="list" isCollection="true"/>${
        loop(`${many}<loopDataOutputRef>d</loopDataOutputRef><outputDataItem id="one" ${OTHER}/>`)
      }`,
      A,
      ITEMS,
    ],
    [
      "EXT072",
      "multiInstanceLoopCharacteristics of a",
      loop(many, `behavior="One" «¦oneBehaviorEventRef="ev"»`),
      A,
      `${SIGNAL}<signalEventDefinition id="ev" signalRef="sig"/>`,
    ],
    [
      "EXT072",
      "multiInstanceLoopCharacteristics of a",
      loop(many, `behavior="None" «¦noneBehaviorEventRef="ev"»`),
      A,
      `${SIGNAL}<signalEventDefinition id="ev" signalRef="sig"/>`,
    ],
    ["EXT073", "multiInstanceLoopCharacteristics of a", loop(many, `behavior="«Complex¦All»"`), A],
    [
      "EXT012",
      "loopCondition of a",
      within(
        `<standardLoopCharacteristics><loopCondition «¦${FORMAL}»>more</loopCondition></standardLoopCharacteristics>`,
      ),
      A,
    ],
    ["EXT049", "a", within("", "receiveTask", `instantiate="«true¦false»"`), A],
  ),
];

/** The cases. */
export const LOOP_CASES: readonly Case[] = LOOPS;
