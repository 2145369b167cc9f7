/**
 * Instances in memory only: for what lives no longer than the process, for simulation, and for tests of definitions.
 *
 * @module
 */
import { type Clock, systemClock } from "../../base/mod.ts";
import type { Definition } from "../definition/definition.ts";
import { settings } from "../engine/engine.ts";
import type { Settings } from "../engine/run/settings.ts";
import type { Handler } from "../job/handler.ts";
import type { Publication } from "../message/publication.ts";
import type { StartOptions } from "../runtime/api.ts";
import type { Command } from "../state/command.ts";
import type { Step } from "../state/outcome.ts";
import type { State } from "../state/state.ts";
import { MemoryEngine } from "./engine.ts";

/** How instances in memory are kept. */
export interface VolatileOptions extends Partial<Settings> {
  /** Who does the jobs, by topic. */
  readonly handlers?: Readonly<Record<string, Handler>>;
  /** What tells the time; the clock of the system by default. */
  readonly clock?: Pick<Clock, "now">;
  /** Hears of every step. */
  readonly onStep?: (step: Step, definition: Definition) => void;
}

/** Instances in memory. Nothing is done in the background but what handlers that are asynchronous do. */
export interface Volatile {
  /** Starts an instance of a process of the definitions and runs it until it waits; answers its id. Nobody's leave is asked. */
  start(process: string, options?: StartOptions): string;
  /** Gives an instance a command and runs it until it waits. */
  command(id: string, command: Command): State;
  /** Gives a message to the instance that has waited longest; answers its id, or undefined where nobody waits. */
  publish(message: Pick<Publication, "name" | "payload" | "keys">): string | undefined;
  /** Throws a signal; answers how many heard it. */
  signal(name: string, payload?: unknown): number;
  /** Fires the timers that are due; answers how many. */
  tick(): number;
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
 * @param definitions whose processes can be started, and called by their id
 * @throws {BpeError} from its functions: `definition`, `instance`, `command`
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
  const engine = new MemoryEngine({
    definitions,
    settings: settings(options),
    handlers: new Map(Object.entries(options.handlers ?? {})),
    clock: options.clock ?? systemClock,
    onStep: options.onStep ?? (() => {}),
  });
  return {
    start: (process, options) => engine.start(process, options),
    command: (id, command) => engine.command(id, command),
    publish: (message) => engine.publish(message),
    signal: (name, payload) => engine.signal(name, payload),
    tick: () => engine.tick(),
    state: (id) => engine.find(id).state,
    forget: (id) => engine.forget(id),
    idle: () => engine.jobs.idle(),
  };
}
