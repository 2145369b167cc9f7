/**
 * Which sequence flows get a token.
 *
 * | node | flows |
 * | --- | --- |
 * | activity, event (BPMN 2.0.2, 13.2.1) | a parallel split of those without condition, and beside it an inclusive split of the others: those whose condition holds, and the default flow where none of them holds |
 * | parallel gateway (13.4.1) | all; no condition is asked |
 * | exclusive gateway (13.4.2) | the first whose condition holds, in the order of the file, else the default flow |
 * | inclusive gateway (13.4.3) | all whose condition holds, else the default flow |
 * | complex gateway (13.4.5) | as the inclusive one when it starts; the default flow waits for no reset |
 * | event-based gateway (13.4.4) | the one to the event that occurs; no condition is asked |
 *
 * A gateway that asks conditions takes a flow without one as one whose condition holds, so its default flow is not needed.
 *
 * @module
 */
import type { Flow, Node } from "../../definition/definition.ts";
import type { Element, Variables } from "../../state/state.ts";
import { failure, holds } from "../run/evaluate.ts";
import { at, type Run } from "../run/run.ts";

/**
 * The flows a node gives a token to, in the order of the file.
 *
 * @throws {BpeError} `flow` where there are flows but none can be taken; `expression` where a condition cannot be told.
 */
export function choose(run: Run, element: Element, node: Node): readonly Flow[] {
  const flows = node.outgoing.map((index) => at(run.definition.flows, index));
  switch (node.kind) {
    case "parallelGateway":
    case "eventBasedGateway":
      return flows;
    case "exclusiveGateway":
      return holding(run, element, flows, { onlyFirst: true });
    case "inclusiveGateway":
    case "complexGateway":
      return holding(run, element, flows);
    default:
      return besides(run, element, flows);
  }
}

/** How the flows of a gateway are asked. */
export interface Asking {
  /** True: no flow is asked after one that holds. */
  readonly onlyFirst?: boolean;
  /** What conditions see beside the variables. */
  readonly more?: Variables;
}

/** The flows of a gateway whose condition holds, else the default; a flow without a condition always holds. */
export function holding(
  run: Run,
  element: Element,
  flows: readonly Flow[],
  { onlyFirst = false, more }: Asking = {},
): readonly Flow[] {
  const found: Flow[] = [];
  for (const flow of flows) {
    if (flow.isDefault) continue;
    if (flow.condition !== null && !holds(run, element.id, flow.condition, more)) continue;
    found.push(flow);
    if (onlyFirst) break;
  }
  return some(
    run,
    element,
    flows,
    found.length > 0 ? found : flows.filter(({ isDefault }) => isDefault),
  );
}

/** The flows of an activity or event: what has no condition neither asks for the default flow nor takes its place. */
function besides(run: Run, element: Element, flows: readonly Flow[]): readonly Flow[] {
  const found: Flow[] = [];
  let isChosen = false;
  for (const flow of flows) {
    if (flow.condition !== null) {
      if (!holds(run, element.id, flow.condition)) continue;
      isChosen = true;
    }
    found.push(flow);
  }
  return some(run, element, flows, isChosen ? found.filter(({ isDefault }) => !isDefault) : found);
}

/** What is chosen of these flows: where there are any, at least one. */
function some(
  run: Run,
  element: Element,
  flows: readonly Flow[],
  found: readonly Flow[],
): readonly Flow[] {
  if (found.length > 0 || flows.length === 0) return found;
  throw failure(
    "flow",
    { run, element: element.id },
    "has no outgoing sequence flow whose condition holds, and no default flow",
  );
}
