/**
 * The forms of ISO 8601 that timers are written in (BPMN 2.0.2, 10.5.5).
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

/** Whether it is a repetition `R[n]/interval`, or an interval without `R`. */
export function isRepetition(text: string): boolean {
  const parts = text.split("/");
  if (/^R\d*$/.test(parts[0] ?? "")) parts.shift();
  const [first = "", second] = parts;
  if (parts.length === 1) return isDuration(first);
  return parts.length === 2 && second !== undefined &&
    ((isDate(first) && (isDate(second) || isDuration(second))) ||
      (isDuration(first) && isDate(second)));
}

const MOMENT =
  /^(\d{4})-?(?:(\d{2})-?(\d{2})|W(\d{2})-?(\d)|(\d{3}))(?:T(\d{2})(?::?(\d{2})(?::?(\d{2}(?:[.,]\d+)?))?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/;

/**
 * The moment of a date, or a date with a time, in milliseconds since 1970; NaN where there is none, as on the 31st of a month that
 * has 30 days. Without a zone it is in UTC. Calendar dates, week dates and ordinal dates, in the basic and the extended form.
 */
export function timeOf(text: string): number {
  const parts = MOMENT.exec(text);
  if (parts === null) return NaN;
  const [, year = "", month, day, week, weekday, ordinal, hour, minute, second, zone] = parts;
  const date = month !== undefined
    ? dateOf(Number(year), Number(month), Number(day))
    : week !== undefined
    ? weekOf(Number(year), Number(week), Number(weekday))
    : ordinalOf(Number(year), Number(ordinal));
  const clock = [hour, minute, second].map((part) => Number((part ?? "0").replace(",", ".")));
  const [hours = 0, minutes = 0, seconds = 0] = clock;
  if (hours > 24 || minutes > 59 || seconds >= 60 || (hours === 24 && minutes + seconds > 0)) {
    return NaN;
  }
  return date + Math.round(((hours * 60 + minutes) * 60 + seconds) * 1_000) - offsetOf(zone);
}

const DAY = 86_400_000;

function dateOf(year: number, month: number, day: number): number {
  const time = utc(year, month - 1, day);
  return new Date(time).getUTCMonth() === month - 1 && day > 0 ? time : NaN;
}

/** Week 1 has the 4th of January in it; weeks begin on Monday. */
function weekOf(year: number, week: number, weekday: number): number {
  if (week < 1 || week > 53 || weekday < 1 || weekday > 7) return NaN;
  const fourth = utc(year, 0, 4);
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY;
  return monday + ((week - 1) * 7 + weekday - 1) * DAY;
}

function ordinalOf(year: number, day: number): number {
  const time = utc(year, 0, day);
  return day > 0 && new Date(time).getUTCFullYear() === year ? time : NaN;
}

/** As Date.UTC, which takes the years 0 to 99 for others. */
function utc(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month, day);
}

function offsetOf(zone: string | undefined): number {
  if (zone === undefined || zone === "Z") return 0;
  const hours = Number(zone.slice(1, 3)), minutes = Number(zone.slice(3).replace(":", ""));
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
