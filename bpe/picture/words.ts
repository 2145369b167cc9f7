/**
 * What elements are called, for people who hear the picture.
 *
 * @module
 */
import type { DataItem, EventKind, Node, NodeKind } from "../definition/definition.ts";

const NODES: Readonly<Record<Exclude<NodeKind, EventKind>, string>> = {
  task: "Task",
  userTask: "User task",
  manualTask: "Manual task",
  serviceTask: "Service task",
  sendTask: "Send task",
  receiveTask: "Receive task",
  scriptTask: "Script task",
  businessRuleTask: "Business rule task",
  callActivity: "Call activity",
  subProcess: "Sub-process",
  eventSubProcess: "Event sub-process",
  transaction: "Transaction",
  adHocSubProcess: "Ad-hoc sub-process",
  exclusiveGateway: "Exclusive gateway",
  parallelGateway: "Parallel gateway",
  inclusiveGateway: "Inclusive gateway",
  eventBasedGateway: "Event-based gateway",
  complexGateway: "Complex gateway",
};

const EVENTS: Readonly<Record<EventKind, string>> = {
  startEvent: "start event",
  intermediateCatchEvent: "intermediate catch event",
  intermediateThrowEvent: "intermediate throw event",
  boundaryEvent: "boundary event",
  endEvent: "end event",
};

const DATA: Readonly<Record<DataItem["kind"], string>> = {
  dataObject: "Data object",
  dataObjectReference: "Data object",
  dataStore: "Data store",
  dataStoreReference: "Data store",
  property: "Property",
  dataInput: "Data input",
  dataOutput: "Data output",
};

/** Kind and name of a node: `Message start event Order came`; its id where it has no name. */
export function nodeWords({ kind, event, name, id }: Node): string {
  return `${kindWords(kind, event)} ${name || id}`;
}

function kindWords(kind: NodeKind, event: Node["event"]): string {
  if (isEvent(kind)) {
    const trigger = event === null || event.trigger === "none"
      ? ""
      : event.parallelMultiple
      ? "parallel multiple "
      : `${event.trigger} `;
    const words = trigger + EVENTS[kind];
    return words.charAt(0).toUpperCase() + words.slice(1);
  }
  return NODES[kind];
}

function isEvent(kind: NodeKind): kind is EventKind {
  return kind in EVENTS;
}

/** Kind, name and state of an item of data. */
export function dataWords({ kind, name, id, state }: DataItem): string {
  return `${DATA[kind]} ${name || id}${state === "" ? "" : `, ${state}`}`;
}
