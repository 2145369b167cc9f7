/**
 * The functions that look into a process that was read.
 *
 * @module
 */
import { findDocs } from "../../state/documents.ts";
import type { Bpe } from "../api.ts";
import type { Proc } from "../proc.ts";

/** The functions that look into a process that was read. */
export const viewFunctions: Pick<
  Bpe,
  | "step"
  | "docs"
  | "doc"
  | "tasks"
  | "flows"
  | "events"
  | "flow"
  | "flowId"
  | "firstFlow"
  | "firstTask"
  | "currentTask"
  | "executors"
> = {
  step: ({ tasks }, name) => tasks.find(({ id }) => id === name),
  docs: ({ docs }) => docs,
  doc: (pattern, { docs }) => findDocs(pattern, docs).found,
  tasks: ({ tasks }) => tasks,
  flows: ({ flows }) => flows,
  events: ({ events }) => events,
  flow: (id, { flows }) => flows.find((each) => each.id === id),
  flowId: ({ state, pointer }) => state[pointer - 1],
  firstFlow: ({ flows, beginEvent }) => flows.find(({ source }) => source === beginEvent)?.id,
  firstTask: ({ beginEvent }) => beginEvent,
  currentTask,
  executors: ({ executors }) => executors,
};

/** The id of the node to which the last token has come. */
export function currentTask({ stage }: Proc): string {
  return typeof stage === "string" ? stage : stage.target;
}
