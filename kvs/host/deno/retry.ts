/** Trying again what another process's lock refused. */
import { backoff, type Clock, sleep } from "../../../base/mod.ts";
import { KvsError } from "../../error.ts";

/**
 * The first wait is up to this many milliseconds, every next one up to twice as long, to at most
 * the longest.
 */
const FIRST = 4, LONGEST = 256;
/** Milliseconds after which an attempt has been at work: SQLite itself waits less for a lock. */
const AT_WORK = 10_000;

/** When to give up, and what spreads the waits. */
export interface RetryPolicy {
  readonly clock: Clock;
  /** Answers 0 (included) to 1 (excluded). */
  readonly random: () => number;
  /** Milliseconds after which to give up. */
  readonly patience: number;
}

/**
 * Whether SQLite refused an operation because another process was writing. Deno KV meets it when a
 * commit asks for the write lock, which comes before its first change: a commit that was refused so
 * has applied nothing.
 */
export function isLocked(error: unknown): boolean {
  return error instanceof TypeError && error.message.includes("database is locked");
}

/**
 * Runs an operation, again after a random and growing wait for as long as the database is locked.
 * Nothing else is run again: of any other failure it is not known whether the commit was applied.
 *
 * @throws {KvsError} `locked` when the patience has run out.
 */
export async function retryLocked<T>(run: () => Promise<T>, policy: RetryPolicy): Promise<T> {
  let started: number | undefined;
  const { clock, random } = policy, wait = backoff({ first: FIRST, longest: LONGEST, random });
  for (let attempt = 0;; attempt++) {
    const began = clock.now();
    try {
      return await run();
    } catch (error) {
      if (!isLocked(error)) throw error;
      // what had run for long was at work, not waiting for the lock: the listener of a queue
      if (clock.now() - began > AT_WORK) started = undefined;
      started ??= clock.now();
      if (clock.now() - started >= policy.patience) throw stayedLocked(policy, error);
    }
    await sleep(clock, wait(attempt));
  }
}

function stayedLocked({ patience }: RetryPolicy, cause: unknown): KvsError {
  const message =
    `the database stayed locked by other processes for ${patience} ms and nothing was changed: ` +
    "try again, write more at once, or let fewer processes write";
  return new KvsError("locked", message, { cause });
}
