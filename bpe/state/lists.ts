/**
 * The lists of a state as tables. A state shows them as arrays, which are made when somebody asks: a step leaves its tables to the
 * next one, so that it need not look at everything that is there.
 *
 * @module
 */
import { list } from "../argument.ts";
import type { Element, Incident, RunResult, State, Token, Wait } from "./state.ts";
import { type Changes, changes } from "./difference.ts";
import type { Groups } from "./groups.ts";
import { type Numbered, PAGE } from "./pages.ts";
import { Table } from "./table.ts";

/** Tokens in a scope: how many by flow. */
export interface ScopeTokens extends Numbered {
  /** The element whose scope they are in. */
  readonly id: number;
  /** At least one flow. */
  readonly flows: Map<number, number>;
}

/** What is found otherwise than by its id. */
export interface Indexes {
  /** Elements by the one they are in. */
  readonly inside: Groups<Element>;
  /** Waits by their element. */
  readonly awaited: Groups<Wait>;
  /** Incidents by their element. */
  readonly failed: Groups<Incident>;
  /** Results by the element around their runs. */
  readonly given: Groups<RunResult>;
  /** Elements that wait for their data. */
  readonly ready: Table<Element>;
  /** Waits for a condition. */
  readonly conditions: Table<Wait>;
}

/** The lists of a state. */
export interface Lists {
  /** The process and the flow nodes that hold a token, by their ids. */
  readonly elements: Table<Element>;
  /** What is waited for. */
  readonly waits: Table<Wait>;
  /** What waits for a person. */
  readonly incidents: Table<Incident>;
  /** Tokens by their scope. */
  readonly tokens: Table<ScopeTokens>;
  /** What runs have given. */
  readonly results: Table<RunResult>;
  /** None where there are few entries, which are looked through faster. */
  readonly indexes: Indexes | undefined;
}

/** The lists of states that show theirs only when they are asked. */
const KEPT = new WeakMap<object, Lists>();
/** For all states that have none. Not to be changed. */
const NO_INCIDENTS = new Table<Incident>();

/** The lists of a state where they are kept. Not to be changed, but forked. */
export function keptLists(state: object): Lists | undefined {
  return KEPT.get(state);
}

/** The lists of a state as tables of their own. */
export function listsOf(state: State): Lists {
  const kept = KEPT.get(state);
  if (kept !== undefined) return forked(kept);
  list(state.elements, "the elements of a state");
  list(state.waits, "the waits of a state");
  list(state.tokens, "the tokens of a state");
  list(state.incidents, "the incidents of a state");
  return {
    elements: Table.of(state.elements),
    waits: Table.of(state.waits),
    incidents: Table.of(state.incidents),
    tokens: state.tokens.length === 0 ? new Table() : byScope(state.tokens),
    results: state.results === undefined ? new Table() : Table.of(state.results),
    indexes: undefined,
  };
}

function byScope(tokens: readonly Token[]): Table<ScopeTokens> {
  const [{ at: id }] = tokens as [Token]; // as: there is one
  if (tokens.every(({ at }) => at === id)) {
    return Table.of([{ id, flows: new Map(tokens.map(({ flow, count }) => [flow, count])) }]);
  }
  const scopes = new Map<number, Map<number, number>>();
  for (const { at, flow, count } of tokens) {
    const flows = scopes.get(at) ?? new Map<number, number>();
    scopes.set(at, flows.set(flow, count));
  }
  return Table.of([...scopes].map(([id, flows]) => ({ id, flows })));
}

/** The same lists, to be changed. */
function forked({ elements, waits, incidents, tokens, results, indexes }: Lists): Lists {
  return {
    elements: elements.fork(),
    waits: waits.fork(),
    incidents: incidents.fork(),
    tokens: tokens.fork(),
    results: results.fork(),
    indexes: indexes === undefined ? undefined : {
      inside: indexes.inside.fork(),
      awaited: indexes.awaited.fork(),
      failed: indexes.failed.fork(),
      given: indexes.given.fork(),
      ready: indexes.ready.fork(),
      conditions: indexes.conditions.fork(),
    },
  };
}

