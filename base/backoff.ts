/**
 * How long to wait before trying again.
 *
 * @module
 */

/** How waits grow. */
export interface BackoffOptions {
  /** The first wait is up to so many milliseconds, every next one up to twice as long. */
  readonly first: number;
  /** No wait is longer than so many milliseconds. */
  readonly longest: number;
  /** Answers 0 (included) to 1 (excluded): `Math.random` unless told. `() => 1` makes every wait as long as it may be. */
  readonly random?: () => number;
}

/**
 * Answers the milliseconds to wait after the failure of an attempt, counted from 0.
 *
 * Exponential with full jitter: those that failed together, as all clients do when a server restarts, do not come again together.
 *
 * @example
 * ```ts
 * import { backoff, sleep, systemClock } from "@n2o/n2o/base";
 *
 * const wait = backoff({ first: 1, longest: 4 });
 * let failures = 0;
 * while (failures < 3) await sleep(systemClock, wait(failures++));
 * if (backoff({ first: 10, longest: 50, random: () => 1 })(3) !== 50) throw new Error("too long");
 * ```
 */
export function backoff(
  { first, longest, random = Math.random }: BackoffOptions,
): (attempt: number) => number {
  return (attempt) => random() * Math.min(longest, first * 2 ** attempt);
}
