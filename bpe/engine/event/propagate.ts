/**
 * Errors and escalations look for a handler, scope by scope outward (BPMN 2.0.2, 10.5.1 and 13.5.3).
 *
 * In each scope its event sub-processes are asked first, then the boundary events of the activity around it; which of several
 * has it is told by {@link handlerOf}.
 *
 * @module
 */
import { isRecord } from "../../state/data.ts";
import { ROOT } from "../../state/state.ts";
import type { Element } from "../../state/state.ts";
import { end } from "../element/end.ts";
import { assign } from "../data/variables.ts";
import { boundary, eventSubProcess } from "../element/interrupt.ts";
import { failure } from "../run/evaluate.ts";
import { emit, keyOf, note, type Run } from "../run/run.ts";
import {
  handlerOf,
  type Handlers,
  handlersAround,
  handlersOf,
  isCaughtByCaller,
  type Thrown,
} from "../wait/handler.ts";

/** An event of the model throws: nobody catching an error ends the process, an escalation is let go. */
export function propagate(run: Run, from: Element, thrown: Thrown): void {
  if (isCaught(run, handlersAround(run, from), thrown)) return;
  const root = run.elements.get(ROOT);
  if (thrown.kind === "error" && root !== undefined) {
    end(run, root, "failed", thrown.code);
    return;
  }
  passOn(run, from, thrown);
}

/** An escalation that nothing catches is noted, and goes to the caller, if there is one. */
function passOn(run: Run, from: Element, { code, payload }: Thrown): void {
  note(run, "uncaught", from, { data: code });
  const { caller } = run.before;
  if (caller === undefined) return;
  emit(run, {
    kind: "escalation",
    // An element may escalate several times: its own id is not enough.
    key: keyOf(run, from.id, run.next++),
    caller,
    command: {
      do: "escalate",
      element: caller.element,
      code,
      ...(isRecord(payload) ? { variables: payload } : {}),
    },
  });
}

/**
 * The work of an activity throws.
 *
 * @throws {BpeError} `uncaught` where nobody catches an error, in the processes that have called this one neither: work that is done
 * outside does not end the process.
 */
export function propagateWork(run: Run, activity: Element, thrown: Thrown): void {
  if (isCaught(run, handlersOf(run, activity), thrown)) return;
  const { kind, code } = thrown;
  if (kind === "escalation") return passOn(run, activity, thrown);
  const root = run.elements.get(ROOT);
  if (root !== undefined && isCaughtByCaller(run, code)) {
    if (isRecord(thrown.payload)) assign(run, ROOT, thrown.payload);
    return end(run, root, "failed", code);
  }
  throw failure(
    "uncaught",
    { run, element: activity.id },
    `gave the error ${
      code || "without a code"
    }, which nothing catches: add a boundary event, or complete it`,
  );
}

/** The nearest handler has what is thrown, where there is one. */
function isCaught(run: Run, all: Iterable<Handlers>, thrown: Thrown): boolean {
  for (const { where, around, events } of all) {
    const event = handlerOf(run, events, thrown);
    if (event === undefined) continue;
    if (where === "inside") eventSubProcess(run, around, event, thrown.payload);
    else boundary(run, around, event, thrown.payload);
    return true;
  }
  return false;
}
