/**
 * The durable runtime and the engine in memory behind one set of verbs, so that the same actions can be done to both, on any store and
 * any host; and what instances have become, as text that can be compared.
 *
 * @module
 */
import type { Kv } from "../../../kvs/kv.ts";
import type { Definition } from "../../../bpe/definition/definition.ts";
import { BpeError } from "../../../bpe/error.ts";
import type { Entry } from "../../../bpe/state/outcome.ts";
import { parse } from "../../../bpe/parse.ts";
import { type Handler, openRuntime, type Runtime } from "../../../bpe/mod.ts";
import type { Keys, State, Variables } from "../../../bpe/state/state.ts";
import { volatile } from "../../../bpe/memory/memory.ts";
import { type VirtualClock, virtualClock } from "../../_support/clock.ts";
import { list, quiet } from "../runtime/world.ts";

/** What can be done to an engine. */
export interface Driver {
  /** Starts an instance. */
  start(process: string, instance: string, variables?: Variables): Promise<void>;
  /** Completes the task of a node. */
  complete(instance: string, node: string, variables?: Variables): Promise<void>;
  /** Sends a message; answers who has it. */
  publish(name: string, payload: unknown, keys?: Keys): Promise<string | undefined>;
  /** Throws a signal; answers how many heard it. */
  signal(name: string, payload?: unknown): Promise<number>;
  /** Resolves the one incident of an instance. */
  resolve(instance: string, variables: Variables): Promise<void>;
  /** Lets time pass, and does what is due on the way. */
  pass(milliseconds: number): Promise<void>;
  /** The state of an instance. */
  state(instance: string): Promise<State>;
  /** Ids of the nodes at which an instance has a token. */
  places(instance: string): Promise<string[]>;
  /** What all instances have become and what has happened in them, in the order of their ids. */
  transcript(bulky?: boolean): Promise<string>;
}

/** What a driver works on. */
export interface Given {
  /** Files, or what they are compiled to. */
  readonly files: readonly (string | Definition)[];
  /** Handlers by topic. */
  readonly handlers: Readonly<Record<string, Handler>>;
}

/** A clock at the first hour of the year 2030. */
export function newYear(): VirtualClock {
  const clock = virtualClock(1_000_000);
  clock.advance(Date.UTC(2030, 0, 1) - clock.now());
  return clock;
}

/** Values as text: those that JSON does not know too. */
export function show(value: unknown): string {
  return JSON.stringify(plain(value));
}

function plain(value: unknown): unknown {
  if (typeof value === "bigint") return { bigint: `${value}` };
  if (value === undefined) return { undefined: true };
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Date) return { date: value.getTime() };
  if (value instanceof Map) return { map: [...value].map(plain) };
  if (value instanceof Set) return { set: [...value].map(plain) };
  if (value instanceof Uint8Array) {
    return {
      bytes: value.length,
      sum: value.reduce((a, b) => a + b, 0),
    };
  }
  return Object.fromEntries(
    Object.entries(value).toSorted(([a], [b]) => a < b ? -1 : 1).map(([k, v]) => [k, plain(v)]),
  );
}

/** The parts of a state that both engines must agree on. */
function outcome({ status, version, result, error, incidents, waits, elements }: State): unknown {
  return {
    status,
    version,
    ...(result === undefined ? {} : { result }),
    ...(error === undefined ? {} : { error }),
    variables: elements[0]?.variables,
    elements: elements.map(({ id, node, phase }) => [id, node, phase]),
    waits: waits.map(({ kind, name, due }) => [kind, name, due]),
    incidents: incidents.map(({ code, message, time }) => [code, message, time]),
  };
}

interface Line {
  readonly time: number;
  readonly event: string;
  readonly what: string;
  readonly data?: unknown;
}

/** Large deltas are told by their size in the durable history, so a bulky trace leaves out data. */
function lineOf({ time, event, what, data }: Line, bulky: boolean): string {
  return `${time} ${event} ${what}${data === undefined || bulky ? "" : ` ${show(data)}`}`;
}

function assemble(
  parts: readonly { id: string; state: State; lines: readonly Line[] }[],
  bulky: boolean,
): string {
  return parts.map(({ id, state, lines }) => ({
    id: id.replaceAll("/", "."),
    state,
    lines,
  })).toSorted((a, b) => a.id < b.id ? -1 : 1).map(({ id, state, lines }) =>
    [`${id} ${show(outcome(state))}`, ...lines.map((line) => `  ${lineOf(line, bulky)}`)].join("\n")
  ).join("\n");
}

/** A durable runtime over a store, with what it was opened with. */
export interface Opened {
  /** The store. */
  readonly kv: Kv;
  /** The time. */
  readonly clock: VirtualClock;
  /** The runtime. */
  readonly runtime: Runtime;
  /** What failed in the background. */
  readonly errors: unknown[];
}

