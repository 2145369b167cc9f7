/**
 * Implicit throw events of a multi-instance activity (BPMN 2.0.2, 10.3.8): its `behavior` says when they are thrown, and its
 * boundary events catch them.
 *
 * They start the flow of the boundary event but do not interrupt: none throws for each instance that completes, and only a
 * complex behaviour cancels what remains, after which the activity completes and passes its token (Tables 10.30 and 10.31).
 *
 * @module
 */
import { type EventDefinition, type Node, NONE } from "../../definition/definition.ts";
import type { Element } from "../../state/state.ts";
import { codeOf, handlerOf } from "../wait/handler.ts";
import { add, at, nodeAt, note, push, type Run } from "../run/run.ts";

/** Throws an implicit event at the boundary of an activity. */
export function implicit(run: Run, activity: Element, thrown: EventDefinition): void {
  const events = nodeAt(run, activity).boundary.map((index) => at(run.definition.nodes, index));
  for (const boundary of catching(run, events, thrown)) pass(run, activity, boundary);
}

/** Those of the events that what is thrown triggers: of an error or an escalation one, as wherever else it is thrown. */
function catching(run: Run, events: readonly Node[], thrown: EventDefinition): readonly Node[] {
  const { kind } = thrown;
  if (kind !== "error" && kind !== "escalation") {
    return events.filter(({ event }) => event?.definitions.some((each) => same(each, thrown)));
  }
  const found = handlerOf(run, events, { kind, code: codeOf(run, thrown) ?? "" });
  return found === undefined ? [] : [found];
}

/** A boundary event passes a token without ending its activity. */
export function pass(run: Run, activity: Element, boundary: Node): Element {
  const element = add(run, {
    node: boundary.index,
    parent: activity.parent,
    scope: NONE,
    phase: "leaving",
  });
  note(run, "triggered", element);
  push(run, { do: "leave", element: element.id });
  return element;
}

function same(caught: EventDefinition, thrown: EventDefinition): boolean {
  if (caught.kind === "signal" && thrown.kind === "signal") return caught.signal === thrown.signal;
  if (caught.kind === "message" && thrown.kind === "message") {
    return caught.message === thrown.message;
  }
  return false;
}
