/**
 * Ending elements from outside: interruption, termination, cancellation.
 *
 * @module
 */
import type { Element } from "../../state/state.ts";
import { children } from "../run/live.ts";
import { dropTokens } from "../run/tokens.ts";
import { emit, keyOf, note, push, recall, remove, type Run } from "../run/run.ts";
import { workOf } from "../wait/work.ts";

/** Cancels an element with everything inside it; its token is gone. */
export function cancel(run: Run, element: Element): void {
  cancelInside(run, element.id);
  if (!run.elements.has(element.id)) return;
  withdraw(run, element);
  note(run, "cancelled", element);
  remove(run, element);
  // Whoever waits for a handler that is cancelled goes on without it.
  if (element.for !== undefined) push(run, { do: "compensate", element: element.for });
}

/** Cancels everything inside an element but what is spared. */
export function cancelInside(run: Run, id: number, spared?: number): void {
  for (const child of children(run, id)) if (child.id !== spared) cancel(run, child);
  dropTokens(run, id);
}

/** Takes back the work an element waits for: out of this step's outbox, or by a `close`. */
function withdraw(run: Run, element: Element): void {
  if (workOf(run, element) === undefined) return;
  const key = keyOf(run, element.id);
  if (!recall(run, key)) emit(run, { kind: "close", key: `${key}/close`, element: element.id });
}
