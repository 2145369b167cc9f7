/**
 * Throw and end events (BPMN 2.0.2, 13.5.2 and 13.5.6).
 *
 * @module
 */
import { type EventDefinition, type Node, NONE } from "../../definition/definition.ts";
import { ROOT } from "../../state/state.ts";
import type { Element } from "../../state/state.ts";
import { cancelInside } from "../element/cancel.ts";
import { cancelTransaction, compensate } from "./compensate.ts";
import { end } from "../element/end.ts";
import { input } from "../data/io.ts";
import { message, signal } from "../wait/message.ts";
import { thrownCode } from "../wait/name.ts";
import { propagate } from "./propagate.ts";
import { nodeAt, note, patch, push, remove, type Run } from "../run/run.ts";
import { enterAt } from "../element/scope.ts";
import { messageIndex } from "../wait/subscribe.ts";

/** An element throws all its events, in the order of the file; then it passes its token, or waits for compensation. */
export function throwEvents(run: Run, element: Element): void {
  const node = nodeAt(run, element);
  input(run, element, node);
  let waits = false;
  for (const [index, definition] of (node.event?.definitions ?? []).entries()) {
    if (!run.elements.has(element.id)) return;
    waits = throwOne(run, element, node, definition, index) || waits;
  }
  if (waits || !run.elements.has(element.id)) return;
  patch(run, element.id, { phase: "leaving" });
  push(run, { do: "leave", element: element.id });
}

/** Throws one event; tells whether the element waits for its end. */
function throwOne(
  run: Run,
  element: Element,
  node: Node,
  definition: EventDefinition,
  index: number,
): boolean {
  switch (definition.kind) {
    case "message":
      message(run, element, node, messageIndex(run, definition), index);
      break;
    case "signal":
      signal(run, element, node, definition.signal, index);
      break;
    case "escalation":
      propagate(run, element, {
        kind: "escalation",
        code: thrownCode(run, element.id, definition),
      });
      break;
    case "compensation":
      return compensate(run, element, definition);
    case "link":
      if (definition.target !== NONE) enterAt(run, definition.target, element.parent);
      break;
    case "error": {
      const code = thrownCode(run, element.id, definition);
      done(run, element);
      propagate(run, element, { kind: "error", code });
      break;
    }
    case "cancel":
      cancelTransaction(run, element);
      break;
    case "terminate":
      terminate(run, element);
      break;
    case "timer":
    case "conditional":
      break;
  }
  return false;
}

/** Everything in the scope ends; of a sub-process the flow goes on behind it (10.5.3). */
function terminate(run: Run, element: Element): void {
  const around = run.elements.get(element.parent);
  done(run, element);
  if (around === undefined) return;
  if (around.id === ROOT) return end(run, around, "terminated");
  cancelInside(run, around.id);
  push(run, { do: "finish", element: around.id });
}

function done(run: Run, element: Element): void {
  note(run, "completed", element);
  remove(run, element);
}
