/**
 * Jobs in memory that wait for a handler: after a time each is an incident, and stays for a handler that comes later.
 *
 * @module
 */
import type { Work } from "../state/outcome.ts";
import { hasElement } from "../state/lists.ts";
import type { MemoryInstance } from "./instance.ts";

/** So many jobs are kept before those that are over are looked for. */
const FEW = 1_024;

/** A job that waits for a handler. */
export interface UnhandledJob {
  readonly instance: MemoryInstance;
  readonly work: Work;
  /** When it becomes an incident: milliseconds since 1970; `Infinity` where it is one already. */
  readonly until: number;
}

/** Jobs that wait for a handler, by key. */
export class UnhandledJobs {
  readonly #waiting = new Map<string, UnhandledJob>();
  readonly #patience: number;
  #most = FEW;

  /** None waits yet; one that comes is to wait so many milliseconds. */
  constructor(patience: number) {
    this.#patience = patience;
  }

  /** A job has no handler now. */
  add(instance: MemoryInstance, work: Work, now: number): void {
    this.#waiting.set(work.key, { instance, work, until: now + this.#patience });
    if (this.#waiting.size <= this.#most) return;
    for (const [key, { instance, work }] of this.#waiting) {
      if (!hasElement(instance.state, work.element)) this.#waiting.delete(key);
    }
    this.#most = Math.max(FEW, this.#waiting.size * 2);
  }

  /** A job is no longer wanted. */
  delete(key: string): void {
    this.#waiting.delete(key);
  }

  /** Jobs that have waited long enough; they wait on, and are not told again. */
  overdue(now: number): UnhandledJob[] {
    const all = [...this.#waiting.values()].filter(({ until }) => until <= now);
    for (const one of all) this.#waiting.set(one.work.key, { ...one, until: Infinity });
    return all.filter(({ instance: { state }, work: { element } }) =>
      hasElement(state, element) && !state.incidents.some((each) => each.element === element)
    );
  }

  /** The jobs of a topic, which has a handler from now on: they wait no more. */
  take(topic: string): UnhandledJob[] {
    const all = [...this.#waiting.values()].filter(({ work }) => work.topic === topic);
    for (const { work } of all) this.#waiting.delete(work.key);
    return all;
  }

  /** When the next one becomes an incident: milliseconds since 1970; undefined where none will. */
  nextDue(): number | undefined {
    let next = Infinity;
    for (const { until } of this.#waiting.values()) if (until < next) next = until;
    return Number.isFinite(next) ? next : undefined;
  }
}
