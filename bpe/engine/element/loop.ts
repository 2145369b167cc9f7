/**
 * Loops and multiple instances (BPMN 2.0.2, 10.3.8 and 13.3.7): an element stands around the runs of a looped activity.
 *
 * @module
 */
import { variableOf, visible } from "../../state/data.ts";
import {
  type EventDefinition,
  type MultiInstance,
  type Node,
  NONE,
  type StandardLoop,
} from "../../definition/definition.ts";
import { LOOP_COUNTER } from "../../state/reserved.ts";
import type { Element, LoopState, Variables } from "../../state/state.ts";
import { cancelInside } from "./cancel.ts";
import { collection, hasCollection, itemOf } from "./collection.ts";
import { implicit } from "./implicit.ts";
import { children, isEmpty, putResult, resultsOf } from "../run/live.ts";
import { evaluate, failure, holds } from "../run/evaluate.ts";
import { add, grant, nodeAt, patch, push, type Run } from "../run/run.ts";
import { outputWhole } from "../data/io.ts";
import { itemName, keepsResults } from "../data/local.ts";
import { assign } from "../data/variables.ts";

/** Begins a looped activity. */
export function beginLoop(run: Run, around: Element, node: Node): void {
  const loop = node.activity?.loop;
  if (loop?.kind === "standard" && (loop.maximum ?? 0) < 0) {
    throw failure(
      "loop",
      { run, element: around.id },
      `has the loopMaximum ${loop.maximum}: give 0 or more`,
    );
  }
  const many = loop?.kind === "multiInstance" ? plan(run, around, node, loop) : { total: NONE };
  patch(run, around.id, { loop: { started: 0, ended: 0, ...many } });
  push(run, { do: "loop", element: around.id, first: true });
}

/**
 * How many runs there are to be. What a loop runs over is fixed when it begins: where one run follows another, the elements of the
 * collection are kept beside it, each until its run begins.
 */
function plan(
  run: Run,
  around: Element,
  node: Node,
  loop: MultiInstance,
): Pick<LoopState, "total" | "items"> {
  const all = hasCollection(loop) && (loop.sequential || loop.cardinality === null)
    ? collection(run, around, node, loop)
    : undefined;
  const total = cardinality(run, around, loop, all);
  if (!loop.sequential || all === undefined || itemName(run.definition, node) === "") {
    return { total };
  }
  const items = run.next;
  for (const [index, value] of all.slice(0, total).entries()) {
    putResult(run, { id: run.next++, around: around.id, run: index, value, item: true });
  }
  return { total, items };
}

/** Starts what is to run next, or ends the loop. */
export function nextRun(run: Run, around: Element, first: boolean): void {
  const node = nodeAt(run, around);
  const loop = node.activity?.loop;
  const state = around.loop;
  if (loop == null || state === undefined) return;
  if (loop.kind === "standard") {
    if (goesOn(run, around, loop, state, first)) startRun(run, around, node);
    else push(run, { do: "finish", element: around.id });
    return;
  }
  if (loop.sequential) {
    if (state.started < state.total) startRun(run, around, node);
  } else if (first) {
    const items = hasCollection(loop) ? collection(run, around, node, loop) : [];
    grant(run, state.total);
    for (let count = 0; count < state.total; count++) startRun(run, around, node, items);
  }
  if (isEmpty(run, around.id)) push(run, { do: "finish", element: around.id });
}

/** A run has ended: its result is kept, its events are thrown, and the loop goes on. All is computed before it is set. */
export function ended(run: Run, inner: Element, node: Node): void {
  const around = run.elements.get(inner.parent);
  const loop = node.activity?.loop;
  if (around?.loop === undefined || loop == null) return;
  const state = { ...around.loop, ended: around.loop.ended + 1 };
  if (loop.kind === "standard") {
    patch(run, around.id, { loop: state });
    push(run, { do: "loop", element: around.id });
    return;
  }
  const value = resultOf(run, inner, loop);
  const { stopped, events } = verdict(run, inner, state, loop);
  if (value !== undefined) {
    putResult(run, { id: inner.id, around: around.id, run: inner.run ?? 0, value });
  }
  const started = stopped ? state.total : state.started;
  const changed = patch(run, around.id, { loop: { ...state, started } });
  if (stopped) {
    const rest = children(run, around.id).length - 1;
    cancelInside(run, around.id, inner.id);
    terminated(run, around.id, rest);
  }
  push(run, { do: "loop", element: around.id });
  for (const event of events) implicit(run, changed, event);
}

/** Runs of a loop have been cancelled. */
export function terminated(run: Run, around: number, count: number): void {
  const loop = run.elements.get(around)?.loop;
  if (loop === undefined || count === 0) return;
  patch(run, around, { loop: { ...loop, terminated: (loop.terminated ?? 0) + count } });
}

