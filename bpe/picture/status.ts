/**
 * What an instance shows on the nodes and flows of its picture.
 *
 * @module
 */
import { type Definition, NONE } from "../definition/definition.ts";
import { BpeError } from "../error.ts";
import type { Entry } from "../state/outcome.ts";
import type { State, Wait } from "../state/state.ts";
import type { Tone } from "./pen.ts";

/** What a node shows. */
export interface NodeStatus {
  /** Elements of the state at this node, those around the runs of a loop not counted. */
  readonly active: number;
  /** What the first of them does. */
  readonly phase: string;
  /** Messages of its incidents. */
  readonly incidents: readonly string[];
  /** What it waits for. */
  readonly waits: readonly Wait[];
  /** How often it was entered, by the history. */
  readonly visits: number;
}

/** What a flow shows. */
export interface FlowStatus {
  /** Tokens that wait on it. */
  readonly tokens: number;
  /** How often it was taken, by the history. */
  readonly taken: number;
}

/** What an instance shows, by the indices of nodes and flows. */
export interface Statuses {
  /** Nodes with something to show. */
  readonly nodes: ReadonlyMap<number, NodeStatus>;
  /** Flows with something to show. */
  readonly flows: ReadonlyMap<number, FlowStatus>;
}

type Growing<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer One)[] ? One[] : T[K] };

/** A line of history, by indices or by ids. */
export type Line =
  & Pick<Entry, "event" | "element">
  & { readonly node: number | string; readonly flow?: number | string };

/** The index of what a line names; what another version had and this one has not is nowhere. */
function placeOf(definition: Definition, table: "nodes" | "flows", name: number | string): number {
  if (typeof name === "number") return name;
  const found = Object.hasOwn(definition.ids, name) ? definition.ids[name] : undefined;
  return found?.table === table ? found.index : NONE;
}

/** Reads a state and a history, either of which may be absent. */
export function statuses(
  definition: Definition,
  state: State | undefined,
  history: Iterable<Line>,
): Statuses {
  const found = growing(definition);
  if (state !== undefined) addState(found, state);
  addHistory(found, definition, history);
  return found;
}

interface GrowingStatuses extends Statuses {
  /** The status of a node, to be changed. */
  node(index: number): Growing<NodeStatus>;
  /** The status of a flow, to be changed. */
  flow(index: number): Growing<FlowStatus>;
}

function growing(definition: Definition): GrowingStatuses {
  const nodes = new Map<number, Growing<NodeStatus>>();
  const flows = new Map<number, Growing<FlowStatus>>();
  return {
    nodes,
    flows,
    node(index) {
      const known = nodes.get(index);
      if (known !== undefined) return known;
      checkIndex(definition.nodes.length, index);
      const fresh = { active: 0, phase: "", incidents: [], waits: [], visits: 0 };
      nodes.set(index, fresh);
      return fresh;
    },
    flow(index) {
      const known = flows.get(index);
      if (known !== undefined) return known;
      checkIndex(definition.flows.length, index);
      const fresh = { tokens: 0, taken: 0 };
      flows.set(index, fresh);
      return fresh;
    },
  };
}

function addState({ node, flow }: GrowingStatuses, state: State): void {
  const { elements, tokens, waits, incidents } = state;
  const looped = new Set(elements.filter((one) => one.run !== undefined).map((one) => one.parent));
  for (const one of elements) {
    if (one.node === NONE) continue;
    const status = node(one.node);
    // The element around the runs of a loop is shown by them while there are some.
    if (one.loop !== undefined && looped.has(one.id)) continue;
    status.active++;
    if (status.phase === "") status.phase = one.phase;
  }
  for (const one of tokens) flow(one.flow).tokens += one.count;
  for (const one of waits) if (one.node !== NONE) node(one.node).waits.push(one);
  for (const one of incidents) if (one.node !== NONE) node(one.node).incidents.push(one.message);
}

function addHistory(
  { node, flow }: GrowingStatuses,
  definition: Definition,
  history: Iterable<Line>,
): void {
  const loops = new Map<number, { readonly element: number; runs: number }>();
  for (const { event, node: where, element, flow: over } of history) {
    const index = placeOf(definition, "nodes", where);
    const taken = over === undefined ? NONE : placeOf(definition, "flows", over);
    if (event === "taken" && taken !== NONE) flow(taken).taken++;
    if (index === NONE) continue;
    const loop = loops.get(index);
    if (event === "entered") {
      // A loop is entered, and then each of its runs: these are counted.
      if (loop === undefined && definition.nodes[index]?.activity?.loop) {
        node(index);
        loops.set(index, { element, runs: 0 });
        continue;
      }
      if (loop !== undefined) loop.runs++;
      node(index).visits++;
    } else if (loop?.element === element && (event === "completed" || event === "cancelled")) {
      loops.delete(index);
      if (loop.runs === 0) node(index).visits++;
    }
  }
}

/** An index of another definition is refused: the picture would show something untrue. */
function checkIndex(length: number, index: number): void {
  if (Number.isInteger(index) && index >= 0 && index < length) return;
  const message = "the state or history is not of this definition; give the definition it runs on";
  throw new BpeError("picture", message);
}

/** The most telling of what a node shows. */
export function toneOf(status: NodeStatus | undefined): Tone {
  if (status === undefined) return "plain";
  if (status.incidents.length > 0) return "incident";
  if (status.active > 0) return "active";
  if (status.waits.length > 0) return "waiting";
  return status.visits > 0 ? "visited" : "plain";
}

/** The words for what a node shows, for people who hear the picture. */
export function wordsOf(status: NodeStatus | undefined): string[] {
  if (status === undefined) return [];
  const words: string[] = [];
  if (status.active > 0) {
    const what = status.phase === "" ? "active" : status.phase;
    words.push(status.active > 1 ? `${what}, ${status.active} tokens` : what);
  }
  for (const one of status.waits.slice(0, 3)) words.push(waitOf(one));
  if (status.incidents.length > 0) {
    words.push(`incident: ${(status.incidents[0] ?? "").slice(0, 300)}`);
  }
  if (status.visits > 0 && status.active === 0) {
    words.push(status.visits > 1 ? `visited ${status.visits} times` : "visited");
  }
  return words;
}

function waitOf({ kind, name, due }: Wait): string {
  const named = name === undefined ? "" : ` ${name.slice(0, 100)}`;
  const at = due !== undefined && Math.abs(due) <= 8.64e15
    ? ` at ${new Date(due).toISOString()}`
    : "";
  return `waits for a ${kind}${named}${at}`;
}
