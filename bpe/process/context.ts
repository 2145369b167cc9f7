/**
 * What the functions of processes share.
 *
 * @module
 */
import { append } from "../../kvs/feed/append.ts";
import type { Definition } from "../definition/definition.ts";
import { isRecord } from "../state/data.ts";
import { BpeError } from "../error.ts";
import type { Runtime } from "../runtime/api.ts";
import type { Clock, SerialQueue } from "../../base/mod.ts";
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
  readonly lanes: SerialQueue<string>;
  /** Work under way in the background. */
  readonly background: Set<Promise<unknown>>;
  /** The time. */
  readonly clock: Clock;
  /** Milliseconds that a function of a module has. */
  readonly timeout: number;
  /** Is told what fails in the background. */
  readonly onError: (error: unknown) => void;
}

/** A process as it is now. */
export interface Look {
  /** The process. */
  readonly proc: Proc;
  /** Its instance. */
  readonly stored: Instance;
  /** What it runs on. */
  readonly definition: Definition;
  /** Its functions. */
  readonly module: BpeModule;
}

/** Reads a process. */
export async function look({ runtime, modules }: Context, id: string): Promise<Look> {
  const stored = await runtime.instance(id);
  const definition = await runtime.definition(stored.state.definition);
  const proc = procOf(stored, definition);
  return { proc, stored, definition, module: moduleOf(modules, proc.module) };
}

/** The feed of what was refused. */
export const errorFeed = (id: string): readonly string[] => ["bpe", "error", id];

/** Something that was refused, or could not go on. */
export interface ErrorRow {
  /** Which. */
  readonly id: string;
  /** What. */
  readonly name: string;
  /** About what. */
  readonly task: unknown;
  /** When: milliseconds since 1970. */
  readonly time: number;
}

/** Notes that something was refused, and answers so. What is refused again and again is noted once, with its last time. */
export async function refuse(
  { runtime, clock }: Context,
  id: string,
  error: string,
  what: unknown,
): Promise<{ readonly error: string; readonly what: unknown }> {
  const time = clock.now();
  const about = isRecord(what) && typeof what.id === "string" ? what.id : String(what);
  const row: ErrorRow = { id: `${error}: ${about}`.slice(0, 200), name: error, task: what, time };
  await append(runtime.kv, row, errorFeed(id));
  return { error, what };
}

/**
 * What a function of a module answers, within its time. One that asks its own process for something waits for itself: it may do
 * so in `moved` only.
 *
 * @throws {BpeError} `timeout`; what it answers later is not heard
 */
export async function answered<T>(
  { clock, timeout }: Context,
  id: string,
  name: keyof BpeModule,
  run: () => T | Promise<T>,
): Promise<T> {
  const answer = run();
  if (!(answer instanceof Promise)) return answer;
  const late = Promise.withResolvers<never>();
  const timer = clock.setTimeout(() => {
    late.reject(
      new BpeError("timeout", `has not answered within ${timeout} ms: ask less of it`, {
        element: name,
        instance: id,
      }),
    );
  }, timeout);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clock.clearTimeout(timer);
  }
}

/** Lets work run in the background. */
export function later({ background, onError }: Context, work: Promise<unknown>): void {
  const watched = work.catch(onError).finally(() => background.delete(watched));
  background.add(watched);
}
