/**
 * Attempts that are repeated where another writer came first.
 *
 * @module
 */
import { backoff, sleep, systemClock } from "../../base/mod.ts";
import { BpeError } from "../error.ts";

const ATTEMPTS = 200;
const wait = backoff({ first: 1, longest: 50 });

/**
 * Runs an attempt until it answers. Between attempts it waits a random time of up to 50 ms, so that writers which met do not meet
 * again.
 *
 * @param where what is changed, for the message
 * @param attempt answers undefined where a check of its commit did not hold
 * @throws {BpeError} `conflict` after 200 attempts
 */
export async function retry<T>(
  where: string,
  attempt: (n: number) => Promise<T | undefined>,
): Promise<T> {
  for (let n = 0; n < ATTEMPTS; n++) {
    const answer = await attempt(n);
    if (answer !== undefined) return answer;
    // Real time, whatever clock a runtime is given: the other writers are real.
    if (n > 0) await sleep(systemClock, wait(n));
  }
  const why = `is changed by others, who came first ${ATTEMPTS} times: try again later`;
  throw new BpeError("conflict", why, { element: where });
}
