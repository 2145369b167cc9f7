/**
 * Handlers of events around running work: boundary events and event sub-processes (BPMN 2.0.2, 10.5.6 and 13.5.3).
 *
 * @module
 */
import { type Node, NONE } from "../../definition/definition.ts";
import type { Element } from "../../state/state.ts";
import { cancel, cancelInside } from "./cancel.ts";
import { pass } from "./implicit.ts";
import { receive } from "../data/io.ts";
import { add, at, nodeAt, note, push, type Run, unsubscribe } from "../run/run.ts";
import { openScope } from "./scope.ts";

/** A boundary event of an activity is triggered; an interrupting one ends it. */
export function boundary(run: Run, activity: Element, event: Node, payload: unknown): void {
  if (event.event?.interrupting) cancel(run, activity);
  receive(run, activity.parent, event, payload);
  pass(run, activity, event);
}

/** An event sub-process is triggered by its start event; an interrupting one ends all else in its scope. */
export function eventSubProcess(run: Run, around: Element, start: Node, payload: unknown): Element {
  if (start.event?.interrupting && start.event.trigger !== "compensation") {
    cancelInside(run, around.id);
    unsubscribe(run, around.id, (node) => run.definition.nodes[node]?.kind === "startEvent");
  }
  const scope = at(run.definition.scopes, start.scope);
  const inside = add(run, { node: scope.node, parent: around.id, scope: NONE, phase: "active" });
  if (nodeAt(run, inside).activity?.loop != null && start.event?.trigger !== "compensation") {
    // Each run begins with its start event.
    note(run, "triggered", { ...inside, node: start.index });
    receive(run, inside.id, start, payload);
    push(run, { do: "begin", element: inside.id });
    return inside;
  }
  openScope(run, inside, scope.index, false);
  const element = add(run, { node: start.index, parent: inside.id, scope: NONE, phase: "leaving" });
  note(run, "triggered", element);
  receive(run, inside.id, start, payload);
  push(run, { do: "leave", element: element.id });
  return inside;
}
