/**
 * What jobs need of a runtime.
 *
 * @module
 */
import type { Host } from "../store/host.ts";
import type { OpenJob } from "../store/row/open.ts";
import type { HandlerOptions } from "./handler.ts";
import type { Withdrawal } from "./job.ts";

/** A runtime with handlers. */
export interface JobHost extends Host {
  readonly jobs: JobPool;
}

/** The handlers of a runtime, and what they do now. */
export interface JobPool {
  /** The handlers by the topic of the jobs that each of them does. */
  readonly handlers: Map<string, HandlerOptions>;
  /** Milliseconds that a job waits for an engine with a handler before it is an incident; `Infinity`: for ever. */
  readonly unhandled: number;
  /** How often a job is tried where nobody says. */
  readonly retries: number;
  /** Milliseconds before the next try, after so many failures from 1, where nobody says. */
  readonly backoff: (failures: number) => number;
  /** Milliseconds that a handler has where nobody says. */
  readonly timeout: number;
  /** How many handlers run at once. */
  readonly concurrency: number;
  /** What runs, by key. */
  readonly running: Map<string, Withdrawal>;
  /** Jobs taken that wait for a handler to become free, by key, the oldest first. */
  readonly waiting: Map<string, TakenJob>;
}

/** A job whose lease is this engine's. */
export interface TakenJob {
  readonly instance: string;
  readonly open: OpenJob;
}
