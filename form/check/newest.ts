/**
 * The latest of several answers.
 *
 * @module
 */

/** Runs work of which only the newest counts. */
export interface Newest {
  /**
   * Begins something, and ends what was begun before: its signal is aborted.
   *
   * @returns what it answers; undefined where something newer was begun meanwhile, whatever this one answers or throws after that
   * @throws what the work throws, as long as it is the newest
   */
  <T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined>;
}

/**
 * Makes a {@linkcode Newest}: for checks of a control whose answers may come in another order than what was typed.
 *
 * @example
 * ```ts
 * import { newest } from "@n2o/n2o/form";
 *
 * const latest = newest(), late = Promise.withResolvers<string>();
 * const first = latest(() => late.promise), second = latest(() => Promise.resolve("b"));
 * late.resolve("a");
 * if (await first !== undefined || await second !== "b") throw new Error("the older one won");
 * ```
 */
export function newest(): Newest {
  let running: AbortController | undefined;
  return async (work) => {
    running?.abort();
    const own = running = new AbortController();
    try {
      const answer = await work(own.signal);
      return own === running ? answer : undefined;
    } catch (error) {
      if (own === running) throw error;
      return undefined;
    }
  };
}
