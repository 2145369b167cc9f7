/**
 * What one expression may take: every bound of the evaluator, in one place.
 *
 * @module
 */

/** The greatest length of an expression, in UTF-16 code units. */
export const LENGTH = 4_096;

/** How deep an expression, or a value that it makes or writes, may nest. */
export const DEPTH = 64;

/** How deep functions may call each other. */
export const CALLS = 64;

/** Elementary steps of one evaluation, unless the application says otherwise. */
export const FUEL = 100_000;

/** The longest list an expression may make. */
export const ITEMS = 20_000;

/** The longest string an expression may make, in UTF-16 code units. */
export const TEXT = 65_536;

/** The longest date, time or duration in text, in UTF-16 code units. A longer number is rounded. */
export const DIGITS = 128;

/** The most states that a regular expression may have. */
export const STATES = 2_000;

/** How many compiled patterns an evaluator keeps for another time. */
export const PATTERNS = 100;

/** How many characters of parsed expressions an evaluator keeps for another time, in UTF-16 code units. */
export const KEPT = 500_000;

/** Bounds of one expression and of one evaluation. Lengths are in UTF-16 code units. */
export interface Limits {
  /** The greatest length of an expression. */
  readonly length: number;
  /** How deep an expression, or a value that it makes or writes, may nest. */
  readonly depth: number;
  /** How deep functions may call each other. */
  readonly calls: number;
  /** Elementary steps of one evaluation where the application says nothing else. A comparison takes about three. */
  readonly fuel: number;
  /** The longest list that an expression may make. */
  readonly items: number;
  /** The longest string that an expression may make. */
  readonly text: number;
  /** The longest date, time or duration in text. A longer number is rounded. */
  readonly digits: number;
  /** The most states that a regular expression may have: about one for each of its characters, times what its counts repeat. */
  readonly states: number;
}

/** The bounds of every evaluator; `fuel` alone can be set. */
export const LIMITS: Limits = Object.freeze({
  length: LENGTH,
  depth: DEPTH,
  calls: CALLS,
  fuel: FUEL,
  items: ITEMS,
  text: TEXT,
  digits: DIGITS,
  states: STATES,
});
