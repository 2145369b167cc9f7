/**
 * Instances in memory only: for what lives no longer than the process, for simulation, and for tests of definitions.
 *
 * @module
 */
import {
  callable,
  fields,
  flag,
  guarded,
  identity,
  list,
  optional,
  options as optionsOf,
  type Signature,
  text,
  timeOf,
  trigger,
  value,
} from "../argument.ts";
import { type Clock, consoleLog, type Log, systemClock } from "../../base/mod.ts";
import { bound } from "../bound.ts";
import type { Definition } from "../definition/definition.ts";
import { settings } from "../engine/engine.ts";
import type { Settings } from "../engine/run/settings.ts";
import type { Handler } from "../job/handler.ts";
import { patienceOf } from "../job/lease.ts";
import { unhandled, type UnhandledNode } from "../job/missing.ts";
import { checkedMessage, type Publication } from "../message/publication.ts";
import type { StartOptions } from "../runtime/api.ts";
import { kindOf } from "../runtime/input.ts";
import type { Command } from "../state/command.ts";
import type { Step } from "../state/outcome.ts";
import type { State, Variables } from "../state/state.ts";
import { keySets } from "../store/correlation.ts";
import { keyPart, storable } from "../store/input.ts";
import { MemoryEngine } from "./engine.ts";

/** How instances in memory are kept. */
export interface VolatileOptions extends Partial<Settings> {
  /** Who does the jobs, by topic. */
  readonly handlers?: Readonly<Record<string, Handler>>;
  /**
   * Milliseconds that a job waits for a handler of its topic before it is an incident, when it is `tick`ed; ten minutes. It stays for
   * a handler that comes later. `Infinity`: it waits for ever.
   */
  readonly unhandled?: number;
  /** What tells the time; the clock of the system by default. */
  readonly clock?: Pick<Clock, "now">;
  /** Hears of every step. */
  readonly onStep?: (step: Step, definition: Definition) => void;
  /** Milliseconds that a message waits for somebody who wants it, where its sender does not say; a day. */
  readonly messageTtl?: number;
  /** How many messages wait at once; 10,000. Where one more comes the oldest is lost. */
  readonly keptMessages?: number;
  /** Hears of a message that nobody has taken in its time. */
  readonly onLost?: (message: Pick<Publication, "name" | "payload" | "keys">) => void;
  /** Hears of failures outside any call, with the `error`: of what an instance sets going elsewhere; the console by default. */
  readonly log?: Log;
}

/** Instances in memory. Nothing is done in the background but what handlers that are asynchronous do. */
export interface Volatile {
  /** Starts an instance of a process of the definitions and runs it until it waits; answers its id. Nobody's leave is asked. */
  start(process: string, options?: StartOptions): string;
  /** Gives an instance a command and runs it until it waits. */
  command(id: string, command: Command): State;
  /**
   * Gives a message to the instance that has waited longest, else to the process that it starts; answers who has it, or undefined
   * where it waits for somebody who wants it, or where a message with its key came before.
   */
  publish(message: Publication): string | undefined;
  /** Throws a signal; answers how many heard it, with those whom it has started. */
  signal(name: string, payload?: unknown): number;
  /** Starts every process whose conditional start event holds with these values; answers the ids of the instances. */
  conditions(variables: Variables): string[];
  /** The jobs of the definitions that no handler does: each will be an incident unless it is completed by a command, or a handler comes. */
  readonly warnings: readonly UnhandledNode[];
  /** Gives a topic a handler, which does the jobs that wait for one too. */
  handle(topic: string, handler: Handler): void;
  /**
   * Fires the timers that are due, starts the processes that the clock starts, and makes incidents of jobs that have waited too long
   * for a handler; answers how many.
   */
  tick(): number;
  /** When something is due next (milliseconds since 1970): when to `tick`. */
  nextDue(): number | undefined;
  /** The state of an instance. */
  state(id: string): State;
  /** Forgets an instance that has ended; active ones stay. Answers whether it is forgotten. */
  forget(id: string): boolean;
  /** Resolves when no handler runs. */
  idle(): Promise<void>;
}

