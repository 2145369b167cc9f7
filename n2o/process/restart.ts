/**
 * Whether what ended begins again, what begins again with it, and how often that may be.
 *
 * @module
 */
import { N2oError } from "../error.ts";
import { isFailure, type Reason } from "./pid.ts";

/**
 * When a child that ended begins again: always, when it has failed, or never. One that ended and does not begin again is forgotten.
 */
export type Restart = "permanent" | "transient" | "temporary";

/** Every value of {@linkcode Restart}, for the check of settings. */
export const restartTypes: readonly Restart[] = ["permanent", "transient", "temporary"];

/** Whether a child that ended for `reason` begins again. */
export function beginsAgain(restart: Restart, reason: Reason): boolean {
  return restart === "permanent" || (restart === "transient" && isFailure(reason));
}

/** Which children begin again with one that failed: none, all, or those that were begun after it. */
export type Strategy = "one_for_one" | "one_for_all" | "rest_for_one";

/** Every value of {@linkcode Strategy}, for the check of settings. */
export const strategies: readonly Strategy[] = ["one_for_one", "one_for_all", "rest_for_one"];

/**
 * Checks a word of a setting: one that is none of them would be taken for another in silence.
 *
 * @throws {N2oError} `config`
 */
export function oneOf(words: readonly string[], word: string, what: string): void {
  if (words.includes(word)) return;
  throw new N2oError("config", `${what}: give one of ${words.join(", ")}, not ${String(word)}`);
}

/** The children that begin again with one that failed, in the order of their first start. */
export function groupOf<T>(strategy: Strategy, all: readonly T[], child: T): readonly T[] {
  if (strategy === "one_for_one") return [child];
  return strategy === "one_for_all" ? all : all.slice(all.indexOf(child));
}

/** How often something may begin again. */
export interface Intensity {
  /** How many restarts are borne ... */
  readonly intensity: number;
  /** ... within so many seconds. */
  readonly period: number;
}

/** The restarts of the last `period`. */
export interface Restarts {
  /** Counts one at a time in milliseconds; tells whether it is borne. */
  bears(now: number): boolean;
}

/** Begins to count the restarts that a supervisor bears. */
export function restarts({ intensity, period }: Intensity): Restarts {
  let times: number[] = [];
  return {
    bears(now) {
      times = times.filter((time) => now - time <= period * 1_000);
      times.push(now);
      return times.length <= intensity;
    },
  };
}
