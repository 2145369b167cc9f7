/**
 * Rules on sequence flows and on how they connect a scope (BPMN 2.0.2, 7.6.1, 8.4.13, 10.5, 10.6).
 *
 * @module
 */
import {
  type Check,
  eventDefinitions,
  eventKinds,
  incoming,
  isEventSubProcess,
  isInstantiating,
  isTyped,
  nodesOf,
  outgoing,
  processAround,
  refer,
  type Rule,
  type Rules,
} from "./context.ts";
import { ACTIVITIES, ARTIFACTS, GATEWAYS } from "../xml/kinds.ts";
import { attr, child, children, type Element, flag, localName, texts } from "../xml/element.ts";

/** EXT006, EXT007, EXT021, EXT022, EXT028, EXT152: what a flow may join. */
const ends: Rule = (flow, check) => {
  const source = refer(check, attr(flow, "sourceRef"));
  const target = refer(check, attr(flow, "targetRef"));
  end(flow, source, SOURCE, check);
  end(flow, target, TARGET, check);
  if (source === undefined || target === undefined) return;
  const crossesPool = processAround(source) !== processAround(target) ||
    processAround(source) !== processAround(flow);
  if (crossesPool) {
    check.report("EXT028", flow, "crosses the boundary of a process; send a message instead");
  } else if (isNode(source) && isNode(target)) {
    if (source.parent !== target.parent || source.parent !== flow.parent) {
      check.report("EXT152", flow, "crosses the boundary of a sub-process");
    }
  }
};

function isNode(element: Element): boolean {
  return !ARTIFACTS.has(element.name) && element.name !== "participant";
}

/** An end of a flow: its attribute, and the rules for what it may not join. */
interface End {
  readonly name: string;
  readonly artifact: string;
  readonly eventSubProcess: string;
}

const SOURCE: End = { name: "sourceRef", artifact: "EXT007", eventSubProcess: "EXT021" };
const TARGET: End = { name: "targetRef", artifact: "EXT006", eventSubProcess: "EXT022" };

function end(
  flow: Element,
  node: Element | undefined,
  { name, artifact, eventSubProcess }: End,
  check: Check,
): void {
  if (attr(flow, name) === "") check.report("XSD", flow, `has no ${name}`);
  if (node === undefined) return;
  if (ARTIFACTS.has(node.name)) {
    check.report(artifact, flow, `joins ${attr(node, "id")}, a ${node.name}, as its ${name}`);
  }
  if (isEventSubProcess(node)) {
    const message = `joins ${attr(node, "id")}, an event sub-process, as its ${name}`;
    check.report(eventSubProcess, flow, message);
    check.report("EXT057", node, "is an event sub-process: no sequence flow may join it");
  }
}

/** EXT024, EXT025: immediate and conditional flows. */
const condition: Rule = (flow, check) => {
  if (flow.attributes.isImmediate === "false" && isTyped(flow, check)) {
    check.report("EXT024", flow, "must be immediate in an executable process");
  }
  const source = refer(check, attr(flow, "sourceRef"));
  if (source === undefined || child(flow, "conditionExpression") === undefined) return;
  const needless = ACTIVITIES.has(source.name) && outgoing(check, source).length === 1;
  const misplaced = source.name === "parallelGateway" || source.name.endsWith("Event");
  if (needless || misplaced) {
    const message = source.name === "parallelGateway"
      ? "has a condition, which a parallel gateway does not ask; remove it"
      : "has a condition but there is nothing to choose; remove it";
    check.report("EXT025", flow, message);
  }
};

/** HANDLER: a compensation handler stands outside of the flow (10.7.2). */
const handler: Rule = (activity, check) => {
  if (!flag(activity, "isForCompensation", false)) return;
  if (incoming(check, activity).length + outgoing(check, activity).length > 0) {
    check.report("HANDLER", activity, "is for compensation: no sequence flow may join it");
  }
};

/** XSD: gateways that choose nothing name no default flow. */
const noDefault: Rule = (gateway, check) => {
  if (attr(gateway, "default") !== "") {
    check.report("XSD", gateway, "chooses no flow, and can have no default; remove it", "warning");
  }
};

/** EXT026: a default flow leaves the element that names it. */
const defaultFlow: Rule = (node, check) => {
  const name = attr(node, "default");
  if (name === "") return;
  const flow = refer(check, name);
  if (flow?.name === "sequenceFlow" && localName(attr(flow, "sourceRef")) !== attr(node, "id")) {
    check.report("EXT026", node, `has ${name} as default flow, which does not leave it`);
  }
};

/** EXT023, EXT101, EXT107: `incoming` and `outgoing` of a node tell the same as the flows, in a process that has any. */
const listed: Rule = (process, check) => {
  const nodes = [...scopesBelow(process)].flatMap(nodesOf);
  if (!nodes.some((one) => child(one, "incoming") ?? child(one, "outgoing"))) return;
  for (const node of nodes) {
    compare(node, "incoming", incoming(check, node), check);
    compare(node, "outgoing", outgoing(check, node), check);
  }
};

function compare(node: Element, name: string, flows: readonly Element[], check: Check): void {
  const said = new Set(texts(node, name).map(localName));
  const real = new Set(flows.map((one) => attr(one, "id")));
  const wrong = [...said].find((id) => !real.has(id));
  const missing = [...real].find((id) => !said.has(id));
  if (wrong === undefined && missing === undefined) return;
  const message = wrong === undefined
    ? `does not list ${missing} as ${name}`
    : `lists ${wrong} as ${name}, which does not join it`;
  check.report("EXT023", node, message);
  if (said.size > 0) return;
  if (node.name === "startEvent" && name === "outgoing") check.report("EXT101", node, message);
  if (node.name === "endEvent" && name === "incoming") check.report("EXT107", node, message);
}