/** A state while it is made. */
type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

/** A state without its lists. */
export type Unlisted = Mutable<
  Omit<State, "elements" | "waits" | "incidents" | "tokens" | "results">
>;

/** A state with these lists, which nobody changes any more. */
export function withLists(state: Readonly<Unlisted>, lists: Lists): State {
  const { elements, waits, incidents, tokens, results } = lists;
  const isSmall = elements.size <= PAGE && waits.size <= PAGE && incidents.size <= PAGE &&
    tokens.size <= PAGE && results.size <= PAGE;
  if (isSmall) {
    const small: Mutable<State> = {
      ...state,
      elements: elements.toArray(),
      tokens: tokensOf(tokens),
      waits: waits.toArray(),
      incidents: incidents.toArray(),
    };
    if (results.size > 0) small.results = results.toArray();
    return small;
  }
  const shown = { ...state };
  show(shown, "elements", () => elements.toArray());
  show(shown, "tokens", () => tokensOf(tokens));
  show(shown, "waits", () => waits.toArray());
  show(shown, "incidents", () => incidents.toArray());
  if (results.size > 0) show(shown, "results", () => results.toArray());
  KEPT.set(shown, forked(lists));
  return shown as State; // as: its lists are shown
}

/** A field that is made when it is first read, and looks like any other. */
function show(state: object, name: string, make: () => unknown): void {
  let made: unknown;
  Object.defineProperty(state, name, { enumerable: true, get: () => made ??= make() });
}

function tokensOf(tokens: Table<ScopeTokens>): readonly Token[] {
  if (tokens.size === 0) return [];
  const all: Token[] = [];
  for (const { id, flows } of tokens) {
    for (const [flow, count] of flows) all.push({ flow, at: id, count });
  }
  return all;
}

/** The element of a state with this id. */
export function elementOf(state: Pick<State, "elements">, id: number): Element | undefined {
  const kept = KEPT.get(state);
  if (kept !== undefined) return kept.elements.get(id);
  list(state.elements, "the elements of a state");
  return state.elements.find((each) => each.id === id);
}

/** Whether an element is there: what has ended meanwhile wants no answer. */
export function hasElement(state: Pick<State, "elements">, element: number): boolean {
  return elementOf(state, element) !== undefined;
}

/** Whether something is still waited for. */
export function hasWait(state: State, wait: number): boolean {
  return KEPT.get(state)?.waits.has(wait) ?? state.waits.some(({ id }) => id === wait);
}

/** The incidents that are over with a step, and those that are new. */
export function incidentsBetween(
  before: State | undefined,
  after: State,
): Changes<Incident> {
  const old = before === undefined ? NO_INCIDENTS : incidentsOf(before);
  const now = incidentsOf(after);
  const { gone, come } = changes(old, now);
  return {
    gone: gone.filter(({ id }) => !now.has(id)),
    come: come.filter(({ id }) => !old.has(id)),
  };
}

function incidentsOf(state: State): Table<Incident> {
  const kept = KEPT.get(state);
  if (kept !== undefined) return kept.incidents;
  return state.incidents.length === 0 ? NO_INCIDENTS : Table.of(state.incidents);
}

/** The elements that a step has ended. */
export function endedBetween(before: State, after: State): readonly Element[] {
  const was = KEPT.get(before), is = KEPT.get(after);
  // Few elements are looked through faster than they are put into tables.
  if (was === undefined && is === undefined) {
    return before.elements.filter(({ id }) => !after.elements.some((each) => each.id === id));
  }
  const old = was?.elements ?? Table.of(before.elements);
  const now = is?.elements ?? Table.of(after.elements);
  return changes(old, now).gone.filter(({ id }) => !now.has(id));
}
