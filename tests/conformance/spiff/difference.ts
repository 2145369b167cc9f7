/**
 * Where SpiffWorkflow does otherwise than the rule that is chosen here.
 *
 * @module
 */
import {
  type Definition,
  type EventDefinition,
  type Node,
  NONE,
} from "../../../bpe/definition/definition.ts";
import type { SpiffTest } from "./recording.ts";
import { compare, missing, traceOf } from "./trace.ts";
import type { World } from "../world.ts";

/**
 * Of several boundary events that catch an error or an escalation SpiffWorkflow triggers all; here the one that names the code has
 * it, and what catches all is triggered only where nothing names it (`bpe/engine/wait/handler.ts`).
 */
const HANDLERS = "triggers every handler of an error, here one has it";

/** The name of the difference that tells all in which a run differs from its recording; empty where there is none. */
export function differenceOf(place: World, test: SpiffTest): string {
  const others = new Set(
    [...place.lines].flatMap(({ entry, definition }) =>
      entry.event === "triggered" ? [...behind(definition, rivals(definition, entry.node))] : []
    ),
  );
  const more = missing(test.trace, traceOf(place, test)).filter((id) => others.has(id));
  if (more.length === 0) return "";
  return compare(place, { ...test, trace: missing(test.trace, more) }) === "" ? HANDLERS : "";
}

/** The other events at the same activity that catch what a boundary event has caught. */
function rivals(definition: Definition, index: number): Node[] {
  const node = definition.nodes[index];
  const host = definition.nodes[node?.event?.attachedTo ?? NONE];
  const caught = node?.event?.definitions.filter(isThrown) ?? [];
  return (host?.boundary ?? []).filter((each) => each !== index).flatMap((each) => {
    const other = definition.nodes[each];
    const catches = other?.event?.definitions.some((one) =>
      caught.some((each) => each.kind === one.kind && overlaps(each, one))
    );
    return other !== undefined && catches ? [other] : [];
  });
}

function isThrown({ kind }: EventDefinition): boolean {
  return kind === "error" || kind === "escalation";
}

/** Whether two events of a kind catch the same code: one that names none catches all. */
function overlaps(left: EventDefinition, right: EventDefinition): boolean {
  const [one, two] = [left, right].map((each) =>
    each.kind === "error" ? each.error : each.kind === "escalation" ? each.escalation : NONE
  );
  return one === two || one === NONE || two === NONE;
}

/** The ids of nodes and of all that they lead to. */
function behind(definition: Definition, from: readonly Node[]): Set<string> {
  const found = new Set(from);
  for (const { outgoing } of found) {
    for (const flow of outgoing) {
      const target = definition.nodes[definition.flows[flow]?.target ?? NONE];
      if (target !== undefined) found.add(target);
    }
  }
  return new Set([...found].map(({ id }) => id));
}
