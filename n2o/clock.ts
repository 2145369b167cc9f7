/**
 * Time as the module sees it, so that a test can hold it.
 *
 * @module
 */

/** A source of time. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** The clock of the host. */
export const systemClock: Clock = { now: () => Date.now() };
