/**
 * Scopes: the inside of a process or sub-process comes to life (BPMN 2.0.2, 13.3.4).
 *
 * @module
 */
import { nameOf } from "../../state/data.ts";
import { NONE } from "../../definition/definition.ts";
import type { Element } from "../../state/state.ts";
import { enter } from "../flow/flow.ts";
import { at, patch, type Run } from "../run/run.ts";
import { planEventSubProcesses, subscribe } from "../wait/subscribe.ts";
import { own } from "../data/variables.ts";

/** Opens a scope inside an element: its data, its event sub-processes, and, unless told otherwise, its start. */
export function openScope(run: Run, element: Element, scope: number, start = true): void {
  const planned = planEventSubProcesses(run, element, scope);
  patch(run, element.id, { scope });
  declare(run, element, scope);
  subscribe(run, planned);
  if (start) {
    for (const node of at(run.definition.scopes, scope).starts) enterAt(run, node, element.id);
  }
}

/** Activates a node by its index. */
export function enterAt(run: Run, node: number, scope: number): Element {
  return enter(run, at(run.definition.nodes, node), scope);
}

/** Data objects and properties of a sub-process are its own; those of the process need no place before they are written. */
function declare(run: Run, element: Element, scope: number): void {
  if (element.node === NONE) return;
  const names = at(run.definition.scopes, scope).data
    .map((index) => nameOf(at(run.definition.data, index)))
    .filter((name) => !Object.hasOwn(element.variables ?? {}, name));
  if (names.length > 0) own(run, element.id, Object.fromEntries(names.map((name) => [name, null])));
}
