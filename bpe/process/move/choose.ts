/**
 * Which token moves, and where it goes.
 *
 * @module
 */
import { type Definition, type Flow, NONE } from "../../definition/definition.ts";
import type { Snapshot } from "../context.ts";
import { flowView } from "../record.ts";
import type { Refusal } from "../refusal.ts";
import type { MoveOptions } from "./options.ts";

/** A token that moves. */
export interface Choice {
  /** The flow on which it waits. */
  readonly flow: Flow;
  /** The flow over which it goes, if not its own. */
  readonly to?: Flow;
}

/** The token that is asked for, or why there is none. */
export function choose(
  { proc, definition }: Snapshot,
  { flow, task }: MoveOptions,
): Choice | Refusal {
  const { flows = [], pointer = 0 } = proc.threads ?? {};
  const named = (id: string | undefined) => definition.flows.find((each) => each.id === id);
  if (flow !== undefined) {
    const known = named(flow);
    if (known === undefined) return { error: "No such sequenceFlow", what: flow };
    return flows.includes(flow)
      ? { flow: known }
      : { error: "Unavailable flow", what: flowView(definition, known) };
  }
  const turn = named(flows[pointer]);
  if (turn === undefined) return { error: "No such sequenceFlow", what: flows[pointer] ?? "" };
  if (task === undefined) return { flow: turn };
  const leading = flows.map(named).find((each) => nodeId(definition, each?.target) === task);
  if (leading !== undefined) return { flow: leading };
  const other = toward(definition, turn, task);
  if (other !== undefined) return { flow: turn, to: other };
  return { error: "Denied flow", what: nodeId(definition, turn.source) };
}

/** Where an action's answer sends the token: over another flow of its source, nowhere, or, undefined, along its flow. */
export function route(
  definition: Definition,
  flow: Flow,
  reply: unknown,
): Flow | "stay" | undefined {
  if (typeof reply !== "string") return undefined;
  const found = toward(definition, flow, reply);
  if (found !== undefined) return found;
  return reply === nodeId(definition, flow.source) ? "stay" : undefined;
}

/** Another flow of the node that a flow comes from. All flows of a gateway that splits get their tokens: none is for another. */
function toward(definition: Definition, { source }: Flow, target: string): Flow | undefined {
  const gateway = definition.nodes[source]?.gateway ?? null;
  if (gateway !== null && definition.nodes[source]?.kind !== "exclusiveGateway") return undefined;
  return definition.nodes[source]?.outgoing.map((index) => definition.flows[index])
    .find((each) => nodeId(definition, each?.target) === target);
}

function nodeId(definition: Definition, node: number | undefined): string | undefined {
  return definition.nodes[node ?? NONE]?.id;
}
