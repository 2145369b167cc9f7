/**
 * Offsets of named time zones, from the host's own tables.
 *
 * @module
 */
import { type Budget, spend } from "../budget.ts";
import { CYCLE, toDays } from "./calendar.ts";
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

/** Steps that making a formatter costs. */
const MAKING = 50;

/** What pays for the formatters that are made now; null while an expression is only read. */
let payer: Budget | null = null;

/** Makes a budget pay for the zones that are used from now on, and gives the one that paid before: evaluations may be nested. */
export function pay(budget: Budget | null): Budget | null {
  const before = payer;
  payer = budget;
  return before;
}

/** Whether a text may name a zone, and is no offset. */
export function isZoneName(zone: string): boolean {
  return /^[A-Za-z][\w+/-]{1,40}$/.test(zone);
}

/** The formatter of a zone; the one that was used longest ago goes when there are too many. */
function formatter(zone: string): Intl.DateTimeFormat | null {
  let found = formatters.get(zone);
  if (found !== undefined) formatters.delete(zone);
  else {
    if (payer !== null) spend(payer, MAKING);
    found = make(zone);
    for (const oldest of formatters.keys()) {
      if (formatters.size < KEPT) break;
      formatters.delete(oldest);
    }
  }
  formatters.set(zone, found);
  return found;
}

function make(zone: string): Intl.DateTimeFormat | null {
  if (!isZoneName(zone)) return null;
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

/** The first day of 1800: no zone has a rule before it, only its place. */
const FIRST = toDays(new FeelDate(1_800, 1, 1));

/** The first day of 2100: what a zone does from there on it repeats as the calendar does. */
const REPEATING = toDays(new FeelDate(2_100, 1, 1));

/** The offset of a zone in seconds, at a second of a day (days since 1970, in UTC). */
export function offsetAt(zone: string, days: number, second: number): number {
  const found = formatter(zone);
  if (found === null) return 0;
  const near = days < FIRST ? FIRST : days < REPEATING ? days : cyclic(days);
  const at = near * DAY + second;
  const parts: Record<string, number> = {};
  for (const { type, value } of found.formatToParts(at * 1_000)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
  const local = toDays(new FeelDate(year, month, day)) * DAY + hour * 3_600 + minute * 60;
  return local + (parts.second ?? 0) - at;
}

/** The same day of the same year, four hundred or more years before. */
function cyclic(days: number): number {
  return REPEATING + (days - REPEATING) % CYCLE;
}

/**
 * The offset of a date and time in seconds, or null where it has none.
 *
 * In a zone, what its clocks show twice is the earlier moment; what they leave out, when summer begins, has the offset from before
 * (`compatible` of Temporal).
 */
export function offsetOf({ date, time }: Pick<FeelDateTime, "date" | "time">): number | null {
  const { zone, offset } = time;
  if (zone === null || offset !== null) return offset;
  const [days, second] = [toDays(date), Math.floor(time.nanos / 1e9)];
  const before = offsetAt(zone, days - 1, second);
  const after = offsetAt(zone, days + 1, second);
  if (before === after) return before;
  // The greater offset is the earlier moment.
  const sorted = before > after ? [before, after] : [after, before];
  return sorted.find((each) => offsetAtLocal(zone, days, second - each) === each) ?? before;
}

function offsetAtLocal(zone: string, days: number, second: number): number {
  const shift = Math.floor(second / DAY);
  return offsetAt(zone, days + shift, second - shift * DAY);
}

/** The offset of a time without a date: for a zone, that of 1970-01-01. */
export function offsetOfTime({ offset, zone }: FeelTime): number | null {
  return zone === null ? offset : offsetAt(zone, 0, 0);
}
