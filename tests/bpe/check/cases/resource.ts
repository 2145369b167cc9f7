/**
 * Rules on resources, operations and calls, each with a model that breaks it.
 *
 * @module
 */
import { type Case, cases, MESSAGE } from "../model.ts";

const A = "s>a a>e";
const within = (inside: string, tag = "task", more = "") =>
  `<${tag} id="a" ${more}>${inside}</${tag}>`;
const io = (inside: string) => `<ioSpecification>${inside}</ioSpecification>`;
const inputs = (
  items: string,
  sets = `<inputSet id="is"><dataInputRefs>i</dataInputRefs></inputSet>`,
) => io(`${items}${sets}<outputSet id="os"/>`);
const outputs = (items: string, set: string) =>
  io(`${items}<inputSet id="is"/><outputSet id="os">${set}</outputSet>`);
const ITEMS =
  `<itemDefinition id="it" structureRef="xs:string"/><itemDefinition id="it2" structureRef="xs:int"/>` +
  `<itemDefinition id="list" structureRef="xs:string" isCollection="true"/>`;
const MESSAGES =
  `${ITEMS}<message id="in" name="In" itemRef="it"/><message id="out" name="Out" itemRef="it"/><interface id="if" name="I">
  <operation id="op" name="O"><inMessageRef>in</inMessageRef><outMessageRef>out</outMessageRef></operation></interface>`;
const service = (input: string, output: string) =>
  within(
    io(
      `<dataInput id="i" ${input}/><dataOutput id="o" ${output}/><inputSet><dataInputRefs>i</dataInputRefs></inputSet>
      <outputSet><dataOutputRefs>o</dataOutputRefs></outputSet>`,
    ),
    "serviceTask",
    `operationRef="op"`,
  );
