/**
 * What the functions of processes share.
 *
 * @module
 */
import { type Clock, deadline, type SerialQueue } from "../../base/mod.ts";
import type { Definition } from "../definition/definition.ts";
import { BpeError } from "../error.ts";
import type { Runtime } from "../runtime/api.ts";
import type { Version } from "../store/row/version.ts";
import type { Instance } from "../store/row/instance.ts";
import { type BpeModule, type BpeModules, moduleOf } from "./module.ts";
import { type Proc, procOf } from "./proc.ts";

/** What the functions of processes share. */
export interface Context {
  /** The runtime that keeps the instances. */
  readonly runtime: Runtime;
  /** The application's functions. */
  readonly modules: BpeModules;
  /** One thing after another for each process, so that an action seldom runs for nothing. */
  readonly queue: SerialQueue<string>;
  /** Work under way in the background. */
  readonly background: Set<Promise<unknown>>;
  /** Records and definitions that were deployed from here, so that the same object is deployed once. */
  readonly versions: WeakMap<object, Promise<Version>>;
  /** Tells the time, and limits that of modules. */
  readonly clock: Clock;
  /** Milliseconds that a function of a module has. */
  readonly timeout: number;
  /** Writes what fails in the background to the log. */
  readonly report: (error: unknown) => void;
}

/** A process as it is now. */
export interface Snapshot {
  /** The process as the original's record. */
  readonly proc: Proc;
  /** The instance as it is stored. */
  readonly stored: Instance;
  /** The compiled version that it runs. */
  readonly definition: Definition;
  /** The functions of its module; none where there is no such module. */
  readonly module: BpeModule;
}

/** Reads a process. */
export async function snapshot({ runtime, modules }: Context, id: string): Promise<Snapshot> {
  const stored = await runtime.instance(id);
  const definition = await runtime.definition(stored.state.definition);
  const proc = procOf(stored, definition);
  return { proc, stored, definition, module: moduleOf(modules, proc.module) };
}

/**
 * What a function of a module answers, within its time. One that asks its own process for something waits for itself: it may do
 * so in `moved` only.
 *
 * @throws {BpeError} `timeout`; what it answers later is not heard
 */
export async function withinTime<T>(
  { clock, timeout }: Context,
  id: string,
  name: keyof BpeModule,
  run: () => T | Promise<T>,
): Promise<T> {
  const answer = run();
  if (!(answer instanceof Promise)) return answer;
  const late = () =>
    new BpeError("timeout", `has not answered within ${timeout} ms: ask less of it`, {
      element: name,
      instance: id,
    });
  return await deadline(answer, { ms: timeout, error: late, clock });
}

/** Lets work run in the background. */
export function inBackground({ background, report }: Context, work: Promise<unknown>): void {
  const watched = work.catch(report).finally(() => background.delete(watched));
  background.add(watched);
}
