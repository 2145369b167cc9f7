/**
 * What a shape or an edge of a diagram shows.
 *
 * @module
 */
import type {
  Artifact,
  DataItem,
  Definition,
  Flow,
  Lane,
  MessageFlow,
  Node,
  Participant,
} from "../definition/definition.ts";

/** An element of a definition, by kind. */
export type Subject =
  | { readonly is: "node"; readonly node: Node }
  | { readonly is: "flow"; readonly flow: Flow }
  | { readonly is: "data"; readonly item: DataItem }
  | { readonly is: "lane"; readonly lane: Lane }
  | { readonly is: "participant"; readonly participant: Participant }
  | { readonly is: "messageFlow"; readonly messageFlow: MessageFlow }
  | { readonly is: "dataAssociation" }
  | { readonly is: "artifact"; readonly artifact: Artifact };

/** All that a diagram of a definition may show, by id. */
export function subjects(definition: Definition): ReadonlyMap<string, Subject> {
  const all = new Map<string, Subject>();
  const put = (id: string, subject: Subject) => {
    if (id !== "" && !all.has(id)) all.set(id, subject);
  };
  for (const node of definition.nodes) put(node.id, { is: "node", node });
  for (const flow of definition.flows) put(flow.id, { is: "flow", flow });
  for (const item of definition.data) put(item.id, { is: "data", item });
  for (const lane of definition.lanes) put(lane.id, { is: "lane", lane });
  const { participants, messageFlows } = definition.collaboration;
  for (const participant of participants) put(participant.id, { is: "participant", participant });
  for (const messageFlow of messageFlows) put(messageFlow.id, { is: "messageFlow", messageFlow });
  for (const artifact of definition.artifacts) put(artifact.id, { is: "artifact", artifact });
  for (const { io } of [...definition.nodes, ...definition.processes]) {
    for (const one of io?.inputAssociations ?? []) put(one.id, { is: "dataAssociation" });
    for (const one of io?.outputAssociations ?? []) put(one.id, { is: "dataAssociation" });
  }
  return all;
}
