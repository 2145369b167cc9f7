/**
 * An instance begins (BPMN 2.0.2, 13.2): by itself, or by a trigger.
 *
 * @module
 */
import type { Start, Trigger } from "../../state/command.ts";
import { type Node, nodeOf, NONE } from "../../definition/definition.ts";
import { BpeError } from "../../error.ts";
import { type Element, ROOT } from "../../state/state.ts";
import { fix, matches } from "../wait/correlation.ts";
import { input } from "../data/io.ts";
import { receive } from "../data/io.ts";
import { add, at, note, patch, push, remove, type Run, unsubscribe } from "../run/run.ts";
import { enterAt, openScope } from "../element/scope.ts";
import { plan, subscribe } from "../wait/subscribe.ts";
import { trigger as triggered } from "./occur.ts";

/** Starts an instance. */
export function start(run: Run, command: Start): boolean {
  const root = run.elements.get(ROOT);
  if (root === undefined) return false;
  note(run, "entered", root, command.variables === undefined ? {} : { data: command.variables });
  openScope(run, root, root.scope, command.trigger === undefined);
  if (command.trigger !== undefined) byTrigger(run, root, command.trigger);
  else if (at(run.definition.scopes, root.scope).starts.length === 0) {
    throw new BpeError("command", "cannot start by itself: name the trigger", {
      element: run.definition.processes[run.before.process]?.id,
      instance: run.before.instance,
    });
  }
  return true;
}

function byTrigger(run: Run, root: Element, trigger: Trigger): void {
  const node = nodeOf(run.definition, trigger.node);
  if (node === undefined || node.scope !== root.scope) {
    throw new BpeError("command", "starts no instance of this process", {
      element: trigger.node,
      instance: run.before.instance,
    });
  }
  fix(run, ROOT, trigger.keys ?? {});
  const gateway = gatewayOf(run, node);
  if (gateway !== undefined) byGateway(run, gateway, node, trigger);
  else occur(run, node, trigger);
}

/** The instantiating event-based gateway that a node is, or stands behind. */
function gatewayOf(run: Run, node: Node): Node | undefined {
  if (node.kind === "eventBasedGateway") return node;
  return node.incoming.map((flow) =>
    at(run.definition.nodes, at(run.definition.flows, flow).source)
  )
    .find(({ gateway }) => gateway?.instantiate);
}

/** The event that came goes on; behind a parallel gateway the others are awaited too (10.6.6). */
function byGateway(run: Run, gateway: Node, node: Node, trigger: Trigger): void {
  const targets = gateway.outgoing.map((flow) =>
    at(run.definition.nodes, at(run.definition.flows, flow).target)
  );
  const chosen = targets.find((each) => each === node) ??
    targets.find((each) => hears(run, each, trigger)) ?? targets[0];
  const element = add(run, { node: gateway.index, parent: ROOT, scope: NONE, phase: "active" });
  note(run, "completed", element);
  remove(run, element);
  for (const target of targets) {
    if (target === chosen) occur(run, target, trigger);
    else if (gateway.gateway?.parallel) enterAt(run, target.index, ROOT);
  }
}

function hears(run: Run, node: Node, trigger: Trigger): boolean {
  const root = run.elements.get(ROOT);
  return root !== undefined &&
    plan(run, root, node).some((wait) =>
      wait.name === trigger.name && matches(wait.keys, trigger.keys)
    );
}

/** A start event or instantiating receive task is triggered; one that needs several waits for the rest. */
function occur(run: Run, node: Node, { name, payload }: Trigger): void {
  const element = add(run, { node: node.index, parent: ROOT, scope: NONE, phase: "active" });
  input(run, element, node);
  if (node.event?.parallelMultiple && node.event.definitions.length > 1) {
    const waits = plan(run, element, node);
    const first = Math.max(0, waits.findIndex((wait) => wait.name === name));
    receive(run, ROOT, node, payload);
    subscribe(run, waits.filter((_, index) => index !== first));
    return;
  }
  if (node.event?.definitions.length === 0) {
    patch(run, element.id, { phase: "leaving" });
    push(run, { do: "leave", element: element.id });
  } else triggered(run, element, node, payload);
  unsubscribe(run, element.id);
}
