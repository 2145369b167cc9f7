/**
 * What the runner reports.
 *
 * @module
 */

/** The outcome of one list of tests; an empty failure is a success. */
export interface Report {
  readonly list: string;
  readonly results: readonly { readonly name: string; readonly failure: string }[];
}
