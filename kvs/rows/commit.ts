/**
 * Attempts that are repeated where another writer came first, and errors that say where they
 * happened.
 *
 * @module
 */
import { backoff, messageOf, sleep, systemClock } from "../../base/mod.ts";
import { KvsError } from "../error.ts";

const ATTEMPTS = 200;
/** Milliseconds before another attempt: a random part of a bound that doubles with each, up to 50. */
const pause: (attempt: number) => number = backoff({ first: 1, longest: 50 });

/**
 * Runs an attempt until it answers. Between attempts it waits a random time of up to 50 ms, so that
 * writers which met do not meet again.
 *
 * @param where the table or feed, for the message
 * @param attempt answers undefined where a check of its commit did not hold
 * @throws {KvsError} `conflict` after 200 attempts
 */
export async function retry<T>(
  where: string,
  attempt: (n: number) => Promise<T | undefined>,
): Promise<T> {
  for (let n = 0; n < ATTEMPTS; n++) {
    const answer = await attempt(n);
    if (answer !== undefined) return answer;
    if (n > 0) await sleep(systemClock, pause(n));
  }
  throw new KvsError(
    "conflict",
    `${where}: other writers came first ${ATTEMPTS} times; try again later`,
  );
}

/**
 * Runs an operation; what the store refuses becomes a {@linkcode KvsError} that names the table or
 * feed: `too_large` for a limit, `unstorable` for a value that cannot be serialised, `full` for a
 * disk that is full, `closed` for a store that is closed, `store` for all else.
 */
export async function within<T>(where: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    throw named(where, cause);
  }
}

/** What the store refused as an error that names the table or feed: see {@linkcode within}. */
export function named(where: string, cause: unknown): KvsError {
  if (cause instanceof KvsError) {
    return cause.message.startsWith(where)
      ? cause
      : new KvsError(cause.code, `${where}: ${cause.message}`, { cause });
  }
  const why = messageOf(cause), message = `${where}: ${why}`;
  // Deno KV and SQLite have no codes, only words, which are the same on every back end.
  if (/too large|too many|too long/i.test(why)) {
    return new KvsError("too_large", message, { cause });
  }
  if (/disk is full/i.test(why)) return new KvsError("full", message, { cause });
  if (/bad resource id|(?:database|store) is closed/i.test(why)) {
    return new KvsError("closed", message, { cause });
  }
  return cause instanceof DOMException || /could not be cloned|serialize/i.test(why)
    ? new KvsError("unstorable", message, { cause })
    : new KvsError("store", message, { cause });
}
