/**
 * Rules on what a scope holds, each with a model that breaks it.
 *
 * @module
 */
import { type Case, cases, MESSAGE, onMessage, onSignal, onTimer } from "../model.ts";

const task = (...ids: string[]) => ids.map((id) => `<task id="${id}"/>`).join("");
const eventSub = (start: string) =>
  `<subProcess id="q" triggeredByEvent="true">${start}<endEvent id="u"/><sequenceFlow id="t_u" sourceRef="t" targetRef="u"/></subProcess>`;
const SCOPES: readonly Case[] = [
  ...cases(
    "error",
    ["EXT002", "a", `<task id="a"/><task id="«a¦b»"/>`, "s>a a>e «¦s>b b>e»"],
    ["XSD", "x:a", `<task id="«x:a¦a»"/>`, "s>a a>e"],
    [
      "EXT058",
      "q",
      eventSub(
        `<startEvent id="t">${onSignal}</startEvent>«<startEvent id="v">${onSignal}</startEvent>¦»`,
      ),
    ],
    ["EXT058", "q", eventSub(`«<task id="t"/>¦<startEvent id="t">${onSignal}</startEvent>»`)],
    ["EXT059", "t", eventSub(`<startEvent id="t">«¦${onSignal}»</startEvent>`)],
    ["EXT129", "t", eventSub(`<startEvent id="t">«¦${onSignal}»</startEvent>`)],
    [
      "EXT062",
      "x",
      `<adHocSubProcess id="h"><task id="a"/>«<startEvent id="x"/>¦»</adHocSubProcess>`,
      "s>h h>e",
    ],
    ["XSD", "a", `<task id="a" isForCompensation="«yes¦false»"/>`, "s>a a>e"],
    [
      "XSD",
      "h",
      `<adHocSubProcess id="h" ordering="«Random¦Parallel»"><task id="a"/></adHocSubProcess>`,
      "s>h h>e",
    ],
  ),
  ...cases(
    "warning",
    [
      "EXT059",
      "t",
      eventSub(
        `<startEvent id="t" isInterrupting="«false¦true»"><errorEventDefinition/></startEvent>`,
      ),
    ],
    ["EXT060", "q", `<transaction id="q" method="«a b¦##Compensate»"/>`, "s>q q>e"],
    ["EXT061", "h", `<adHocSubProcess id="h">«¦<task id="a"/>»</adHocSubProcess>`, "s>h h>e"],
    [
      "XSD",
      "as",
      `${
        task("a")
      }<textAnnotation id="n"/><association id="as" associationDirection="«Up¦One»" sourceRef="a" targetRef="n"/>`,
      "s>a a>e",
    ],
    [
      "REF",
      "as",
      `${task("a")}<textAnnotation id="n"/><association id="as" sourceRef="a" targetRef="«x¦n»"/>`,
      "s>a a>e",
    ],
  ),
  ...["choreographyTask", "subChoreography", "callChoreography"].flatMap((tag): Case[] => [
    {
      rule: "EXT036",
      severity: "error",
      at: "x",
      body: `«<${tag} id="x"/>¦»`,
      flows: "s>e",
      places: ["process"],
    },
    {
      rule: "EXT056",
      severity: "error",
      at: "x",
      body: `«<${tag} id="x"/>¦»`,
      flows: "s>e",
      places: ["subProcess", "eventSubProcess"],
    },
    {
      rule: "EXT062",
      severity: "error",
      at: "x",
      body: `<adHocSubProcess id="h"><task id="a"/>«<${tag} id="x"/>¦»</adHocSubProcess>`,
      flows: "s>h h>e",
    },
  ]),
  ...["cancel", "terminate", "link", "error", "escalation", "compensate"].flatMap(
    (kind): Case[] => {
      const body =
        `«<startEvent id="t"><${kind}EventDefinition/></startEvent>¦<startEvent id="t"/>»`;
      const rules = kind === "compensate" ? ["EXT098", "EXT121"] : ["EXT098"];
      return rules.map((rule) => ({
        rule,
        severity: "error",
        at: "t",
        body,
        flows: "s>e t>e",
        places: ["process"],
      }));
    },
  ),
  ...[onSignal, onTimer, onMessage].map((on): Case => ({
    rule: "EXT100",
    severity: "error",
    at: "t",
    body: `<startEvent id="t">«${on}¦»</startEvent>`,
    flows: "s>e t>e",
    roots: MESSAGE,
    places: ["subProcess"],
  })),
];

/** The cases. */
export const SCOPE_CASES: readonly Case[] = SCOPES;
