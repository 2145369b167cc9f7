/**
 * Floats that have no fraction.
 *
 * @module
 */

/** A float, told from the integer of the same value: templates write `1.0`, where an integer is `1`. */
export class Float {
  /** Wraps a number that a template is to write with its point. */
  constructor(readonly value: number) {}
}
