/**
 * Rules on gateways, each with a model that breaks it.
 *
 * @module
 */
import { type Case, cases, FORMAL, MESSAGE, onMessage, onSignal, onTimer } from "../model.ts";

const task = (...ids: string[]) => ids.map((id) => `<task id="${id}"/>`).join("");
const condition = (text: string, more = FORMAL) =>
  `<conditionExpression ${more}>${text}</conditionExpression>`;
const wait = (id: string, on = onSignal) =>
  `<intermediateCatchEvent id="${id}">${on}</intermediateCatchEvent>`;
const TWO = "s>g g>a g>b a>e b>e";
const GATEWAYS: readonly Case[] = [
  ...cases(
    "warning",
    [
      "EXT017",
      "g",
      `<exclusiveGateway id="g" gatewayDirection="«Converging¦Diverging»"/>${task("a", "b")}`,
      TWO,
    ],
    [
      "EXT018",
      "g",
      `<parallelGateway id="g" gatewayDirection="«Diverging¦Converging»"/>${task("a", "b")}`,
      "s>a s>b a>g b>g g>e",
    ],
    [
      "EXT019",
      "g",
      `<inclusiveGateway id="g" gatewayDirection="«Mixed¦Unspecified»"/>${task("a", "b")}`,
      TWO,
    ],
    ["EXT135", "g", `<exclusiveGateway id="g"/>${task("a")}`, "s>g g>a a>e «¦g>e»"],
    [
      "EXT136",
      "g",
      `<eventBasedGateway id="g"/>${wait("a")}${wait("b", onTimer)}`,
      "s>g g>a a>e b>e «s>b¦g>b»",
    ],
    [
      "EXT137",
      "g_a",
      `<eventBasedGateway id="g"/>${wait("a")}${
        wait("b", onTimer)
      }<sequenceFlow id="g_a" sourceRef="g" targetRef="a">«${condition("x")}¦»</sequenceFlow>`,
      "s>g g>b a>e b>e",
    ],
    [
      "EXT139",
      "g",
      `<eventBasedGateway id="g"/><receiveTask id="a"/>${wait("b", `«${onMessage}¦${onTimer}»`)}`,
      TWO,
      MESSAGE,
    ],
    [
      "EXT140",
      "a",
      `<eventBasedGateway id="g"/><receiveTask id="a"/>${
        wait("b", onTimer)
      }«<boundaryEvent id="c" attachedToRef="a">${onTimer}</boundaryEvent>¦»`,
      `${TWO} «c>e¦»`,
    ],
    [
      "EXT141",
      "a",
      `<eventBasedGateway id="g"/>${wait("a")}${wait("b", onTimer)}`,
      `${TWO} «s>a¦»`,
    ],
    [
      "EXT142",
      "g",
      `<eventBasedGateway id="g" eventGatewayType="«Parallel¦Exclusive»"/>${wait("a")}${
        wait("b", onTimer)
      }`,
      TWO,
    ],
    [
      "XSD",
      "g",
      `<exclusiveGateway id="g" gatewayDirection="«Sideways¦Diverging»"/>${task("a", "b")}`,
      TWO,
    ],
  ),
  ...cases(
    "error",
    [
      "EXT136",
      "g",
      `<eventBasedGateway id="g"/>${wait("a")}${wait("b", onTimer)}`,
      "s>g a>e b>e «s>a s>b¦g>a g>b»",
    ],
    [
      "EXT138",
      "b",
      `<eventBasedGateway id="g"/>${wait("a")}«<userTask id="b"/>¦${wait("b", onTimer)}»`,
      TWO,
    ],
    [
      "XSD",
      "g",
      `<eventBasedGateway id="g" eventGatewayType="«Both¦Exclusive»"/>${wait("a")}${
        wait("b", onTimer)
      }`,
      TWO,
    ],
  ),
];

/** The cases. */
export const GATEWAY_CASES: readonly Case[] = GATEWAYS;
