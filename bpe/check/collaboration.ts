/**
 * Rules on participants and message flows (BPMN 2.0.2, chapter 9).
 *
 * @module
 */
import { type Check, eventKinds, processAround, refer, type Rule, type Rules } from "./context.ts";
import { ARTIFACTS, CHOREOGRAPHY, CONVERSATION } from "../xml/kinds.ts";
import { attr, child, children, type Element, localName } from "../xml/element.ts";

/** EXT008, EXT009, EXT031, EXT033: what a message flow joins. */
const ends: Rule = (flow, check) => {
  const source = refer(check, attr(flow, "sourceRef"));
  const target = refer(check, attr(flow, "targetRef"));
  if (source !== undefined && ARTIFACTS.has(source.name)) {
    check.report("EXT009", flow, `comes from ${attr(source, "id")}, a ${source.name}`);
  }
  if (target !== undefined && ARTIFACTS.has(target.name)) {
    check.report("EXT008", flow, `goes to ${attr(target, "id")}, a ${target.name}`);
  }
  if (source === undefined || target === undefined) return;
  if (CHOREOGRAPHY.has(source.name) || CHOREOGRAPHY.has(target.name)) {
    check.report("EXT033", flow, "joins an activity of a choreography");
  }
  const pool = poolOf(source, check);
  if (pool !== undefined && pool === poolOf(target, check)) {
    check.report("EXT031", flow, "joins two ends in one pool; use a sequence flow");
  }
};

/** The participant itself, or the process that stands for its inside. */
function poolOf(end: Element, check: Check): Element | undefined {
  if (end.name !== "participant") return processAround(end);
  return refer(check, attr(end, "processRef")) ?? end;
}

/** EXT102, EXT103, EXT108, EXT109, EXT119: message flows at events. */
const events: Rule = (flow, check) => {
  const source = refer(check, attr(flow, "sourceRef"));
  const target = refer(check, attr(flow, "targetRef"));
  if (source !== undefined) leaves(flow, source, check);
  if (target !== undefined) enters(flow, target, check);
};

function leaves(flow: Element, source: Element, check: Check): void {
  if (source.name === "startEvent") check.report("EXT102", flow, "comes from a start event");
  if (source.name === "intermediateCatchEvent" || source.name === "boundaryEvent") {
    check.report("EXT119", flow, `comes from ${attr(source, "id")}, which only catches`);
  }
  if (source.name === "intermediateThrowEvent" && !eventKinds(check, source).includes("message")) {
    check.report("EXT119", flow, `comes from ${attr(source, "id")}, which throws no message`);
  }
  if (source.name === "endEvent" && !eventKinds(check, source).includes("message")) {
    check.report("EXT109", flow, `comes from ${attr(source, "id")}, an end event without message`);
  }
}

function enters(flow: Element, target: Element, check: Check): void {
  if (target.name === "endEvent") check.report("EXT108", flow, "goes to an end event");
  if (target.name === "intermediateThrowEvent") {
    check.report("EXT119", flow, `goes to ${attr(target, "id")}, which only throws`);
  }
  if (
    (target.name === "intermediateCatchEvent" || target.name === "boundaryEvent") &&
    !eventKinds(check, target).includes("message")
  ) {
    check.report("EXT119", flow, `goes to ${attr(target, "id")}, which waits for no message`);
  }
  if (target.name === "startEvent" && !eventKinds(check, target).includes("message")) {
    check.report("EXT103", flow, `goes to ${attr(target, "id")}, a start event without message`);
  }
}

/** EXT035: a conversation link joins a conversation and a participant. */
const link: Rule = (element, check) => {
  const ends = ["sourceRef", "targetRef"].map((name) => refer(check, attr(element, name)));
  if (ends.some((one) => one === undefined)) return;
  if (ends.filter((one) => one !== undefined && CONVERSATION.has(one.name)).length !== 1) {
    check.report("EXT035", element, "must join a conversation and a participant");
  }
};

/** EXT029, EXT030: how many participants. */
const multiplicity: Rule = (element, check) => {
  const participant = element.parent ?? element;
  const minimum = number(element, "minimum", 0), maximum = number(element, "maximum", 1);
  if (!(minimum >= 0) || !(maximum >= 1)) {
    check.report("EXT029", participant, "has a multiplicity that is no number of participants");
  } else if (minimum > maximum) {
    check.report(
      "EXT030",
      participant,
      `has a minimum of ${minimum} above its maximum of ${maximum}`,
    );
  }
};

function number(element: Element, name: string, absent: number): number {
  const text = attr(element, name);
  return text === "" ? absent : /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
}

/** EXT027, EXT032: a global conversation holds no nodes and no choreography. */
const globalConversation: Rule = (element, check) => {
  if (child(element, "choreographyRef") !== undefined) {
    check.report("EXT027", element, "is a global conversation and refers to a choreography");
  }
  if (children(element, ...CONVERSATION).length > 0) {
    check.report("EXT032", element, "is a global conversation and holds conversation nodes");
  }
};

/** A process belongs to one pool of a collaboration. */
const pools: Rule = (collaboration, check) => {
  const seen = new Set<string>();
  for (const participant of children(collaboration, "participant")) {
    const process = localName(attr(participant, "processRef"));
    if (process !== "" && seen.has(process)) {
      check.report("EXT034", participant, `holds ${process}, which another pool holds`);
    }
    seen.add(process);
  }
};

/** Rules by tag. */
export const COLLABORATION_RULES: Rules = {
  messageFlow: [ends, events],
  participantMultiplicity: [multiplicity],
  globalConversation: [globalConversation],
  collaboration: [pools],
  conversationLink: [link],
};
