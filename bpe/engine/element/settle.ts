/**
 * What happens when nothing moves any more: conditions, waiting data, joins, and scopes that have nothing left (13.3.4).
 *
 * @module
 */
import { type AdHoc, NONE } from "../../definition/definition.ts";
import type { Element } from "../../state/state.ts";
import { choose } from "./begin.ts";
import { cancelInside } from "./cancel.ts";
import { incident, isIncident } from "../run/incident.ts";
import { findJoin } from "../flow/join.ts";
import { children, incidentsOf, indexes, isEmpty, putWait } from "../run/live.ts";
import { evaluate, holds } from "../run/evaluate.ts";
import { nodeAt, push, type Run } from "../run/run.ts";

/** Finds something to go on with; tells whether there is. */
export function settle(run: Run): boolean {
  if (run.status !== "active") return false;
  const before = run.queue.length;
  if (run.dirty) {
    run.dirty = false;
    conditions(run);
    ready(run);
    if (run.queue.length > before) return true;
  }
  adHoc(run);
  if (run.queue.length > before) return true;
  scopes(run);
  return run.queue.length > before;
}

/** A condition triggers when it becomes true. */
function conditions(run: Run): void {
  for (const wait of [...indexes(run)?.conditions ?? run.waits]) {
    if (wait.kind !== "condition") continue;
    const definition = run.definition.nodes[wait.node]?.event?.definitions[wait.definition];
    if (definition?.kind !== "conditional") continue;
    guarded(run, wait.element, () => {
      const held = evaluate(run, wait.element, definition.condition) === true;
      if (held === (wait.held ?? false)) return;
      putWait(run, { ...wait, held });
      if (held) push(run, { do: "occur", wait: wait.id });
    });
  }
}

/** A condition that fails while nothing moves is an incident where it is asked; the others are asked all the same. */
function guarded(run: Run, element: number, ask: () => void): void {
  try {
    ask();
  } catch (error) {
    if (!isIncident(error)) throw error;
    incident(run, { do: "look", element }, error);
  }
}

/** Activities that wait for data look again. */
function ready(run: Run): void {
  for (const element of indexes(run)?.ready ?? run.elements) {
    if (element.phase === "ready") push(run, { do: "begin", element: element.id });
  }
}

/** An ad-hoc sub-process asks after each activity whether it is complete. */
function adHoc(run: Run): void {
  for (const id of run.adHoc) {
    run.adHoc.delete(id);
    const element = run.elements.get(id);
    const what = run.definition.scopes[element?.scope ?? NONE]?.adHoc;
    if (element !== undefined && what != null) guarded(run, id, () => goOn(run, id, what));
  }
}

/** It is complete when its condition holds; until then what is left is chosen, one after another. */
function goOn(run: Run, id: number, { completion, cancelRemaining }: AdHoc): void {
  if (completion === null || !holds(run, id, completion)) {
    if (children(run, id).length === 0) choose(run, id);
    return;
  }
  if (cancelRemaining) cancelInside(run, id);
  if (children(run, id).length === 0) push(run, { do: "finish", element: id });
}

/**
 * In every scope where something has changed a join fires, or the scope is complete because no token is left in it. All scopes
 * are looked at together: what goes on in one gives none to another before this one has ended.
 */
function scopes(run: Run): void {
  const touched = [...run.touched];
  if (touched.length > 1) touched.sort((left, right) => left - right);
  run.touched.clear();
  for (const id of touched) {
    const element = run.elements.get(id);
    if (element === undefined || element.scope === NONE || findJoin(run, id)) continue;
    if (!isEmpty(run, id) || incidentsOf(run, id).length > 0) continue;
    if (ends(run, element)) push(run, { do: "finish", element: id });
  }
}

/** A scope under compensation ends with its plan; an ad-hoc one by its condition, or when all that was chosen has ended. */
function ends(run: Run, element: Element): boolean {
  if (element.phase === "compensating") return element.plan === undefined;
  if (element.phase !== "active") return false;
  // A process that steps ends when it is asked to go on and nothing is left.
  if (element.node === NONE && run.threads !== undefined) return false;
  if (element.node === NONE || nodeAt(run, element).kind !== "adHocSubProcess") return true;
  return run.settings.adHoc === "all" &&
    run.definition.scopes[element.scope]?.adHoc?.completion === null;
}
