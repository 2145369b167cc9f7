/**
 * What stands behind a dot: entries of contexts, of all contexts of a list, and parts of dates, times, durations and ranges
 * (DMN 1.5, 10.3.2.5 and tables 65 to 69).
 *
 * @module
 */
import { weekday } from "../time/calendar.ts";
import { bounded, type Budget, spend } from "../budget.ts";
import { adopt, DAY_NANOS } from "../time/moment.ts";
import { integer } from "../number/decimal.ts";
import { daysTime } from "../time/text.ts";
import {
  DaysTime,
  FeelDate,
  FeelDateTime,
  FeelTime,
  isContext,
  own,
  Range,
  YearsMonths,
} from "../value/value.ts";
import { offsetOf, offsetOfTime, SECOND } from "../time/zone.ts";

/** The value of `of.name`; null where there is none. */
export function property(budget: Budget, of: unknown, name: string): unknown {
  if (Array.isArray(of)) {
    spend(budget, of.length);
    const found: unknown[] = [];
    for (const item of of) found.push(Array.isArray(item) ? null : property(budget, item, name));
    return bounded(found);
  }
  // Most values are contexts, and lists have many of them.
  if (typeof of === "object" && of !== null && Object.getPrototypeOf(of) === Object.prototype) {
    return own(of, name) ?? null;
  }
  const value = adopt(of);
  if (value instanceof FeelDate) return ofDate(value, name);
  if (value instanceof FeelDateTime) return ofDate(value.date, name) ?? ofTime(value, name);
  if (value instanceof FeelTime) return ofTime(value, name);
  if (value instanceof YearsMonths) return ofMonths(value.months, name);
  if (value instanceof DaysTime) return ofNanos(value.nanos, name);
  if (value instanceof Range) return ofRange(value, name);
  return isContext(value) ? own(value, name) ?? null : null;
}

function ofDate(date: FeelDate, name: string): number | null {
  switch (name) {
    case "year":
      return date.year;
    case "month":
      return date.month;
    case "day":
      return date.day;
    case "weekday":
      return weekday(date);
    default:
      return null;
  }
}

function ofTime(value: FeelTime | FeelDateTime, name: string): unknown {
  const time = value instanceof FeelTime ? value : value.time;
  const seconds = Math.floor(time.nanos / 1e9);
  switch (name) {
    case "hour":
      return Math.floor(seconds / 3_600);
    case "minute":
      return Math.floor(seconds / 60) % 60;
    case "second":
      return seconds % 60;
    case "time offset": {
      const offset = value instanceof FeelTime ? offsetOfTime(value) : offsetOf(value);
      return offset === null ? null : daysTime(BigInt(offset) * SECOND);
    }
    case "timezone":
      return time.zone;
    default:
      return null;
  }
}

// Adding zero makes 0 of -0.
function ofMonths(months: number, name: string): number | null {
  if (name === "years") return Math.trunc(months / 12) + 0;
  return name === "months" ? months % 12 + 0 : null;
}

function ofNanos(nanos: bigint, name: string): unknown {
  const seconds = Number(nanos % DAY_NANOS) / 1e9;
  switch (name) {
    case "days":
      return integer(nanos / DAY_NANOS);
    case "hours":
      return Math.trunc(seconds / 3_600) + 0;
    case "minutes":
      return Math.trunc(seconds / 60) % 60 + 0;
    case "seconds":
      return Number(nanos % (60n * SECOND)) / 1e9 + 0;
    default:
      return null;
  }
}

function ofRange(range: Range, name: string): unknown {
  switch (name) {
    case "start":
      return range.low;
    case "end":
      return range.high;
    case "start included":
      return range.lowClosed;
    case "end included":
      return range.highClosed;
    default:
      return null;
  }
}
