/**
 * Loops and multiple instances (BPMN 2.0.2, 10.3.8 and 13.3.7): an element stands around the runs of a looped activity.
 *
 * @module
 */
import { isRecord, variableOf, visible } from "../../state/data.ts";
import {
  type EventDefinition,
  type MultiInstance,
  type Node,
  NONE,
  type StandardLoop,
} from "../../definition/definition.ts";
import type { Element, LoopState, Variables } from "../../state/state.ts";
import { cancelInside } from "./cancel.ts";
import { implicit } from "./implicit.ts";
import { children, isEmpty } from "../run/live.ts";
import { add, evaluate, failure, holds, nodeAt, patch, push, type Run } from "../run/run.ts";
import { assign } from "../data/variables.ts";

/** Begins a looped activity. */
export function beginLoop(run: Run, around: Element, node: Node): void {
  const loop = node.activity?.loop;
  const total = loop?.kind === "multiInstance" ? cardinality(run, around, loop) : NONE;
  if (loop?.kind === "standard" && (loop.maximum ?? 0) < 0) {
    throw failure(
      "loop",
      { run, element: around.id },
      `has the loopMaximum ${loop.maximum}: give 0 or more`,
    );
  }
  patch(run, around.id, { loop: { total, started: 0, ended: 0 } });
  push(run, { do: "loop", element: around.id, first: true });
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
    for (let count = 0; count < state.total; count++) startRun(run, around, node);
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
  const results = value === undefined
    ? {}
    : { results: { ...state.results, [inner.run ?? 0]: value } };
  const started = stopped ? state.total : state.started;
  const changed = patch(run, around.id, { loop: { ...state, ...results, started } });
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
export function collect(run: Run, around: Element, loop: MultiInstance): void {
  const name = loop.output === NONE
    ? loop.vendor?.outputCollection ?? ""
    : variableOf(run.definition, loop.output);
  if (name === "") return;
  // Integer keys of an object come in ascending order: that of the runs.
  assign(run, around.parent, { [name]: Object.values(around.loop?.results ?? {}) });
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
    holds(run, around.id, loop.condition, { loopCounter: state.ended + (first ? 1 : 0) });
}

function startRun(run: Run, around: Element, node: Node): void {
  const state = run.elements.get(around.id)?.loop ?? { total: NONE, started: 0, ended: 0 };
  const index = state.started;
  const loop = node.activity?.loop;
  const variables = loop?.kind === "multiInstance" ? itemOf(run, around, loop, index) : {};
  const inner = add(run, {
    node: node.index,
    parent: around.id,
    scope: NONE,
    phase: "active",
    run: index,
    variables: { loopCounter: index + 1, ...variables },
  });
  patch(run, around.id, { loop: { ...state, started: index + 1 } });
  push(run, { do: "begin", element: inner.id });
}

function cardinality(run: Run, around: Element, loop: MultiInstance): number {
  const value = loop.cardinality === null
    ? collection(run, around, loop).length
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

/** The collection a multi-instance activity runs over: a list, or the values of an object. */
function collection(run: Run, around: Element, loop: MultiInstance): readonly unknown[] {
  const vendor = loop.vendor?.collection ?? "";
  const value = loop.input !== NONE
    ? visible((id) => run.elements.get(id), around.id)[variableOf(run.definition, loop.input)]
    : vendor === ""
    ? undefined
    : evaluate(run, around.id, { language: "", text: vendor });
  if (Array.isArray(value)) return value;
  if (isRecord(value)) return Object.values(value);
  throw failure(
    "loop",
    { run, element: around.id },
    `has no list to run over, but ${value === null ? "null" : typeof value}`,
  );
}

/** What a run gets: its element of the collection (its number where there is none), and a place for its result. */
function itemOf(run: Run, around: Element, loop: MultiInstance, index: number): Variables {
  const values: Record<string, unknown> = {};
  const hasCollection = loop.input !== NONE || (loop.vendor?.collection ?? "") !== "";
  const name = loop.inputItem === NONE
    ? loop.vendor?.elementVariable ?? ""
    : variableOf(run.definition, loop.inputItem);
  if (loop.outputItem !== NONE) values[variableOf(run.definition, loop.outputItem)] = null;
  if (name !== "") {
    values[name] = hasCollection ? collection(run, around, loop)[index] ?? null : index;
  }
  return values;
}

function resultOf(run: Run, inner: Element, loop: MultiInstance): unknown {
  const vendor = loop.vendor?.outputElement ?? "";
  if (vendor !== "") return evaluate(run, inner.id, { language: "", text: vendor });
  if (loop.outputItem === NONE) return undefined;
  const seen = visible((id) => run.elements.get(id), inner.id);
  return seen[variableOf(run.definition, loop.outputItem)] ?? undefined;
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
