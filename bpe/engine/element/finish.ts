/**
 * The work of an element has ended (BPMN 2.0.2, 13.3.2): outputs, loops, what may be compensated, and the token goes on.
 *
 * @module
 */
import { type Node, NONE } from "../../definition/definition.ts";
import { ROOT } from "../../state/state.ts";
import type { Done, Element } from "../../state/state.ts";
import { end } from "./end.ts";
import { handedOver, output } from "../data/io.ts";
import { mapped, setInside } from "../data/local.ts";
import { collect, ended } from "./loop.ts";
import { nodeAt, note, patch, push, remove, type Run, unsubscribe } from "../run/run.ts";
import { assign } from "../data/variables.ts";

/** Ends the work of an element. */
export function finish(run: Run, element: Element): void {
  if (element.id === ROOT) return end(run, element, "completed");
  const node = nodeAt(run, element);
  if (
    element.for !== undefined && node.activity?.loop == null ||
    element.for !== undefined && element.run === undefined
  ) {
    return handled(run, element, node);
  }
  const isHandler = node.kind === "eventSubProcess";
  if (isHandler && element.run === undefined) {
    if (element.loop !== undefined) outputs(run, element, node);
    return over(run, element);
  }
  outputs(run, element, node);
  if (node.activity !== null && !isHandler) {
    complete(run, run.elements.get(element.id) ?? element, node);
  }
  if (element.run !== undefined) return lap(run, element, node);
  // What may still fail is only where its token goes: nothing interrupts it any more.
  unsubscribe(run, element.id);
  patch(run, element.id, { phase: "leaving" });
  push(run, { do: "leave", element: element.id });
}

/** One run of a loop is over. */
function lap(run: Run, element: Element, node: Node): void {
  const inner = run.elements.get(element.id) ?? element;
  ended(run, inner, node);
  // A called process has given it with the outputs of its activity.
  if (isMultiple(node) && inner.scope !== NONE && inner.called !== true) {
    assign(run, inner.parent, setInside(run, inner, node));
  }
  note(run, "completed", inner);
  remove(run, inner);
}

function isMultiple(node: Node): boolean {
  return node.activity?.loop?.kind === "multiInstance";
}

/** Outputs of an activity: mapped, or, of a called process, all it has set. */
function outputs(run: Run, element: Element, node: Node): void {
  const loop = node.activity?.loop;
  if (element.loop !== undefined && element.scope === NONE) {
    if (loop?.kind === "multiInstance") collect(run, element, node, loop);
    return;
  }
  if (mapped(node, "outputs")) {
    const results = handedOver(run.definition, node, "outputs", element.variables ?? {});
    output(run, element, node, results);
  }
  if (node.kind === "callActivity") assign(run, element.parent, setInside(run, element, node));
}

/** What can be compensated is remembered in the element around it (13.5.5). */
function complete(run: Run, element: Element, node: Node): void {
  const handler = node.activity?.compensation ?? NONE;
  if (handler === NONE && (element.done?.length ?? 0) === 0) return;
  const around = run.elements.get(element.parent);
  // The runs of a loop are remembered one by one, in the element around them.
  if (around === undefined || (element.loop !== undefined && (element.done?.length ?? 0) === 0)) {
    return;
  }
  const done: Done = {
    node: node.index,
    ...(element.variables === undefined ? {} : { variables: element.variables }),
    ...(element.done === undefined ? {} : { done: element.done }),
    ...(element.loop === undefined ? {} : { looped: true }),
  };
  patch(run, around.id, { done: [...(around.done ?? []), done] });
}

/** A compensation handler has ended: whoever waits for it goes on. */
function handled(run: Run, element: Element, node: Node): void {
  if (node.kind !== "eventSubProcess" && mapped(node, "outputs")) output(run, element, node);
  note(run, "compensated", element);
  remove(run, element);
  if (element.for !== undefined) push(run, { do: "compensate", element: element.for });
}

function over(run: Run, element: Element): void {
  note(run, "completed", element);
  remove(run, element);
}
