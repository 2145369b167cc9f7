/**
 * Migration: an instance moves to another version of its process, if everything it holds has a place there.
 *
 * @module
 */
import { fields, list, number, optional, text } from "../argument.ts";
import { type Definition, type Node, NONE } from "../definition/definition.ts";
import { open, type Run, stateOf } from "./run/run.ts";
import type { Settings } from "./run/settings.ts";
import { startOf } from "./wait/handler.ts";
import { plan, type Planned, subscribe } from "./wait/subscribe.ts";
import { BpeError } from "../error.ts";
import { elementOf } from "../state/lists.ts";
import type {
  Action,
  Done,
  Element,
  Incident,
  State,
  Threads,
  Token,
  Wait,
} from "../state/state.ts";

/** Where nodes and flows have gone: ids of the new version by ids of the old; what is not named keeps its id. */
export type Renamed = Readonly<Record<string, string>>;

/** What a migration answers. */
export interface Migrated {
  /** The state on the new version. */
  readonly state: State;
  /** Waits that are new: boundary events and event sub-processes that the old version had not. */
  readonly waits: readonly Wait[];
  /** Waits that are over: of events that the new version has not. */
  readonly over: readonly Wait[];
}

/** Where an instance moves. */
export interface Migration {
  /** The version it runs on. */
  readonly from: Definition;
  /** The other version. */
  readonly to: Definition;
  /** What the state shall remember as its definition, as `leave:3`. */
  readonly key: string;
  /** Ids that have changed; none by default. */
  readonly renamed?: Renamed;
  /** Made once by {@link settings}. */
  readonly settings: Settings;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Moves an instance to another version of its process. Every live element, token, incident and whatever may still be compensated
 * must have a node or flow there, of the same kind, inside the same scopes. Waits go on as they are; a timer keeps its time.
 * Boundary events and event sub-processes that are new are listened to from now on, those that are gone no more.
 *
 * @param state The instance; unchanged.
 * @throws {BpeError} `migration`; the message lists everything that has no place.
 *
 * @example
 * ```ts
 * import { define, endEvent, beginEvent, migrate, process, sequenceFlow, settings, step, userTask } from "@n2o/n2o/bpe";
 *
 * const version = (task: string) => define(process({
 *   name: "leave",
 *   tasks: [beginEvent({ id: "asked" }), userTask({ id: task }), endEvent({ id: "done" })],
 *   flows: [sequenceFlow({ source: "asked", target: task }), sequenceFlow({ source: task, target: "done" })],
 * }));
 * const [first, second] = [version("approve"), version("decide")];
 * const { state } = step(first, null, { do: "start", instance: "i1" }, 0);
 * const moved = migrate(state, {
 *   from: first,
 *   to: second,
 *   key: "leave:2",
 *   renamed: { approve: "decide" },
 *   settings: settings(),
 *   now: 0,
 * });
 * if (second.nodes[moved.state.elements[1]?.node ?? -1]?.id !== "decide") throw moved;
 * ```
 */
export function migrate(state: State, migration: Migration): Migrated {
  fields({ instance: text })(state, "the state that is moved");
  aMigration(migration, "where it is moved");
  const { from, to, key, renamed = {}, settings, now } = migration;
  if (state.status !== "active") {
    throw new BpeError("migration", `cannot move: it is ${state.status}`, {
      element: state.instance,
      instance: state.instance,
    });
  }
  const move = mover(state, from, to, renamed);
  const kept = state.waits.filter((wait) => move.wait(wait) !== undefined);
  const moved: State = {
    ...state,
    definition: key,
    process: move.process(state.process),
    elements: state.elements.map(move.element),
    tokens: state.tokens.map(move.token),
    ...(state.threads === undefined ? {} : { threads: move.threads(state.threads) }),
    waits: kept.map((wait) => move.wait(wait) ?? wait),
    incidents: state.incidents.map(move.incident),
  };
  if (move.problems.length > 0) {
    throw new BpeError(
      "migration",
      `cannot move to ${key}: ${[...new Set(move.problems)].slice(0, 20).join("; ")}`,
      { element: state.instance, instance: state.instance },
    );
  }
  const run = open(to, settings, moved, now);
  for (const element of moved.elements) subscribe(run, added(run, element, move));
  const after = stateOf(run);
  const known = new Set(moved.waits.map(({ id }) => id));
  return {
    state: after,
    waits: after.waits.filter(({ id }) => !known.has(id)),
    over: state.waits.filter((wait) => !kept.includes(wait)),
  };
}

const aDefinition = fields({
  nodes: list,
  flows: list,
  scopes: list,
  processes: list,
  ids: fields(),
});
const aMigration = fields({
  from: aDefinition,
  to: aDefinition,
  key: text,
  renamed: optional(fields()),
  settings: fields({ expressions: fields(), budget: number }),
  now: number,
});

interface Mover {
  readonly problems: string[];
  /** Nodes of the new version that the old one has too. */
  readonly known: ReadonlySet<number>;
  process(index: number): number;
  element(element: Element): Element;
  token(token: Token): Token;
  threads(threads: Threads): Threads;
  wait(wait: Wait): Wait | undefined;
  incident(incident: Incident): Incident;
}

function mover(state: State, from: Definition, to: Definition, renamed: Renamed): Mover {
  const problems: string[] = [];
  const idOf = (id: string) => Object.hasOwn(renamed, id) ? renamed[id] ?? id : id;

  function find(id: string, table: "nodes" | "flows" | "scopes" | "processes"): number {
    const found = Object.hasOwn(to.ids, idOf(id)) ? to.ids[idOf(id)] : undefined;
    return found?.table === table ? found.index : NONE;
  }
  function node(index: number): number {
    const old = from.nodes[index];
    if (old === undefined) return index;
    const place = to.nodes[find(old.id, "nodes")];
    if (place === undefined) return fail(`${old.id} is not there`);
    if (place.kind !== old.kind) return fail(`${old.id} is a ${place.kind} there, no ${old.kind}`);
    if (scope(old.scope) !== place.scope) return fail(`${old.id} is inside something else there`);
    if ((place.activity?.loop?.kind ?? "") !== (old.activity?.loop?.kind ?? "")) {
      return fail(`${old.id} is repeated otherwise there`);
    }
    return place.index;
  }
  function scope(index: number): number {
    const old = from.scopes[index];
    if (old === undefined) return index;
    if (old.node !== NONE) {
      return to.nodes[find(from.nodes[old.node]?.id ?? "", "nodes")]?.body ?? NONE;
    }
    return to.processes[find(from.processes[old.process]?.id ?? "", "processes")]?.scope ?? NONE;
  }
  function flow(index: number): number {
    const old = from.flows[index];
    if (old === undefined) return index;
    const place = to.flows[find(old.id, "flows")];
    if (place === undefined) return fail(`the flow ${old.id} is not there`);
    const target = from.nodes[old.target];
    if (target !== undefined && place.target !== find(target.id, "nodes")) {
      return fail(`the flow ${old.id} leads elsewhere there`);
    }
    return place.index;
  }
  function fail(problem: string): number {
    problems.push(problem);
    return NONE;
  }
  function done(each: Done): Done {
    return {
      ...each,
      node: node(each.node),
      ...(each.done === undefined ? {} : { done: each.done.map(done) }),
    };
  }
  function action(what: Action): Action {
    if ("flow" in what) return { ...what, flow: flow(what.flow) };
    return "node" in what ? { ...what, node: node(what.node) } : what;
  }

  return {
    problems,
    known: new Set(from.nodes.map(({ id }) => find(id, "nodes")).filter((index) => index !== NONE)),
    process(index) {
      const id = from.processes[index]?.id ?? "";
      const place = find(id, "processes");
      return place === NONE ? fail(`the process ${id} is not there`) : place;
    },
    element(element) {
      const isGateway = from.nodes[element.node]?.kind === "complexGateway";
      return {
        ...element,
        node: element.node === NONE ? NONE : node(element.node),
        scope: element.scope === NONE ? NONE : scope(element.scope),
        ...(element.taken === undefined
          ? {}
          : { taken: element.taken.map(isGateway ? flow : node) }),
        ...(element.done === undefined ? {} : { done: element.done.map(done) }),
        ...(element.plan === undefined ? {} : { plan: element.plan.map(done) }),
      };
    },
    token: (token) => ({ ...token, flow: flow(token.flow) }),
    threads({ list, pointer, moved = NONE }) {
      // The flow that was taken last is only remembered: it need not be there.
      const last = find(from.flows[moved]?.id ?? "", "flows");
      return {
        list: list.map((thread) => ({ ...thread, flow: flow(thread.flow) })),
        pointer,
        ...(last === NONE ? {} : { moved: last }),
      };
    },
    wait(wait) {
      const old = from.nodes[wait.node];
      if (old === undefined) return wait;
      const place = to.nodes[find(old.id, "nodes")];
      const owner = elementOf(state, wait.element);
      // The wait of an element itself goes with its node; that of an event around it may be gone.
      if (place === undefined && owner?.node !== wait.node) return undefined;
      if (!sameEvent(old, place, wait)) {
        if (owner?.node !== wait.node) return undefined;
        fail(`${old.id} waits for something else there`);
      }
      return { ...wait, node: place?.index ?? NONE };
    },
    incident: (incident) => ({
      ...incident,
      node: incident.node === NONE ? NONE : node(incident.node),
      action: incident.action === null ? null : action(incident.action),
    }),
  };
}

/** Whether a node of the new version still waits for the same kind of thing at the same place of its list. */
function sameEvent(old: Node, place: Node | undefined, { definition }: Wait): boolean {
  if (place?.kind !== old.kind) return false;
  return definition === NONE ||
    place.event?.definitions[definition]?.kind === old.event?.definitions[definition]?.kind;
}

/** What an element listens to on the new version and did not on the old. */
function added(run: Run, element: Element, { known }: Mover): Planned[] {
  const node = run.definition.nodes[element.node];
  const around = (node?.boundary ?? []).map((index) => run.definition.nodes[index]);
  const inside = (run.definition.scopes[element.scope]?.eventSubProcesses ?? []).map((index) => {
    const subProcess = run.definition.nodes[index];
    return subProcess === undefined ? undefined : startOf(run, subProcess);
  });
  const events = [...element.run === undefined ? around : [], ...inside];
  return events.flatMap((event) =>
    event === undefined || known.has(event.index) ? [] : plan(run, element, event)
  );
}
