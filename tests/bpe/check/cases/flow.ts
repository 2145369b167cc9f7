/**
 * Rules on sequence flows and their ends, each with a model that breaks it.
 *
 * @module
 */
import { type Case, cases, FORMAL, onSignal, onTimer } from "../model.ts";

const task = (...ids: string[]) => ids.map((id) => `<task id="${id}"/>`).join("");
const condition = (text: string, more = FORMAL) =>
  `<conditionExpression ${more}>${text}</conditionExpression>`;
const eventSub = (start: string) =>
  `<subProcess id="q" triggeredByEvent="true">${start}<endEvent id="u"/><sequenceFlow id="t_u" sourceRef="t" targetRef="u"/></subProcess>`;
const started = eventSub(`<startEvent id="t">${onSignal}</startEvent>`);
const TWO = "s>g g>a g>b a>e b>e";
const ENDS: readonly Case[] = [
  ...cases(
    "error",
    ["REF", "s_x", task("a"), "s>a a>e «s>x¦»"],
    ["REF", "x_e", task("a"), "s>a a>e «x>e¦»"],
    ["REF", "s_sig", task("a"), "s>a a>e «s>sig¦»"],
    ["XSD", "f", `${task("a")}<sequenceFlow id="f" sourceRef="a" «¦targetRef="e"»/>`, "s>a s>e"],
    ["XSD", "f", `${task("a")}<sequenceFlow id="f" «¦sourceRef="s"» targetRef="a"/>`, "s>e a>e"],
    ["EXT006", "a_n", `${task("a")}<textAnnotation id="n"/>`, "s>a a>e «a>n¦»"],
    ["EXT006", "a_n", `${task("a")}<group id="n"/>`, "s>a a>e «a>n¦»"],
    ["EXT007", "n_a", `${task("a")}<textAnnotation id="n"/>`, "s>a a>e «n>a¦»"],
    ["EXT021", "q_a", `${task("a")}${started}`, "s>a a>e «q>a¦»"],
    ["EXT022", "a_q", `${task("a")}${started}`, "s>a a>e «a>q¦»"],
    ["EXT057", "q", `${task("a")}${started}`, "s>a a>e «a>q¦»"],
    ["EXT026", "a", `<task id="a" default="«b_e¦a_e»"/>${task("b")}`, "s>a s>b a>e b>e"],
    ["EXT026", "g", `<exclusiveGateway id="g" default="«a_e¦g_a»"/>${task("a", "b")}`, TWO],
    ["EXT028", "a_z", task("a"), "s>a a>e «a>z¦»", `<process id="z0"><task id="z"/></process>`],
    [
      "EXT152",
      "a_v",
      `${task("a")}<subProcess id="q">${task("v")}</subProcess>`,
      "s>a a>q q>e «a>v¦»",
    ],
    [
      "EXT152",
      "v_a",
      `${task("a")}<transaction id="q">${task("v")}</transaction>`,
      "s>q q>a a>e «v>a¦»",
    ],
    ["EXT096", "s", task("a"), "s>a a>e «a>s¦»"],
    ["EXT104", "e", task("a"), "s>a a>e «e>a¦»"],
    [
      "EXT112",
      "b",
      `${task("a", "c")}<boundaryEvent id="b" attachedToRef="a">${onTimer}</boundaryEvent>`,
      "s>a a>e b>c c>e «c>b¦»",
    ],
  ),
  ...cases(
    "warning",
    ["EXT003", "a->e", `${task("a")}<sequenceFlow «¦id="f"» sourceRef="a" targetRef="e"/>`, "s>a"],
    [
      "EXT003",
      "userTask_1",
      `<userTask «¦id="x"»/>«¦<sequenceFlow id="f" sourceRef="s" targetRef="x"/><sequenceFlow id="h" sourceRef="x" targetRef="e"/>»`,
    ],
    [
      "EXT024",
      "f",
      `${task("a")}<sequenceFlow id="f" sourceRef="a" targetRef="e" isImmediate="«false¦true»"/>`,
      "s>a",
    ],
    [
      "EXT025",
      "f",
      `${task("a")}<sequenceFlow id="f" sourceRef="a" targetRef="e">«${
        condition("x > 1")
      }¦»</sequenceFlow>`,
      "s>a",
    ],
    [
      "EXT025",
      "f",
      `${
        task("a", "b")
      }<parallelGateway id="g"/><sequenceFlow id="f" sourceRef="g" targetRef="a">«${
        condition("x > 1")
      }¦»</sequenceFlow>`,
      "s>g g>b a>e b>e",
    ],
    [
      "EXT025",
      "f",
      `${task("a", "b")}<sequenceFlow id="f" sourceRef="s" targetRef="a">«${
        condition("x > 1")
      }¦»</sequenceFlow>`,
      "s>b a>e b>e",
    ],
    ["HANDLER", "h", `${task("a")}<task id="h" «isForCompensation="true"¦»/>`, "s>a a>h h>e"],
    [
      "XSD",
      "g",
      `<«parallelGateway¦exclusiveGateway» id="g" default="g_a"/>${task("a", "b")}`,
      TWO,
    ],
    ["EXT150", "b", task("a", "b"), "s>a a>e b>e «¦s>b»"],
    ["EXT150", "g", `${task("a", "b")}<exclusiveGateway id="g"/>`, "s>a a>e g>b g>e b>e «¦s>g»"],
    ["EXT151", "b", task("a", "b"), "s>a s>b a>e «¦b>e»"],
    ["EXT101", "t", `<endEvent id="u"/>«<startEvent id="t"/>¦»`, "s>e s>u"],
    ["EXT107", "t", `«<endEvent id="t"/>¦»`],
  ).map((one) =>
    one.rule === "EXT101" ? { ...one, places: ["process", "subProcess"] as const } : one
  ),
  ...(["process", "subProcess"] as const).flatMap((place): Case[] => [
    {
      rule: "EXT105",
      severity: "warning",
      at: "s",
      bare: true,
      places: [place],
      body: `<startEvent id="s"/>${task("a")}«¦<endEvent id="e"/>»`,
      flows: "s>a «¦a>e»",
    },
    {
      rule: "EXT097",
      severity: "warning",
      at: "e",
      bare: true,
      places: [place],
      body: `«¦<startEvent id="s"/>»${task("a")}<endEvent id="e"/>`,
      flows: "a>e «¦s>a»",
    },
    {
      rule: "START",
      severity: "error",
      at: place === "process" ? "p" : "Q",
      bare: true,
      places: [place],
      body: task("a", "b"),
      flows: "a>b «b>a¦»",
    },
  ]),
];

/** The cases. */
export const FLOW_CASES: readonly Case[] = ENDS;
