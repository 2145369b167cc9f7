/**
 * What starts instances of a process by itself: the messages, signals, timers and conditions of its start events,
 * instantiating receive tasks and event-based gateways (BPMN 2.0.2, 13.2).
 *
 * @module
 */
import { callable, fields, list, number, text } from "../argument.ts";
import { startState } from "./commands.ts";
import { at, open } from "./run/run.ts";
import type { Settings } from "./run/settings.ts";
import { plan } from "./wait/subscribe.ts";
import { type Definition, type Node, processOf } from "../definition/definition.ts";
import { BpeError } from "../error.ts";
import { ROOT, type Wait } from "../state/state.ts";

/** One way to start a process. `node` is the index of the event that a `start` command names as its trigger by id. */
export type StartWait = Omit<Wait, "id" | "element">;

/**
 * All ways a process is started by a trigger. Times count from `now`, when the definition is deployed.
 *
 * @throws {BpeError} `command` where there is no such process, `timer` or `expression` where a time cannot be told.
 */
export function triggers(
  definition: Definition,
  process: string,
  now: number,
  settings: Settings,
): readonly StartWait[] {
  aDefinition(definition, "the definition");
  text(process, "the process");
  number(now, "the time");
  theSettings(settings, "the settings");
  const found = processOf(definition, process);
  if (found === undefined) {
    throw new BpeError("command", "is no process of this file", { element: process });
  }
  const state = startState(definition, { do: "start", instance: "", process });
  const run = open(definition, settings, state, now);
  const root = run.elements.get(ROOT);
  if (root === undefined) return [];
  const nodes = at(definition.scopes, found.scope).triggers.flatMap((index) =>
    behind(definition, at(definition.nodes, index))
  );
  return nodes.flatMap((node) => plan(run, root, node)).map(({ element: _, ...wait }) => wait);
}

/** The events behind an event-based gateway; any other node itself. */
function behind(definition: Definition, node: Node): Node[] {
  if (node.kind !== "eventBasedGateway") return [node];
  return node.outgoing.map((flow) => at(definition.nodes, at(definition.flows, flow).target));
}

const aDefinition = fields({ nodes: list, processes: list, ids: fields() });
const theSettings = fields({ expressions: fields({ evaluate: callable }), budget: number });
