/**
 * Bounds as somebody gives them: one that is none would bound nothing.
 *
 * @module
 */
import { LONGEST_TIMER } from "../base/mod.ts";
import { BpeError } from "./error.ts";

/** What stands for no end: a hundred years in milliseconds. */
const MOST = 3_155_760_000_000;

/**
 * A bound, `Infinity` for none.
 *
 * @throws {BpeError} `config` for what is no number, or less than the least
 */
export function bound(name: string, value: number, least: number): number {
  if (typeof value === "number" && value >= least) return Math.min(value, MOST);
  throw new BpeError("config", `is ${value}: give a number of at least ${least}`, {
    element: name,
  });
}

/**
 * Milliseconds; more than timers take are as many as they do.
 *
 * @throws {BpeError} `config` for what is no number from 1
 */
export function timeSpan(name: string, value: number): number {
  return Math.min(LONGEST_TIMER, bound(name, value, 1));
}
