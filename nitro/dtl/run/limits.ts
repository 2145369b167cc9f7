/**
 * What a template may cost.
 *
 * @module
 */

/** The most that a template may take; what takes more ends with a `DtlError` of the code `limit`. */
export interface Limits {
  /** Work for one text: nodes, loop rounds and what filters look through; 2,000,000 by default, which takes about a second. */
  readonly work: number;
  /** Characters of one text; 10,000,000 by default. */
  readonly output: number;
  /** How deep tags stand in one another in a template; 100 by default. */
  readonly nesting: number;
  /** How deep they do over all templates that include each other; 800 by default. */
  readonly depth: number;
  /** Characters of a template; 1,000,000 by default. */
  readonly template: number;
  /** How many templates are kept; 1,000 by default. */
  readonly templates: number;
}

/** The limits where none are given. */
export const LIMITS: Limits = {
  work: 2_000_000,
  output: 10_000_000,
  nesting: 100,
  depth: 800,
  template: 1_000_000,
  templates: 1_000,
};
