/**
 * Waits: what an event waits for, made when the element that waits begins.
 *
 * Waits are planned first and added afterwards, so that a time expression that fails leaves nothing half done.
 *
 * @module
 */
import { type EventDefinition, type Node, NONE } from "../../definition/definition.ts";
import type { Element, Wait } from "../../state/state.ts";
import { correlationOf } from "./correlation.ts";
import { startOf } from "./handler.ts";
import { putWait } from "../run/live.ts";
import { evaluate } from "../run/evaluate.ts";
import { at, type Run } from "../run/run.ts";
import { nameFor } from "./name.ts";
import { schedule, timeWith } from "./timer.ts";
import { messageOf } from "./work.ts";

/** A wait that has no id yet. */
export type Planned = Omit<Wait, "id">;

/** Plans the waits of an event or receive task for the element that owns them. */
export function plan(run: Run, owner: Element, node: Node): Planned[] {
  if (node.kind === "receiveTask") {
    return [{ ...message(run, owner, node, messageOf(run, node)), definition: NONE }];
  }
  return (node.event?.definitions ?? []).flatMap((definition, index) => {
    const found = planOne(run, owner, node, definition);
    return found === undefined ? [] : [{ ...found, definition: index }];
  });
}

/** Plans the waits of the boundary events of an activity. */
export function planBoundary(run: Run, activity: Element, node: Node): Planned[] {
  return node.boundary.flatMap((index) => plan(run, activity, at(run.definition.nodes, index)));
}

/** Plans the waits of the event sub-processes of a scope. */
export function planEventSubProcesses(run: Run, element: Element, scope: number): Planned[] {
  return at(run.definition.scopes, scope).eventSubProcesses.flatMap((index) => {
    const start = startOf(run, at(run.definition.nodes, index));
    return start === undefined ? [] : plan(run, element, start);
  });
}

/** Adds planned waits. */
export function subscribe(run: Run, planned: readonly Planned[]): void {
  for (const wait of planned) {
    const id = run.next++;
    putWait(run, { id, ...(wait.kind === "message" ? { since: run.now } : {}), ...wait });
    if (wait.kind === "condition") run.dirty = true;
  }
}

function planOne(
  run: Run,
  owner: Element,
  node: Node,
  definition: EventDefinition,
): Omit<Planned, "definition"> | undefined {
  const base = { element: owner.id, node: node.index };
  switch (definition.kind) {
    case "message":
      return message(run, owner, node, messageIndex(run, definition));
    case "signal": {
      const signal = run.definition.roots.signals[definition.signal];
      return { kind: "signal", ...base, name: nameFor(run, owner.id, signal, node) };
    }
    case "conditional":
      return { kind: "condition", ...base, held: false };
    case "timer": {
      const value = timeWith(
        definition.timer,
        definition.time,
        (expression) => evaluate(run, owner.id, expression),
      );
      return { kind: "timer", ...base, ...schedule(run, owner.id, definition.timer, value) };
    }
    default:
      return undefined;
  }
}

function message(run: Run, owner: Element, node: Node, index: number): Omit<Planned, "definition"> {
  const found = run.definition.roots.messages[index];
  const keys = correlationOf(run, owner, node, index);
  return {
    kind: "message",
    element: owner.id,
    node: node.index,
    name: nameFor(run, owner.id, found, node),
    ...(Object.keys(keys).length > 0 ? { keys } : {}),
  };
}

/** The message of an event definition: its own, else the one of its operation. */
export function messageIndex(
  run: Run,
  definition: { readonly message: number; readonly operation: number },
): number {
  if (definition.message !== NONE) return definition.message;
  return run.definition.roots.operations[definition.operation]?.input ?? NONE;
}
