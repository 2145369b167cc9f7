/**
 * Moments and times of day as numbers, and back: what comparison and arithmetic work on (DMN 1.5, 10.3.2.3.4 to 10.3.2.3.6).
 *
 * @module
 */
import { integer } from "../number/decimal.ts";
import { dateOf, fromDays, toDays } from "./calendar.ts";
import { durationKind, temporal, type TemporalValue } from "../value/temporal.ts";
import {
  DaysTime,
  type FeelDate,
  FeelDateTime,
  FeelTime,
  Special,
  YearsMonths,
} from "../value/value.ts";
import { DAY, isZoneName, offsetAt, offsetOf, offsetOfTime, SECOND } from "./zone.ts";

/** Nanoseconds of a day. */
export const DAY_NANOS: bigint = BigInt(DAY) * SECOND;

/** A moment: nanoseconds since 1970 by the local clock, and whether an offset tells where that is. */
export interface Moment {
  /** Nanoseconds since 1970-01-01T00:00:00, in UTC where `fixed`. */
  readonly nanos: bigint;
  /** Whether it is a moment of the whole world. */
  readonly fixed: boolean;
}

/** The moment of a date and time. */
export function moment(value: FeelDateTime): Moment {
  const offset = offsetOf(value);
  const local = BigInt(toDays(value.date)) * DAY_NANOS + BigInt(value.time.nanos);
  return { nanos: local - BigInt(offset ?? 0) * SECOND, fixed: offset !== null };
}

/** The time of a day as a number, in the same way. */
export function clock(value: FeelTime): { readonly nanos: number; readonly fixed: boolean } {
  const offset = offsetOfTime(value);
  return { nanos: value.nanos - (offset ?? 0) * 1e9, fixed: offset !== null };
}

/** The date and time of a moment, with the offset or zone of another one. */
export function like(at: Moment, { offset, zone }: FeelTime): FeelDateTime | null {
  const shift = !at.fixed ? null : zone === null ? offset : offsetIn(zone, at.nanos);
  const local = at.nanos + BigInt(shift ?? 0) * SECOND;
  const days = floorDivide(local, DAY_NANOS);
  const date = fromDays(Number(days));
  const nanos = Number(local - days * DAY_NANOS);
  return date && new FeelDateTime(date, new FeelTime(nanos, shift, zone));
}

/** The offset of a zone at a moment, in seconds. */
function offsetIn(zone: string, nanos: bigint): number {
  const days = floorDivide(nanos, DAY_NANOS);
  return offsetAt(zone, Number(days), Math.floor(Number(nanos - days * DAY_NANOS) / 1e9));
}

/**
 * A date with a time. In a zone it is the moment that its clocks show so, with the offset of that moment; what they leave out is as much
 * later as they go forward.
 */
export function located(date: FeelDate, time: FeelTime): FeelDateTime | null {
  if (time.zone === null) return new FeelDateTime(date, time);
  const value = new FeelDateTime(date, new FeelTime(time.nanos, null, time.zone));
  return like(moment(value), time);
}

/** Division of integers that rounds down. */
export function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return quotient * by > value ? quotient - 1n : quotient;
}

/** The same time on another day. */
export function midnight(date: FeelDate, offset: number | null = null): FeelDateTime {
  return new FeelDateTime(date, new FeelTime(0, offset, null));
}

/** Milliseconds since 1970 as a date and time in UTC; null where they are none. */
export function fromMillis(milliseconds: number): FeelDateTime | null {
  if (!Number.isFinite(milliseconds)) return null;
  const nanos = BigInt(Math.floor(milliseconds)) * 1_000_000n;
  return like({ nanos, fixed: true }, new FeelTime(0, 0, null));
}

/**
 * What an application hands in as a `Date`, a value of Temporal, a `bigint` or undefined, as FEEL knows it; what is no number is null.
 *
 * Only operations ask for it: what is merely passed on leaves as it came.
 */
export function adopt(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === "bigint") return integer(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "object" || value === null) return value;
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === Array.prototype) return value;
  if (value instanceof Date) return fromMillis(value.getTime());
  const found = value instanceof Special ? undefined : temporal(value);
  return found === undefined ? value : ofTemporal(found);
}

/** A value of Temporal; null where FEEL has none such. */
function ofTemporal({ is, value }: TemporalValue): unknown {
  switch (is) {
    case "PlainDate":
      return dateIn(value);
    case "PlainTime":
      return new FeelTime(nanosOf(value), null, null);
    case "PlainDateTime": {
      const date = dateIn(value);
      return date && new FeelDateTime(date, new FeelTime(nanosOf(value), null, null));
    }
    case "ZonedDateTime":
      return inZone(value);
    case "Instant":
      return like({ nanos: value.epochNanoseconds, fixed: true }, new FeelTime(0, 0, null));
    case "Duration":
      return ofDuration(value);
  }
}

/** The day by the ISO calendar, whichever one the value shows. */
function dateIn(value: Temporal.PlainDate | Temporal.PlainDateTime | Temporal.ZonedDateTime) {
  const { year, month, day } = value.withCalendar("iso8601");
  return dateOf(year, month, day);
}

function nanosOf(
  time: Temporal.PlainTime | Temporal.PlainDateTime | Temporal.ZonedDateTime,
): number {
  const seconds = (time.hour * 60 + time.minute) * 60 + time.second;
  const micros = (seconds * 1_000 + time.millisecond) * 1_000 + time.microsecond;
  return micros * 1_000 + time.nanosecond;
}

/** What its clocks show, as it says itself; with the zone by its name, or its offset where it is no more than that. */
function inZone(value: Temporal.ZonedDateTime): FeelDateTime | null {
  const { timeZoneId, offsetNanoseconds } = value;
  const offset = Math.round(offsetNanoseconds / 1e9);
  const time = new FeelTime(nanosOf(value), offset, isZoneName(timeZoneId) ? timeZoneId : null);
  if (offset * 1e9 !== offsetNanoseconds) {
    return like({ nanos: value.epochNanoseconds, fixed: true }, new FeelTime(0, offset, null));
  }
  const date = dateIn(value);
  return date && new FeelDateTime(date, time);
}

function ofDuration(value: Temporal.Duration): unknown {
  const kind = durationKind(value);
  if (kind === "other") return null;
  if (kind !== "days and time duration") return new YearsMonths(value.years * 12 + value.months);
  const seconds = BigInt(value.hours) * 3_600n + BigInt(value.minutes) * 60n +
    BigInt(value.seconds);
  const micros = (seconds * 1_000n + BigInt(value.milliseconds)) * 1_000n +
    BigInt(value.microseconds);
  const days = BigInt(value.weeks) * 7n + BigInt(value.days);
  return new DaysTime(days * DAY_NANOS + micros * 1_000n + BigInt(value.nanoseconds));
}
