/**
 * How a run is compared with a recording of SpiffWorkflow.
 *
 * @module
 */
import { type Definition, type Node, NONE } from "../../../bpe/definition/definition.ts";
import type { SpiffTest } from "./recording.ts";
import type { World } from "../world.ts";

/** What completed, as the recording counts. */
export function traceOf(place: World, test: SpiffTest): string[] {
  const once = new Set<string>();
  const trace: string[] = [];
  for (const [index, { instance, entry, definition }] of place.lines.entries()) {
    const node = definition.nodes[entry.node];
    const state = place.states.get(instance);
    const process = definition.processes[state?.process ?? NONE];
    if (node === undefined) {
      const over = entry.event === "completed" ||
        (entry.event === "cancelled" && state?.status === "terminated");
      if (over && test.kind === "collaboration" && process !== undefined) {
        add(process.id, cyclic(definition, process.scope));
      }
    } else if (entry.event === "completed") add(node.id, repeats(node));
    else if (entry.event === "cancelled" && thrown(place, index, node)) add(node.id, false);
  }
  return trace;

  function add(id: string, single: boolean): void {
    if (!single || !once.has(id)) trace.push(id);
    if (single) once.add(id);
  }
}

function repeats(node: Node): boolean {
  return node.event?.definitions.some((each) => each.kind === "timer" && each.timer === "cycle") ??
    false;
}

function cyclic(definition: Definition, scope: number): boolean {
  return definition.scopes[scope]?.triggers.some((index) => {
    const node = definition.nodes[index];
    return node !== undefined && repeats(node);
  }) ?? false;
}

/** Whether an activity was ended by an error, escalation or cancel event at its boundary. */
function thrown(place: World, index: number, node: Node): boolean {
  const next = place.lines.slice(index, index + 6);
  return next.some(({ entry, definition }) => {
    const event = definition.nodes[entry.node]?.event;
    return entry.event === "triggered" && event?.attachedTo === node.index &&
      event.definitions.some(({ kind }) => ["error", "escalation", "cancel"].includes(kind));
  });
}

/** How a run differs from its recording; empty where it does not. */
export function compare(place: World, test: SpiffTest): string {
  const trace = traceOf(place, test);
  const lacks = missing(test.trace, trace);
  const steps = test.steps.flatMap(({ complete }) => complete ?? []);
  // What a recorded step completed has completed, even where the recording broke off in it.
  const extra = missing(trace, test.trace).filter((id) =>
    test.completed !== false || !steps.includes(id)
  );
  const main = place.states.get("i1");
  const over = main?.status === "completed" || main?.status === "terminated";
  const broken = (test.finalStates?.ERROR ?? []).filter((id) =>
    !main?.incidents.some(({ node }) => place.owners.get("i1")?.nodes[node]?.id === id)
  );
  const { READY = [], WAITING = [] } = test.finalStates ?? {};
  const waiting = [...READY, ...WAITING].filter((id) =>
    !place.states.values().some(({ elements, instance }) =>
      elements.some(({ node }) => place.owners.get(instance)?.nodes[node]?.id === id)
    )
  );
  return [
    ...lacks.length > 0 ? [`lacks ${lacks.join(" ")}`] : [],
    ...extra.length > 0 ? [`has also ${extra.join(" ")}`] : [],
    ...test.completed === true && !over ? [`is ${main?.status}`] : [],
    ...waiting.map((id) => `does not wait at ${id}`),
    ...broken.map((id) => `has no incident at ${id}`),
    ...output(main?.result, test),
  ].join("; ");
}

function output(result: Readonly<Record<string, unknown>> | undefined, test: SpiffTest): string[] {
  const wanted = JSON.stringify(test.data?.output_data);
  const actual = JSON.stringify(result?.output_data);
  return wanted !== undefined && wanted !== actual
    ? [`output_data is ${actual} instead of ${wanted}`]
    : [];
}

/** What a multiset has that another lacks. */
export function missing(wanted: readonly string[], from: readonly string[]): string[] {
  const left = [...from];
  return wanted.filter((each) => {
    const index = left.indexOf(each);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}
