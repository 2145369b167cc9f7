/**
 * One step under way: the state being changed, what is still to do, and what goes out.
 *
 * Elements, tokens and waits are never changed but replaced, so that the state the step began with stays as it was.
 *
 * @module
 */
import { type Definition, type Expression, type Node, NONE } from "../definition.ts";
import type { Effect, Entry, Happening } from "../outcome.ts";
import { BpeError } from "../error.ts";
import type { Action, Element, Incident, State, Status, Token, Variables, Wait } from "../state.ts";
import { visible } from "../data.ts";
import type { Settings } from "./settings.ts";

/** A step under way. */
export interface Run {
  /** The definition it runs on. */
  readonly definition: Definition;
  /** Settings. */
  readonly settings: Settings;
  /** The time of the step. */
  readonly now: number;
  /** The state it began with. */
  readonly before: State;
  /** Everything alive, by id. */
  readonly elements: Map<number, Element>;
  /** Waits by id. */
  readonly waits: Map<number, Wait>;
  /** Tokens on flows. */
  tokens: readonly Token[];
  /** Open incidents. */
  incidents: readonly Incident[];
  /** What is to be done next, first in first out. */
  readonly queue: Action[];
  /** What is thrown once everybody that can listen listens. */
  readonly late: Action[];
  /** What has happened. */
  readonly history: Entry[];
  /** What is to be done outside. */
  outbox: Effect[];
  /** The next id. */
  next: number;
  /** How it stands. */
  status: Status;
  /** The error that ended it. */
  error: string | undefined;
  /** The variables it ended with. */
  result: Variables | undefined;
  /** Whether variables changed since conditions were last looked at. */
  dirty: boolean;
  /** Ad-hoc sub-processes in which an activity has ended since their conditions were last looked at. */
  readonly adHoc: Set<number>;
  /** Complex gateways whose condition has been asked, with their scope and number of tokens. */
  readonly asked: Set<string>;
}

/** Begins a step. */
export function open(
  definition: Definition,
  settings: Settings,
  before: State,
  now: number,
): Run {
  return {
    definition,
    settings,
    now,
    before,
    elements: new Map(before.elements.map((each) => [each.id, each])),
    waits: new Map(before.waits.map((each) => [each.id, each])),
    tokens: before.tokens,
    incidents: before.incidents,
    queue: [],
    late: [],
    history: [],
    outbox: [],
    next: before.next,
    status: before.status,
    error: before.error,
    result: before.result,
    dirty: false,
    adHoc: new Set(),
    asked: new Set(),
  };
}

/** The state that a step has come to. */
export function stateOf(run: Run): State {
  return {
    ...run.before,
    status: run.status,
    version: run.before.version + 1,
    next: run.next,
    elements: [...run.elements.values()],
    tokens: run.tokens,
    waits: [...run.waits.values()],
    incidents: run.incidents,
    ...(run.error === undefined ? {} : { error: run.error }),
    ...(run.result === undefined ? {} : { result: run.result }),
  };
}

/** The node of an element that has one. */
export function nodeAt(run: Run, element: Element): Node {
  const node = run.definition.nodes[element.node];
  if (node === undefined) throw new BpeError("state", `element ${element.id} has no node`);
  return node;
}

/** The entry of a table of the definition that an index read from the definition refers to. */
export function at<T>(table: readonly T[], index: number): T {
  const found = table[index];
  if (found === undefined) throw new BpeError("state", `the definition has nothing at ${index}`);
  return found;
}

/** The elements directly inside one. */
export function children(run: Run, id: number): Element[] {
  return run.elements.values().filter((each) => each.parent === id).toArray();
}

/** Adds an element; it takes the next id. */
export function add(run: Run, element: Omit<Element, "id">): Element {
  const added = { id: run.next++, ...element };
  run.elements.set(added.id, added);
  note(run, "entered", added);
  return added;
}

/** Changes an element that is alive. */
export function patch(run: Run, id: number, change: Partial<Element>): Element {
  const found = run.elements.get(id);
  if (found === undefined) throw new BpeError("state", `there is no element ${id}`);
  const changed = { ...found, ...change };
  run.elements.set(id, changed);
  return changed;
}

/** Forgets the incidents of an element. */
export function dropIncidents(run: Run, element: number): void {
  if (run.incidents.length === 0) return;
  run.incidents = run.incidents.filter((incident) => incident.element !== element);
}

/** Takes away an element, its waits and its incidents. */
export function remove(run: Run, element: Element): void {
  run.elements.delete(element.id);
  dropIncidents(run, element.id);
  unsubscribe(run, (wait) => wait.element === element.id);
}

/** Ends waits. */
export function unsubscribe(run: Run, which: (wait: Wait) => boolean): void {
  for (const wait of run.waits.values()) if (which(wait)) run.waits.delete(wait.id);
}

/** Writes a line of history about an element. */
export function note(
  run: Run,
  event: Happening,
  element: Element,
  more: { readonly flow?: number; readonly data?: unknown } = {},
): void {
  run.history.push({ event, time: run.now, element: element.id, node: element.node, ...more });
}

/** Does something next. */
export function push(run: Run, action: Action): void {
  run.queue.push(action);
}

/** The idempotency key of the nth effect of an element. */
export function keyOf(run: Run, element: number, nth?: number): string {
  return `${run.before.instance}/${element}${nth === undefined ? "" : `/${nth}`}`;
}

/**
 * Evaluates an expression as an element sees the variables.
 *
 * @throws {BpeError} `expression`; the message names the node and shows the text.
 */
export function evaluate(
  run: Run,
  element: number,
  expression: Expression,
  more?: Variables,
): unknown {
  const seen = visible((id) => run.elements.get(id), element);
  try {
    return run.settings.expressions.evaluate(expression, more ? { ...seen, ...more } : seen);
  } catch (cause) {
    throw failure(
      run,
      element,
      "expression",
      `has an expression that fails: ${expression.text.slice(0, 200)} (${
        cause instanceof Error ? cause.message : String(cause)
      })`,
      cause,
    );
  }
}

/** Whether a condition holds; null is taken for false, anything but a boolean is an error. */
export function holds(
  run: Run,
  element: number,
  expression: Expression,
  more?: Variables,
): boolean {
  const value = evaluate(run, element, expression, more);
  if (value === true) return true;
  if (value === false || value === null || value === undefined) return false;
  throw failure(
    run,
    element,
    "expression",
    `has a condition that gives ${typeof value}, not a boolean: ${expression.text.slice(0, 200)}`,
  );
}

/** An error at an element: it names instance and node. */
export function failure(
  run: Run,
  element: number,
  code: string,
  message: string,
  cause?: unknown,
): BpeError {
  const node = run.elements.get(element)?.node ?? NONE;
  return new BpeError(code, message, {
    element: run.definition.nodes[node]?.id ??
      run.definition.processes[run.before.process]?.id,
    instance: run.before.instance,
    cause,
  });
}
