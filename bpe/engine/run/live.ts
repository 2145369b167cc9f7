/**
 * The tables of a step under way: elements, waits, incidents and results, found by the element they belong to, with what undoes a
 * change.
 *
 * Entries are never changed but replaced, so that the state the step began with stays as it was. Each change costs the same
 * however many entries there are: the indexes are made when they are first asked for, and kept from then on, from step to step.
 *
 * @module
 */
import type { Definition } from "../../definition/definition.ts";
import {
  type Indexes,
  keptLists,
  type Lists,
  listsOf,
  type ScopeTokens,
} from "../../state/lists.ts";
import type { Element, Incident, RunResult, State, Threads, Wait } from "../../state/state.ts";
import { Groups } from "../../state/groups.ts";
import { type Numbered, Table } from "../../state/table.ts";

/** The lists of a state while a step changes them, and what it has changed. */
export interface Live extends Lists {
  /** Where it steps: tokens that wait to be moved; while one is `moving`, the pointer is where the tokens it becomes are put. */
  threads: (Threads & { readonly moving?: boolean }) | undefined;
  /** Elements whose inside has changed: their scopes may be complete, their joins may fire. */
  readonly touched: Set<number>;
  /** Waits that are over, by their ids; undefined before the first. */
  over: Map<number, Wait> | undefined;
  /** Tokens that this step has copied, which it may change; undefined where all were made for it. */
  readonly own: Set<ScopeTokens> | undefined;
  indexes: Indexes | undefined;
  /** What undoes the changes since a mark was set, newest last; undefined where nobody may ask. */
  undo: (() => void)[] | undefined;
}

/** So few entries are looked through faster than indexed. */
const FEW = 16;

/** The tables of a state. */
export function live(definition: Definition, state: State): Live {
  const lists = listsOf(state), touched = new Set<number>();
  // A scope that waits for nothing but the end of an incident is at rest until that ends; a join may ask its data again. What has
  // come to rest with the step before is asked again only where there are such joins.
  if (lists.indexes === undefined || asksAgain(definition)) {
    for (const { id } of lists.tokens) touched.add(id);
    for (const { parent, taken } of lists.elements) if (taken !== undefined) touched.add(parent);
  }
  const { elements, waits, incidents, tokens, results, indexes } = lists;
  return {
    elements,
    waits,
    incidents,
    tokens,
    results,
    indexes,
    touched,
    over: undefined,
    own: keptLists(state) === undefined ? undefined : new Set(),
    threads: state.threads,
    undo: undefined,
  };
}

const ASKING = new WeakMap<Definition, boolean>();

/** Whether there is a join that asks the data: a complex gateway. */
function asksAgain(definition: Definition): boolean {
  const known = ASKING.get(definition);
  if (known !== undefined) return known;
  const asks = definition.nodes.some(({ kind }) => kind === "complexGateway");
  ASKING.set(definition, asks);
  return asks;
}

/** The indexes; undefined where there is so little that it is looked through. */
export function indexes(live: Live): Indexes | undefined {
  const { elements, waits, incidents, results } = live;
  if (live.indexes !== undefined) return live.indexes;
  if (elements.size + waits.size + incidents.size + results.size <= FEW) return undefined;
  const made: Indexes = {
    inside: new Groups(),
    awaited: new Groups(),
    failed: new Groups(),
    given: new Groups(),
    ready: Table.of([...elements].filter(isReady)),
    conditions: Table.of([...waits].filter(isCondition)),
  };
  for (const each of elements) made.inside.set(each.parent, each);
  for (const each of waits) made.awaited.set(each.element, each);
  for (const each of incidents) made.failed.set(each.element, each);
  for (const each of results) made.given.set(each.around, each);
  return live.indexes = made;
}

function isReady({ phase }: Element): boolean {
  return phase === "ready";
}

function isCondition({ kind }: Wait): boolean {
  return kind === "condition";
}

/** Adds an element, or puts another in its place. */
export function putElement(live: Live, element: Element): void {
  const { id, parent } = element;
  const before = live.elements.get(id);
  setElement(live, element);
  live.touched.add(id);
  if (before === undefined) live.touched.add(parent);
  live.undo?.push(() =>
    before === undefined ? unsetElement(live, element) : setElement(live, before)
  );
}

/** Takes an element away. */
export function dropElement(live: Live, { id, parent }: Element): void {
  const before = live.elements.get(id);
  if (before === undefined) return;
  unsetElement(live, before);
  live.touched.add(parent);
  live.undo?.push(() => setElement(live, before));
}

function setElement(live: Live, element: Element): void {
  live.elements.set(element);
  live.indexes?.inside.set(element.parent, element);
  mark(live.indexes?.ready, element, isReady(element));
}

function unsetElement(live: Live, { id, parent }: Element): void {
  live.elements.delete(id);
  live.indexes?.inside.delete(parent, id);
  live.indexes?.ready.delete(id);
}

