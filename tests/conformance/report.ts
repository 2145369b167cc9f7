/**
 * What the runner reports.
 *
 * @module
 */

/** The outcome of one test. */
export interface Result {
  readonly name: string;
  /** What is wrong; empty for a success. */
  readonly failure: string;
  /** The name of the difference that accounts for all that is otherwise: a test that has one is counted apart. */
  readonly difference?: string;
}

/** The outcome of one list of tests. */
export interface Report {
  readonly list: string;
  readonly results: readonly Result[];
}
