/**
 * Ending elements from outside: interruption, termination, cancellation.
 *
 * @module
 */
import type { Element } from "../state.ts";
import { children, keyOf, note, push, remove, type Run } from "./run.ts";
import { workOf } from "./work.ts";

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
  run.tokens = run.tokens.filter((token) => token.at !== id);
}

/** Takes back the work an element waits for: out of this step's outbox, or by a `close`. */
function withdraw(run: Run, element: Element): void {
  if (workOf(run, element) === undefined) return;
  const key = keyOf(run, element.id);
  const before = run.outbox.length;
  run.outbox = run.outbox.filter((effect) => effect.key !== key);
  if (run.outbox.length === before) {
    run.outbox.push({ kind: "close", key: `${key}/close`, element: element.id });
  }
}
