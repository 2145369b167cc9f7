/**
 * The durable runtime and the engine in memory behind one set of verbs, so that the same actions can be done to both, on any store and
 * any host.
 *
 * @module
 */
import type { Kv } from "../../../kvs/kv.ts";
import type { Definition } from "../../../bpe/definition/definition.ts";
import { BpeError } from "../../../bpe/error.ts";
import type { Entry } from "../../../bpe/state/outcome.ts";
import { parse } from "../../../bpe/parse.ts";
import { type Handler, openRuntime, type Publication, type Runtime } from "../../../bpe/mod.ts";
import type { Keys, State, Variables } from "../../../bpe/state/state.ts";
import { volatile, type VolatileOptions } from "../../../bpe/memory/memory.ts";
import { type VirtualClock, virtualClock } from "../../_support/clock.ts";
import { list, quiet } from "../runtime/world.ts";
import { assemble, type Line, type TranscriptOptions } from "./transcript.ts";

/** What can be done to an engine. */
export interface Driver {
  /** Starts an instance. */
  start(process: string, instance: string, variables?: Variables): Promise<void>;
  /** Completes the task of a node. */
  complete(instance: string, node: string, variables?: Variables): Promise<void>;
  /** Sets variables of an instance. */
  set(instance: string, variables: Variables): Promise<void>;
  /** Sends a message, which is not kept unless a `ttl` says so; answers who has it. */
  publish(
    name: string,
    payload: unknown,
    keys?: Keys,
    more?: Pick<Publication, "ttl" | "key">,
  ): Promise<string | undefined>;
  /** Throws a signal; answers how many heard it. */
  signal(name: string, payload?: unknown): Promise<number>;
  /** Brings values to conditional start events; answers the instances that are started. */
  conditions(variables: Variables): Promise<readonly string[]>;
  /** The ids of the instances of a process. */
  instances(process: string): Promise<readonly string[]>;
  /** Resolves the one incident of an instance. */
  resolve(instance: string, variables: Variables): Promise<void>;
  /** Lets time pass, and does what is due on the way. */
  pass(milliseconds: number): Promise<void>;
  /** The state of an instance. */
  state(instance: string): Promise<State>;
  /** Ids of the nodes at which an instance has a token. */
  places(instance: string): Promise<string[]>;
  /** What all instances have become and what has happened in them, in the order of their ids. */
  transcript(options?: TranscriptOptions): Promise<string>;
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
  const given = new Set<string>();
  const at = (ms: number) => quiet({ clock }, runtime, ms);
  const places = async (instance: string) => {
    const { state } = await runtime.instance(instance);
    const definition = await runtime.definition(state.definition);
    return state.elements.flatMap(({ node }) => definition.nodes[node]?.id ?? []);
  };
  return {
    async start(process, instance, variables = {}) {
      given.add(instance);
      await runtime.start(process, { id: instance, variables });
      await at(0);
    },
    async complete(instance, node, variables = {}) {
      const { state } = await runtime.instance(instance);
      const definition = await runtime.definition(state.definition);
      await runtime.complete({ instance, element: elementOf(state, definition, node) }, variables);
      await at(0);
    },
    async set(instance, variables) {
      await runtime.command(instance, { do: "set", variables });
      await at(0);
    },
    async publish(name, payload, keys = {}, more = {}) {
      try {
        const fate = await runtime.publish({ name, payload, keys, ttl: 0, ...more });
        await at(0);
        return "instance" in fate ? fate.instance : undefined;
      } catch (error) {
        return unwanted(error);
      }
    },
    async conditions(variables) {
      const started = await runtime.conditions(variables);
      await at(0);
      return started;
    },
    instances: async (process) => (await list(runtime.instances({ process }))).map(({ id }) => id),
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
    async transcript(options = {}) {
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
        const { state } = await runtime.instance(id);
        parts.push({ id, process: state.definition.split(":")[0] ?? "", state, lines });
      }
      return assemble(parts, { given, ...options });
    },
  };
}

/** Nobody wants a message that is not to be kept. */
function unwanted(error: unknown): undefined {
  if (!BpeError.is(error, "message")) throw error;
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
export function volatileDriver({ files, handlers }: Given, more: VolatileOptions = {}): Driver {
  const clock = newYear();
  const definitions = files.map((each) => typeof each === "string" ? parse(each) : each);
  const lines = new Map<string, Line[]>();
  const kept = new Map<string, Definition>(), given = new Set<string>();
  const processOf = (id: string) => kept.get(id)?.processes[bpe.state(id).process]?.id ?? "";
  const bpe = volatile(definitions, {
    clock,
    handlers,
    onStep({ state: { instance }, history }, definition) {
      kept.set(instance, definition);
      const own = lines.get(instance) ?? [];
      lines.set(instance, own);
      for (const each of history) own.push(entryOf(each, definition, bpe.state(instance)));
    },
    ...more,
  });
  const of = (instance: string) => {
    const definition = kept.get(instance);
    if (definition === undefined) throw new Error(`there is no ${instance}`);
    return { definition, state: bpe.state(instance) };
  };
  return {
    async start(process, instance, variables = {}) {
      given.add(instance);
      bpe.start(process, { id: instance, variables });
      await bpe.idle();
    },
    async complete(instance, node, variables = {}) {
      const { definition, state } = of(instance);
      const element = elementOf(state, definition, node);
      bpe.command(instance, { do: "complete", element, variables });
      await bpe.idle();
    },
    async set(instance, variables) {
      bpe.command(instance, { do: "set", variables });
      await bpe.idle();
    },
    async publish(name, payload, keys = {}, more = {}) {
      try {
        const taken = bpe.publish({ name, payload, keys, ttl: 0, ...more });
        await bpe.idle();
        return taken;
      } catch (error) {
        return unwanted(error);
      }
    },
    async conditions(variables) {
      const started = bpe.conditions(variables);
      await bpe.idle();
      return started;
    },
    instances: (process) =>
      Promise.resolve([...kept.keys()].filter((id) => processOf(id) === process)),
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
        const next = bpe.nextDue() ?? Infinity;
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
    transcript: (options = {}) =>
      Promise.resolve(assemble(
        [...lines].map(([id, own]) => ({
          id,
          process: processOf(id),
          state: bpe.state(id),
          lines: own,
        })),
        { given, ...options },
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
