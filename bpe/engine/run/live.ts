/**
 * The tables of a step under way: elements, waits and tokens, found by the element they belong to, with what undoes a change.
 *
 * Entries are never changed but replaced, so that the state the step began with stays as it was. Each change costs the same
 * however many entries there are: the indices are made when they are first asked for, and kept from then on.
 *
 * @module
 */
import {
  type Element,
  ROOT,
  type State,
  type Threads,
  type Token,
  type Wait,
} from "../../state/state.ts";

/** The tables. `elements` and `waits` are in the order of their ids: ids count up, and whatever is new is added at the end. */
export interface Live {
  /** Everything alive, by id. */
  readonly elements: Map<number, Element>;
  /** Waits by id. */
  readonly waits: Map<number, Wait>;
  /** Tokens on flows: how many, by the element whose scope they are in and by flow. */
  readonly tokens: Map<number, Map<number, number>>;
  /** Where it steps: tokens that wait to be moved; while one is `moving`, the pointer is where the tokens it becomes are put. */
  threads: (Threads & { readonly moving?: boolean }) | undefined;
  /** Elements whose inside has changed: their scopes may be complete, their joins may fire. */
  readonly touched: Set<number>;
  /** Ids of elements by their parent. */
  inside: Map<number, Set<number>> | undefined;
  /** Ids of waits by their element. */
  awaited: Map<number, Set<number>> | undefined;
  /** What undoes the changes since a mark was set, newest last; undefined where nobody may ask. */
  undo: (() => void)[] | undefined;
  /** Whether undoing has brought something back, which then stands at the end of its table. */
  displaced: boolean;
}

/** So few elements are looked through faster than indexed. */
const FEW = 16;

/** The tables of a state. */
export function live(state: State): Live {
  const tokens = new Map<number, Map<number, number>>();
  // A scope that waits for nothing but the end of an incident is at rest until that ends; a join may ask its data again.
  const touched = new Set<number>();
  for (const { at, flow, count } of state.tokens) {
    flowsOf(tokens, at).set(flow, count);
    touched.add(at);
  }
  const elements = new Map<number, Element>();
  for (const each of state.elements) {
    elements.set(each.id, each);
    if (each.taken !== undefined) touched.add(each.parent);
  }
  const waits = new Map<number, Wait>();
  for (const each of state.waits) waits.set(each.id, each);
  return {
    elements,
    waits,
    tokens,
    touched,
    threads: state.threads,
    inside: undefined,
    awaited: undefined,
    undo: undefined,
    displaced: false,
  };
}

/** The tokens as a state has them. */
export function tokensOf(live: Live): Token[] {
  const tokens: Token[] = [];
  for (const [at, flows] of live.tokens) {
    for (const [flow, count] of flows) tokens.push({ flow, at, count });
  }
  return tokens;
}

/** Adds an element, or puts another in its place. */
export function putElement(live: Live, element: Element): void {
  const { id, parent } = element;
  const before = live.elements.get(id);
  live.elements.set(id, element);
  live.touched.add(id);
  if (before === undefined) {
    index(live.inside, parent, id);
    live.touched.add(parent);
  }
  live.undo?.push(() => {
    if (before !== undefined) live.elements.set(id, before);
    else {
      live.elements.delete(id);
      live.inside?.get(parent)?.delete(id);
    }
  });
}

/** Takes an element away. */
export function dropElement(live: Live, element: Element): void {
  const { id, parent } = element;
  const before = live.elements.get(id);
  if (before === undefined) return;
  live.elements.delete(id);
  live.inside?.get(parent)?.delete(id);
  live.touched.add(parent);
  live.undo?.push(() => {
    live.elements.set(id, before);
    live.displaced = true;
  });
}

/** The elements directly inside one, oldest first. */
export function children(live: Live, id: number): Element[] {
  if (live.inside === undefined && live.elements.size <= FEW) {
    const found: Element[] = [];
    for (const each of live.elements.values()) if (each.parent === id) found.push(each);
    return found;
  }
  live.inside ??= grouped(live.elements.values(), ({ parent }) => parent);
  return entries(live.elements, live.inside.get(id));
}

/** Whether nothing is inside an element: neither elements nor tokens. */
export function isEmpty(live: Live, id: number): boolean {
  if (live.tokens.has(id) || live.threads?.list.some(({ at }) => at === id)) return false;
  if (live.inside === undefined && live.elements.size <= FEW) {
    for (const { parent } of live.elements.values()) if (parent === id) return false;
    return true;
  }
  live.inside ??= grouped(live.elements.values(), ({ parent }) => parent);
  return (live.inside.get(id)?.size ?? 0) === 0;
}

