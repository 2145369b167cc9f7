/**
 * Jobs that nobody does: topics without a handler, and scripts in a language that nobody evaluates.
 *
 * @module
 */
import type { Definition, Node } from "../definition/definition.ts";
import type { Settings } from "../engine/run/settings.ts";
import { topicOf, workerIn } from "../engine/wait/work.ts";
import { scriptHandler } from "./handler.ts";

/** Who does jobs. */
export interface Handlers {
  readonly settings: Settings;
  readonly jobs: { readonly handlers: { has(topic: string): boolean } };
}

/** A node whose job nobody does. */
export interface UnhandledNode {
  /** The id of the node. */
  readonly element: string;
  /** `SCRIPT` where its script is in a language that nobody evaluates. */
  readonly rule: "TOPIC" | "SCRIPT";
  /** It may be completed by a command all the same. */
  readonly severity: "warning";
  /** What it lacks and what to do, to be read after the element. */
  readonly message: string;
}

/** The nodes whose jobs no handler does, in processes that can be deployed. */
export function unhandled(definition: Definition, { settings, jobs }: Handlers): UnhandledNode[] {
  return definition.nodes.flatMap((node): UnhandledNode[] => {
    if (definition.processes[node.process]?.isExecutable === false) return [];
    if (workerIn(definition, settings.workers, node) !== "job") return [];
    const topic = topicOf(definition, node);
    if (jobs.handlers.has(topic) || scriptHandler(settings.expressions, node) !== undefined) {
      return [];
    }
    const { rule, what } = lackOf(node, topic);
    return [{ element: node.id, rule, severity: "warning", message: what }];
  });
}

function lackOf(
  { activity, kind }: Node,
  topic: string,
): { rule: "TOPIC" | "SCRIPT"; what: string } {
  const language = kind === "scriptTask" ? activity?.script?.language ?? "" : "";
  const give = `give one for ${JSON.stringify(topic)} in \`handlers\``;
  return language === ""
    ? { rule: "TOPIC", what: `is a job without a handler in this runtime: ${give}` }
    : { rule: "SCRIPT", what: `has a script in ${language}, which nobody here runs: ${give}` };
}
