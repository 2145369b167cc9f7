/**
 * Which attributes and elements of a BPMN file refer to others by id, and to what kinds (BPMN 2.0.2, XSDs).
 *
 * @module
 */
import {
  ACTIVITIES,
  CHOREOGRAPHY,
  CONVERSATION,
  dictionary,
  EVENT_DEFINITIONS,
  EVENTS,
  FLOW_NODES,
  GLOBAL_TASKS,
  ITEMS,
} from "../xml/kinds.ts";

type Kinds = ReadonlySet<string>;

/** Everything: only that the id exists is asked. */
const any: Kinds = new Set(["*"]);
const item: Kinds = new Set(["itemDefinition"]);
const message: Kinds = new Set(["message"]);
const collaboration: Kinds = new Set(["collaboration", "choreography", "globalConversation"]);
const choreography: Kinds = new Set(["choreography", "globalChoreographyTask"]);
const events: Kinds = new Set(Object.keys(EVENT_DEFINITIONS));
const interaction: Kinds = new Set([
  "participant",
  ...ACTIVITIES,
  ...EVENTS,
  ...CONVERSATION,
]);

/** References that stand in attributes, by attribute name; a key `tag.name` is for that tag only. */
export const ATTRIBUTE_REFERENCES: Readonly<Record<string, Kinds>> = dictionary({
  "sequenceFlow.sourceRef": new Set([...FLOW_NODES, ...CHOREOGRAPHY]),
  "sequenceFlow.targetRef": new Set([...FLOW_NODES, ...CHOREOGRAPHY]),
  "messageFlow.sourceRef": interaction,
  "messageFlow.targetRef": interaction,
  "conversationLink.sourceRef": interaction,
  "conversationLink.targetRef": interaction,
  "association.sourceRef": any,
  "association.targetRef": any,
  "signal.structureRef": item,
  "error.structureRef": item,
  "escalation.structureRef": item,
  default: new Set(["sequenceFlow"]),
  messageRef: message,
  operationRef: new Set(["operation"]),
  itemSubjectRef: item,
  itemRef: item,
  signalRef: new Set(["signal"]),
  errorRef: new Set(["error"]),
  escalationRef: new Set(["escalation"]),
  attachedToRef: ACTIVITIES,
  processRef: new Set(["process"]),
  dataObjectRef: new Set(["dataObject"]),
  dataStoreRef: new Set(["dataStore"]),
  categoryValueRef: new Set(["categoryValue"]),
  activityRef: new Set([...ACTIVITIES]),
  correlationKeyRef: new Set(["correlationKey"]),
  correlationPropertyRef: new Set(["correlationProperty"]),
  parameterRef: new Set(["resourceParameter"]),
  inputDataRef: new Set(["dataInput", "inputSet"]),
  outputDataRef: new Set(["dataOutput", "outputSet"]),
  definitionalCollaborationRef: collaboration,
  calledCollaborationRef: collaboration,
  calledChoreographyRef: choreography,
  initiatingParticipantRef: new Set(["participant"]),
  evaluatesToTypeRef: item,
  oneBehaviorEventRef: events,
  noneBehaviorEventRef: events,
});

/** References that are the text of an element, by its tag; a key `parent.tag` is for that parent only. */
export const ELEMENT_REFERENCES: Readonly<Record<string, Kinds>> = dictionary({
  "dataInputAssociation.sourceRef": ITEMS,
  "dataInputAssociation.targetRef": ITEMS,
  "dataOutputAssociation.sourceRef": ITEMS,
  "dataOutputAssociation.targetRef": ITEMS,
  "linkEventDefinition.source": new Set(["linkEventDefinition"]),
  "linkEventDefinition.target": new Set(["linkEventDefinition"]),
  flowNodeRef: new Set([...FLOW_NODES, ...CHOREOGRAPHY]),
  dataInputRefs: ITEMS,
  dataOutputRefs: ITEMS,
  optionalInputRefs: ITEMS,
  optionalOutputRefs: ITEMS,
  whileExecutingInputRefs: ITEMS,
  whileExecutingOutputRefs: ITEMS,
  inputSetRefs: new Set(["inputSet"]),
  outputSetRefs: new Set(["outputSet"]),
  loopDataInputRef: ITEMS,
  loopDataOutputRef: ITEMS,
  resourceRef: new Set(["resource", "partnerRole", "partnerEntity"]),
  inMessageRef: message,
  outMessageRef: message,
  errorRef: new Set(["error"]),
  operationRef: new Set(["operation"]),
  supportedInterfaceRef: new Set(["interface"]),
  interfaceRef: new Set(["interface"]),
  endPointRef: new Set(["endPoint"]),
  participantRef: new Set(["participant"]),
  innerParticipantRef: new Set(["participant"]),
  outerParticipantRef: new Set(["participant"]),
  messageFlowRef: new Set(["messageFlow"]),
  innerMessageFlowRef: new Set(["messageFlow"]),
  outerMessageFlowRef: new Set(["messageFlow"]),
  eventDefinitionRef: events,
  correlationPropertyRef: new Set(["correlationProperty"]),
  choreographyRef: choreography,
  supports: new Set(["process"]),
});

/** Tags that a called element may be. */
export const CALLABLE: Kinds = new Set(["process", ...GLOBAL_TASKS]);
