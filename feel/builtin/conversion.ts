/**
 * Functions that make values of others (DMN 1.5, 10.3.4.1).
 *
 * @module
 */
import { dateOf } from "../time/calendar.ts";
import type { Numeric } from "../number/decimal.ts";
import { readNumber } from "../number/text.ts";
import { adopt, like, located, midnight, moment } from "../time/moment.ts";
import { rangeText } from "../operator/range_text.ts";
import { type Table, way } from "./signature.ts";
import {
  nanosOf,
  normal,
  normalTime,
  OFFSET,
  readDate,
  readDateTime,
  readDuration,
  readTime,
  yearsMonths,
} from "../time/text.ts";
import { DaysTime, FeelDate, FeelDateTime, FeelTime } from "../value/value.ts";
import { write } from "../write.ts";
import { isZone } from "../time/zone.ts";

/** The functions that make values of others, by name. */
export const CONVERSIONS: Table = {
  date: [
    way([["from", "string"]], (_, from) => readDate(from)),
    way([["from", "day"]], (_, from) => from instanceof FeelDate ? from : from.date),
    way(
      [["year", "measure"], ["month", "measure"], ["day", "measure"]],
      (_, year, month, day) => dateOf(year, month, day),
    ),
  ],
  "date and time": [
    way([["from", "string"]], (_, from) => readDateTime(from)),
    way([["from", "day"]], (_, from) => from instanceof FeelDate ? midnight(from, 0) : from),
    way(
      [["date", "day"], ["time", "time"]],
      (_, day, time) => normal(new FeelDateTime(day instanceof FeelDate ? day : day.date, time)),
    ),
    way(
      [["date", "date and time"], ["timezone", "string"]],
      (_, value, timezone) => isZone(timezone) ? inZone(value, timezone) : null,
    ),
    way(
      [
        ["year", "measure"],
        ["month", "measure"],
        ["day", "measure"],
        ["hour", "measure"],
        ["minute", "measure"],
        ["second", "measure"],
        ["offset", "any?"],
      ],
      (_, year, month, day, hour, minute, second, offset) => {
        const date = dateOf(year, month, day);
        const time = timeOf(hour, minute, second, adopt(offset));
        return date && time && located(date, time);
      },
    ),
  ],
  time: [
    way([["from", "string"]], (_, from) => {
      const time = readTime(from);
      return time && normalTime(time);
    }),
    way([["from", "time"]], (_, from) => from),
    way(
      [["from", "day"]],
      (_, from) => from instanceof FeelDate ? new FeelTime(0, 0, null) : clockOf(from),
    ),
    way(
      [["hour", "measure"], ["minute", "measure"], ["second", "measure"], ["offset", "duration?"]],
      (_, hour, minute, second, offset) => timeOf(hour, minute, second, offset),
    ),
  ],
  number: [
    way(
      [["from", "string"], ["grouping separator", "string?"], ["decimal separator", "string?"]],
      (_, from, grouping, decimal) => numberOf(from, grouping, decimal),
    ),
    way([["from", "number"]], (_, from) => from),
  ],
  string: [
    way([["from", "any"]], (machine, from) => adopt(from) === null ? null : write(machine, from)),
  ],
  duration: [
    way([["from", "string"]], (_, from) => readDuration(from)),
    way([["from", "span"]], (_, from) => from),
  ],
  "years and months duration": [
    way([["from", "day"], ["to", "day"]], (_, from, to) => {
      const [a, b] = [dayOf(from), dayOf(to)];
      const months = (b.year - a.year) * 12 + b.month - a.month;
      const early = months > 0 && b.day < a.day ? 1 : months < 0 && b.day > a.day ? -1 : 0;
      return yearsMonths(months - early);
    }),
  ],
  range: [way([["from", "string"]], (_, from) => rangeText(from))],
};

/** The same moment in a zone; what has no offset is the time that the zone's clocks show. */
function inZone(value: FeelDateTime, zone: string): FeelDateTime | null {
  const [at, time] = [moment(value), new FeelTime(value.time.nanos, null, zone)];
  return at.fixed ? like(at, time) : located(value.date, time);
}

/** The time of day; without its date a zone has no offset. */
function clockOf({ time }: FeelDateTime): FeelTime {
  return time.zone === null ? time : new FeelTime(time.nanos, null, time.zone);
}

function dayOf(day: FeelDate | FeelDateTime): FeelDate {
  return day instanceof FeelDate ? day : day.date;
}

/** A time of parts; its offset is a duration, or a zone by name. */
function timeOf(hour: number, minute: number, second: number, offset: unknown): FeelTime | null {
  const whole = Number.isInteger(hour) && Number.isInteger(minute) && hour >= 0 && hour < 24 &&
    minute >= 0 && minute < 60 && second >= 0 && second < 60;
  if (!whole) return null;
  const nanos = nanosOf(hour, minute, second);
  if (offset === null) return new FeelTime(nanos, null, null);
  if (typeof offset === "string") {
    return isZone(offset) ? new FeelTime(nanos, null, offset) : null;
  }
  const seconds = offset instanceof DaysTime ? Number(offset.nanos) / 1e9 : NaN;
  return Number.isInteger(seconds) && Math.abs(seconds) <= OFFSET
    ? new FeelTime(nanos, seconds === 0 ? 0 : seconds, null)
    : null;
}

/** A number with separators: of thousands a space, comma or period; of decimals a comma or period. */
function numberOf(from: string, grouping: string | null, decimal: string | null): Numeric | null {
  const fine = (grouping === null || [" ", ",", "."].includes(grouping)) &&
    (decimal === null || [",", "."].includes(decimal)) &&
    (grouping === null || grouping !== decimal);
  if (!fine) return null;
  const joined = grouping === null ? from : from.replaceAll(grouping, "");
  const plain = decimal === null ? joined : joined.replaceAll(decimal, ".");
  if (decimal === "," && joined.includes(".")) return null;
  return readNumber(plain);
}
