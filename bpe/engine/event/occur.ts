/**
 * Something that was waited for occurs (BPMN 2.0.2, 13.5).
 *
 * @module
 */
import { type Node, NONE } from "../../definition/definition.ts";
import type { Element, Keys, Wait } from "../../state/state.ts";
import { fix } from "../wait/correlation.ts";
import { boundary, eventSubProcess } from "../element/interrupt.ts";
import { receive } from "../data/io.ts";
import { dropWait, waitsOf } from "../run/live.ts";
import { add, at, nodeAt, note, patch, push, remove, type Run, unsubscribe } from "../run/run.ts";
import { plan, subscribe } from "../wait/subscribe.ts";
import { again } from "../wait/timer.ts";

/** A wait is over: its event is triggered, unless it needs others too. */
export function occur(run: Run, wait: Wait, payload: unknown, keys: Keys = {}): void {
  const owner = run.elements.get(wait.element);
  if (owner === undefined) return;
  const node = at(run.definition.nodes, wait.node);
  if (!keeps(wait, node, owner)) dropWait(run, wait);
  fix(run, owner.id, keys);
  if (node.event?.parallelMultiple && stillWaits(run, wait)) {
    const around = node.kind === "startEvent" && owner.node !== node.index
      ? owner.id
      : owner.parent;
    return receive(run, around === NONE ? owner.id : around, node, payload);
  }
  if (node.kind === "boundaryEvent") {
    if (!node.event?.interrupting) renew(run, owner, node, wait);
    boundary(run, owner, node, payload);
  } else if (node.kind === "startEvent" && owner.node !== node.index) {
    if (!node.event?.interrupting) renew(run, owner, node, wait);
    eventSubProcess(run, owner, node, payload);
  } else if (owner.node !== node.index) decide(run, owner, node, payload);
  else caught(run, owner, node, payload);
}

/**
 * Whether a wait goes on as it is: one for a signal, which may be thrown again within the step, where it does not interrupt.
 */
function keeps(wait: Wait, node: Node, owner: Element): boolean {
  return wait.kind === "signal" && owner.node !== node.index &&
    node.event?.interrupting === false && !node.event.parallelMultiple;
}

/** Whether another part of the same event is still awaited. */
function stillWaits(run: Run, wait: Wait): boolean {
  return waitsOf(run, wait.element).some(({ node }) => node === wait.node);
}

/** What does not interrupt is awaited again: a timer as often as it says, a condition when it holds anew. */
function renew(run: Run, owner: Element, node: Node, wait: Wait): void {
  if (node.event?.parallelMultiple) return subscribe(run, plan(run, owner, node));
  if (wait.kind === "signal") return;
  const { id: _, ...same } = wait;
  if (wait.kind !== "timer") {
    return subscribe(run, [wait.kind === "condition" ? { ...same, held: true } : same]);
  }
  const next = again(wait, run.now);
  if (next !== undefined) subscribe(run, [{ ...same, ...next }]);
}

/** The first event behind an event-based gateway decides. */
function decide(run: Run, gateway: Element, node: Node, payload: unknown): void {
  note(run, "completed", gateway);
  remove(run, gateway);
  const flow = node.incoming.find((index) => run.definition.flows[index]?.source === gateway.node);
  if (flow !== undefined) {
    run.history.push({
      event: "taken",
      time: run.now,
      element: gateway.parent,
      node: gateway.node,
      flow,
    });
  }
  const element = add(run, {
    node: node.index,
    parent: gateway.parent,
    scope: NONE,
    phase: "active",
  });
  trigger(run, element, node, payload);
}

/** A catch event or receive task has what it waited for. */
function caught(run: Run, element: Element, node: Node, payload: unknown): void {
  unsubscribe(run, element.id, (node) => node === element.node);
  trigger(run, element, node, payload);
}

/** An event is triggered, or a receive task done. */
export function trigger(run: Run, element: Element, node: Node, payload: unknown): void {
  note(run, "triggered", element);
  if (nodeAt(run, element).activity === null) {
    receive(run, element.parent, node, payload);
    patch(run, element.id, { phase: "leaving" });
    push(run, { do: "leave", element: element.id });
  } else {
    receive(run, element.id, node, payload);
    push(run, { do: "finish", element: element.id });
  }
}
