/**
 * Rules on event definitions, each with a model that breaks it.
 *
 * @module
 */
import { type Case, cases, FORMAL, MESSAGE, onMessage, onTimer } from "../model.ts";

const task = (...ids: string[]) => ids.map((id) => `<task id="${id}"/>`).join("");
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
const condition = (inside: string) =>
  `<conditionalEventDefinition>${inside}</conditionalEventDefinition>`;
const holds = `<condition ${FORMAL}>ready</condition>`;
const DEFINITIONS: readonly Case[] = [
  ...cases(
    "error",
    ["EXT123", "conditionalEventDefinition of x", wait(condition(`«¦${holds}»`)), IN],
    [
      "EXT123",
      "conditionalEventDefinition of x",
      boundary(condition(`<condition ${FORMAL}>«¦ready»</condition>`)),
      AT,
    ],
    ["EXT131", "x", wait(`<signalEventDefinition «¦signalRef="sig"»/>`), IN],
    ["EXT131", "x", throws(`<signalEventDefinition «¦signalRef="sig"»/>`), IN],
    ["EXT131", "x", boundary(`<signalEventDefinition «¦signalRef="sig"»/>`), AT],
    ["EXT146", "timerEventDefinition of x", wait(`«<timerEventDefinition/>¦${onTimer}»`), IN],
    [
      "EXT146",
      "timerEventDefinition of x",
      boundary(
        `<timerEventDefinition>«<timeDate ${FORMAL}>2030-01-01</timeDate>¦»<timeDuration ${FORMAL}>PT1S</timeDuration></timerEventDefinition>`,
      ),
      AT,
    ],
    [
      "REF",
      "messageEventDefinition of x",
      wait(`<messageEventDefinition messageRef="«gone¦msg»"/>`),
      IN,
      MESSAGE,
    ],
    [
      "REF",
      "errorEventDefinition of x",
      boundary(`<errorEventDefinition errorRef="«gone¦err»"/>`),
      AT,
      `<error id="err" errorCode="E"/>`,
    ],
    [
      "REF",
      "signalEventDefinition of x",
      wait(`<signalEventDefinition signalRef="«msg¦sig»"/>`),
      IN,
      MESSAGE,
    ],
    [
      "REF",
      "escalationEventDefinition of x",
      boundary(
        `<escalationEventDefinition escalationRef="«gone¦esc»"/>`,
        "",
        `<subProcess id="a"/>`,
      ),
      AT,
      `<escalation id="esc" escalationCode="E"/>`,
    ],
  ),
  ...cases(
    "warning",
    [
      "EXT123",
      "conditionalEventDefinition of x",
      wait(condition(`<condition «¦${FORMAL}»>ready</condition>`)),
      IN,
    ],
    [
      "EXT011",
      "x",
      ending(`<escalationEventDefinition escalationRef="esc"/>`),
      "s>e s>x",
      `<escalation id="esc" «¦errorCode="E" escalationCode="E"»/>`,
    ],
    [
      "EXT011",
      "x",
      throws(`<escalationEventDefinition «¦escalationRef="esc"»/>`),
      IN,
      `<escalation id="esc" escalationCode="E"/>`,
    ],
    [
      "EXT124",
      "x",
      ending(`<errorEventDefinition «¦errorRef="err"»/>`),
      "s>e s>x",
      `<error id="err" errorCode="E"/>`,
    ],
    [
      "EXT127",
      "x",
      wait(
        `<messageEventDefinition «¦messageRef="msg"»><operationRef>op</operationRef></messageEventDefinition>`,
      ),
      IN,
      `${MESSAGE}<interface id="if" name="I"><operation id="op" name="O"><inMessageRef>msg</inMessageRef></operation></interface>`,
    ],
    [
      "EXT128",
      "x",
      throws(
        `<messageEventDefinition messageRef="msg">«¦<operationRef>op</operationRef>»</messageEventDefinition>`,
      ),
      IN,
      `<itemDefinition id="it" structureRef="xs:string"/><message id="msg" name="Msg" itemRef="it"/><interface id="if" name="I"><operation id="op" name="O"><inMessageRef>msg</inMessageRef></operation></interface>`,
    ],
    [
      "EXT093",
      "x",
      `<intermediateCatchEvent id="x">«<dataOutput id="d"/><dataOutput id="d2"/><outputSet><dataOutputRefs>d</dataOutputRefs><dataOutputRefs>d2</dataOutputRefs></outputSet>¦<dataOutput id="d"/><outputSet><dataOutputRefs>d</dataOutputRefs></outputSet>»${onMessage}</intermediateCatchEvent>`,
      IN,
      MESSAGE,
    ],
    [
      "EXT094",
      "x",
      `<intermediateCatchEvent id="x"><dataOutput id="d" itemSubjectRef="«it2¦it»"/><outputSet><dataOutputRefs>d</dataOutputRefs></outputSet><signalEventDefinition signalRef="own"/></intermediateCatchEvent>`,
      IN,
      `<itemDefinition id="it" structureRef="xs:string"/><itemDefinition id="it2" structureRef="xs:int"/><signal id="own" name="Own" structureRef="it"/>`,
    ],
  ),
];

/** The cases. */
export const DEFINITION_CASES: readonly Case[] = DEFINITIONS;
