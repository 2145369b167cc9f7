/**
 * Which of several handlers has an error or an escalation.
 *
 * One has it, and the choice depends on no order of drawing where there is a reason: scope by scope outward, in each scope its
 * event sub-processes before the boundary events of the activity around it (BPMN 2.0.2, 10.5.1 and 13.5.3); among the event
 * sub-processes of one scope, as among the boundary events of one activity, what names the code before what catches all; among
 * equals the first in the file.
 *
 * @module
 */
import { type EventDefinition, type Node, NONE } from "../../definition/definition.ts";
import type { Caller, Element } from "../../state/state.ts";
import { at, type Run } from "../run/run.ts";

/** An error or an escalation on its way. */
export interface Thrown {
  /** Which of the two. */
  readonly kind: "error" | "escalation";
  /** The code by which events are chosen that catch it; "" where none is given. */
  readonly code: string;
  /** What goes with it. */
  readonly payload?: unknown;
}

/** Events that may catch what is thrown within an element, or by it. */
export interface Handlers {
  /** Where they stand: in event sub-processes inside the element, or at its boundary. */
  readonly where: "inside" | "boundary";
  /** The element whose boundary it is, or in whose scope the event sub-processes are. */
  readonly around: Element;
  /** The events, in the order of the file. */
  readonly events: readonly Node[];
}

/** Where what an activity throws may be caught, at its own boundary first, then around it. */
export function* handlersOf(run: Run, activity: Element): Generator<Handlers, void, void> {
  // Boundary events stand around all runs of a loop.
  const outer = activity.run === undefined
    ? activity
    : run.elements.get(activity.parent) ?? activity;
  yield atBoundary(run, outer);
  yield* handlersAround(run, outer);
}

/** Where what comes from an element may be caught around it, scope by scope outward. */
export function* handlersAround(run: Run, from: Element): Generator<Handlers, void, void> {
  let inner = from;
  for (let scope = run.elements.get(from.parent); scope !== undefined;) {
    // An event sub-process does not catch what is thrown inside an event sub-process of the same scope.
    if (scope.scope !== NONE && run.definition.nodes[inner.node]?.kind !== "eventSubProcess") {
      yield inside(run, scope);
    }
    if (scope.node !== NONE && scope.run === undefined) yield atBoundary(run, scope);
    inner = scope;
    scope = run.elements.get(scope.parent);
  }
}

function inside(run: Run, around: Element): Handlers {
  const events = at(run.definition.scopes, around.scope).eventSubProcesses.flatMap((index) =>
    startOf(run, at(run.definition.nodes, index)) ?? []
  );
  return { where: "inside", around, events };
}

function atBoundary(run: Run, around: Element): Handlers {
  const events = (run.definition.nodes[around.node]?.boundary ?? [])
    .map((index) => at(run.definition.nodes, index));
  return { where: "boundary", around, events };
}

/**
 * The codes of errors that are caught somewhere around a call, also where its own process was called: a called instance is told,
 * because it has to know whether its end by an error helps anybody.
 */
export function caughtCodes(run: Run, call: Element): Caller["catches"] {
  const codes = new Set<string | undefined>();
  for (const { events } of handlersOf(run, call)) {
    for (const event of events) for (const code of codesOf(run, event, "error")) codes.add(code);
  }
  const { catches } = run.before.caller ?? {};
  if (codes.has(undefined) || catches === "all") return "all";
  return [...new Set([...codes, ...catches ?? []])].filter((code) => code !== undefined);
}

/** Whether the caller of this instance, or one that has called that, catches an error with this code. */
export function isCaughtByCaller({ before: { caller } }: Run, code: string): boolean {
  return caller?.catches === "all" || caller?.catches?.includes(code) === true;
}

/** The start event of an event sub-process. */
export function startOf(run: Run, subProcess: Node): Node | undefined {
  const scope = run.definition.scopes[subProcess.body];
  return run.definition.nodes[scope?.starts[0] ?? scope?.triggers[0] ?? NONE];
}

/** The event of these that has what is thrown; undefined where none catches it. */
export function handlerOf(
  run: Run,
  events: readonly Node[],
  thrown: Thrown,
): Node | undefined {
  let general: Node | undefined;
  for (const node of events) {
    const codes = codesOf(run, node, thrown.kind);
    if (codes.includes(thrown.code)) return node;
    if (codes.includes(undefined)) general ??= node;
  }
  return general;
}

/** The codes that an event catches; one that is undefined stands for all. */
function codesOf(
  run: Run,
  { event }: Node,
  kind: Thrown["kind"],
): readonly (string | undefined)[] {
  return (event?.definitions ?? []).filter((each) => each.kind === kind)
    .map((each) => codeOf(run, each));
}

/** The code of an error or escalation: its own, else its name or id; undefined where none is given. */
export function codeOf(run: Run, definition: EventDefinition): string | undefined {
  const { errors, escalations } = run.definition.roots;
  const found = definition.kind === "error"
    ? errors[definition.error]
    : definition.kind === "escalation"
    ? escalations[definition.escalation]
    : undefined;
  return found === undefined ? undefined : found.code || found.name || found.id;
}
