/**
 * Arithmetic on everything that has one (DMN 1.5, 10.3.2.14, tables 55 to 58). What has none gives null.
 *
 * @module
 */
import { addMonths, fromDays, toDays } from "../time/calendar.ts";
import { type Budget, spend, text } from "../budget.ts";
import {
  adopt,
  clock,
  DAY_NANOS,
  floorDivide,
  like,
  located,
  midnight,
  moment,
} from "../time/moment.ts";
import { minus, plus, quotient, remainder, times } from "../number/arithmetic.ts";
import {
  integer,
  isNumeric,
  measure,
  negative,
  type Numeric,
  weightOf,
  wholeOf,
} from "../number/decimal.ts";
import { power } from "../number/power.ts";
import { round } from "../number/round.ts";
import { daysTime, yearsMonths } from "../time/text.ts";
import { DaysTime, FeelDate, FeelDateTime, FeelTime, YearsMonths } from "../value/value.ts";

/** `left operator right` where the operands are not both numbers. */
export function arithmetic(
  budget: Budget,
  operator: string,
  left: unknown,
  right: unknown,
): unknown {
  const [a, b] = [adopt(left), adopt(right)];
  if (isNumeric(a) && isNumeric(b)) return numbers(budget, operator, a, b);
  switch (operator) {
    case "+":
      return sum(budget, a, b);
    case "-":
      return difference(a, b);
    case "*":
      return product(a, b) ?? product(b, a);
    case "/":
      return ratio(a, b);
    default:
      return null;
  }
}

/** Arithmetic of numbers. */
export function numbers(
  budget: Budget,
  operator: string,
  left: Numeric,
  right: Numeric,
): Numeric | null {
  if (typeof left !== "number" || typeof right !== "number") {
    spend(budget, weightOf(left) + weightOf(right));
  }
  switch (operator) {
    case "+":
      return plus(left, right);
    case "-":
      return minus(left, right);
    case "*":
      return times(left, right);
    case "/":
      return quotient(left, right);
    case "%":
      return remainder(left, right);
    default:
      return power(left, right, budget);
  }
}

function sum(budget: Budget, a: unknown, b: unknown): unknown {
  if (typeof a === "string" && typeof b === "string") {
    spend(budget, (a.length + b.length) >> 6);
    return text(a + b);
  }
  if (a instanceof YearsMonths && b instanceof YearsMonths) return yearsMonths(a.months + b.months);
  if (a instanceof DaysTime && b instanceof DaysTime) return daysTime(a.nanos + b.nanos);
  if (b instanceof YearsMonths || b instanceof DaysTime) return later(a, b, 1);
  return a instanceof YearsMonths || a instanceof DaysTime ? later(b, a, 1) : null;
}

function difference(a: unknown, b: unknown): unknown {
  if (a instanceof YearsMonths && b instanceof YearsMonths) return yearsMonths(a.months - b.months);
  if (a instanceof DaysTime && b instanceof DaysTime) return daysTime(a.nanos - b.nanos);
  if (b instanceof YearsMonths || b instanceof DaysTime) return later(a, b, -1);
  return between(a, b);
}

/** The time from one point to another. */
function between(a: unknown, b: unknown): unknown {
  if (a instanceof FeelTime && b instanceof FeelTime) {
    const [end, start] = [clock(a), clock(b)];
    return end.fixed === start.fixed ? daysTime(BigInt(end.nanos - start.nanos)) : null;
  }
  if (a instanceof FeelDate && b instanceof FeelDate) {
    return daysTime(BigInt(toDays(a) - toDays(b)) * DAY_NANOS);
  }
  const [end, start] = [atMidnight(a), atMidnight(b)];
  if (end === null || start === null) return null;
  const [to, from] = [moment(end), moment(start)];
  return to.fixed === from.fixed ? daysTime(to.nanos - from.nanos) : null;
}

/** A date is its midnight in UTC. */
function atMidnight(value: unknown): FeelDateTime | null {
  if (value instanceof FeelDate) return midnight(value, 0);
  return value instanceof FeelDateTime ? value : null;
}

/** A point in time so much later, or earlier where `sign` is -1. */
function later(value: unknown, span: YearsMonths | DaysTime, sign: 1 | -1): unknown {
  if (span instanceof YearsMonths) {
    if (value instanceof FeelDate) return addMonths(value, sign * span.months);
    if (!(value instanceof FeelDateTime)) return null;
    const date = addMonths(value.date, sign * span.months);
    return date && located(date, value.time);
  }
  const nanos = span.nanos * BigInt(sign);
  if (value instanceof FeelDate) {
    return fromDays(toDays(value) + Number(floorDivide(nanos, DAY_NANOS)));
  }
  if (value instanceof FeelTime) {
    const total = BigInt(value.nanos) + nanos;
    const inDay = Number(total - floorDivide(total, DAY_NANOS) * DAY_NANOS);
    return new FeelTime(inDay, value.offset, value.zone);
  }
  if (!(value instanceof FeelDateTime)) return null;
  const at = moment(value);
  return like({ nanos: at.nanos + nanos, fixed: at.fixed }, value.time);
}

function product(a: unknown, b: unknown): unknown {
  return isNumeric(b) ? spanOf(a, (value) => times(value, b)) : null;
}

function ratio(a: unknown, b: unknown): unknown {
  if (isNumeric(b)) return spanOf(a, (value) => quotient(value, b));
  if (a instanceof YearsMonths && b instanceof YearsMonths) return quotient(a.months, b.months);
  return a instanceof DaysTime && b instanceof DaysTime
    ? quotient(integer(a.nanos) ?? NaN, integer(b.nanos) ?? NaN)
    : null;
}

/** A duration whose months or nanoseconds are others: whole months, and the nearest nanosecond. */
function spanOf(of: unknown, change: (value: Numeric) => Numeric | null): unknown {
  if (of instanceof YearsMonths) {
    const months = change(of.months);
    return months === null ? null : yearsMonths(measure(months));
  }
  const value = of instanceof DaysTime ? integer(of.nanos) : null;
  const changed = value === null ? null : change(value);
  const nanos = changed === null ? null : round(changed, 0, "half even");
  const whole = nanos === null ? null : wholeOf(nanos);
  return whole === null ? null : daysTime(whole);
}

/** The value with its sign turned. */
export function negate(given: unknown): unknown {
  const value = adopt(given);
  if (isNumeric(value)) return negative(value);
  if (value instanceof YearsMonths) return yearsMonths(-value.months);
  return value instanceof DaysTime ? daysTime(-value.nanos) : null;
}
