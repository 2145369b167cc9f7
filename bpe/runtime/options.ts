/**
 * How a runtime is set up.
 *
 * @module
 */
import { type Clock, systemClock } from "../../base/mod.ts";
import { settings } from "../engine/engine.ts";
import { BpeError } from "../error.ts";
import type { Settings } from "../engine/run/settings.ts";
import type { Handler, HandlerOptions } from "../job/handler.ts";
import type { Auth } from "../task/identity.ts";
import { byCandidates } from "../task/identity.ts";

/** What may be said of a runtime. */
export interface RuntimeOptions extends Partial<Settings> {
  /** Who does the jobs: a function for each topic, or a function with bounds of its own. */
  readonly handlers?: Readonly<Record<string, Handler | HandlerOptions>>;
  /** Who may do what; by default the assignee and the candidates that the definition names. */
  readonly auth?: Auth;
  /** How often a job is tried before it becomes an incident, where the definition does not say; 3. */
  readonly retries?: number;
  /** Milliseconds before the nth try after a failure, n from 1; a second, doubled each time, at most five minutes. */
  readonly backoff?: (failures: number) => number;
  /** Milliseconds that a handler has; 30,000. One that takes longer is told by its signal, and counts as failed. */
  readonly timeout?: number;
  /** How many handlers run at once in this process; 256. */
  readonly concurrency?: number;
  /** Milliseconds that a message waits for somebody who wants it, where its sender does not say; a day. */
  readonly messageTtl?: number;
  /** Milliseconds between two looks for what other processes have left to do; 1,000. */
  readonly poll?: number;
  /** How many instances are kept in memory between two commands; 1,000. */
  readonly kept?: number;
  /** Names of variables of the process by whose value instances are found. */
  readonly index?: readonly string[];
  /** What tells the time and wakes the runtime. */
  readonly clock?: Clock;
  /** What is told of failures outside any instance: of the store, of a handler that answers too late; the console by default. */
  readonly onError?: (error: unknown) => void;
}

/** Options with everything said. */
export interface Options {
  /** Of the core. */
  readonly settings: Settings;
  /** Handlers by topic. */
  readonly handlers: ReadonlyMap<string, HandlerOptions>;
  /** See {@link RuntimeOptions}. */
  readonly auth: Auth;
  /** See {@link RuntimeOptions}. */
  readonly retries: number;
  /** See {@link RuntimeOptions}. */
  readonly backoff: (failures: number) => number;
  /** See {@link RuntimeOptions}. */
  readonly timeout: number;
  /** See {@link RuntimeOptions}. */
  readonly concurrency: number;
  /** See {@link RuntimeOptions}. */
  readonly messageTtl: number;
  /** See {@link RuntimeOptions}. */
  readonly poll: number;
  /** See {@link RuntimeOptions}. */
  readonly kept: number;
  /** See {@link RuntimeOptions}. */
  readonly index: readonly string[];
  /** See {@link RuntimeOptions}. */
  readonly clock: Clock;
  /** See {@link RuntimeOptions}. */
  readonly onError: (error: unknown) => void;
}

/** Milliseconds more than a handler's time that a job stays with the engine that took it. */
export const GRACE = 5_000;
/** The longest wait between two tries. */
const MOST = 300_000;
/** What stands for no end: a hundred years in milliseconds. */
const BOUND = 3_155_760_000_000;

/** The longest time that a host's timers take, in milliseconds: 24 days. */
export const LONGEST = 2_147_483_647;

/**
 * Fills in what is not said.
 *
 * @throws {BpeError} `options` for a bound that is none
 */
export function options(given: RuntimeOptions): Options {
  const handlers = Object.entries(given.handlers ?? {}).map(([topic, handler]) =>
    [topic, handlerOptions(topic, handler)] as const
  );
  return {
    settings: settings(given),
    handlers: new Map(handlers),
    auth: given.auth ?? byCandidates,
    retries: bound("retries", given.retries ?? 3, 1),
    backoff: given.backoff ?? doubling,
    timeout: span("timeout", given.timeout ?? 30_000),
    concurrency: bound("concurrency", given.concurrency ?? 256, 1),
    messageTtl: bound("messageTtl", given.messageTtl ?? 86_400_000, 0),
    poll: span("poll", given.poll ?? 1_000),
    kept: bound("kept", given.kept ?? 1_000, 0),
    index: given.index ?? [],
    clock: given.clock ?? systemClock,
    onError: given.onError ?? report,
  };
}

function handlerOptions(topic: string, handler: Handler | HandlerOptions): HandlerOptions {
  if (typeof handler === "function") return { run: handler };
  const { timeout, retries } = handler;
  return {
    ...handler,
    ...(timeout === undefined ? {} : { timeout: span(`timeout of ${topic}`, timeout) }),
    ...(retries === undefined ? {} : { retries: bound(`retries of ${topic}`, retries, 1) }),
  };
}

/** A second, doubled each time, at most five minutes. */
export function doubling(failures: number): number {
  return Math.min(MOST, 1_000 * 2 ** (failures - 1));
}

/** A time span; one that is longer than timers take is as long as they do. */
function span(name: string, value: number): number {
  return Math.min(LONGEST, bound(name, value, 1));
}

function bound(name: string, value: number, least: number): number {
  if (typeof value === "number" && value >= least) return Math.min(value, BOUND);
  throw new BpeError("options", `is ${value}: give a number of at least ${least}`, {
    element: name,
  });
}

function report(error: unknown): void {
  // deno-lint-ignore no-console -- where nobody else is told, the operator is
  console.error(error);
}
