/**
 * That an event is carried out once, however often it arrives, within a process.
 *
 * @module
 */
import type { Rank, Table } from "../../n2o/mod.ts";

/** How many lives of pages are remembered for one session: the latest, so that made-up names cost nobody else anything. */
const CLIENTS = 64;

/** Which event it is, and where it is remembered. */
export interface Numbered {
  /** Where it is remembered. */
  readonly table: Table;
  /** The id of the session that the event was sealed for: it stays the same wherever the event arrives again. */
  readonly session: string;
  /** The client's name of this life of its page. */
  readonly client: string;
  /** The number of the event, from 1. */
  readonly seq: number;
  /** When what is known of the session is forgotten, in milliseconds since the epoch. */
  readonly till: number;
  /** What that gives way to where the table is full; nothing by default. */
  readonly rank?: Rank;
}

/**
 * Runs the event `seq` of a session's client, unless it or a later one ran before; gives what `run` did when the event is done, whoever
 * ran it, and undefined for an earlier event. It comes without a promise where `run` gave none.
 *
 * Throws or rejects as `run` does. What is known of a session is forgotten at `till` and with the process: an event that must not be repeated over
 * a crash carries an identity of its own, as `eventId` gives it, or is claimed in the store (`once: "store"`).
 *
 * @throws {N2oError} `full` if the table takes no other session; the event is not run then.
 */
export function once<T>(
  { table, session, client, seq, till, rank }: Numbered,
  run: () => T | Promise<T>,
): T | Promise<T> | undefined {
  const key = `once ${session}`, clients = clientsOf(table.get(key)), last = clients.get(client);
  if (last !== undefined && last.seq >= seq) {
    // As: whoever carries out the events of a table has one kind of end for all of them.
    return last.seq === seq ? last.outcome as T | Promise<T> : undefined;
  }
  const made = new Last(seq);
  // What is there once more goes behind the others, where there are others.
  if (clients.size > 1) clients.delete(client);
  clients.set(client, made);
  if (clients.size > CLIENTS) {
    const [oldest] = clients.keys();
    if (oldest !== undefined) clients.delete(oldest);
  }
  table.set(key, clients, till, rank);
  return made.run(run);
}

/** The last event of a client: its number, and how it ended or is going to end. */
class Last {
  readonly seq: number;
  #isOver = false;
  #end: unknown;
  /** Who came again while the event ran without a promise: a handler may have another connection take a frame. */
  #waiting: PromiseWithResolvers<unknown> | undefined;

  constructor(seq: number) {
    this.seq = seq;
  }

  /** How the event ended, or a promise of that. */
  get outcome(): unknown {
    return this.#isOver ? this.#end : (this.#waiting ??= Promise.withResolvers()).promise;
  }

  run<T>(run: () => T | Promise<T>): T | Promise<T> {
    try {
      const outcome = run();
      // A later arrival may look at a failure, or nobody: it is reported by whoever ran the event.
      if (outcome instanceof Promise) outcome.catch(() => {});
      this.#over(outcome);
      return outcome;
    } catch (error) {
      const failure = Promise.reject(error);
      failure.catch(() => {});
      this.#over(failure);
      throw error;
    }
  }

  #over(end: unknown): void {
    this.#isOver = true;
    this.#end = end;
    this.#waiting?.resolve(end);
    // As the outcome itself: who waits looks at a failure, or nobody does.
    this.#waiting?.promise.catch(() => {});
  }
}

/** The last events of a session's clients, the least recent first. */
function clientsOf(value: unknown): Map<string, Last> {
  return value instanceof Map ? value : new Map();
}
