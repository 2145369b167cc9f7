/**
 * Leases: until when a job belongs to the engine that took it.
 *
 * @module
 */
import { bound } from "../bound.ts";
import type { Node } from "../definition/definition.ts";
import { type HandlerOptions, scriptHandler } from "./handler.ts";
import type { JobHost } from "./host.ts";

/** Milliseconds more than a handler's time that a job stays with the engine that took it. */
const GRACE = 5_000;
/** So many jobs for each handler that may run wait here at most; more are left to other engines. */
const WAITING = 16;

/** The handler of a topic; a script task without one is done by the engine's expressions. */
export function handlerOf(
  host: JobHost,
  topic: string,
  node: Node | undefined,
): HandlerOptions | undefined {
  return host.jobs.handlers.get(topic) ?? scriptHandler(host.settings.expressions, node);
}

/** Until when a job waits for an engine that has a handler; then it is an incident. */
export function patience({ jobs }: Pick<JobHost, "jobs">, time: number): { until?: number } {
  return Number.isFinite(jobs.unhandled) ? { until: time + jobs.unhandled } : {};
}

/** Until when a job taken now is this engine's; undefined where it has no handler, or too much to do. */
export function leaseOf(
  host: JobHost,
  topic: string,
  node: Node | undefined,
  time: number,
): number | undefined {
  const handler = handlerOf(host, topic, node);
  if (handler === undefined || host.closing) return undefined;
  if (host.jobs.waiting.size >= WAITING * host.jobs.concurrency) return undefined;
  // The fraction of a millisecond tells the leases of two engines apart.
  return time + (handler.timeout ?? host.jobs.timeout) + GRACE + Math.random();
}

/** Milliseconds that a job waits for a handler where nobody says. */
const PATIENCE = 600_000;

/**
 * Milliseconds that a job waits for a handler.
 *
 * @throws {BpeError} `config` for what is no number from 0
 */
export function patienceOf(given: number | undefined = PATIENCE): number {
  return given === Infinity ? given : bound("unhandled", given, 0);
}
