/**
 * Times as text.
 *
 * @module
 */
const ISO = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/;

/** The time that a text of ISO 8601 names, in milliseconds since 1970: a day, or a time of it with its offset; NaN for what is none. */
export function timeOf(text: string): number {
  return ISO.test(text) ? Date.parse(text) : NaN;
}
