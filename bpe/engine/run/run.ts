/**
 * One step under way: the state being changed, what is still to do, and what goes out.
 *
 * @module
 */
import { type Definition, type Node, NONE } from "../../definition/definition.ts";
import type { Effect, Entry, Happening } from "../../state/outcome.ts";
import { BpeError } from "../../error.ts";
import type { Reserved } from "../../state/reserved.ts";
import type { Action, Element, State, Status, Variables } from "../../state/state.ts";
import { type Unlisted, withLists } from "../../state/lists.ts";
import { Outbox } from "./outbox.ts";
import {
  dropElement,
  dropIncident,
  dropResults,
  dropWait,
  incidentsOf,
  type Live,
  live,
  putElement,
  waitsOf,
} from "./live.ts";
import type { Settings } from "./settings.ts";
import { rested } from "./tokens.ts";

/** A step under way. */
export interface Run extends Live {
  /** The definition it runs on. */
  readonly definition: Definition;
  readonly settings: Settings;
  /** The time of the step. */
  readonly now: number;
  /** The state it began with. */
  readonly before: State;
  /** What is to be done next, first in first out; `head` is the place of the first. */
  readonly queue: Action[];
  /** How much of the queue has been done. */
  head: number;
  /** What is thrown once everybody that can listen listens. */
  readonly late: Action[];
  /** How much of that has been done. */
  lateHead: number;
  /** How many things the step may still do. */
  left: number;
  /** How many of those it has got for runs that are started together. */
  granted: number;
  /** What has happened. */
  readonly history: Entry[];
  /** What is to be done outside, by its key. */
  readonly outbox: Outbox;
  /** The next id. */
  next: number;
  /** How it stands. */
  status: Status;
  /** The error that ended it. */
  error: string | undefined;
  /** The variables it ended with. */
  result: Variables | undefined;
  /** What is kept beside the variables. */
  reserved: Reserved;
  /** Whether variables changed since conditions were last looked at. */
  dirty: boolean;
  /** Ad-hoc sub-processes in which an activity has ended since their conditions were last looked at. */
  readonly adHoc: Set<number>;
  /** Complex gateways whose condition has been asked, with their scope and number of tokens; undefined before the first. */
  asked: Set<string> | undefined;
}

/** Begins a step. */
export function open(
  definition: Definition,
  settings: Settings,
  before: State,
  now: number,
): Run {
  const tables = live(definition, before);
  // Field by field, here as below: a step is made for every command, and to spread what it is made of takes far longer.
  return {
    definition,
    settings,
    now,
    before,
    elements: tables.elements,
    waits: tables.waits,
    incidents: tables.incidents,
    tokens: tables.tokens,
    results: tables.results,
    indexes: tables.indexes,
    touched: tables.touched,
    over: tables.over,
    own: tables.own,
    threads: tables.threads,
    undo: tables.undo,
    queue: [],
    head: 0,
    late: [],
    lateHead: 0,
    left: settings.budget,
    granted: 0,
    history: [],
    outbox: new Outbox(),
    next: before.next,
    status: before.status,
    error: before.error,
    result: before.result,
    reserved: before.reserved ?? {},
    dirty: false,
    adHoc: new Set(),
    asked: undefined,
  };
}

/** The state that a step has come to. */
export function stateOf(run: Run): State {
  const { instance, definition, process, version, caller } = run.before;
  const state: Unlisted = {
    instance,
    definition,
    process,
    status: run.status,
    version: version + 1,
    next: run.next,
    reserved: run.reserved,
  };
  if (run.threads !== undefined) state.threads = rested(run.threads);
  if (caller !== undefined) state.caller = caller;
  if (run.error !== undefined) state.error = run.error;
  if (run.result !== undefined) state.result = run.result;
  return withLists(state, run);
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

/** Adds an element; it takes the next id. */
export function add(run: Run, element: Omit<Element, "id">): Element {
  const added = { id: run.next++, ...element };
  putElement(run, added);
  note(run, "entered", added);
  return added;
}

/** Changes an element that is alive. */
export function patch(run: Run, id: number, change: Partial<Element>): Element {
  const found = run.elements.get(id);
  if (found === undefined) throw new BpeError("state", `there is no element ${id}`);
  const changed = { ...found, ...change };
  putElement(run, changed);
  return changed;
}

/** Forgets the incidents of an element. */
export function dropIncidents(run: Run, element: number): void {
  for (const each of incidentsOf(run, element)) {
    run.touched.add(element);
    dropIncident(run, each);
  }
}

/** Takes away an element, its waits and its incidents. */
export function remove(run: Run, element: Element): void {
  dropElement(run, element);
  if (element.loop !== undefined) dropResults(run, element.id);
  dropIncidents(run, element.id);
  unsubscribe(run, element.id);
}

/** Ends the waits of an element: all, or those for some nodes. */
export function unsubscribe(run: Run, element: number, which?: (node: number) => boolean): void {
  for (const wait of waitsOf(run, element)) {
    if (which === undefined || which(wait.node)) dropWait(run, wait);
  }
}

/** Writes a line of history about an element. */
export function note(
  run: Run,
  event: Happening,
  element: Element,
  more?: { readonly flow?: number; readonly data?: unknown },
): void {
  const entry = { event, time: run.now, element: element.id, node: element.node };
  run.history.push(more === undefined ? entry : { ...entry, ...more });
}

/**
 * Does something next.
 *
 * @throws {BpeError} `budget` where the step does more than it may.
 */
export function push(run: Run, action: Action): void {
  spend(run);
  run.queue.push(action);
}

/** Does something once nothing else is to be done: what is thrown is heard by everybody that is about to listen. */
export function later(run: Run, action: Action): void {
  spend(run);
  run.late.push(action);
}

/** The next thing to do. */
export function take(run: Run): Action | undefined {
  if (run.head < run.queue.length) return run.queue[run.head++];
  return run.late[run.lateHead] === undefined ? undefined : run.late[run.lateHead++];
}

/** Counts one thing done. Whatever a step does is counted when it is asked for, so that nothing piles up either. */
export function spend(run: Run): void {
  if (run.left-- > 0) return;
  const last = run.history.findLast(({ node }) => node !== NONE)?.node ?? NONE;
  throw new BpeError(
    "budget",
    `does not come to rest within ${run.settings.budget} things: let it wait somewhere, or raise the budget`,
    { element: run.definition.nodes[last]?.id, instance: run.before.instance },
  );
}

/** Runs that are started together are not taken for a loop without end: up to a budget of them costs the step nothing. */
export function grant(run: Run, runs: number): void {
  const count = Math.min(runs, run.settings.budget - run.granted);
  run.granted += count;
  run.left += count;
}

/** Asks for something to be done outside. */
export function emit(run: Run, effect: Effect): void {
  run.outbox.add(effect);
  run.undo?.push(() => run.outbox.take(effect.key));
}

/** Takes back what this step has asked for; tells whether it had. */
export function recall(run: Run, key: string): boolean {
  const effect = run.outbox.take(key);
  if (effect === undefined) return false;
  run.undo?.push(() => run.outbox.add(effect));
  return true;
}

/** The idempotency key of the nth effect of an element. */
export function keyOf(run: Run, element: number, nth?: number): string {
  return `${run.before.instance}/${element}${nth === undefined ? "" : `/${nth}`}`;
}