function* scopesBelow(scope: Element): Generator<Element> {
  yield scope;
  for (const one of children(scope, "subProcess", "transaction", "adHocSubProcess")) {
    yield* scopesBelow(one);
  }
}

/** EXT097, EXT105, EXT150, EXT151, START: where a scope begins and ends. */
const connected: Rule = (scope, check) => {
  if (scope.name === "adHocSubProcess") return;
  const nodes = nodesOf(scope);
  const starts = nodes.filter((one) => one.name === "startEvent");
  const endings = nodes.filter((one) => one.name === "endEvent");
  const begins = starts.length > 0 || nodes.some(isInstantiating);
  if (endings.length > 0 && !begins) {
    check.report("EXT097", endings[0]!, "is an end event in a scope without start event; add one");
  }
  if (starts.length > 0 && endings.length === 0 && !nodes.some(throwsLinkOnly(check))) {
    check.report("EXT105", starts[0]!, "is a start event in a scope without end event; add one");
  }
  const plain = nodes.filter((one) => isPlain(one, check));
  for (const node of plain) {
    if (starts.length > 0 && !isInstantiating(node) && incoming(check, node).length === 0) {
      check.report(
        "EXT150",
        node,
        "has no incoming sequence flow, though its scope has a start event",
      );
    }
    if (
      endings.length > 0 && outgoing(check, node).length === 0 && !isExceptional(node, check)
    ) {
      check.report(
        "EXT151",
        node,
        "has no outgoing sequence flow, though its scope has an end event",
      );
    }
  }
  const open = nodes.some((one) => incoming(check, one).length === 0 && !isBoundary(one));
  if (nodes.length > 0 && !open) {
    check.report("START", scope, "has no start: every node waits for another");
  }
};

function throwsLinkOnly(check: Check): (node: Element) => boolean {
  return (node) =>
    node.name === "intermediateThrowEvent" &&
    eventKinds(check, node).includes("link");
}

function isBoundary(node: Element): boolean {
  return node.name === "boundaryEvent";
}

/** Whether only boundary events lead to it: such a path may end without an end event. */
function isExceptional(node: Element, check: Check): boolean {
  const flows = incoming(check, node);
  return flows.length > 0 &&
    flows.every((flow) => refer(check, attr(flow, "sourceRef"))?.name === "boundaryEvent");
}

/** Activities and gateways that ordinary tokens pass: not handlers, not event sub-processes. */
function isPlain(node: Element, check: Check): boolean {
  if (GATEWAYS.has(node.name)) return true;
  return ACTIVITIES.has(node.name) && !flag(node, "isForCompensation", false) &&
    !isEventSubProcess(node) && check.ids.has(attr(node, "id"));
}

/** EXT096, EXT101, EXT104, EXT107, EXT112, EXT115, EXT116, EXT117: flows at events. */
const eventFlows: Rule = (event, check) => {
  const inward = incoming(check, event).length, outward = outgoing(check, event).length;
  const link = eventDefinitions(check, event).some((one) => one.name === "linkEventDefinition");
  if (event.name === "startEvent") {
    if (inward > 0) {
      check.report("EXT096", event, "is a start event with an incoming sequence flow");
    }
    if (outward === 0) check.report("EXT101", event, "is a start event that leads nowhere");
  } else if (event.name === "endEvent") {
    if (outward > 0) {
      check.report("EXT104", event, "is an end event with an outgoing sequence flow");
    }
    if (inward === 0) check.report("EXT107", event, "is an end event that nothing leads to");
  } else if (event.name === "boundaryEvent" && inward > 0) {
    check.report("EXT112", event, "is a boundary event with an incoming sequence flow");
  } else if (event.name === "intermediateCatchEvent" && link) {
    if (inward > 0) check.report("EXT117", event, "catches a link and has an incoming flow");
    if (outward === 0) check.report("EXT116", event, "has no outgoing sequence flow");
  } else if (event.name === "intermediateThrowEvent" && link) {
    if (outward > 0) check.report("EXT117", event, "throws a link and has an outgoing flow");
    if (inward === 0) check.report("EXT115", event, "has no incoming sequence flow");
  } else if (event.name.startsWith("intermediate")) {
    if (inward === 0) check.report("EXT115", event, "has no incoming sequence flow");
    if (outward === 0) check.report("EXT116", event, "has no outgoing sequence flow");
  }
};

/** Rules of nodes and scopes. */
const NODES: Rules = {
  sequenceFlow: [ends, condition],
  process: [listed, connected],
  subProcess: [defaultFlow, handler, connected],
  transaction: [defaultFlow, handler, connected],
  startEvent: [eventFlows],
  endEvent: [eventFlows],
  boundaryEvent: [eventFlows],
  intermediateCatchEvent: [eventFlows],
  intermediateThrowEvent: [eventFlows],
  ...Object.fromEntries(
    [...ACTIVITIES, ...GATEWAYS].filter((tag) => tag !== "subProcess" && tag !== "transaction")
      .map((tag) => [tag, ACTIVITIES.has(tag) ? [defaultFlow, handler] : [defaultFlow]]),
  ),
};

/** Rules by tag. */
export const FLOW_RULES: Rules = {
  ...NODES,
  parallelGateway: [defaultFlow, noDefault],
  eventBasedGateway: [defaultFlow, noDefault],
};
