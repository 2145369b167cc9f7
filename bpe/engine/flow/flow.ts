/**
 * Tokens on sequence flows: how they leave a node, and how they arrive (BPMN 2.0.2, 13.2 and 13.4).
 *
 * @module
 */
import { type Flow, type Node, NONE } from "../../definition/definition.ts";
import type { Element } from "../../state/state.ts";
import { choose } from "./choose.ts";
import { addTokens, tokensOn } from "../run/tokens.ts";
import { park } from "./next.ts";
import { add, at, later, nodeAt, note, push, remove, type Run } from "../run/run.ts";
import { groups } from "./upstream.ts";

/** An element passes its token: it ends, and every flow it chooses gets its tokens. */
export function leave(run: Run, element: Element): void {
  const node = nodeAt(run, element);
  const flows = choose(run, element, node);
  note(run, "completed", element);
  remove(run, element);
  send(run, element, flows, node.activity?.completionQuantity ?? 1);
}

/** Sends tokens over flows from an element. */
export function send(run: Run, from: Element, flows: readonly Flow[], quantity: number): void {
  if (run.threads !== undefined) return park(run, from, flows, quantity);
  for (const flow of flows) {
    for (let count = 0; count < quantity; count++) {
      run.history.push({
        event: "taken",
        time: run.now,
        element: from.parent,
        node: from.node,
        flow: flow.index,
      });
      push(run, { do: "token", flow: flow.index, at: from.parent });
    }
  }
}

/** A token arrives at the end of a flow: it enters the node, or waits for others. */
export function arrive(run: Run, index: number, scope: number): void {
  const flow = at(run.definition.flows, index);
  const node = at(run.definition.nodes, flow.target);
  if (waits(node)) {
    addTokens(run, index, scope, 1);
    if (node.kind === "parallelGateway") joinParallel(run, node, scope);
    else if (node.activity !== null) startMany(run, node, scope);
    return;
  }
  enter(run, node, scope);
}

/** Activates a node in a scope. */
export function enter(run: Run, node: Node, scope: number): Element {
  const element = add(run, { node: node.index, parent: scope, scope: NONE, phase: "active" });
  begin(run, node, element);
  return element;
}

/** Starts an element: what throws comes later, once everybody that can listen listens. */
function begin(run: Run, node: Node, element: Element): void {
  if (node.event !== null && !node.event.catching && node.event.definitions.length > 0) {
    later(run, { do: "throw", element: element.id });
  } else push(run, { do: "begin", element: element.id });
}

function waits(node: Node): boolean {
  if (node.kind === "complexGateway") return true;
  if (node.kind === "parallelGateway" || node.kind === "inclusiveGateway") {
    return node.incoming.length > 1;
  }
  return (node.activity?.startQuantity ?? 1) > 1;
}

/** Takes one token from each of these flows that has one. */
export function consume(run: Run, flows: readonly number[], scope: number): void {
  for (const flow of flows) if (tokensOn(run, flow, scope) > 0) addTokens(run, flow, scope, -1);
}

/** A parallel gateway takes one token from each of its flows as soon as every one has one (13.4.1). */
function joinParallel(run: Run, node: Node, scope: number): void {
  for (const flows of groups(run.definition, node)) {
    while (flows.every((flow) => tokensOn(run, flow, scope) > 0)) {
      consume(run, flows, scope);
      enter(run, node, scope);
    }
  }
}

/** An activity with a start quantity takes that many tokens, from whichever flows (13.3.2). */
function startMany(run: Run, node: Node, scope: number): void {
  const quantity = node.activity?.startQuantity ?? 1;
  const all = () => node.incoming.reduce((sum, flow) => sum + tokensOn(run, flow, scope), 0);
  while (all() >= quantity) {
    for (let left = quantity; left > 0; left--) {
      const flow = node.incoming.find((each) => tokensOn(run, each, scope) > 0);
      if (flow !== undefined) consume(run, [flow], scope);
    }
    enter(run, node, scope);
  }
}
