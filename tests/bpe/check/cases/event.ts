/**
 * Rules on where which event may stand, each with a model that breaks it.
 *
 * @module
 */
import { type Case, cases, FORMAL, onSignal, onTimer } from "../model.ts";

const task = (...ids: string[]) => ids.map((id) => `<task id="${id}"/>`).join("");
const on = (kind: string) => `<${kind}EventDefinition/>`;
const wait = (definition: string) =>
  `<intermediateCatchEvent id="x">${definition}</intermediateCatchEvent>`;
const throws = (definition: string, id = "x") =>
  `<intermediateThrowEvent id="${id}">${definition}</intermediateThrowEvent>`;
const boundary = (definition: string, more = "", host = task("a")) =>
  `${host}<boundaryEvent id="x" attachedToRef="a" ${more}>${definition}</boundaryEvent>${
    task("c")
  }`;
const AT = "s>a a>e x>c c>e", IN = "s>x x>e";
const ending = (definition: string) => `<endEvent id="x">${definition}</endEvent>`;
const sub = (tag: string, end: string) =>
  `<${tag} id="q"><startEvent id="t"/><endEvent id="x">${end}</endEvent><sequenceFlow id="t_x" sourceRef="t" targetRef="x"/></${tag}>`;
const condition = (inside: string) =>
  `<conditionalEventDefinition>${inside}</conditionalEventDefinition>`;
const holds = `<condition ${FORMAL}>ready</condition>`;
const KINDS: readonly Case[] = [
  ...cases(
    "error",
    ...["link", "terminate"].map((kind) =>
      ["EXT110", "x", boundary(`«${on(kind)}¦${onSignal}»`), AT] as const
    ),
    ...["link", "terminate"].map((kind) =>
      ["EXT147", "x", boundary(`«${on(kind)}¦${onSignal}»`), AT] as const
    ),
    ["EXT130", "x", boundary(`«¦${onSignal}»`), AT],
    ...["cancel", "compensate", "error", "escalation", "terminate"].map((kind) =>
      ["EXT148", "x", wait(`«${on(kind)}¦${onSignal}»`), IN] as const
    ),
    ["EXT122", "x", wait(`«${on("compensate")}¦${onTimer}»`), IN],
    ["EXT148", "x", wait(`«¦${onTimer}»`), IN],
    ...["error", "terminate", "cancel"].map((kind) =>
      ["EXT149", "x", throws(`«${on(kind)}¦»`), IN] as const
    ),
    ["EXT149", "x", throws(`«${onTimer}¦${onSignal}»`), IN],
    ["EXT149", "x", throws(`«${condition(holds)}¦»`), IN],
    ...[on("link"), onTimer, condition(holds)].map((one) =>
      ["EXT146", "x", ending(`«${one}¦»`), "s>e s>x"] as const
    ),
    ["EXT106", "x", sub("«subProcess¦transaction»", on("cancel")), "s>q q>e"],
    ["EXT106", "x", sub("subProcess", `«${on("cancel")}¦»`), "s>q q>e"],
    ["EXT106", "x", ending(`«${on("cancel")}¦${on("terminate")}»`), "s>e s>x"],
    [
      "REF",
      "x",
      `${task("a", "c")}<boundaryEvent id="x" attachedToRef="«gone¦a»">${onTimer}</boundaryEvent>`,
      AT,
    ],
    [
      "REF",
      "x",
      `${task("a", "c")}<boundaryEvent id="x" attachedToRef="«s¦a»">${onTimer}</boundaryEvent>`,
      AT,
    ],
    [
      "XSD",
      "x",
      `${task("a", "c")}<boundaryEvent id="x" «¦attachedToRef="a"»>${onTimer}</boundaryEvent>`,
      AT,
    ],
    [
      "EXT152",
      "x",
      `${task("a", "c")}<subProcess id="q">${
        task("v")
      }</subProcess><boundaryEvent id="x" attachedToRef="«v¦q»">${onTimer}</boundaryEvent>`,
      "s>q q>a a>e x>c c>e",
    ],
  ),
  ...cases(
    "warning",
    ...["error", "compensate"].map((kind) =>
      [
        "EXT110",
        "x",
        boundary(on(kind), `cancelActivity="«false¦true»"`, task("a")) + (kind === "error"
          ? ""
          : `<task id="h" isForCompensation="true"/><association id="as" sourceRef="x" targetRef="h"/>`),
        kind === "error" ? AT : "s>a a>c c>e",
      ] as const
    ),
    [
      "EXT147",
      "x",
      boundary(on("cancel"), `cancelActivity="«false¦true»"`, `<transaction id="a"/>`),
      AT,
    ],
    ["EXT111", "x", boundary(on("cancel"), "", `<«subProcess¦transaction» id="a"/>`), AT],
    ["EXT111", "x", boundary(`«${on("cancel")}¦${on("error")}»`, "", task("a")), AT],
    ["EXT113", "x", boundary(onTimer), "s>a a>e c>e «s>c¦x>c»"],
    [
      "EXT114",
      "x",
      `${
        boundary(on("compensate"))
      }<task id="h" isForCompensation="true"/><association id="as" sourceRef="x" targetRef="h"/>`,
      "s>a a>e s>c c>e «x>c¦»",
    ],
    [
      "EXT143",
      "x",
      `${
        boundary(on("compensate"))
      }<task id="h" isForCompensation="true"/>«¦<association id="as" sourceRef="x" targetRef="h"/>»`,
      "s>a a>c c>e",
    ],
    [
      "EXT144",
      "x",
      `${
        boundary(on("compensate"))
      }<task id="h" isForCompensation="«false¦true»"/><association id="as" sourceRef="x" targetRef="h"/>`,
      "s>a a>c c>e",
    ],
    ["EXT115", "x", wait(onSignal), "s>e x>e «¦s>x»"],
    ["EXT115", "x", throws(onSignal), "s>e x>e «¦s>x»"],
    ["EXT116", "x", wait(onTimer), "s>e s>x «¦x>e»"],
    ["EXT116", "x", throws(""), "s>e s>x «¦x>e»"],
    [
      "EXT095",
      "x",
      `<intermediateCatchEvent id="x"><eventDefinitionRef>«inner¦outer»</eventDefinitionRef></intermediateCatchEvent><intermediateCatchEvent id="y"><signalEventDefinition id="inner" signalRef="sig"/></intermediateCatchEvent>`,
      "s>x x>y y>e",
      `<signal id="sig" name="Sig"/><signalEventDefinition id="outer" signalRef="sig"/>`,
    ],
  ),
];

/** The cases. */
export const EVENT_CASES: readonly Case[] = KINDS;
