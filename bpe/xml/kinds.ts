/**
 * The families of BPMN elements, by their tags.
 *
 * @module
 */

/** A table to look names of a file up in: without prototype, so that `constructor` is in none. */
export function dictionary<T>(entries: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.freeze(Object.assign(Object.create(null), entries));
}

/** Tasks (10.3.3). */
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

/** Activities (10.3). */
export const ACTIVITIES: ReadonlySet<string> = new Set([
  ...TASKS,
  ...SUB_PROCESSES,
  "callActivity",
]);

/** Gateways (10.6). */
export const GATEWAYS: ReadonlySet<string> = new Set([
  "exclusiveGateway",
  "parallelGateway",
  "inclusiveGateway",
  "eventBasedGateway",
  "complexGateway",
]);

/** Events (10.5). */
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

/** Artifacts (8.4.1). */
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
