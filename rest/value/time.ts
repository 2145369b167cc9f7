/**
 * Times as text.
 *
 * @module
 */
const ISO = /^(\d{4}-\d\d)-(\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/;

const DAY = 86_400_000;

/** The time that a text of ISO 8601 names, in milliseconds since 1970: a day, or a time of it with its offset; NaN for what is none, as a day that its month lacks. */
export function timeOf(text: string): number {
  const [, month, day] = ISO.exec(text) ?? [];
  return month !== undefined && hasDay(month, Number(day)) ? Date.parse(text) : NaN;
}

/** Whether a month has a day: engines take the 30th of February for the 2nd of March. */
function hasDay(month: string, day: number): boolean {
  return day <= 28 || new Date(Date.parse(`${month}-01`) + (day - 1) * DAY).getUTCDate() === day;
}