/** The verbs over a durable runtime. */
export function durableDriver({ runtime, clock }: Opened): Driver {
  const at = (ms: number) => quiet({ clock }, runtime, ms);
  const places = async (instance: string) => {
    const { state } = await runtime.instance(instance);
    const definition = await runtime.definition(state.definition);
    return state.elements.flatMap(({ node }) => definition.nodes[node]?.id ?? []);
  };
  return {
    async start(process, instance, variables = {}) {
      await runtime.start(process, { id: instance, variables });
      await at(0);
    },
    async complete(instance, node, variables = {}) {
      const { state } = await runtime.instance(instance);
      const definition = await runtime.definition(state.definition);
      await runtime.complete({ instance, element: elementOf(state, definition, node) }, variables);
      await at(0);
    },
    async publish(name, payload, keys = {}) {
      try {
        const fate = await runtime.publish({ name, payload, keys, ttl: 0 });
        await at(0);
        return fate.taken === "instance" ? fate.instance : undefined;
      } catch (error) {
        // Nobody waits for it, and it is not to be kept.
        if (error instanceof BpeError && error.code === "message") return undefined;
        throw error;
      }
    },
    async signal(name, payload) {
      const heard = await runtime.signal(name, payload);
      await at(0);
      return heard;
    },
    async resolve(instance, variables) {
      const [incident] = await list(runtime.incidents(instance));
      await runtime.resolve(instance, incident?.incident ?? -1, variables);
      await at(0);
    },
    pass: at,
    state: async (instance) => (await runtime.instance(instance)).state,
    places,
    async transcript(bulky = false) {
      const parts = [];
      for (const { id } of await list(runtime.instances())) {
        const lines = (await list(runtime.history(id))).map((
          { time, event, node, flow, data },
        ) => ({
          time,
          event,
          what: flow ?? node,
          data,
        }));
        parts.push({ id, state: (await runtime.instance(id)).state, lines });
      }
      return assemble(parts, bulky);
    },
  };
}

function elementOf({ elements }: State, definition: Definition, node: string): number {
  const found = elements.findLast((each) => definition.nodes[each.node]?.id === node);
  if (found === undefined) throw new Error(`no token is at ${node}`);
  return found.id;
}

/** Opens a durable runtime over a store; a try that fails is an incident at once, as in memory, unless `retries` says more. */
export async function open(kv: Kv, { files, handlers }: Given, more = {}): Promise<Opened> {
  const clock = newYear(), errors: unknown[] = [];
  const runtime = openRuntime(kv, {
    clock,
    manual: true,
    handlers,
    retries: 1,
    log: (_level, _message, details) => void errors.push(details?.error),
    ...more,
  });
  for (const each of files) await runtime.deploy(each);
  return { kv, clock, runtime, errors };
}

/** The verbs over the engine in memory. */
export function volatileDriver({ files, handlers }: Given): Driver {
  const clock = newYear();
  const definitions = files.map((each) => typeof each === "string" ? parse(each) : each);
  const lines = new Map<string, Line[]>();
  const kept = new Map<string, Definition>();
  const bpe = volatile(definitions, {
    clock,
    handlers,
    onStep({ state: { instance }, history }, definition) {
      kept.set(instance, definition);
      const own = lines.get(instance) ?? [];
      lines.set(instance, own);
      for (const each of history) own.push(entryOf(each, definition, bpe.state(instance)));
    },
  });
  const of = (instance: string) => {
    const definition = kept.get(instance);
    if (definition === undefined) throw new Error(`there is no ${instance}`);
    return { definition, state: bpe.state(instance) };
  };
  return {
    async start(process, instance, variables = {}) {
      bpe.start(process, { id: instance, variables });
      await bpe.idle();
    },
    async complete(instance, node, variables = {}) {
      const { definition, state } = of(instance);
      const element = elementOf(state, definition, node);
      bpe.command(instance, { do: "complete", element, variables });
      await bpe.idle();
    },
    async publish(name, payload, keys) {
      const taken = bpe.publish({ name, payload, ...keys && { keys } });
      await bpe.idle();
      return taken;
    },
    async signal(name, payload) {
      const heard = bpe.signal(name, payload);
      await bpe.idle();
      return heard;
    },
    async resolve(instance, variables) {
      const [incident] = of(instance).state.incidents;
      bpe.command(instance, { do: "resolve", incident: incident?.id ?? -1, variables });
      await bpe.idle();
    },
    async pass(milliseconds) {
      const end = clock.now() + milliseconds;
      for (;;) {
        const next = Math.min(
          ...[...kept.keys()].flatMap((id) => bpe.state(id).waits).map(({ due }) =>
            due ?? Infinity
          ),
        );
        if (next > end) break;
        clock.advance(Math.max(0, next - clock.now()));
        bpe.tick();
        await bpe.idle();
      }
      clock.advance(end - clock.now());
    },
    state: (instance) => Promise.resolve(of(instance).state),
    places(instance) {
      const { state, definition } = of(instance);
      return Promise.resolve(
        state.elements.flatMap(({ node }) => definition.nodes[node]?.id ?? []),
      );
    },
    transcript: (bulky = false) =>
      Promise.resolve(assemble(
        [...lines].map(([id, own]) => ({ id, state: bpe.state(id), lines: own })),
        bulky,
      )),
  };
}

function entryOf(
  { event, time, node, flow, data }: Entry,
  definition: Definition,
  state: State,
): Line {
  const what = flow === undefined
    ? definition.nodes[node]?.id ?? definition.processes[state.process]?.id ?? ""
    : definition.flows[flow]?.id ?? "";
  return { time, event, what, data };
}