/**
 * Keeps instances in memory. Steps are those of {@link step}; a job that fails is an incident at once.
 *
 * What follows a call is done before it answers, but for handlers that are asynchronous. Where it comes to no end the call throws
 * `budget`: after a million things asked for in one go, or after more starts of instances than the budget of a step.
 *
 * @param definitions whose executable processes can be started, by their id, by what their start events wait for, and by calls; of
 * two processes of one id the first is meant
 * @throws {BpeError} `timer` or `expression` where a time cannot be told at which a process starts; from its functions: `definition`,
 * `instance`, `command`, `message` for a message that nobody wants and that is not to be kept, `budget`
 *
 * @example
 * ```ts
 * import { beginEvent, define, endEvent, process, sequenceFlow, serviceTask, volatile } from "@n2o/n2o/bpe";
 *
 * const definition = define(process({
 *   id: "sum",
 *   tasks: [beginEvent({ id: "asked" }), serviceTask({ id: "add" }), endEvent({ id: "done" })],
 *   flows: [sequenceFlow({ source: "asked", target: "add" }), sequenceFlow({ source: "add", target: "done" })],
 * }));
 * const bpe = volatile([definition], { handlers: { add: ({ variables: { a, b } }) => ({ sum: Number(a) + Number(b) }) } });
 * const id = bpe.start("sum", { variables: { a: 1, b: 2 } });
 * if (bpe.state(id).result?.sum !== 3) throw bpe.state(id);
 * ```
 */
export function volatile(
  definitions: readonly Definition[],
  options: VolatileOptions = {},
): Volatile {
  list(definitions, "the definitions of volatile");
  for (const each of definitions) aDefinition(each, "a definition of volatile");
  theOptions(options, "the options of volatile");
  const handlers = new Map(Object.entries(options.handlers ?? {}));
  const full = settings(options), clock = options.clock ?? systemClock;
  const messageTtl = bound("messageTtl", options.messageTtl ?? 86_400_000, 0);
  const engine = new MemoryEngine({
    definitions,
    settings: full,
    handlers,
    unhandled: patienceOf(options.unhandled),
    clock: { now: () => timeOf(clock) },
    onStep: options.onStep ?? (() => {}),
    messageTtl,
    keptMessages: bound("keptMessages", options.keptMessages ?? 10_000, 0),
    onLost: ({ name, payload, keys }) => options.onLost?.({ name, payload, keys }),
    log: options.log ?? consoleLog,
  });
  return guarded<Volatile>({
    start: (process, options) => engine.start(process, options),
    command: (id, command) => {
      kindOf(command);
      return engine.command(id, command);
    },
    publish: (message) => {
      const { name, payload, keys = {}, key, ttl = messageTtl } = checkedMessage(message);
      keySets(keys, name);
      return engine.publish({ name, payload, keys, key, ttl });
    },
    signal: (name, payload) =>
      engine.signal({
        name: keyPart(name, "signal"),
        payload: storable(payload, `signal ${name}`),
      }),
    conditions: (variables) => engine.conditions(variables),
    get warnings() {
      return definitions.flatMap((one) => unhandled(one, { settings: full, jobs: { handlers } }));
    },
    handle: (topic, handler) => engine.handle(topic, handler),
    tick: () => engine.tick(),
    nextDue: () => engine.nextDue(),
    state: (id) => engine.find(id).state,
    forget: (id) => engine.forget(id),
    idle: () => engine.jobs.idle(),
  }, SIGNATURES);
}

const aDefinition = fields({ nodes: list, processes: list });
const theOptions = optionsOf({
  handlers: fields(),
  clock: fields({ now: callable }),
  onStep: callable,
});

/** What each function takes. */
const SIGNATURES: { readonly [Name in keyof Volatile]?: Signature } = {
  start: value(
    text,
    optionsOf({
      by: identity,
      docs: list,
      stepping: flag,
      variables: fields(),
      trigger,
    }),
  ),
  command: value(text),
  publish: value(fields({ name: text, keys: optional(fields()) })),
  signal: value(text),
  conditions: value(fields()),
  handle: value(text, callable),
  state: value(text),
  forget: value(text),
};
