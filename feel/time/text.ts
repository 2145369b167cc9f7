/**
 * Dates, times and durations from text and to text (DMN 1.5, 10.3.2.3.4 to 10.3.2.3.9; XML Schema 1.1 part 2, 3.3).
 *
 * @module
 */
import { dateOf, fromDays, toDays } from "./calendar.ts";
import { DIGITS } from "../limits.ts";
import { DAY_NANOS, located, midnight } from "./moment.ts";
import { DaysTime, type FeelDate, FeelDateTime, FeelTime, YearsMonths } from "../value/value.ts";
import { DAY, isZone, SECOND } from "./zone.ts";

/** The greatest offset from UTC, in seconds. */
export const OFFSET: number = 18 * 3_600;

/** The longest duration: in months, and in nanoseconds. */
const MONTHS = 12 * 9_999_999_999;
const NANOS = 10n ** 30n;

const DATE = /^(-?(?:[1-9]\d{4,8}|\d{4}))-(\d\d)-(\d\d)$/;
const TIME =
  /^(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9})\d*)?(?:(Z)|([+-])(\d\d):(\d\d)(?::(\d\d))?|@(\S+))?$/;
const MONTHLY = /^(-?)P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?$/;
const DAILY =
  /^(-?)P(?=[\dT])(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{0,9})\d*)?S)?)?$/;

/** A date, or null. */
export function readDate(text: string): FeelDate | null {
  const found = DATE.exec(text);
  return found && dateOf(Number(found[1]), Number(found[2]), Number(found[3]));
}

/** A time, or null. Midnight at the end of a day is midnight at its start. */
export function readTime(text: string): FeelTime | null {
  const found = text.length <= DIGITS ? TIME.exec(text) : null;
  if (found === null) return null;
  const [, hour, minute, second, fraction = "", utc, sign, hours, minutes, seconds, zone] = found;
  const nanos = nanosOf(Number(hour), Number(minute), Number(second)) +
    Number(fraction.padEnd(9, "0"));
  const all = nanos > DAY * 1e9 || Number(minute) > 59 || Number(second) > 59;
  if (all || (zone !== undefined && !isZone(zone))) return null;
  if (sign === undefined) return new FeelTime(nanos, utc ? 0 : null, zone ?? null);
  const size = Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds ?? 0);
  const bad = size > OFFSET || Number(minutes) > 59 || Number(seconds ?? 0) > 59;
  return bad ? null : new FeelTime(nanos, sign === "-" && size > 0 ? -size : size, null);
}

/** Nanoseconds since midnight: what is less than one is left out, as it is of a text. */
export function nanosOf(hour: number, minute: number, second: number): number {
  const near = Math.round(second * 1e9);
  return (hour * 3_600 + minute * 60) * 1e9 + (near / 1e9 > second ? near - 1 : near);
}

/** A date and time, or null; a date alone is its midnight. */
export function readDateTime(text: string): FeelDateTime | null {
  const split = text.indexOf("T");
  const date = readDate(split < 0 ? text : text.slice(0, split));
  if (date === null) return null;
  if (split < 0) return midnight(date);
  const time = readTime(text.slice(split + 1));
  return time && normal(new FeelDateTime(date, time));
}

/** A time alone, with 24:00:00 as the 00:00:00 it is. */
export function normalTime(time: FeelTime): FeelTime {
  return time.nanos < DAY * 1e9 ? time : new FeelTime(0, time.offset, time.zone);
}

/** A date and time as it is: 24:00:00 is midnight of the next day, and in a zone it is a moment. */
export function normal(value: FeelDateTime): FeelDateTime | null {
  if (value.time.nanos < DAY * 1e9) return located(value.date, value.time);
  const next = fromDays(toDays(value.date) + 1);
  return next && located(next, normalTime(value.time));
}

