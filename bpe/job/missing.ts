/**
 * Jobs that nobody does: topics without a handler, and scripts in a language that nobody evaluates.
 *
 * @module
 */
import type { Definition, Node } from "../definition/definition.ts";
import type { Settings } from "../engine/run/settings.ts";
import { isComputedTopic } from "../engine/wait/name.ts";
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

/** Nodes told of at most: a file with more is no better understood by more. */
const MOST = 100;

/** The nodes whose jobs no handler does, in processes that can be deployed: at most {@link MOST}. */
export function unhandled(
  definition: Definition,
  { settings: { workers, expressions }, jobs }: Handlers,
): UnhandledNode[] {
  const found: UnhandledNode[] = [];
  for (const node of definition.nodes) {
    if (found.length >= MOST) break;
    if (definition.processes[node.process]?.isExecutable === false) continue;
    if (workerIn(definition, workers, node) !== "job") continue;
    // Of a topic that is computed nothing is known yet.
    if (node.vendor !== null && isComputedTopic(node.vendor)) continue;
    const topic = topicOf(definition, node);
    if (jobs.handlers.has(topic) || scriptHandler(expressions, node) !== undefined) continue;
    const { rule, what } = lackOf(node, topic);
    found.push({ element: node.id, rule, severity: "warning", message: what });
  }
  return found;
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
