/**
 * Equality (DMN 1.5, 10.3.2.13, table 53): null where two values are of different kinds and neither is null.
 *
 * @module
 */
import { type Budget, spend } from "../budget.ts";
import { compare, isNumeric } from "../number/decimal.ts";
import { adopt, clock, moment } from "../time/moment.ts";
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

/** Whether two values are equal, or null where that has no answer. */
export function equal(budget: Budget, a: unknown, b: unknown): boolean | null {
  spend(budget, 1);
  // What is no number is null, and has no finite difference from anything.
  if (typeof a === "number" && typeof b === "number" && Number.isFinite(a - b)) return a === b;
  if (typeof a === "string" && typeof b === "string") return a === b;
  return compared(budget, adopt(a), adopt(b));
}

function compared(budget: Budget, a: unknown, b: unknown): boolean | null {
  if (a === null || b === null) return a === b;
  if (isNumeric(a) && isNumeric(b)) return compare(a, b) === 0;
  if (typeof a !== "object" || typeof b !== "object") return typeof a === typeof b ? a === b : null;
  if (Array.isArray(a)) return Array.isArray(b) ? lists(budget, a, b) : null;
  if (a instanceof FeelDate) {
    return b instanceof FeelDate
      ? a.year === b.year && a.month === b.month && a.day === b.day
      : null;
  }
  if (a instanceof FeelDateTime) {
    return b instanceof FeelDateTime ? same(moment(a), moment(b)) : null;
  }
  if (a instanceof FeelTime) return b instanceof FeelTime ? same(clock(a), clock(b)) : null;
  if (a instanceof YearsMonths) return b instanceof YearsMonths ? a.months === b.months : null;
  if (a instanceof DaysTime) return b instanceof DaysTime ? a.nanos === b.nanos : null;
  if (a instanceof Range) return b instanceof Range ? ranges(budget, a, b) : null;
  if (isContext(a)) return isContext(b) ? contexts(budget, a, b) : null;
  return a === b;
}

/** Of two times only one of which has an offset, none can be said to be earlier or the same. */
function same(
  a: { readonly nanos: bigint | number; readonly fixed: boolean },
  b: { readonly nanos: bigint | number; readonly fixed: boolean },
): boolean | null {
  return a.fixed === b.fixed ? a.nanos === b.nanos : null;
}

function lists(budget: Budget, a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length &&
    // Unlike `every`, it asks of holes.
    a.findIndex((item, index) => equal(budget, item, b[index]) !== true) < 0;
}

function contexts(
  budget: Budget,
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length &&
    names.every((name) =>
      Object.hasOwn(b, name) && equal(budget, own(a, name), own(b, name)) === true
    );
}

function ranges(budget: Budget, a: Range, b: Range): boolean {
  return a.lowClosed === b.lowClosed && a.highClosed === b.highClosed &&
    a.operator === b.operator && equal(budget, a.low, b.low) === true &&
    equal(budget, a.high, b.high) === true;
}
