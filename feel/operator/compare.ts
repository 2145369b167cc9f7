/**
 * Order (DMN 1.5, 10.3.2.13, table 54), and whether a value is in a range.
 *
 * @module
 */
import { toDays } from "../time/calendar.ts";
import { equal } from "./equal.ts";
import { type Budget, spend } from "../budget.ts";
import { compare, isNumeric, type Numeric } from "../number/decimal.ts";
import { adopt, clock, moment } from "../time/moment.ts";
import { DaysTime, FeelDate, FeelDateTime, FeelTime, Range, YearsMonths } from "../value/value.ts";

/** Less than, equal to or greater than zero as the first value is before, with or after the second; null without an order. */
export function order(left: unknown, right: unknown): number | null {
  const [a, b] = [adopt(left), adopt(right)];
  if (isNumeric(a)) return isNumeric(b) ? numbers(a, b) : null;
  if (typeof a === "string") {
    return typeof b === "string" ? a < b ? -1 : a > b ? 1 : 0 : null;
  }
  if (a instanceof FeelDate) return b instanceof FeelDate ? toDays(a) - toDays(b) : null;
  if (a instanceof FeelDateTime) {
    return b instanceof FeelDateTime ? times(moment(a), moment(b)) : null;
  }
  if (a instanceof FeelTime) return b instanceof FeelTime ? times(clock(a), clock(b)) : null;
  if (a instanceof YearsMonths) return b instanceof YearsMonths ? a.months - b.months : null;
  if (a instanceof DaysTime) return b instanceof DaysTime ? sign(a.nanos, b.nanos) : null;
  return null;
}

function numbers(a: Numeric, b: Numeric): number | null {
  const found = compare(a, b);
  return found === found ? found : null;
}

interface Point {
  readonly nanos: bigint | number;
  readonly fixed: boolean;
}

function times(a: Point, b: Point): number | null {
  return a.fixed === b.fixed ? sign(a.nanos, b.nanos) : null;
}

function sign(a: bigint | number, b: bigint | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What `<`, `<=`, `>`, `>=` give; null where there is no order. */
export function ordered(operator: string, left: unknown, right: unknown): boolean | null {
  const found = order(left, right);
  if (found === null) return null;
  switch (operator) {
    case "<":
      return found < 0;
    case "<=":
      return found <= 0;
    case ">":
      return found > 0;
    default:
      return found >= 0;
  }
}

/** Whether a value is in a range; null where there is no order. */
export function within(budget: Budget, value: unknown, range: Range): boolean | null {
  spend(budget, 1);
  if (range.operator === "=") return equal(budget, value, range.low);
  if (range.operator === "!=") return negated(equal(budget, value, range.low));
  // Only a comparison without its left side is open without end; an end that is null has no order.
  const above = range.operator.startsWith("<") ||
    ordered(range.lowClosed ? ">=" : ">", value, range.low);
  const below = range.operator.startsWith(">") ||
    ordered(range.highClosed ? "<=" : "<", value, range.high);
  return above === null || below === null ? null : above && below;
}

/** Not, of three values. */
export function negated(value: boolean | null): boolean | null {
  return value === null ? null : !value;
}

/** The range that a comparison without its left side stands for. */
export function comparison(operator: string, to: unknown): Range {
  switch (operator) {
    case "<":
    case "<=":
      return new Range(null, to, false, operator === "<=", operator);
    case ">":
    case ">=":
      return new Range(to, null, operator === ">=", false, operator);
    default:
      return new Range(to, to, true, true, operator);
  }
}

/** Whether a value passes a test: it is in the range, in the list, in a range of the list, or equal (10.3.2.8). */
export function passes(budget: Budget, value: unknown, test: unknown): boolean | null {
  if (test instanceof Range) return within(budget, value, test);
  if (!Array.isArray(test)) return equal(budget, value, test);
  if (Array.isArray(value) && equal(budget, value, test) === true) return true;
  const passed = (each: unknown) =>
    (each instanceof Range ? within(budget, value, each) : equal(budget, value, each)) === true;
  return test.findIndex(passed) >= 0;
}
