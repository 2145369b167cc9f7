/**
 * Rules on the file and on processes as a whole, each with a model that breaks it.
 *
 * @module
 */
import { type Case, cases, FORMAL } from "../model.ts";

const A = "s>a a>e";
const A_TASK = `<task id="a"/>`;
const ITEMS =
  `<itemDefinition id="it" structureRef="xs:string"/><itemDefinition id="it2" structureRef="xs:int"/>`;
const OPERATION =
  `${ITEMS}<message id="in" name="In" itemRef="it"/><interface id="if" name="I"><operation id="op" name="O">
  <inMessageRef>in</inMessageRef></operation></interface>`;
const property = (inside: string) =>
  `<message id="msg" name="Msg"/><correlationProperty id="cp" name="Cp">${inside}</correlationProperty>`;
const retrieval = (inside: string) =>
  `<correlationPropertyRetrievalExpression id="cr" messageRef="msg">${inside}</correlationPropertyRetrievalExpression>`;
const PATH = "<messagePath>id</messagePath>";
const FILE: readonly Case[] = [
  ...cases(
    "warning",
    [
      "EXT001",
      "import",
      "",
      "s>e",
      `<import «¦location="x.xsd"» importType="http://www.w3.org/2001/XMLSchema" namespace="urn:x"/>`,
    ],
    [
      "EXT001",
      "import",
      "",
      "s>e",
      `<import location="x.xsd" «¦importType="http://www.w3.org/2001/XMLSchema"» namespace="urn:x"/>`,
    ],
    [
      "EXT001",
      "import",
      "",
      "s>e",
      `<import location="x.xsd" importType="http://www.w3.org/2001/XMLSchema" «¦namespace="urn:x"»/>`,
    ],
    [
      "EXT004",
      "documentation of a",
      `<task id="a"><documentation textFormat="«plain¦text/plain»">x</documentation></task>`,
      A,
    ],
    ["EXT010", "n", `${A_TASK}<textAnnotation id="n" textFormat="«html¦text/html»"/>`, A],
    [
      "EXT014",
      "conditionExpression of f",
      `${A_TASK}<exclusiveGateway id="g"/><sequenceFlow id="f" sourceRef="g" targetRef="a"><conditionExpression ${FORMAL} language="«a b¦urn:b»">x</conditionExpression></sequenceFlow>`,
      "s>g g>e a>e",
    ],
    ...["x + 1", "SCRIPT", "count(list) > 0"].map((text) =>
      [
        "EXT053",
        "a",
        `<scriptTask id="a" «¦scriptFormat="feel"»><script>${text}</script></scriptTask>`,
        A,
      ] as const
    ),
    [
      "EXT145",
      "a",
      `<scriptTask id="a" scriptFormat="«http://www.java.com/java¦text/x-java»"><script>x();</script></scriptTask>`,
      A,
    ],
    [
      "EXT145",
      "a",
      `<scriptTask id="a" scriptFormat="«my language¦javascript»"><script>x();</script></scriptTask>`,
      A,
    ],
    ["REF", "l", A_TASK, A],
    [
      "REF",
      "msg",
      A_TASK,
      A,
      `<message id="msg" name="M" itemRef="«gone¦it»"/><itemDefinition id="it"/>`,
    ],
    [
      "REF",
      "own",
      A_TASK,
      A,
      `<signal id="own" name="O" structureRef="«gone¦it»"/><itemDefinition id="it"/>`,
    ],
  ).map((one) =>
    one.at === "l"
      ? {
        ...one,
        head:
          `<laneSet id="ls"><lane id="l" name="Clerk"><flowNodeRef>«gone¦a»</flowNodeRef></lane></laneSet>`,
      }
      : one
  ),
  ...cases(
    "error",
    [
      "EXT005",
      "extension",
      "",
      "s>e",
      `<extension mustUnderstand="«true¦false»" definition="x:y"/>`,
    ],
    ["XSD", "d", A_TASK, A, `«<dataObject id="d"/>¦<dataStore id="d" name="D"/>»`],
    ["XSD", "x", `${A_TASK}`, A, `«<task id="x"/>¦<globalUserTask id="x"/>»`],
    ["XSD", "p2", '«<process id="p2"/>¦»', "s>e"],
    ["XSD", "cp", "", "s>e", property(`«¦${retrieval(PATH)}»`)],
    ["XSD", "cr", "", "s>e", property(retrieval(`«¦${PATH}»`))],
    [
      "EXT013",
      "messagePath of cr",
      "",
      "s>e",
      property(retrieval(`<messagePath>«¦id»</messagePath>`)),
    ],
    [
      "REF",
      "cr",
      "",
      "s>e",
      property(retrieval(PATH)).replace('messageRef="msg"', 'messageRef="«gone¦msg»"'),
    ],
  ),
];
const PROCESS: readonly Case[] = [
  ...cases(
    "warning",
    [
      "EXT066",
      "p2",
      A_TASK,
      A,
      `${OPERATION}<process id="p2" isExecutable="true"><supportedInterfaceRef>if</supportedInterfaceRef><ioSpecification><dataInput id="i" itemSubjectRef="it"/><inputSet><dataInputRefs>i</dataInputRefs></inputSet><outputSet/></ioSpecification>«¦<ioBinding id="ib" operationRef="op" inputDataRef="i"/>»</process>`,
    ],
    [
      "EXT065",
      "ib",
      A_TASK,
      A,
      `${OPERATION}<process id="p2" isExecutable="true"><supportedInterfaceRef>if</supportedInterfaceRef><ioSpecification><dataInput id="i" itemSubjectRef="«it2¦it»"/><inputSet><dataInputRefs>i</dataInputRefs></inputSet><outputSet/></ioSpecification><ioBinding id="ib" operationRef="op" inputDataRef="i"/></process>`,
    ],
    [
      "EXT035",
      "p2",
      A_TASK,
      A,
      `<process id="p2" isExecutable="true" processType="«Public¦Private»"/>`,
    ],
    ["EXT035", "p2", A_TASK, A, `<process id="p2" isExecutable="1" «processType="Public"¦»/>`],
    [
      "EXT035",
      "p2",
      A_TASK,
      A,
      `<process id="p2" isExecutable="«true¦false»" processType="Public"/>`,
    ],
    [
      "XSD",
      "p2",
      A_TASK,
      A,
      `<process id="p2" isExecutable="true" processType="«Executable¦None»"/>`,
    ],
  ),
  ...[
    "«<incoming>x</incoming>¦»<incoming>s_a</incoming><outgoing>a_e</outgoing>",
    "<incoming>s_a</incoming><outgoing>a_e</outgoing>«<outgoing>s_a</outgoing>¦»",
    "«¦<incoming>s_a</incoming>»<outgoing>a_e</outgoing>",
    "<incoming>s_a</incoming>«¦<outgoing>a_e</outgoing>»",
  ].map((listed): Case => ({
    rule: "EXT023",
    severity: "warning",
    at: "a",
    bare: true,
    places: ["process"],
    body: `<startEvent id="s"><outgoing>s_a</outgoing></startEvent><task id="a">${listed}</task>
      <endEvent id="e"><incoming>a_e</incoming></endEvent>`,
    flows: A,
  })),
];

/** The cases. */
export const FILE_CASES: readonly Case[] = [...FILE, ...PROCESS];
