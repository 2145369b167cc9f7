/**
 * Rules on events: where which may stand (BPMN 2.0.2, 10.5.2 to 10.5.4, Table 10.93).
 *
 * @module
 */
import {
  type Check,
  count,
  eventDefinitions,
  eventKinds,
  isEventSubProcess,
  outgoing,
  refer,
  type Rule,
  type Rules,
} from "./context.ts";
import { ACTIVITIES, EVENT_DEFINITIONS, SUB_PROCESSES } from "../xml/kinds.ts";
import { attr, children, type Element, flag, localName, texts } from "../xml/element.ts";

const WAIT = ["message", "timer", "signal", "conditional"];

/** Kinds of event definitions by position; "none" where an event may have no definition. */
const ALLOWED = {
  process: ["none", ...WAIT],
  subProcess: ["none"],
  eventSubProcess: [...WAIT, "error", "escalation", "compensation"],
  boundary: [...WAIT, "error", "escalation", "compensation", "cancel"],
  catch: [...WAIT, "link"],
  throw: ["none", "message", "escalation", "link", "compensation", "signal"],
  end: [
    "none",
    "message",
    "error",
    "escalation",
    "cancel",
    "compensation",
    "signal",
    "terminate",
  ],
};

function forbidden(event: Element, allowed: readonly string[], check: Check): string | undefined {
  const kinds = eventKinds(check, event);
  return (kinds.length === 0 ? ["none"] : kinds).find((kind) => !allowed.includes(kind));
}

/** EXT095: a referenced event definition stands at the top of the file. */
const referenced: Rule = (event, check) => {
  for (const name of texts(event, "eventDefinitionRef")) {
    const definition = refer(check, name);
    if (definition === undefined || !(definition.name in EVENT_DEFINITIONS)) continue;
    if (definition.parent !== check.root) {
      check.report("EXT095", event, `refers to the event definition ${name} of another event`);
    }
  }
};

/** EXT059, EXT098, EXT100, EXT121, EXT129: start events. */
const start: Rule = (event, check) => {
  const scope = event.parent;
  if (scope === null) return;
  if (isEventSubProcess(scope)) return startOfEventSubProcess(event, check);
  const inside = SUB_PROCESSES.has(scope.name);
  const kind = forbidden(event, inside ? ALLOWED.subProcess : ALLOWED.process, check);
  if (kind === undefined) return;
  if (inside) {
    check.report("EXT100", event, `starts a sub-process by ${kind}; only none is possible`);
  } else check.report("EXT098", event, `starts a process by ${kind}, which is not possible`);
  if (kind === "compensation") {
    check.report("EXT121", event, "starts by compensation outside of an event sub-process");
  }
};

function startOfEventSubProcess(event: Element, check: Check): void {
  const kind = forbidden(event, ALLOWED.eventSubProcess, check);
  if (kind !== undefined) {
    check.report("EXT059", event, `starts an event sub-process by ${kind}, which is not possible`);
    if (kind === "none") check.report("EXT129", event, "has no event definition; add one");
  }
  const kinds = eventKinds(check, event);
  const interrupts = kinds.find((one) => one === "error" || one === "compensation");
  if (!flag(event, "isInterrupting", true) && interrupts !== undefined) {
    check.report("EXT059", event, `does not interrupt, but ${interrupts} always does`);
  }
}

/** EXT058: an event sub-process has one start event. */
const eventSubProcess: Rule = (scope, check) => {
  if (isEventSubProcess(scope) && count(scope, "startEvent") !== 1) {
    check.report("EXT058", scope, `has ${count(scope, "startEvent")} start events instead of one`);
  }
};

/** EXT110, EXT111, EXT113, EXT114, EXT130, EXT147: boundary events. */
const boundary: Rule = (event, check) => {
  const kinds = eventKinds(check, event);
  const kind = forbidden(event, ALLOWED.boundary, check);
  const wrong = (message: string) => {
    check.report("EXT110", event, message);
    check.report("EXT147", event, message);
  };
  if (kind !== undefined) wrong(`waits at a boundary for ${kind}, which is not possible`);
  if (kinds.length === 0) check.report("EXT130", event, "is a boundary event without definition");
  const always = kinds.find((one) => ["error", "cancel", "compensation"].includes(one));
  if (!flag(event, "cancelActivity", true) && always !== undefined) {
    wrong(`has cancelActivity="false", which ${always} does not allow`);
  }
  const host = refer(check, attr(event, "attachedToRef"));
  if (attr(event, "attachedToRef") === "") check.report("XSD", event, "has no attachedToRef");
  if (host !== undefined && ACTIVITIES.has(host.name) && host.parent !== event.parent) {
    check.report("EXT152", event, `is attached to ${attr(host, "id")}, which is in another scope`);
  }
  if (kinds.includes("cancel") && host !== undefined && host.name !== "transaction") {
    check.report("EXT111", event, "waits for cancel at something that is no transaction");
  }
  const flows = outgoing(check, event).length;
  if (!kinds.includes("compensation")) {
    if (flows === 0) check.report("EXT113", event, "has no outgoing sequence flow");
  } else if (flows > 0) {
    check.report("EXT114", event, "waits for compensation and has an outgoing sequence flow");
  }
};

