/**
 * Compensation and the cancellation of transactions (BPMN 2.0.2, 13.5.5 and 10.3.5).
 *
 * Completed activities are compensated one after another, the last one first. A sub-process without a handler is compensated
 * by compensating what was completed inside it, with the variables it ended with.
 *
 * @module
 */
import { type CompensationEventDefinition, type Node, NONE } from "../../definition/definition.ts";
import type { Done, Element } from "../../state/state.ts";
import { cancel, cancelInside } from "../element/cancel.ts";
import { boundary, eventSubProcess } from "../element/interrupt.ts";
import { mappedOnly } from "../data/local.ts";
import { add, at, nodeAt, note, patch, push, remove, type Run, unsubscribe } from "../run/run.ts";
import { startOf } from "../wait/handler.ts";

/** Starts the compensation that an event throws; tells whether the event waits for it. */
export function compensate(
  run: Run,
  element: Element,
  thrown: CompensationEventDefinition,
): boolean {
  const plan = take(run, element, thrown.activity);
  if (plan.length === 0) return false;
  if (thrown.wait) {
    patch(run, element.id, { phase: "compensating", plan });
    push(run, { do: "compensate", element: element.id });
    return true;
  }
  const { node, parent } = element;
  const aside = add(run, { node, parent, scope: NONE, phase: "compensating", plan, aside: true });
  push(run, { do: "compensate", element: aside.id });
  return false;
}

/** Cancels the transaction around an element: what runs ends, what is completed is compensated, then it is cancelled. */
export function cancelTransaction(run: Run, element: Element): void {
  let around = run.elements.get(element.parent);
  while (around !== undefined && run.definition.nodes[around.node]?.kind !== "transaction") {
    around = run.elements.get(around.parent);
  }
  note(run, "completed", element);
  remove(run, element);
  if (around === undefined) return;
  cancelInside(run, around.id);
  const { id } = around;
  unsubscribe(run, id);
  patch(run, id, { phase: "compensating", plan: around.done ?? [], done: [] });
  push(run, { do: "compensate", element: id });
}

/** Runs the next handler, or ends compensation. */
export function nextHandler(run: Run, element: Element): void {
  const plan = element.plan ?? [];
  const record = plan.at(-1);
  if (record === undefined) return compensated(run, element);
  patch(run, element.id, { plan: plan.slice(0, -1) });
  const holder = element.scope === NONE ? element.parent : element.id;
  const node = at(run.definition.nodes, record.node);
  const handler = run.definition.nodes[record.looped ? NONE : node.activity?.compensation ?? NONE];
  if (handler === undefined) inside(run, element, holder, node, record);
  else if (handler.kind === "eventSubProcess") {
    byEventSubProcess(run, element, holder, node, record, handler);
  } else {
    const added = add(run, {
      node: handler.index,
      parent: holder,
      scope: NONE,
      phase: "active",
      for: element.id,
      ...(record.variables === undefined ? {} : { variables: record.variables }),
    });
    push(run, { do: "begin", element: added.id });
  }
}

/** What was completed inside is compensated inside a scope restored for it. */
function inside(run: Run, element: Element, holder: number, node: Node, record: Done): void {
  const restored = restore(run, element, holder, node, record);
  patch(run, restored.id, { plan: record.done ?? [] });
  push(run, { do: "compensate", element: restored.id });
}

/** The compensation event sub-process runs inside the restored scope, and may compensate what was completed there. */
function byEventSubProcess(
  run: Run,
  element: Element,
  holder: number,
  node: Node,
  record: Done,
  handler: Node,
): void {
  const restored = restore(run, element, holder, node, record);
  const start = startOf(run, handler);
  patch(run, restored.id, { done: record.done ?? [] });
  if (start !== undefined) eventSubProcess(run, restored, start, undefined);
}

function restore(run: Run, element: Element, holder: number, node: Node, record: Done): Element {
  const called = run.definition.processes[node.activity?.called ?? NONE];
  return add(run, {
    node: node.index,
    parent: holder,
    scope: called?.scope ?? node.body,
    ...(called === undefined ? {} : { called: true }),
    ...(called !== undefined && mappedOnly(node, "inputs") ? { sealed: true } : {}),
    phase: "compensating",
    for: element.id,
    ...(record.variables === undefined ? {} : { variables: record.variables }),
  });
}

/** All handlers have ended: the event passes its token, the restored scope is done, the transaction is cancelled. */
function compensated(run: Run, element: Element): void {
  if (element.aside === true) {
    note(run, "compensated", element);
    remove(run, element);
  } else if (element.for !== undefined) push(run, { do: "finish", element: element.id });
  else if (nodeAt(run, element).kind === "transaction") cancelled(run, element);
  else {
    patch(run, element.id, { phase: "leaving" });
    push(run, { do: "leave", element: element.id });
  }
}

function cancelled(run: Run, transaction: Element): void {
  // Of several handlers one has it, as of an error.
  const event = nodeAt(run, transaction).boundary
    .map((index) => at(run.definition.nodes, index))
    .find((node) => node.event?.definitions.some(({ kind }) => kind === "cancel"));
  // Boundary events stand around all runs of a loop.
  const outer = transaction.run === undefined
    ? transaction
    : run.elements.get(transaction.parent) ?? transaction;
  if (event !== undefined) boundary(run, outer, event, undefined);
  else cancel(run, outer);
}

/** Takes from the scope what is to be compensated: one activity, or all. */
function take(run: Run, element: Element, activity: number): Done[] {
  let scope = run.elements.get(element.parent);
  for (; scope !== undefined; scope = run.elements.get(scope.parent)) {
    const chosen = (scope.done ?? []).filter(({ node }) => activity === NONE || node === activity);
    if (chosen.length > 0) {
      patch(run, scope.id, { done: (scope.done ?? []).filter((each) => !chosen.includes(each)) });
    }
    // Out of an event sub-process compensation reaches the scope it belongs to; a named activity may stand further out.
    const further = run.definition.nodes[scope.node]?.kind === "eventSubProcess" ||
      activity !== NONE;
    if (chosen.length > 0 || !further) return chosen;
  }
  return [];
}
