/**
 * A host for the execution core in the tests: instances, handlers, messages, signals, calls and a virtual clock, in memory.
 *
 * @module
 */
import type { Command, Start, Trigger } from "../../bpe/state/command.ts";
import type { Effect, Entry, Step } from "../../bpe/state/outcome.ts";
import type { Definition, Node } from "../../bpe/definition/definition.ts";
import { type Settings, settings as withDefaults, step } from "../../bpe/engine/engine.ts";
import { type StartWait, triggers } from "../../bpe/engine/triggers.ts";
import type { Keys, State, Variables, Wait } from "../../bpe/state/state.ts";

/** What a handler does with a job: results, a BPMN error, or results after some milliseconds. */
export interface Outcome {
  readonly variables?: Variables;
  readonly error?: string;
  readonly after?: number;
}

/** A job as a handler sees it. */
export interface Job {
  readonly instance: string;
  readonly element: number;
  readonly node: Node;
  readonly variables: Variables;
  readonly now: number;
}

/** One line of the history of all instances. */
export interface Line {
  readonly instance: string;
  readonly entry: Entry;
  readonly definition: Definition;
}

/** A message that nobody has taken yet. */
export interface Message {
  readonly name: string;
  readonly payload: unknown;
  readonly keys: Keys;
}

/** A command that is given later, or (`set`) a job for its handler. */
export interface Later {
  readonly at: number;
  readonly instance: string;
  readonly command: Command;
}

/** Processes that are looked after. */
export interface World {
  readonly definitions: readonly Definition[];
  readonly settings: Settings;
  readonly handler: (job: Job) => Outcome;
  readonly states: Map<string, State>;
  readonly owners: Map<string, Definition>;
  readonly lines: Line[];
  readonly messages: Message[];
  readonly later: Later[];
  readonly listening: Set<number>;
  readonly waiting: { readonly process: number; readonly wait: StartWait }[];
  now: number;
  count: number;
}

/** A world with these files; the first one is where instances are started. */
export function world(
  definitions: readonly Definition[],
  handler: (job: Job) => Outcome,
  given: Partial<Settings>,
): World {
  return {
    definitions,
    settings: withDefaults(given),
    handler,
    states: new Map(),
    owners: new Map(),
    lines: [],
    messages: [],
    later: [],
    listening: new Set(),
    waiting: [],
    now: Date.UTC(2026, 0, 1),
    count: 0,
  };
}

/** Starts an instance and runs everything that can run without time passing. */
export function start(
  world: World,
  process: string,
  variables: Variables,
  more: Partial<Start> = {},
): string {
  const instance = more.instance ?? `i${++world.count}`;
  const owner = world.definitions.find(({ processes }) =>
    processes.some(({ id }) => id === process)
  );
  if (owner === undefined) throw new Error(`no process ${process}`);
  world.owners.set(instance, owner);
  apply(world, instance, null, { do: "start", process, variables, ...more, instance });
  return instance;
}

/** Applies a command to an instance. */
export function command(world: World, instance: string, given: Command): Step {
  const state = world.states.get(instance);
  if (state === undefined) throw new Error(`no instance ${instance}`);
  return apply(world, instance, state, given);
}

function apply(world: World, instance: string, state: State | null, given: Command): Step {
  const definition = world.owners.get(instance);
  if (definition === undefined) throw new Error(`no instance ${instance}`);
  const done = step(definition, state, given, world.now, world.settings);
  world.states.set(instance, structuredClone(done.state));
  for (const entry of done.history) world.lines.push({ instance, entry, definition });
  for (const effect of done.outbox) carryOut(world, instance, definition, effect);
  deliver(world);
  return done;
}

function carryOut(world: World, instance: string, definition: Definition, effect: Effect): void {
  switch (effect.kind) {
    case "job":
      return void world.later.push({
        at: world.now,
        instance,
        command: { do: "set", variables: {}, element: effect.element },
      });
    case "message":
      return void send(world, effect.name, effect.payload, effect.keys);
    case "signal":
      return signal(world, effect.name, effect.payload, instance);
    case "call":
      start(world, effect.process, effect.variables, {
        instance: effect.key,
        caller: { instance, element: effect.element },
      });
      return;
    case "return":
    case "escalation":
      world.later.push({
        at: world.now,
        instance: effect.caller.instance,
        command: effect.command,
      });
      return;
    case "task":
    case "close":
      return void definition;
  }
}

/** Sends a message: to who waits for it, else to a process it starts, else it is kept. */
export function send(world: World, name: string, payload: unknown, keys: Keys = {}): void {
  world.messages.push({ name, payload, keys });
  deliver(world);
}

function deliver(world: World): void {
  for (const message of [...world.messages]) {
    const index = world.messages.indexOf(message);
    if (index < 0) continue;
    world.messages.splice(index, 1);
    if (!deliverOne(world, message)) world.messages.splice(index, 0, message);
  }
}

function deliverOne(world: World, { name, payload, keys }: Message): boolean {
  for (const instance of world.states.keys()) {
    if (command(world, instance, { do: "message", name, payload, keys }).applied) return true;
  }
  return starts(world, "message", name, payload, keys);
}

/** Broadcasts a signal. */
export function signal(world: World, name: string, payload: unknown, from = ""): void {
  for (const instance of [...world.states.keys()]) {
    if (instance !== from) command(world, instance, { do: "signal", name, payload });
  }
  starts(world, "signal", name, payload, {});
}

/** Makes the triggers of a process listened to; a condition starts an instance if it holds with these values. */
export function listen(world: World, process: number, given: Variables = {}): void {
  const [definition] = world.definitions;
  const id = definition?.processes[process]?.id;
  if (definition === undefined || id === undefined || world.listening.has(process)) return;
  world.listening.add(process);
  for (const wait of triggers(definition, id, world.now, world.settings)) {
    if (wait.kind === "condition") whenHolds(world, definition, process, wait, given);
    else world.waiting.push({ process, wait });
  }
}

function whenHolds(
  world: World,
  definition: Definition,
  process: number,
  wait: StartWait,
  given: Variables,
): void {
  const node = definition.nodes[wait.node];
  const event = node?.event?.definitions[wait.definition];
  if (event?.kind !== "conditional" || node === undefined) return;
  if (world.settings.expressions.evaluate(event.condition, given) !== true) return;
  start(world, definition.processes[process]?.id ?? "", given, { trigger: { node: node.id } });
}

function starts(
  world: World,
  kind: Wait["kind"],
  name: string,
  payload: unknown,
  keys: Keys,
): boolean {
  const found = world.waiting.filter(({ wait }) => wait.kind === kind && wait.name === name);
  for (const { process, wait } of kind === "signal" ? found : found.slice(0, 1)) {
    trigger(world, process, wait, { node: "", name, payload, keys });
  }
  return found.length > 0;
}

/** Starts an instance by a trigger. */
export function trigger(world: World, process: number, wait: StartWait, given: Trigger): void {
  const [definition] = world.definitions;
  const node = definition?.nodes[wait.node]?.id ?? "";
  start(world, definition?.processes[process]?.id ?? "", {}, { trigger: { ...given, node } });
}
