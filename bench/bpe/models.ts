/**
 * The four processes of the benchmark, written so that both engines read the same text.
 *
 * @module
 */

/** A process, and how both engines are to go through it. */
export interface Model {
  /** The id of its process. */
  readonly id: string;
  /** What it is. */
  readonly title: string;
  /** BPMN 2.0 XML. */
  readonly xml: string;
  /** How many instances a round of the peer has. */
  readonly peer: number;
}

const flow = (id: string, source: string, target: string, inside = "") =>
  `<sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}">${inside}</sequenceFlow>`;
const service = (id: string, name: string) =>
  `<serviceTask id="${id}" camunda:topic="${name}" implementation="\${environment.services.${name}}"/>`;
const chain = (...ids: readonly string[]) =>
  ids.slice(1).map((target, i) => flow(`f${i}`, ids[i] ?? "", target)).join("");
const file = (id: string, inside: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="d" targetNamespace="urn:bench">
<process id="${id}" isExecutable="true"><startEvent id="b"/>${inside}<endEvent id="e"/></process>
</definitions>`;
const FIVE = [1, 2, 3, 4, 5].map((i) => `s${i}`);
const tasks = FIVE.map((id) => service(id, "work")).join("");

/** The condition that each engine takes. */
const AGAIN =
  `<conditionExpression xsi:type="tFormalExpression">\${environment.services.more()}</conditionExpression>`;

/** Five service tasks, a fork and join of five, a loop of a hundred, a wait that is signalled. */
export const MODELS: readonly Model[] = [
  {
    id: "five",
    title: "five service tasks",
    xml: file("five", tasks + chain("b", ...FIVE, "e")),
    peer: 40,
  },
  {
    id: "fork",
    title: "fork and join of five",
    xml: file(
      "fork",
      `<parallelGateway id="g"/>${tasks}<parallelGateway id="j"/>${flow("in", "b", "g")}${
        FIVE.map((id) => flow(`to${id}`, "g", id) + flow(`of${id}`, id, "j")).join("")
      }${flow("out", "j", "e")}`,
    ),
    peer: 40,
  },
  {
    id: "loop",
    title: "loop of 100",
    xml: file(
      "loop",
      `${service("s", "count")}<exclusiveGateway id="g" default="done"/>${flow("in", "b", "s")}${
        flow("of", "s", "g")
      }${flow("again", "g", "s", AGAIN)}${flow("done", "g", "e")}`,
    ),
    peer: 2,
  },
  {
    id: "wait",
    title: "wait and signal",
    xml: file("wait", `<userTask id="u"/>${chain("b", "u", "e")}`),
    peer: 80,
  },
];

/** The same loop with the condition in FEEL. */
export function own({ xml }: Model): string {
  return xml.replace(AGAIN, AGAIN.replace("${environment.services.more()}", "n &lt; 100"));
}
