/**
 * How a runtime is set up.
 *
 * @module
 */
import { BpeError } from "../error.ts";
import { type Clock, consoleLog, type Log, systemClock } from "../../base/mod.ts";
import { callable, fields, list, optional, options as optionsOf } from "../argument.ts";
import { bound, timeSpan } from "../bound.ts";
import { settings } from "../engine/engine.ts";
import type { Settings } from "../engine/run/settings.ts";
import type { Handler, HandlerOptions } from "../job/handler.ts";
import type { JobPool } from "../job/host.ts";
import { patienceOf } from "../job/lease.ts";
import { doubling } from "../job/retry.ts";
import { type Auth, byCandidates } from "../task/permission.ts";

/** What may be said of a runtime. */
export interface RuntimeOptions extends Partial<Settings> {
  /** Who does the jobs: a function for each topic, or a function with bounds of its own. */
  readonly handlers?: Readonly<Record<string, Handler | HandlerOptions>>;
  /** Who may do what; by default the assignee and the candidates that the definition names. */
  readonly auth?: Auth;
  /** How often a job is tried before it becomes an incident, where the definition does not say; 3. */
  readonly retries?: number;
  /** Milliseconds before the next try, after so many failures from 1; a second, doubled each time, at most five minutes. */
  readonly backoff?: (failures: number) => number;
  /** Milliseconds that a handler has; 30,000. One that takes longer is told by its signal, and counts as failed. */
  readonly timeout?: number;
  /**
   * Milliseconds that a job waits for a runtime with a handler for its topic before it is an incident; ten minutes. The job stays: a
   * runtime that has a handler takes it, and with that the incident is over. `Infinity`: it waits for ever.
   */
  readonly unhandled?: number;
  /** How many handlers run at once in this process; 256. */
  readonly concurrency?: number;
  /** Milliseconds that a message waits for somebody who wants it, where its sender does not say; a day. */
  readonly messageTtl?: number;
  /** Milliseconds between two looks for what other processes have left to do; 1,000. */
  readonly poll?: number;
  /** How many instances are kept in memory between two commands; 1,000. */
  readonly kept?: number;
  /** Names of variables of the process by whose value instances are found; none by default. */
  readonly index?: readonly string[];
  /** What tells the time and wakes the runtime; the clock of the system by default. */
  readonly clock?: Clock;
  /** Hears of failures outside any instance, with the `error`: of the store, of a handler that answers too late; the console by default. */
  readonly log?: Log;
}

/** Options with everything said; handlers and their bounds are those of the job pool. */
export interface FullOptions
  extends Required<Pick<RuntimeOptions, "auth" | "messageTtl" | "poll" | "kept" | "index">> {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
  readonly jobs: JobPool;
}

/**
 * Fills in what is not said.
 *
 * @throws {BpeError} `config` for a bound that is none
 */
export function options(given: RuntimeOptions): FullOptions {
  look(given, "the options of a runtime");
  return {
    settings: settings(given),
    auth: given.auth ?? byCandidates,
    messageTtl: bound("messageTtl", given.messageTtl ?? 86_400_000, 0),
    poll: timeSpan("poll", given.poll ?? 1_000),
    kept: bound("kept", given.kept ?? 1_000, 0),
    index: given.index ?? [],
    clock: given.clock ?? systemClock,
    log: given.log ?? consoleLog,
    jobs: jobPool(given),
  };
}

const look = optionsOf({
  auth: callable,
  index: list,
  clock: fields({ now: callable, setTimeout: callable, clearTimeout: callable }),
  log: callable,
  handlers: fields(),
  backoff: callable,
});

function jobPool(given: RuntimeOptions): JobPool {
  const handlers = Object.entries(given.handlers ?? {}).map(([topic, handler]) =>
    [topic, handlerOptions(topic, handler)] as const
  );
  return {
    handlers: new Map(handlers),
    retries: bound("retries", given.retries ?? 3, 1),
    backoff: given.backoff ?? doubling,
    timeout: timeSpan("timeout", given.timeout ?? 30_000),
    unhandled: patienceOf(given.unhandled),
    concurrency: bound("concurrency", given.concurrency ?? 256, 1),
    running: new Map(),
    waiting: new Map(),
  };
}

/** A handler with the bounds that are given for it. */
export function handlerOptions(topic: string, handler: Handler | HandlerOptions): HandlerOptions {
  if (typeof handler === "function") return { run: handler };
  fields({ backoff: optional(callable) })(handler, `handler of ${topic}`);
  const { run, timeout, retries } = handler;
  if (typeof run !== "function") {
    throw new BpeError("config", "has no function `run`: give one", {
      element: `handler of ${topic}`,
    });
  }
  return {
    ...handler,
    ...(timeout === undefined ? {} : { timeout: timeSpan(`timeout of ${topic}`, timeout) }),
    ...(retries === undefined ? {} : { retries: bound(`retries of ${topic}`, retries, 1) }),
  };
}
