/**
 * Rules on events: where which may stand (BPMN 2.0.2, 10.5.2 to 10.5.4, Table 10.93).
 *
 * @module
 */
import {
  type Check,
  count,
  eventKinds,
  isEventSubProcess,
  outgoing,
  refer,
  type Rule,
  type Rules,
  type Severity,
} from "./context.ts";
import { ACTIVITIES, EVENT_DEFINITIONS, SUB_PROCESSES } from "../xml/kinds.ts";
import { attr, children, type Element, flag, texts } from "../xml/element.ts";

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
    const message = `does not interrupt, but ${interrupts} always does`;
    check.report("EXT059", event, message, "warning");
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
  const wrong = (message: string, severity: Severity = "error") => {
    check.report("EXT110", event, message, severity);
    check.report("EXT147", event, message, severity);
  };
  if (kind !== undefined) wrong(`waits at a boundary for ${kind}, which is not possible`);
  if (kinds.length === 0) check.report("EXT130", event, "is a boundary event without definition");
  const always = kinds.find((one) => ["error", "cancel", "compensation"].includes(one));
  if (!flag(event, "cancelActivity", true) && always !== undefined) {
    wrong(`has cancelActivity="false", which ${always} does not allow`, "warning");
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
  intermediateCatchEvent: [referenced, intermediateCatch],
  intermediateThrowEvent: [referenced, intermediateThrow],
  subProcess: [eventSubProcess],
  callActivity: [called],
};
