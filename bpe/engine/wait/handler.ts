/**
 * Which of several handlers has an error or an escalation.
 *
 * One has it, and the choice depends on no order of drawing where there is a reason: scope by scope outward, in each scope its
 * event sub-processes before the boundary events of the activity around it (BPMN 2.0.2, 10.5.1 and 13.5.3); among the event
 * sub-processes of one scope, as among the boundary events of one activity, what names the code before what catches all; among
 * equals the first in the file.
 *
 * @module
 */
import type { EventDefinition, Node } from "../../definition/definition.ts";
import type { Run } from "../run/run.ts";

/** An error or an escalation on its way. */
export interface Thrown {
  /** Which of the two. */
  readonly kind: "error" | "escalation";
  /** Its code. */
  readonly code: string;
  /** What goes with it. */
  readonly payload?: unknown;
}

/** The event of these that has what is thrown; undefined where none catches it. */
export function handlerOf(
  run: Run,
  events: readonly Node[],
  thrown: Thrown,
): Node | undefined {
  let general: Node | undefined;
  for (const node of events) {
    const codes = codesOf(run, node, thrown.kind);
    if (codes.includes(thrown.code)) return node;
    if (codes.includes(undefined)) general ??= node;
  }
  return general;
}

/** The codes that an event catches; one that is undefined stands for all. */
function codesOf(
  run: Run,
  { event }: Node,
  kind: Thrown["kind"],
): readonly (string | undefined)[] {
  return (event?.definitions ?? []).filter((each) => each.kind === kind)
    .map((each) => codeOf(run, each));
}

/** The code of an error or escalation: its own, else its name or id; undefined where none is given. */
export function codeOf(run: Run, definition: EventDefinition): string | undefined {
  const { errors, escalations } = run.definition.roots;
  const found = definition.kind === "error"
    ? errors[definition.error]
    : definition.kind === "escalation"
    ? escalations[definition.escalation]
    : undefined;
  return found === undefined ? undefined : found.code || found.name || found.id;
}
