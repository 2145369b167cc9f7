/**
 * An instance of BPE as an API tells it.
 *
 * @module
 */
import type * as bpe from "../../../bpe/mod.ts";
import type { ElementRow, InstanceDetail, JobRow, WaitRow } from "../../../rest/process/mod.ts";

/** The process of a version, as `leave` of `leave:3`. */
export function processOf(version: string): string {
  return version.replace(/:\d+$/, "");
}

/** An instance, with the ids of its nodes in the place of their numbers. */
export function detailOf(
  { id, state, started, ended, called = {}, jobs }: bpe.InstanceDetail,
  definition: bpe.Definition,
): InstanceDetail {
  const process = definition.processes[state.process];
  const nodeOf = (index: number) => definition.nodes[index]?.id ?? process?.id ?? "";
  return {
    id,
    process: process?.id ?? processOf(state.definition),
    definition: state.definition,
    status: state.status,
    started,
    ...ended !== undefined && { ended },
    version: state.version,
    ...state.caller !== undefined && { caller: state.caller.instance },
    ...state.error !== undefined && { error: state.error },
    called: Object.values(called),
    elements: state.elements.map(({ id: element, node, phase, parent }): ElementRow => ({
      element,
      node: nodeOf(node),
      name: (definition.nodes[node] ?? process)?.name ?? "",
      kind: definition.nodes[node]?.kind ?? "process",
      phase,
      parent: parent < 0 ? undefined : parent,
    })),
    waits: state.waits.map(({ id: wait, kind, element, node, name, keys, due }): WaitRow => ({
      wait,
      kind,
      element,
      node: nodeOf(node),
      ...name !== undefined && { name },
      ...keys !== undefined && { keys },
      ...due !== undefined && { due },
    })),
    jobs: jobs.map(({ node, ...job }): JobRow => ({ ...job, node: nodeOf(node) })),
    incidents: state.incidents.map(({ id: incident, node, code, message, time }) => ({
      instance: id,
      incident,
      definition: state.definition,
      node: nodeOf(node),
      code,
      message,
      time,
    })),
  };
}