/** Keeps an entry among those of a kind, or takes it away from them. */
function mark<T extends Numbered>(table: Table<T> | undefined, entry: T, isOne: boolean): void {
  if (isOne) table?.set(entry);
  else table?.delete(entry.id);
}

/** The elements directly inside one, oldest first. */
export function children(live: Live, id: number): readonly Element[] {
  return belonging(live.elements, indexes(live)?.inside, id, ({ parent }) => parent);
}

/** Whether nothing is inside an element: neither elements nor tokens. */
export function isEmpty(live: Live, id: number): boolean {
  if (live.tokens.has(id) || live.threads?.list.some(({ at }) => at === id)) return false;
  const found = indexes(live);
  if (found !== undefined) return found.inside.of(id) === undefined;
  for (const { parent } of live.elements) if (parent === id) return false;
  return true;
}

/** Adds a wait, or puts another in its place. */
export function putWait(live: Live, wait: Wait): void {
  const before = live.waits.get(wait.id);
  setWait(live, wait);
  live.undo?.push(() => before === undefined ? unsetWait(live, wait) : setWait(live, before));
}

/** Ends a wait. */
export function dropWait(live: Live, { id }: Wait): void {
  const wait = live.waits.get(id);
  if (wait === undefined) return;
  unsetWait(live, wait);
  live.over ??= new Map();
  live.over.set(id, wait);
  live.undo?.push(() => {
    setWait(live, wait);
    live.over?.delete(id);
  });
}

function setWait(live: Live, wait: Wait): void {
  live.waits.set(wait);
  live.indexes?.awaited.set(wait.element, wait);
  mark(live.indexes?.conditions, wait, isCondition(wait));
}

function unsetWait(live: Live, { id, element }: Wait): void {
  live.waits.delete(id);
  live.indexes?.awaited.delete(element, id);
  live.indexes?.conditions.delete(id);
}

/** What an element waits for, oldest first. */
export function waitsOf(live: Live, element: number): readonly Wait[] {
  if (live.waits.size === 0) return [];
  return belonging(live.waits, indexes(live)?.awaited, element, (wait) => wait.element);
}

/** Adds an incident. */
export function putIncident(live: Live, incident: Incident): void {
  setIncident(live, incident);
  live.undo?.push(() => unsetIncident(live, incident));
}

/** Ends an incident. */
export function dropIncident(live: Live, incident: Incident): void {
  unsetIncident(live, incident);
  live.undo?.push(() => setIncident(live, incident));
}

function setIncident(live: Live, incident: Incident): void {
  live.incidents.set(incident);
  live.indexes?.failed.set(incident.element, incident);
}

function unsetIncident(live: Live, { id, element }: Incident): void {
  live.incidents.delete(id);
  live.indexes?.failed.delete(element, id);
}

/** The incidents at an element, oldest first. */
export function incidentsOf(live: Live, element: number): readonly Incident[] {
  if (live.incidents.size === 0) return [];
  return belonging(live.incidents, indexes(live)?.failed, element, (each) => each.element);
}

/** Keeps what a run has given. */
export function putResult(live: Live, result: RunResult): void {
  live.results.set(result);
  live.indexes?.given.set(result.around, result);
  live.undo?.push(() => unsetResult(live, result));
}

/** Takes away what is kept for a run within an element. */
export function takeResult(live: Live, id: number, around: number): RunResult | undefined {
  const found = live.results.get(id);
  if (found?.around !== around) return undefined;
  unsetResult(live, found);
  live.undo?.push(() => putResult(live, found));
  return found;
}

/** Forgets what the runs within an element have given. */
export function dropResults(live: Live, around: number): void {
  for (const result of resultsOf(live, around)) {
    unsetResult(live, result);
    live.undo?.push(() => putResult(live, result));
  }
}

function unsetResult(live: Live, { id, around }: RunResult): void {
  live.results.delete(id);
  live.indexes?.given.delete(around, id);
}

/** What the runs within an element have given, in the order in which they were started. */
export function resultsOf(live: Live, around: number): readonly RunResult[] {
  if (live.results.size === 0) return [];
  return belonging(live.results, indexes(live)?.given, around, (each) => each.around);
}

/** Undoes what has changed since `undo` was made empty. */
export function rollBack(live: Live): void {
  const all = live.undo ?? [];
  live.undo = undefined;
  for (const undo of all.reverse()) undo();
}

function belonging<T extends Numbered>(
  table: Table<T>,
  groups: Groups<T> | undefined,
  key: number,
  by: (entry: T) => number,
): readonly T[] {
  if (groups !== undefined) return [...groups.of(key) ?? []];
  const found: T[] = [];
  for (const entry of table) if (by(entry) === key) found.push(entry);
  return found;
}
