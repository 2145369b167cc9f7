/**
 * The form that the benchmarks show: fifty fields, each with a label, a control and a hint, some of whose text must be escaped.
 *
 * @module
 */

/** A field of the form. */
export interface Field {
  /** Its id and name. */
  readonly id: string;
  /** What its label says. */
  readonly title: string;
  /** What is in it. */
  readonly value: string;
  /** What stands beside it. */
  readonly hint: string;
}

export const fields: readonly Field[] = Array.from({ length: 50 }, (_, at) => ({
  id: `f${at}`,
  title: `Field ${at}`,
  value: `value ${at} & more`,
  hint: `at most ${at} characters`,
}));
