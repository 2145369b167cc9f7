/**
 * The families of BPMN elements, by their tags.
 *
 * @module
 */

/** A table to look names of a file up in: without prototype, so that `constructor` is in none. */
export function dictionary<T>(entries: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.freeze(Object.assign(Object.create(null), entries));
}

/** Tags of the tasks that a process itself holds (10.3.3); those that stand outside are {@link GLOBAL_TASKS}. */
const TASKS: ReadonlySet<string> = new Set([
  "task",
  "userTask",
  "manualTask",
  "serviceTask",
  "sendTask",
  "receiveTask",
  "scriptTask",
  "businessRuleTask",
]);

/** Sub-processes of all kinds (10.3.5). */
export const SUB_PROCESSES: ReadonlySet<string> = new Set([
  "subProcess",
  "transaction",
  "adHocSubProcess",
]);

/** Tags of what does work in a process: tasks, sub-processes and the call activity (10.3). */
export const ACTIVITIES: ReadonlySet<string> = new Set([
  ...TASKS,
  ...SUB_PROCESSES,
  "callActivity",
]);

/** Tags of the gateways, which split and join sequence flows (10.6). */
export const GATEWAYS: ReadonlySet<string> = new Set([
  "exclusiveGateway",
  "parallelGateway",
  "inclusiveGateway",
  "eventBasedGateway",
  "complexGateway",
]);

/** Tags of the events (10.5); what they wait for or throw stands in them as {@link EVENT_DEFINITIONS}. */
export const EVENTS: ReadonlySet<string> = new Set([
  "startEvent",
  "intermediateCatchEvent",
  "intermediateThrowEvent",
  "boundaryEvent",
  "endEvent",
]);

/** Activities of a choreography, which no process may hold. */
export const CHOREOGRAPHY: ReadonlySet<string> = new Set([
  "choreographyTask",
  "subChoreography",
  "callChoreography",
]);

/** Nodes of a conversation. */
export const CONVERSATION: ReadonlySet<string> = new Set([
  "conversation",
  "subConversation",
  "callConversation",
]);

/** What a sequence flow joins. */
export const FLOW_NODES: ReadonlySet<string> = new Set([...ACTIVITIES, ...GATEWAYS, ...EVENTS]);

/** What has a flow of its own inside. */
export const SCOPES: ReadonlySet<string> = new Set(["process", ...SUB_PROCESSES]);

/** Tags of the artifacts, which are drawn and do nothing (8.4.1). */
export const ARTIFACTS: ReadonlySet<string> = new Set(["textAnnotation", "group", "association"]);

/** Global tasks (10.3.7). */
export const GLOBAL_TASKS: ReadonlySet<string> = new Set([
  "globalTask",
  "globalUserTask",
  "globalManualTask",
  "globalScriptTask",
  "globalBusinessRuleTask",
]);

/** Item-aware elements (10.4.1). */
export const ITEMS: ReadonlySet<string> = new Set([
  "dataObject",
  "dataObjectReference",
  "dataStore",
  "dataStoreReference",
  "property",
  "dataInput",
  "dataOutput",
  "inputDataItem",
  "outputDataItem",
]);

/** Tags of event definitions and what they are called in a compiled definition. */
export const EVENT_DEFINITIONS: Readonly<Record<string, string>> = dictionary({
  messageEventDefinition: "message",
  timerEventDefinition: "timer",
  errorEventDefinition: "error",
  escalationEventDefinition: "escalation",
  signalEventDefinition: "signal",
  conditionalEventDefinition: "conditional",
  linkEventDefinition: "link",
  compensateEventDefinition: "compensation",
  cancelEventDefinition: "cancel",
  terminateEventDefinition: "terminate",
});
