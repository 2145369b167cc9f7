/**
 * Rules on collaborations, each with a model that breaks it.
 *
 * @module
 */
import { type Case, cases, MESSAGE, onMessage, onTimer } from "../model.ts";

const A = "s>a a>e";
const A_TASK = `<task id="a"/>`;
const conversation = (inside: string) =>
  `<collaboration id="c"><participant id="mine" processRef="p"/><participant id="theirs"/>${inside}</collaboration>`;
const flow = (source: string, target: string) =>
  conversation(`<messageFlow id="mf" sourceRef="${source}" targetRef="${target}"/>`);
const COLLABORATION: readonly Case[] = cases(
  "warning",
  ["EXT008", "mf", `${A_TASK}<textAnnotation id="n"/>`, A, flow("theirs", "«n¦a»")],
  ["EXT009", "mf", `${A_TASK}<textAnnotation id="n"/>`, A, flow("«n¦a»", "theirs")],
  ["EXT031", "mf", `${A_TASK}<task id="b"/>`, "s>a a>b b>e", flow("a", "«b¦theirs»")],
  [
    "EXT033",
    "mf",
    A_TASK,
    A,
    `<choreography id="ch"><choreographyTask id="ct"/></choreography>${flow("a", "«ct¦theirs»")}`,
  ],
  [
    "EXT034",
    "theirs",
    A_TASK,
    A,
    conversation("").replace('"theirs"', '"theirs" «processRef="p"¦»'),
  ],
  [
    "EXT029",
    "theirs",
    A_TASK,
    A,
    conversation("").replace(
      '"theirs"/>',
      '"theirs"><participantMultiplicity minimum="«some¦0»" maximum="2"/></participant>',
    ),
  ],
  [
    "EXT030",
    "theirs",
    A_TASK,
    A,
    conversation("").replace(
      '"theirs"/>',
      '"theirs"><participantMultiplicity minimum="«3¦2»" maximum="2"/></participant>',
    ),
  ],
  ["EXT102", "mf", A_TASK, A, flow("«s¦a»", "theirs")],
  ["EXT103", "mf", A_TASK, A, flow("theirs", "«s¦a»")],
  ["EXT108", "mf", A_TASK, A, flow("theirs", "«e¦a»")],
  ["EXT109", "mf", A_TASK, A, flow("«e¦a»", "theirs")],
  [
    "EXT119",
    "mf",
    `<intermediateCatchEvent id="a">«${onTimer}¦${onMessage}»</intermediateCatchEvent>`,
    A,
    `${MESSAGE}${flow("theirs", "a")}`,
  ],
  [
    "EXT119",
    "mf",
    `<intermediateThrowEvent id="a">«¦${onMessage}»</intermediateThrowEvent>`,
    A,
    `${MESSAGE}${flow("a", "theirs")}`,
  ],
  [
    "EXT119",
    "mf",
    `<intermediateCatchEvent id="a">${onMessage}</intermediateCatchEvent><task id="b"/>`,
    "s>a a>b b>e",
    `${MESSAGE}${flow("«a¦b»", "theirs")}`,
  ],
  [
    "EXT119",
    "mf",
    `<intermediateThrowEvent id="a">${onMessage}</intermediateThrowEvent><task id="b"/>`,
    "s>a a>b b>e",
    `${MESSAGE}${flow("theirs", "«a¦b»")}`,
  ],
  [
    "EXT035",
    "cl",
    A_TASK,
    A,
    conversation(
      `<conversation id="cv"/><conversationLink id="cl" sourceRef="mine" targetRef="«theirs¦cv»"/>`,
    ),
  ],
  [
    "EXT027",
    "gc",
    A_TASK,
    A,
    `<choreography id="ch"/><globalConversation id="gc">«<choreographyRef>ch</choreographyRef>¦»</globalConversation>`,
  ],
  [
    "EXT032",
    "gc",
    A_TASK,
    A,
    `<globalConversation id="gc">«<conversation id="cv"/>¦»</globalConversation>`,
  ],
  ["REF", "mf", A_TASK, A, flow("a", "«gone¦theirs»")],
  [
    "REF",
    "theirs",
    A_TASK,
    A,
    conversation("").replace('"theirs"', '"theirs" «processRef="gone"¦»'),
  ],
);

/** The cases. */
export const COLLABORATION_CASES: readonly Case[] = COLLABORATION;