/** The end of a loop: its results go to where the file says. */
export function collect(run: Run, around: Element, node: Node, loop: MultiInstance): void {
  const name = resultsName(run, loop);
  if (name === "") return;
  const results: Record<number, unknown> = { ...around.loop?.results };
  for (const { run: index, value, item } of resultsOf(run, around.id)) {
    if (item !== true) results[index] = value;
  }
  // Integer keys of an object come in ascending order: that of the runs. One that was cancelled has no place.
  const list = { [name]: Object.values(results) };
  if (!outputWhole(run, around, node, list)) assign(run, around.parent, list);
}

/** The name of the collection of results; "" where there is none. */
function resultsName(run: Run, loop: MultiInstance): string {
  return loop.output === NONE
    ? loop.vendor?.outputCollection ?? ""
    : variableOf(run.definition, loop.output);
}

function goesOn(
  run: Run,
  around: Element,
  loop: StandardLoop,
  state: LoopState,
  first: boolean,
): boolean {
  if (loop.maximum !== null && state.ended >= loop.maximum) return false;
  if (first && !loop.testBefore) return true;
  return loop.condition === null ||
    holds(run, around.id, loop.condition, { [LOOP_COUNTER]: state.ended + (first ? 1 : 0) });
}

/** Starts a run; where several are started `items` is the collection that they run over. */
function startRun(run: Run, around: Element, node: Node, items?: readonly unknown[]): void {
  const state = run.elements.get(around.id)?.loop ?? { total: NONE, started: 0, ended: 0 };
  const index = state.started;
  const loop = node.activity?.loop;
  const variables = loop?.kind === "multiInstance"
    ? itemOf(run, around, node, { index, items })
    : {};
  const inner = add(run, {
    node: node.index,
    parent: around.id,
    scope: NONE,
    phase: "active",
    run: index,
    ...(keepsResults(node) ? { keeps: true } : {}),
    variables: { [LOOP_COUNTER]: index + 1, ...variables },
  });
  patch(run, around.id, { loop: { ...state, started: index + 1 } });
  push(run, { do: "begin", element: inner.id });
}

function cardinality(
  run: Run,
  around: Element,
  loop: MultiInstance,
  all: readonly unknown[] | undefined,
): number {
  const value = loop.cardinality === null
    ? all?.length ?? 0
    : numberOf(evaluate(run, around.id, loop.cardinality));
  if (!Number.isSafeInteger(value) || value < 0 || value > run.settings.budget) {
    throw failure(
      "loop",
      { run, element: around.id },
      `has the loopCardinality ${value}: give an integer from 0 to ${run.settings.budget}`,
    );
  }
  return value;
}

/** A number, also as text; NaN for all else. */
function numberOf(value: unknown): number {
  return typeof value === "number" || typeof value === "bigint" ||
      (typeof value === "string" && value.trim() !== "")
    ? Number(value)
    : NaN;
}

/** The result of a run; null where it gives none, undefined where nobody asks for it. */
function resultOf(run: Run, inner: Element, loop: MultiInstance): unknown {
  if (loop.outputItem !== NONE) {
    const seen = visible((id) => run.elements.get(id), inner.id);
    return seen[variableOf(run.definition, loop.outputItem)] ?? null;
  }
  const vendor = loop.vendor?.outputElement ?? "";
  if (vendor === "") return resultsName(run, loop) === "" ? undefined : null;
  return evaluate(run, inner.id, { language: "", text: vendor }) ?? null;
}

/** What is thrown where the file names no event: a signal without name (Table 10.30). */
const SIGNAL: EventDefinition = { kind: "signal", id: "", signal: NONE };

/**
 * Whether the remaining runs are cancelled: by the completion condition, or by a complex behaviour whose condition holds
 * (Table 10.31); and the events that the behaviour throws.
 */
function verdict(
  run: Run,
  inner: Element,
  state: LoopState,
  loop: MultiInstance,
): { readonly stopped: boolean; readonly events: readonly EventDefinition[] } {
  const counters = countersOf(state);
  const complex = loop.behavior === "complex"
    ? loop.complex.filter(({ condition }) => holds(run, inner.id, condition, counters))
    : [];
  const events = complex.map(({ event }) => event);
  if (loop.behavior === "none") events.push(loop.noneEvent ?? SIGNAL);
  if (loop.behavior === "one" && state.ended === 1) events.push(loop.oneEvent ?? SIGNAL);
  const completed = loop.completion !== null && holds(run, inner.id, loop.completion, counters);
  return {
    stopped: completed || complex.length > 0,
    events: events.filter((event) => event !== null),
  };
}

/** The attributes of a multi-instance activity (Table 10.32), also by the names that vendors use. */
function countersOf({ total, started, ended, terminated = 0 }: LoopState): Variables {
  const active = started - ended - terminated;
  return {
    numberOfInstances: total,
    numberOfActiveInstances: active,
    numberOfCompletedInstances: ended,
    numberOfTerminatedInstances: terminated,
    nrOfInstances: total,
    nrOfActiveInstances: active,
    nrOfCompletedInstances: ended,
  };
}