const OF = `itemSubjectRef="it"`, OTHER = `itemSubjectRef="«it2¦it»"`;
const ref = (id: string) => `<dataInputRefs>${id}</dataInputRefs>`;
const out = (id: string) => `<dataOutputRefs>${id}</dataOutputRefs>`;
const RESOURCES: readonly Case[] = [
  ...cases(
    "warning",
    [
      "EXT039",
      "po",
      within(
        `<potentialOwner id="po"><resourceRef>r</resourceRef>«<resourceAssignmentExpression><formalExpression>ann</formalExpression></resourceAssignmentExpression>¦»</potentialOwner>`,
        "userTask",
      ),
      A,
      `<resource id="r" name="R"/>`,
    ],
    [
      "EXT040",
      "po",
      within(
        `<performer id="po"><resourceAssignmentExpression><formalExpression>ann</formalExpression></resourceAssignmentExpression>«<resourceParameterBinding parameterRef="rp"><formalExpression>x</formalExpression></resourceParameterBinding>¦»</performer>`,
        "userTask",
      ),
      A,
      `<resource id="r" name="R"><resourceParameter id="rp" name="P"/></resource>`,
    ],
    [
      "EXT078",
      "pr",
      `${within("")}<«textAnnotation¦task» id="b"><property id="pr"/></«textAnnotation¦task»>`,
      "s>a a>e «¦s>b b>e»",
    ],
    [
      "EXT079",
      "ioSpecification of a",
      within(`«${io(`<inputSet id="is"/><outputSet id="os"/>`)}¦»`, "subProcess"),
      A,
    ],
    [
      "EXT042",
      "a",
      within(
        `«¦${
          io(
            `<dataInput id="i" ${OF}/><inputSet id="is"><dataInputRefs>i</dataInputRefs></inputSet><outputSet id="os"/>`,
          )
        }»`,
        "serviceTask",
        `operationRef="op"`,
      ),
      A,
      MESSAGES.replace("<outMessageRef>out</outMessageRef>", ""),
    ],
    [
      "EXT043",
      "a",
      within(
        io(
          `<dataInput id="i" ${OF}/>«¦<dataOutput id="o" ${OF}/>»<inputSet><dataInputRefs>i</dataInputRefs></inputSet><outputSet id="os">«¦<dataOutputRefs>o</dataOutputRefs>»</outputSet>`,
        ),
        "serviceTask",
        `operationRef="op"`,
      ),
      A,
      MESSAGES,
    ],
    ["EXT044", "a", service(OTHER, OF), A, MESSAGES],
    ["EXT045", "a", service(OF, OTHER), A, MESSAGES],
    [
      "EXT046",
      "a",
      within(
        inputs(
          `<dataInput id="i"/>`,
          `<inputSet id="is">${ref("i")}</inputSet>«<inputSet id="is2">${ref("i")}</inputSet>¦»`,
        ),
        "sendTask",
        `messageRef="msg"`,
      ),
      A,
      MESSAGE,
    ],
    [
      "EXT047",
      "a",
      within(
        inputs(
          `<dataInput id="i"/>«<dataInput id="j"/>¦»`,
          `<inputSet id="is">${ref("i")}«${ref("j")}¦»</inputSet>`,
        ),
        "sendTask",
        `messageRef="msg"`,
      ),
      A,
      MESSAGE,
    ],
    [
      "EXT048",
      "a",
      within(inputs(`<dataInput id="i" ${OTHER}/>`), "sendTask", `messageRef="in"`),
      A,
      MESSAGES,
    ],
    [
      "EXT050",
      "a",
      within(
        io(
          `<dataOutput id="o"/><inputSet id="is"/><outputSet id="os">${
            out("o")
          }</outputSet>«<outputSet id="os2">${out("o")}</outputSet>¦»`,
        ),
        "receiveTask",
        `messageRef="msg"`,
      ),
      A,
      MESSAGE,
    ],
    [
      "EXT051",
      "a",
      within(
        outputs(`<dataOutput id="o"/>«<dataOutput id="o2"/>¦»`, `${out("o")}«${out("o2")}¦»`),
        "receiveTask",
        `messageRef="msg"`,
      ),
      A,
      MESSAGE,
    ],
    [
      "EXT052",
      "a",
      within(outputs(`<dataOutput id="o" ${OTHER}/>`, out("o")), "receiveTask", `messageRef="in"`),
      A,
      MESSAGES,
    ],
    [
      "EXT063",
      "a",
      within(inputs(`<dataInput id="i" ${OTHER}/>`), "callActivity", `calledElement="g"`),
      A,
      `${ITEMS}<globalUserTask id="g">${
        inputs(
          `<dataInput id="gi" ${OF}/>`,
          `<inputSet id="gs"><dataInputRefs>gi</dataInputRefs></inputSet>`,
        ).replace('"os"', '"gos"')
      }</globalUserTask>`,
    ],
    [
      "EXT064",
      "a",
      within(`«¦${inputs(`<dataInput id="i" ${OF}/>`)}»`, "callActivity", `calledElement="g"`),
      A,
      `${ITEMS}<globalUserTask id="g">${
        inputs(
          `<dataInput id="gi" ${OF}/>`,
          `<inputSet id="gs"><dataInputRefs>gi</dataInputRefs></inputSet>`,
        ).replace('"os"', '"gos"')
      }</globalUserTask>`,
    ],
  ),
  ...cases(
    "error",
    [
      "EXT099",
      "a",
      within("", "callActivity", `calledElement="p2"`),
      A,
      `${MESSAGE}<process id="p2"><startEvent id="s2">«<messageEventDefinition messageRef="msg"/>¦»</startEvent><endEvent id="e2"/><sequenceFlow id="f2" sourceRef="s2" targetRef="e2"/></process>`,
    ],
    [
      "REF",
      "a",
      within("", "callActivity", `calledElement="«msg¦p2»"`),
      A,
      `${MESSAGE}<process id="p2"/>`,
    ],
    ["REF", "a", within("", "sendTask", `messageRef="«sig¦msg»"`), A, MESSAGE],
    [
      "REF",
      "a",
      within("", "serviceTask", `operationRef="«gone¦op»" implementation=""`).replace(
        "></",
        `>«¦${
          io(
            `<dataInput id="i" ${OF}/><inputSet><dataInputRefs>i</dataInputRefs></inputSet><outputSet/>`,
          )
        }»</`,
      ),
      A,
      MESSAGES.replace("<outMessageRef>out</outMessageRef>", ""),
    ],
    [
      "REF",
      "po",
      within(
        `<potentialOwner id="po"><resourceRef>«gone¦r»</resourceRef></potentialOwner>`,
        "userTask",
      ),
      A,
      `<resource id="r" name="R"/>`,
    ],
    ["REF", "a", within("", "userTask", `default="«gone¦a_e»"`), A],
  ),
];

/** The cases. */
export const RESOURCE_CASES: readonly Case[] = RESOURCES;
