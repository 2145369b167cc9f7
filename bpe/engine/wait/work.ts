/**
 * Work that is done outside: which elements wait for it, and how it is asked for.
 *
 * @module
 */
import { type Definition, type Node, NONE } from "../../definition/definition.ts";
import { visible } from "../../state/data.ts";
import type { Element } from "../../state/state.ts";
import { caughtCodes } from "./handler.ts";
import { emit, keyOf, nodeAt, type Run } from "../run/run.ts";
import type { Settings } from "../run/settings.ts";
import { computed, isComputedTopic } from "./name.ts";

/** What an element waits for outside: a person, a handler, a process of another file; undefined where it does not. */
export function workOf(run: Run, element: Element): "task" | "job" | "call" | undefined {
  if (element.node === NONE || element.loop !== undefined || element.phase !== "active") {
    return undefined;
  }
  const node = nodeAt(run, element);
  if (node.kind === "callActivity") return element.scope === NONE ? "call" : undefined;
  const worker = workerOf(run, node);
  return worker === "task" || worker === "job" ? worker : undefined;
}

/** Who does the work of a task. */
export function workerOf(run: Run, node: Node): "none" | "task" | "job" | "message" | undefined {
  if (run.threads !== undefined) {
    // What steps waits for nobody but `next`.
    return node.kind === "sendTask" && messageOf(run, node) !== NONE ? "message" : "none";
  }
  return workerIn(run.definition, run.settings.workers, node);
}

/** Who does the work of a task where nobody steps through it. */
export function workerIn(
  definition: Definition,
  workers: Settings["workers"],
  node: Node,
): "none" | "task" | "job" | "message" | undefined {
  switch (node.kind) {
    case "task":
    case "userTask":
    case "manualTask":
    case "serviceTask":
    case "scriptTask":
    case "businessRuleTask":
      return workers[node.kind];
    case "sendTask":
      return workers.sendTask === "message" && messageOf({ definition }, node) === NONE
        ? "job"
        : workers.sendTask;
    default:
      return undefined;
  }
}

/** The message a send or receive task is about: its own, else the one of its operation. */
export function messageOf({ definition }: Pick<Run, "definition">, node: Node): number {
  const own = node.activity?.message ?? NONE;
  if (own !== NONE) return own;
  return definition.roots.operations[node.activity?.operation ?? NONE]?.input ?? NONE;
}

/** Asks for the work. */
export function request(run: Run, element: Element, work: "task" | "job" | "call"): void {
  const node = nodeAt(run, element);
  const key = keyOf(run, element.id);
  if (work === "call") {
    const catches = caughtCodes(run, element) ?? [];
    emit(run, {
      kind: "call",
      key,
      element: element.id,
      process: node.activity?.calledElement ?? "",
      variables: visible((id) => run.elements.get(id), element.id),
      ...(catches.length === 0 ? {} : { catches }),
    });
  } else {
    emit(run, {
      kind: work,
      key,
      element: element.id,
      node: node.index,
      topic: node.vendor !== null && isComputedTopic(node.vendor)
        ? computed(run, element.id, node.vendor.topic, "topic")
        : topicOf(run.definition, node),
    });
  }
}

/** By which the handler of a job is found; one that is computed, as it is written. */
export function topicOf(definition: Definition, node: Node): string {
  const operation = definition.roots.operations[node.activity?.operation ?? NONE];
  return node.vendor?.topic || operation?.implementation || operation?.name || node.id;
}
