/**
 * What a form goes on from, and what it is between two people.
 *
 * @module
 */
import type { Conflict, Side } from "../value/merge.ts";
import type { Held } from "./store/records.ts";

/** What the record was when it was read. */
export interface Origin {
  readonly value: Held;
  /** Null where there was none. */
  readonly version: string | null;
  /** Whether it is a new one. */
  readonly isNew: boolean;
}

/** What a person is asked about. */
export interface Clash {
  /** The record as it is now. */
  readonly theirs: Origin;
  /** What both changed. */
  readonly conflicts: readonly Conflict[];
  /** Whose value holds, at each. */
  readonly sides: Side[];
}
