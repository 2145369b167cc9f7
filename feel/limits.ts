/**
 * What one expression may take: every bound of the evaluator, in one place.
 *
 * @module
 */

/** The greatest length of an expression, in UTF-16 code units. */
export const LENGTH = 4_096;

/** How deep an expression may nest. */
export const DEPTH = 64;

/** How deep functions may call each other. */
export const CALLS = 64;

/** Elementary steps of one evaluation, unless the application says otherwise. */
export const FUEL = 100_000;

/** The longest list an expression may make. */
export const ITEMS = 20_000;

/** The longest string an expression may make, in UTF-16 code units. */
export const TEXT = 65_536;

/** The longest number, date, time or duration in text, in UTF-16 code units. */
export const DIGITS = 128;

/** The most states that a regular expression may have. */
export const STATES = 2_000;

/** How many compiled patterns are kept for another time. */
export const PATTERNS = 100;

/** How many characters of parsed expressions are kept for another time. */
export const KEPT = 500_000;