/** A duration of either kind, or null: one text is never both. */
export function readDuration(text: string): YearsMonths | DaysTime | null {
  if (text.length > DIGITS) return null;
  const monthly = MONTHLY.exec(text);
  if (monthly !== null) {
    const months = Number(monthly[2] ?? 0) * 12 + Number(monthly[3] ?? 0);
    return yearsMonths(monthly[1] ? -months : months);
  }
  const daily = DAILY.exec(text);
  if (daily === null) return null;
  const [, sign, days = "0", hours = "0", minutes = "0", seconds = "0", fraction = ""] = daily;
  const whole = ((BigInt(days) * 24n + BigInt(hours)) * 60n + BigInt(minutes)) * 60n +
    BigInt(seconds);
  const nanos = whole * SECOND + BigInt(fraction.padEnd(9, "0"));
  return daysTime(sign ? -nanos : nanos);
}

/** A duration of so many months, or null where it is too long. */
export function yearsMonths(months: number): YearsMonths | null {
  const whole = Math.trunc(months);
  return Math.abs(whole) <= MONTHS ? new YearsMonths(whole === 0 ? 0 : whole) : null;
}

/** A duration of so many nanoseconds, or null where it is too long. */
export function daysTime(nanos: bigint): DaysTime | null {
  return nanos <= NANOS && nanos >= -NANOS ? new DaysTime(nanos) : null;
}

/** What `@"..."` means: whichever of the forms it has; null for none. */
export function readTemporal(
  text: string,
): FeelDate | FeelTime | FeelDateTime | YearsMonths | DaysTime | null {
  if (/^-?P/.test(text)) return readDuration(text);
  if (/^-?\d{4,}-/.test(text)) return text.includes("T") ? readDateTime(text) : readDate(text);
  const time = readTime(text);
  return time && normalTime(time);
}

/** The text of a date. */
export function writeDate({ year, month, day }: FeelDate): string {
  const sign = year < 0 ? "-" : "";
  return `${sign}${String(Math.abs(year)).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

/** The text of a time. */
export function writeTime({ nanos, offset, zone }: FeelTime): string {
  const seconds = Math.floor(nanos / 1e9);
  const rest = fraction(nanos - seconds * 1e9);
  const text = `${two(Math.floor(seconds / 3_600))}:${two(Math.floor(seconds / 60) % 60)}:${
    two(seconds % 60)
  }${rest}`;
  if (zone !== null) return `${text}@${zone}`;
  return offset === null ? text : text + writeOffset(offset);
}

function writeOffset(offset: number): string {
  if (offset === 0) return "Z";
  const size = Math.abs(offset);
  const seconds = size % 60 === 0 ? "" : `:${two(size % 60)}`;
  return `${offset < 0 ? "-" : "+"}${two(Math.floor(size / 3_600))}:${
    two(Math.floor(size / 60) % 60)
  }${seconds}`;
}

/** The text of a date and time. */
export function writeDateTime({ date, time }: FeelDateTime): string {
  return `${writeDate(date)}T${writeTime(time)}`;
}

/** The text of a duration by the calendar. */
export function writeYearsMonths({ months }: YearsMonths): string {
  const size = Math.abs(months);
  const [years, rest] = [Math.floor(size / 12), size % 12];
  if (size === 0) return "P0M";
  return `${months < 0 ? "-" : ""}P${years ? `${years}Y` : ""}${rest ? `${rest}M` : ""}`;
}

/** The text of a duration by the clock. */
export function writeDaysTime({ nanos }: DaysTime): string {
  const size = nanos < 0n ? -nanos : nanos;
  if (size === 0n) return "PT0S";
  const [days, rest] = [size / DAY_NANOS, Number(size % DAY_NANOS)];
  const seconds = Math.floor(rest / 1e9);
  const [hour, minute, second] = [
    Math.floor(seconds / 3_600),
    Math.floor(seconds / 60) % 60,
    seconds % 60,
  ];
  const part = fraction(rest - seconds * 1e9);
  const time = `${hour ? `${hour}H` : ""}${minute ? `${minute}M` : ""}${
    second || part ? `${second}${part}S` : ""
  }`;
  return `${nanos < 0n ? "-" : ""}P${days ? `${days}D` : ""}${time ? `T${time}` : ""}`;
}

function fraction(nanos: number): string {
  return nanos === 0 ? "" : `.${String(nanos).padStart(9, "0").replace(/0+$/, "")}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
