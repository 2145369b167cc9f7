/**
 * Errors and escalations look for a handler, scope by scope outward (BPMN 2.0.2, 10.5.1 and 13.5.3).
 *
 * In each scope its event sub-processes are asked first, then the boundary events of the activity around it; which of several
 * has it is told by {@link handlerOf}.
 *
 * @module
 */
import { NONE } from "../../definition/definition.ts";
import { isRecord } from "../../state/data.ts";
import { ROOT } from "../../state/state.ts";
import type { Element } from "../../state/state.ts";
import { end } from "../element/end.ts";
import { boundary, eventSubProcess } from "../element/interrupt.ts";
import { at, emit, failure, keyOf, note, type Run } from "../run/run.ts";
import { handlerOf, type Thrown } from "../wait/handler.ts";
import { startOf } from "../wait/subscribe.ts";

/** An event of the model throws: nobody catching an error ends the process, an escalation is let go. */
export function propagate(run: Run, from: Element, thrown: Thrown): void {
  if (caught(run, from, thrown)) return;
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
 * @throws {BpeError} `uncaught` where nobody catches an error: work that is done outside does not end the process.
 */
export function propagateWork(run: Run, activity: Element, thrown: Thrown): void {
  const outer = outermost(run, activity);
  if (atBoundary(run, outer, thrown) || caught(run, outer, thrown)) return;
  if (thrown.kind === "error") {
    throw failure(
      "uncaught",
      { run, element: activity.id },
      `gave the error ${
        thrown.code || "without a code"
      }, which nothing catches: add a boundary event, or complete it`,
    );
  }
  passOn(run, activity, thrown);
}

/** The element around all runs of a looped activity; else the element itself. */
function outermost(run: Run, element: Element): Element {
  return element.run === undefined ? element : run.elements.get(element.parent) ?? element;
}

function caught(run: Run, from: Element, thrown: Thrown): boolean {
  let inner = from;
  for (let scope = run.elements.get(from.parent); scope !== undefined;) {
    if (inEventSubProcess(run, scope, inner, thrown)) return true;
    if (scope.node !== NONE && scope.run === undefined && atBoundary(run, scope, thrown)) {
      return true;
    }
    inner = scope;
    scope = run.elements.get(scope.parent);
  }
  return false;
}

/** An event sub-process does not catch what is thrown inside an event sub-process of the same scope. */
function inEventSubProcess(run: Run, scope: Element, inner: Element, thrown: Thrown): boolean {
  if (scope.scope === NONE || run.definition.nodes[inner.node]?.kind === "eventSubProcess") {
    return false;
  }
  const starts = at(run.definition.scopes, scope.scope).eventSubProcesses.flatMap((index) =>
    startOf(run, at(run.definition.nodes, index)) ?? []
  );
  const start = handlerOf(run, starts, thrown);
  if (start !== undefined) eventSubProcess(run, scope, start, thrown.payload);
  return start !== undefined;
}

function atBoundary(run: Run, activity: Element, thrown: Thrown): boolean {
  const events = (run.definition.nodes[activity.node]?.boundary ?? [])
    .map((index) => at(run.definition.nodes, index));
  const event = handlerOf(run, events, thrown);
  if (event !== undefined) boundary(run, activity, event, thrown.payload);
  return event !== undefined;
}