/** EXT143, EXT144: a compensation boundary event is associated with one handler. */
const handler: Rule = (event, check) => {
  if (!eventKinds(check, event).includes("compensation")) return;
  const associated = (check.associated.get(attr(event, "id")) ?? []).map((id) => refer(check, id))
    .filter((one) => one !== undefined && one.name !== "textAnnotation");
  if (associated.length !== 1) {
    check.report("EXT143", event, `is associated with ${associated.length} handlers, not with one`);
  } else if (!flag(associated[0]!, "isForCompensation", false)) {
    check.report("EXT144", event, "is associated with an activity that is not isForCompensation");
  }
};

/** EXT146, EXT106: end events. */
const end: Rule = (event, check) => {
  const kind = forbidden(event, ALLOWED.end, check);
  if (kind !== undefined) check.report("EXT146", event, `ends by ${kind}, which is not possible`);
  if (eventKinds(check, event).includes("cancel") && !isInTransaction(event)) {
    check.report("EXT106", event, "cancels outside of a transaction");
  }
};

function isInTransaction(element: Element): boolean {
  let one = element.parent;
  while (one !== null && one.name !== "transaction") one = one.parent;
  return one !== null;
}

/** EXT122, EXT148: intermediate catch events. */
const intermediateCatch: Rule = (event, check) => {
  const kind = forbidden(event, ALLOWED.catch, check);
  if (kind === undefined) return;
  check.report("EXT148", event, `waits for ${kind}, which is not possible here`);
  if (kind === "compensation") check.report("EXT122", event, "catches compensation in a flow");
};

/** EXT149: intermediate throw events. */
const intermediateThrow: Rule = (event, check) => {
  const kind = forbidden(event, ALLOWED.throw, check);
  if (kind !== undefined) {
    check.report("EXT149", event, `throws ${kind}, which is not possible here`);
  }
};

/** EXT118, EXT125, EXT126: links find each other in one scope, and a link has one target. */
const links: Rule = (event, check) => {
  if (event.name !== "intermediateThrowEvent") {
    catchingLink(event, check);
    return onlyTarget(event, check);
  }
  for (const link of eventDefinitions(check, event)) {
    if (link.name !== "linkEventDefinition") continue;
    const target = linkTarget(link, event, check);
    if (target === undefined) {
      check.report("EXT125", event, "throws a link that no event catches; name its target");
    } else if (target.parent?.parent !== event.parent) {
      check.report("EXT126", event, "throws a link to another scope");
    } else {
      const sources = texts(target, "source").map(localName);
      if (sources.length > 0 && !sources.includes(attr(link, "id"))) {
        check.report("EXT118", event, `throws a link to one that does not name it as source`);
      }
    }
  }
};

/** Two events that catch the same link: its token would have two ways. */
function onlyTarget(event: Element, check: Check): void {
  for (const link of eventDefinitions(check, event)) {
    const name = attr(link, "name");
    if (link.name !== "linkEventDefinition" || name === "" || event.parent === null) continue;
    const first = check.links.get(event.parent)?.get(name);
    // Links that name their sources are told apart by them.
    if (first === undefined || first === link || texts(link, "source").length > 0) continue;
    check.report("EXT118", event, `catches the link ${name}, which another event catches already`);
  }
}

function catchingLink(event: Element, check: Check): void {
  for (const link of eventDefinitions(check, event)) {
    for (const name of link.name === "linkEventDefinition" ? texts(link, "source") : []) {
      const source = refer(check, name);
      if (source?.name !== "linkEventDefinition") continue;
      const targets = texts(source, "target").map(localName);
      if (targets.length > 0 && !targets.includes(attr(link, "id"))) {
        check.report("EXT118", event, `names ${name} as its source, which has another target`);
      }
    }
  }
}

/** The catching link definition that a throwing one means: by reference, else by name in the same scope. */
function linkTarget(link: Element, event: Element, check: Check): Element | undefined {
  const named = texts(link, "target")[0];
  if (named !== undefined && named !== "") {
    const target = refer(check, named);
    return target?.name === "linkEventDefinition" ? target : undefined;
  }
  const name = attr(link, "name") || attr(event, "name");
  return event.parent === null ? undefined : check.links.get(event.parent)?.get(name);
}

/** EXT099: a called process can start without a trigger. */
const called: Rule = (activity, check) => {
  const process = refer(check, attr(activity, "calledElement"));
  if (process?.name !== "process") return;
  const starts = children(process, "startEvent");
  if (starts.length > 0 && starts.every((one) => eventKinds(check, one).length > 0)) {
    check.report("EXT099", activity, `calls ${attr(process, "id")}, which has no none start event`);
  }
};

/** Rules by tag. */
export const EVENT_RULES: Rules = {
  startEvent: [referenced, start],
  boundaryEvent: [referenced, boundary, handler],
  endEvent: [referenced, end],
  intermediateCatchEvent: [referenced, intermediateCatch, links],
  intermediateThrowEvent: [referenced, intermediateThrow, links],
  subProcess: [eventSubProcess],
  callActivity: [called],
};
