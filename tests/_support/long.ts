/**
 * How long random tests run and where they start, from two variables of the environment:
 *
 * - `TEST_LONG=1` gives every test its full number of rounds (minutes become half an hour),
 * - `TEST_SEED=N` is the first seed, 1 by default: a failing run names the one to give.
 *
 * @module
 */
import { variable } from "./permission.ts";

/** Whether this is a long run. */
export const long: boolean = variable("TEST_LONG") === "1";

/** The first seed. */
export const SEED: number = Number(variable("TEST_SEED") ?? 1);

/** How many rounds a test makes: `short` by default, `full` in a long run. */
export function rounds(short: number, full: number): number {
  return long ? full : short;
}
