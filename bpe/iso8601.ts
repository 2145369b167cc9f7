/**
 * The forms of ISO 8601 that timers are written in (BPMN 2.0.2, 10.5.5): whether a text has one, not when it is.
 *
 * @module
 */

const DATE =
  /^\d{4}-?(\d{2}-?\d{2}|W\d{2}-?\d|\d{3})(T\d{2}(:?\d{2}(:?\d{2}([.,]\d+)?)?)?(Z|[+-]\d{2}(:?\d{2})?)?)?$/;
const DURATION =
  /^P(?=.)(\d+([.,]\d+)?Y)?(\d+([.,]\d+)?M)?(\d+([.,]\d+)?W)?(\d+([.,]\d+)?D)?(T(?=.)(\d+([.,]\d+)?H)?(\d+([.,]\d+)?M)?(\d+([.,]\d+)?S)?)?$/;

/** Whether it is a date or a date with a time. */
export function isDate(text: string): boolean {
  return DATE.test(text);
}

/** Whether it is a time span. */
export function isDuration(text: string): boolean {
  return DURATION.test(text);
}

/** Whether it is a repetition `R[n]/interval`, or an interval without `R`, or a cron line that some vendors allow. */
export function isRepetition(text: string): boolean {
  const parts = text.split("/");
  if (/^R\d*$/.test(parts[0] ?? "")) parts.shift();
  const [first = "", second] = parts;
  if (parts.length === 1) return isDuration(first);
  return parts.length === 2 && second !== undefined &&
    ((isDate(first) && (isDate(second) || isDuration(second))) ||
      (isDuration(first) && isDate(second)));
}