/** Adds a wait, or puts another in its place. */
export function putWait(live: Live, wait: Wait): void {
  const before = live.waits.get(wait.id);
  live.waits.set(wait.id, wait);
  if (before === undefined) index(live.awaited, wait.element, wait.id);
  live.undo?.push(() => {
    if (before !== undefined) live.waits.set(wait.id, before);
    else {
      live.waits.delete(wait.id);
      live.awaited?.get(wait.element)?.delete(wait.id);
    }
  });
}

/** Ends a wait. */
export function dropWait(live: Live, wait: Wait): void {
  if (!live.waits.delete(wait.id)) return;
  live.awaited?.get(wait.element)?.delete(wait.id);
  live.undo?.push(() => {
    live.waits.set(wait.id, wait);
    live.displaced = true;
  });
}

/** What an element waits for, oldest first. */
export function waitsOf(live: Live, element: number): Wait[] {
  if (live.waits.size === 0) return [];
  if (live.awaited === undefined && live.waits.size <= FEW) {
    return live.waits.values().filter((each) => each.element === element).toArray();
  }
  live.awaited ??= grouped(live.waits.values(), (wait) => wait.element);
  return entries(live.waits, live.awaited.get(element));
}

/** How many tokens wait on a flow in a scope. */
export function tokensOn(live: Live, flow: number, at: number): number {
  return live.tokens.get(at)?.get(flow) ?? 0;
}

/** Puts so many tokens on a flow; takes them away where the number is negative. */
export function addTokens(live: Live, flow: number, at: number, count: number): void {
  const flows = flowsOf(live.tokens, at);
  const before = flows.get(flow) ?? 0;
  setTokens(live, flow, at, before + count);
  live.undo?.push(() => setTokens(live, flow, at, before));
}

/** Takes away all tokens in a scope. */
export function dropTokens(live: Live, at: number): void {
  for (const [flow, count] of live.tokens.get(at) ?? []) addTokens(live, flow, at, -count);
  if (live.threads?.list.some((each) => each.at === at) !== true) return;
  const { list, pointer } = live.threads;
  const kept = (each: { readonly at: number }) => each.at !== at;
  setThreads(live, {
    ...live.threads,
    list: list.filter(kept),
    pointer: list.slice(0, pointer).filter(kept).length,
  });
}

/** Replaces the tokens that wait to be moved. */
export function setThreads(live: Live, threads: Live["threads"]): void {
  const before = live.threads;
  live.threads = threads;
  live.touched.add(ROOT);
  live.undo?.push(() => void (live.threads = before));
}

/** Threads between two steps: after the last one comes the first. */
export function rested({ list, pointer, moved }: Threads): Threads {
  return {
    list,
    pointer: pointer < list.length ? pointer : 0,
    ...(moved === undefined ? {} : { moved }),
  };
}

/** Undoes what has changed since `undo` was made empty, and puts the tables in order again. */
export function rollBack(live: Live): void {
  for (const undo of live.undo?.toReversed() ?? []) undo();
  live.undo = undefined;
  if (!live.displaced) return;
  live.displaced = false;
  live.inside = undefined;
  live.awaited = undefined;
  reorder(live.elements);
  reorder(live.waits);
}

function setTokens(live: Live, flow: number, at: number, count: number): void {
  const flows = flowsOf(live.tokens, at);
  if (count > 0) flows.set(flow, count);
  else flows.delete(flow);
  if (flows.size === 0) live.tokens.delete(at);
  live.touched.add(at);
}

function flowsOf(tokens: Map<number, Map<number, number>>, at: number): Map<number, number> {
  const found = tokens.get(at) ?? new Map<number, number>();
  tokens.set(at, found);
  return found;
}

function grouped<T extends { readonly id: number }>(
  all: Iterable<T>,
  by: (one: T) => number,
): Map<number, Set<number>> {
  const groups = new Map<number, Set<number>>();
  for (const each of all) index(groups, by(each), each.id);
  return groups;
}

function index(groups: Map<number, Set<number>> | undefined, key: number, id: number): void {
  const group = groups?.get(key);
  if (group === undefined) groups?.set(key, new Set([id]));
  else group.add(id);
}

function entries<T>(table: ReadonlyMap<number, T>, ids: Iterable<number> = []): T[] {
  const found: T[] = [];
  for (const id of ids) {
    const entry = table.get(id);
    if (entry !== undefined) found.push(entry);
  }
  return found;
}

function reorder<T>(table: Map<number, T>): void {
  const sorted = [...table].sort(([left], [right]) => left - right);
  table.clear();
  for (const [id, entry] of sorted) table.set(id, entry);
}
