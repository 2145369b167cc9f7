/**
 * Offsets of named time zones, from the host's own tables.
 *
 * @module
 */
import { fromDays, toDays } from "./calendar.ts";
import { FeelDate, type FeelDateTime, type FeelTime } from "../value/value.ts";

/** Nanoseconds of a second. */
export const SECOND = 1_000_000_000n;

/** Seconds of a day. */
export const DAY = 86_400;

/** How many zones are kept ready: making a formatter is slow. */
const KEPT = 64;

const formatters = new Map<string, Intl.DateTimeFormat | null>();

/** Whether the host knows a zone. */
export function isZone(zone: string): boolean {
  return formatter(zone) !== null;
}

function formatter(zone: string): Intl.DateTimeFormat | null {
  let found = formatters.get(zone);
  if (found === undefined) {
    found = make(zone);
    if (formatters.size >= KEPT) formatters.clear();
    formatters.set(zone, found);
  }
  return found;
}

function make(zone: string): Intl.DateTimeFormat | null {
  if (!/^[A-Za-z][\w+/-]{1,40}$/.test(zone)) return null;
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The offset of a zone at a moment (seconds since 1970, UTC), in seconds. Far years follow the rules of a near one. */
export function offsetAt(zone: string, seconds: number): number {
  const found = formatter(zone);
  if (found === null) return 0;
  const near = nearby(seconds);
  const parts: Record<string, number> = {};
  for (const { type, value } of found.formatToParts(near * 1_000)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const local = toDays(new FeelDate(year, month, day)) * DAY + hour * 3_600 + minute * 60 + second;
  return local - near;
}

/** The calendar repeats after four hundred years: the same moment of a year between 1900 and 2300. */
function nearby(seconds: number): number {
  const days = Math.floor(seconds / DAY);
  const date = fromDays(days);
  if (date === null || (date.year >= 1_900 && date.year < 2_300)) return seconds;
  const year = 1_900 + ((date.year - 1_900) % 400 + 400) % 400;
  return toDays(new FeelDate(year, date.month, date.day)) * DAY + (seconds - days * DAY);
}

/** The offset of a date and time in seconds, or null where it has none. */
export function offsetOf({ date, time }: Pick<FeelDateTime, "date" | "time">): number | null {
  if (time.zone === null) return time.offset;
  const local = toDays(date) * DAY + Math.floor(time.nanos / 1e9);
  const guess = offsetAt(time.zone, local - offsetAt(time.zone, local));
  const second = offsetAt(time.zone, local - guess);
  // In the gap of a spring night there is no such local time: the earlier offset is taken.
  return second;
}

/** The offset of a time without a date: for a zone, that of 1970-01-01. */
export function offsetOfTime({ offset, zone }: FeelTime): number | null {
  return zone === null ? offset : offsetAt(zone, 0);
}
