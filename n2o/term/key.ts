/**
 * Names of tables' rows and of topics: compared by value, as Erlang compares terms.
 *
 * @module
 */

/** A name: text, a number, a boolean, or a list of names. */
export type Key = string | number | boolean | readonly Key[];

/** The text by which two equal keys are found equal; no two different keys share one. */
export function keyText(key: Key): string {
  return JSON.stringify(key);
}
