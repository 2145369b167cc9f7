/**
 * What is decided on a process as it is, and decided again where it has changed meanwhile.
 *
 * @module
 */
import { backoff, sleep, systemClock } from "../../base/mod.ts";
import { BpeError } from "../error.ts";
import type { Context } from "./context.ts";

/** How often it is tried. */
const ATTEMPTS = 200;

/** Up to a millisecond, twice as long each time, at most 50: those that met do not meet again. */
const pause = backoff({ first: 1, longest: 50 });

/**
 * Runs attempts until one answers: one process after another in this program, and against the version that it was decided on where
 * others share the store.
 *
 * @param attempt answers undefined where the process has changed meanwhile
 * @throws {BpeError} `conflict` after 200 attempts
 */
export function attempts<T>(
  { queue }: Context,
  id: string,
  attempt: () => Promise<T | undefined>,
): Promise<T> {
  return queue.run(id, async () => {
    for (let failures = 0; failures < ATTEMPTS; failures++) {
      const answer = await attempt();
      if (answer !== undefined) return answer;
      // The store's time, not the application's clock: a test that stops the clock does not stop other writers.
      if (failures > 0) await sleep(systemClock, pause(failures));
    }
    throw new BpeError("conflict", `was changed by others ${ATTEMPTS} times: try again later`, {
      instance: id,
    });
  });
}
