/**
 * Bounds of the protocol of processes.
 *
 * @module
 */

import { bound } from "../bound.ts";

/** Bounds of what one client may ask. */
export interface BpeLimits {
  /** Documents in one message; 100. */
  readonly docs: number;
  /** Terms in the documents of one message, those inside others included; 10,000. */
  readonly terms: number;
  /** How deep they may lie in one another; 32. */
  readonly depth: number;
  /** Documents that a process may have for one more to be added; 1,000. */
  readonly held: number;
  /** Rows of history that are told, the newest; 1,000. */
  readonly rows: number;
  /** Processes of which a connection may hear at a time; 100. */
  readonly topics: number;
}

const LIMITS: BpeLimits = {
  docs: 100,
  terms: 10_000,
  depth: 32,
  held: 1_000,
  rows: 1_000,
  topics: 100,
};

/**
 * The bounds, with the default where nothing is said.
 *
 * @throws {BpeError} `config` for a bound that is none
 */
export function limits(given: Partial<BpeLimits> = {}): BpeLimits {
  const limit = (name: keyof BpeLimits) => bound(name, given[name] ?? LIMITS[name], 0);
  return {
    docs: limit("docs"),
    terms: limit("terms"),
    depth: limit("depth"),
    held: limit("held"),
    rows: limit("rows"),
    topics: limit("topics"),
  };
}
