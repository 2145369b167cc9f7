/**
 * What happens when nothing moves any more: conditions, waiting data, joins, and scopes that have nothing left (13.3.4).
 *
 * @module
 */
import { NONE } from "../definition.ts";
import type { Element } from "../state.ts";
import { choose } from "./begin.ts";
import { cancelInside } from "./cancel.ts";
import { findJoin } from "./join.ts";
import { children, evaluate, holds, nodeAt, patch, push, type Run } from "./run.ts";

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
  return findJoin(run) || scopes(run);
}

/** A condition triggers when it becomes true. */
function conditions(run: Run): void {
  for (const wait of run.waits.values().filter(({ kind }) => kind === "condition").toArray()) {
    const definition = run.definition.nodes[wait.node]?.event?.definitions[wait.definition];
    if (definition?.kind !== "conditional") continue;
    const held = evaluate(run, wait.element, definition.condition) === true;
    if (held === (wait.held ?? false)) continue;
    run.waits.set(wait.id, { ...wait, held });
    if (held) push(run, { do: "occur", wait: wait.id });
  }
}

/** Activities that wait for data look again. */
function ready(run: Run): void {
  for (const element of run.elements.values()) {
    if (element.phase !== "ready") continue;
    patch(run, element.id, { phase: "active" });
    push(run, { do: "begin", element: element.id });
  }
}

/** An ad-hoc sub-process asks after each activity whether it is complete. */
function adHoc(run: Run): void {
  for (const id of run.adHoc) {
    run.adHoc.delete(id);
    const element = run.elements.get(id);
    const what = run.definition.scopes[element?.scope ?? NONE]?.adHoc;
    if (element === undefined || what == null) continue;
    if (what.completion === null || !holds(run, id, what.completion)) {
      if (children(run, id).length === 0) choose(run, id);
      continue;
    }
    if (what.cancelRemaining) cancelInside(run, id);
    if (children(run, id).length === 0) push(run, { do: "finish", element: id });
  }
}

/** A scope with no token left is complete. */
function scopes(run: Run): boolean {
  const busy = new Set<number>(run.tokens.map(({ at }) => at));
  for (const { parent } of run.elements.values()) busy.add(parent);
  for (const { element } of run.incidents) busy.add(element);
  for (const element of run.elements.values()) {
    if (element.scope === NONE || busy.has(element.id) || !ends(run, element)) continue;
    push(run, { do: "finish", element: element.id });
    return true;
  }
  return false;
}

/** A scope under compensation ends with its plan; an ad-hoc one by its condition, or when all that was chosen has ended. */
function ends(run: Run, element: Element): boolean {
  if (element.phase === "compensating") return element.plan === undefined;
  if (element.phase !== "active") return false;
  if (element.node === NONE || nodeAt(run, element).kind !== "adHocSubProcess") return true;
  return run.settings.adHoc === "all" &&
    run.definition.scopes[element.scope]?.adHoc?.completion === null;
}
