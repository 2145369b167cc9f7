/**
 * An element begins (BPMN 2.0.2, 13.3 and 13.5).
 *
 * @module
 */
import { type Node, NONE } from "../../definition/definition.ts";
import type { Element } from "../../state/state.ts";
import { beginLoop } from "./loop.ts";
import { available, handedOver, input } from "../data/io.ts";
import { mappedOnly } from "../data/local.ts";
import { leave } from "../flow/flow.ts";
import { sendMessage } from "../wait/message.ts";
import { failure } from "../run/evaluate.ts";
import { at, nodeAt, patch, push, type Run } from "../run/run.ts";
import { enterAt, openScope } from "./scope.ts";
import { plan, planBoundary, type Planned, subscribe } from "../wait/subscribe.ts";
import { own } from "../data/variables.ts";
import { request, workerOf } from "../wait/work.ts";

/** Begins an element: it passes its token, waits, asks for work, or opens its inside. */
export function begin(run: Run, element: Element): void {
  const node = nodeAt(run, element);
  if (node.activity !== null) return beginActivity(run, element, node);
  if (node.kind === "eventBasedGateway") return subscribe(run, targets(run, element, node));
  const planned = node.event?.catching && node.kind !== "startEvent"
    ? plan(run, element, node)
    : [];
  if (planned.length === 0) return leave(run, element);
  subscribe(run, planned);
}

/** An event-based gateway waits for what its targets wait for; a receive task may be one of them. */
function targets(run: Run, gateway: Element, node: Node): Planned[] {
  return node.outgoing.flatMap((flow) => {
    const target = at(run.definition.nodes, at(run.definition.flows, flow).target);
    return plan(run, gateway, target);
  });
}

/** An activity waits until its data is there; then its loop, or it itself, begins. */
function beginActivity(run: Run, element: Element, node: Node): void {
  const looped = node.activity?.loop != null && element.run === undefined;
  // Boundary events stand around all runs of a loop, and around an activity that still waits for its data.
  const boundary = element.run === undefined && element.phase !== "ready"
    ? planBoundary(run, element, node)
    : [];
  if (!looped && !available(run, element, node)) patch(run, element.id, { phase: "ready" });
  else {
    const active = element.phase === "ready"
      ? patch(run, element.id, { phase: "active" })
      : element;
    if (looped) beginLoop(run, active, node);
    else work(run, active, node);
  }
  subscribe(run, boundary);
}

function work(run: Run, element: Element, node: Node): void {
  switch (node.kind) {
    case "receiveTask":
      if (run.threads !== undefined) return task(run, element, node);
      input(run, element, node);
      return subscribe(run, plan(run, element, node));
    case "callActivity":
      return call(run, element, node);
    case "adHocSubProcess":
      input(run, element, node);
      openScope(run, element, node.body);
      return choose(run, element.id);
    case "subProcess":
    case "transaction":
    case "eventSubProcess":
      input(run, element, node);
      return openScope(run, element, node.body);
    default:
      return task(run, element, node);
  }
}

function task(run: Run, element: Element, node: Node): void {
  const worker = workerOf(run, node);
  input(run, element, node);
  if (worker === "task" || worker === "job") return request(run, element, worker);
  if (worker === "message") sendMessage(run, element, node);
  push(run, { do: "finish", element: element.id });
}

/**
 * A process of this file runs inside its call activity; of another file it is called through the outbox. Where the activity
 * says what goes in, the called process sees nothing else.
 */
function call(run: Run, element: Element, node: Node): void {
  const called = run.definition.processes[node.activity?.called ?? NONE];
  if (node.activity?.calledElement === "") {
    throw failure("call", { run, element: element.id }, "calls nothing: give it a calledElement");
  }
  if (element.sealed !== true) input(run, element, node);
  if (mappedOnly(node, "inputs")) {
    const { variables = {} } = patch(run, element.id, { sealed: true });
    own(run, element.id, handedOver(run.definition, node, "inputs", variables));
  }
  if (called === undefined) return request(run, element, "call");
  const inside = patch(run, element.id, { called: true });
  openScope(run, inside, called.scope);
}

/** An ad-hoc sub-process starts its enabled activities: all, or one after another (13.3.5). */
export function choose(run: Run, id: number): void {
  const element = run.elements.get(id);
  const scope = run.definition.scopes[element?.scope ?? NONE];
  if (element === undefined || scope?.adHoc == null || run.settings.adHoc === "choose") return;
  const { enabled, sequential } = scope.adHoc;
  const chosen = element.taken ?? [];
  const next = enabled.filter((node) => !chosen.includes(node)).slice(
    0,
    sequential ? 1 : undefined,
  );
  if (next.length === 0) return;
  patch(run, id, { taken: [...chosen, ...next] });
  for (const node of next) enterAt(run, node, id);
}
