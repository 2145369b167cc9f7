/**
 * Processes with one activity of several runs, in each dialect, for each kind of activity: `p` runs it, `q` is what it calls.
 *
 * @module
 */

/** Who says what a run gets and gives: the standard's attributes, Camunda 7 or Camunda 8. */
export type Dialect = "standard" | "seven" | "eight";
/** What runs several times. */
export type Kind =
  | "service"
  | "script"
  | "user"
  | "receive"
  | "subProcess"
  | "call"
  | "callFar"
  | "event"
  | "handler";

export const DIALECTS: readonly Dialect[] = ["standard", "seven", "eight"];
export const KINDS: readonly Kind[] = [
  "service",
  "script",
  "user",
  "receive",
  "subProcess",
  "call",
  "callFar",
  "event",
  "handler",
];

/** What an activity says: where the result of a run goes, and what it gets besides its element. */
export interface Said {
  readonly dialect: Dialect;
  readonly kind: Kind;
  readonly sequential: boolean;
  /** Whether it says what comes out. */
  readonly output: boolean;
  /** Whether a run gets `x`, its element once more, by a mapping. */
  readonly input: boolean;
}

const flow = (source: string, target: string) =>
  `<sequenceFlow id="${source}_${target}" sourceRef="${source}" targetRef="${target}"/>`;

const definitions = (inside: string) =>
  `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="urn:scope"
  id="d"><message id="m" name="M"/><escalation id="esc" escalationCode="E"/>${inside}</definitions>`;

/** A process that does the work of one run. */
const process = (id: string, inside: string) =>
  `<process id="${id}" isExecutable="true">${inside}</process>`;

const working = (prefix: string) =>
  `<startEvent id="${prefix}s"/><serviceTask id="${prefix}w"${
    prefix === "" ? "" : ""
  } camunda:topic="w"/><endEvent id="${prefix}e"/>${flow(`${prefix}s`, `${prefix}w`)}${
    flow(`${prefix}w`, `${prefix}e`)
  }`;

/** The work of one run inside an event sub-process, which an escalation starts. */
const escalating =
  `<startEvent id="is"/><endEvent id="ie"><escalationEventDefinition id="ied" escalationRef="esc"/></endEvent>${
    flow("is", "ie")
  }<subProcess id="ev" triggeredByEvent="true"><startEvent id="evs"><escalationEventDefinition id="evd" escalationRef="esc"/></startEvent>
  <serviceTask id="evw" camunda:topic="w"/><endEvent id="eve"/>${flow("evs", "evw")}${
    flow("evw", "eve")
  }</subProcess>`;

/** The files of a process with one activity of several runs. */
export function files(said: Said): string[] {
  const { kind } = said;
  if (kind === "handler") return [definitions(handled(said))];
  const q = process("q", working("q"));
  const p = process(
    "p",
    `<dataObject id="items" isCollection="true"/><startEvent id="s"/>${
      activity(said)
    }<endEvent id="e"/>${flow("s", "a")}${flow("a", "e")}`,
  );
  if (kind === "callFar") return [definitions(q), definitions(p)];
  return [definitions(kind === "call" ? p + q : p)];
}

/** An event sub-process of several runs, which interrupts the process. */
function handled(said: Said): string {
  return process(
    "p",
    `<dataObject id="items" isCollection="true"/><startEvent id="s"/><endEvent id="e">
    <escalationEventDefinition id="ed" escalationRef="esc"/></endEvent>${flow("s", "e")}${
      activity(said)
    }`,
  );
}

function activity(said: Said): string {
  const extensions = mappings(said), io = said.dialect === "standard" ? ioOf(said) : "";
  const [tag, attributes, inside] = shape(said.kind);
  const { before, after } = ["subProcess", "event", "handler"].includes(said.kind)
    ? { before: "", after: inside }
    : { before: inside, after: "" };
  return `<${tag} id="a" ${attributes}>${extensions}${io}${loop(said)}${after}${before}</${tag}>`;
}

function shape(kind: Kind): readonly [tag: string, attributes: string, inside: string] {
  switch (kind) {
    case "service":
      return ["serviceTask", `camunda:topic="w"`, ""];
    case "script":
      return [
        "scriptTask",
        `scriptFormat="text/feel"`,
        `<script>if item = 2 then {} else { y: item * 10, item: 0, loopCounter: 0 }</script>`,
      ];
    case "user":
      return ["userTask", "", ""];
    case "receive":
      return ["receiveTask", `messageRef="m"`, ""];
    case "subProcess":
      return ["subProcess", "", working("i")];
    case "event":
      return ["subProcess", "", escalating];
    case "handler":
      return [
        "subProcess",
        `triggeredByEvent="true"`,
        `<startEvent id="as"><escalationEventDefinition id="ad" escalationRef="esc"/></startEvent>
        <serviceTask id="aw" camunda:topic="w"/><endEvent id="ae"/>${flow("as", "aw")}${
          flow("aw", "ae")
        }`,
      ];
    case "call":
    case "callFar":
      return ["callActivity", `calledElement="q"`, ""];
  }
}

function mappings({ dialect, input, output }: Said): string {
  if (dialect === "seven") {
    const params =
      (input ? `<camunda:inputParameter name="x">\${item}</camunda:inputParameter>` : "") +
      (output ? `<camunda:outputParameter name="last">\${y}</camunda:outputParameter>` : "");
    return params === ""
      ? ""
      : `<extensionElements><camunda:inputOutput>${params}</camunda:inputOutput></extensionElements>`;
  }
  return dialect === "eight" && input
    ? `<extensionElements><zeebe:ioMapping><zeebe:input source="=item" target="x"/></zeebe:ioMapping></extensionElements>`
    : "";
}

/** The standard gives a sub-process no inputs, and a called process of the same file has to declare the same ones. */
export function hasInput({ dialect, kind, input }: Said): boolean {
  return input &&
    (dialect !== "standard" || !["subProcess", "event", "handler", "call"].includes(kind));
}

function ioOf(said: Said): string {
  return hasInput(said)
    ? `<ioSpecification><dataInput id="x"/><inputSet><dataInputRefs>x</dataInputRefs></inputSet><outputSet/></ioSpecification>
       <dataInputAssociation><sourceRef>item</sourceRef><targetRef>x</targetRef></dataInputAssociation>`
    : "";
}

function loop({ dialect, sequential, output }: Said): string {
  const attributes = `isSequential="${sequential}"`;
  switch (dialect) {
    case "standard":
      return `<multiInstanceLoopCharacteristics ${attributes}><loopDataInputRef>items</loopDataInputRef>${
        output ? "<loopDataOutputRef>outs</loopDataOutputRef>" : ""
      }<inputDataItem id="item"/>${
        output ? `<outputDataItem id="y"/>` : ""
      }</multiInstanceLoopCharacteristics>`;
    case "seven":
      return `<multiInstanceLoopCharacteristics ${attributes} camunda:collection="items" camunda:elementVariable="item"/>`;
    case "eight":
      return `<multiInstanceLoopCharacteristics ${attributes}><extensionElements><zeebe:loopCharacteristics inputCollection="=items"
        inputElement="item" ${
        output ? `outputCollection="outs" outputElement="=y"` : ""
      }/></extensionElements></multiInstanceLoopCharacteristics>`;
  }
}
