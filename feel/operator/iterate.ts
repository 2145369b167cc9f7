/**
 * `for`, `some` and `every`: every combination of the iterators' items, the last one fastest (DMN 1.5, 10.3.2.14.1).
 *
 * @module
 */
import { ordered } from "./compare.ts";
import { fromDays, toDays } from "../time/calendar.ts";
import { ITEMS } from "../limits.ts";
import { type Budget, spend, tooMany } from "../budget.ts";
import { inside, type Scope } from "../scope.ts";
import { integer, isNumeric, wholeOf } from "../number/decimal.ts";
import { asList, FeelDate, Range } from "../value/value.ts";
import { adopt } from "../time/moment.ts";

/** An iterator: its name, and its items, which may depend on those before it. */
export interface Iterating {
  readonly name: string;
  readonly items: (scope: Scope) => readonly unknown[] | null;
}

/** Visits every combination until `visit` gives false; null where an iterator has no items to speak of. */
export function iterate(
  scope: Scope,
  iterators: readonly Iterating[],
  visit: (scope: Scope) => boolean,
): boolean | null {
  const [first, ...rest] = iterators;
  if (first === undefined) return visit(scope);
  const found = first.items(scope);
  if (found === null) return null;
  for (const item of found) {
    spend(scope.machine, 1);
    const going = iterate(inside(scope, { [first.name]: item }), rest, visit);
    if (going !== true) return going;
  }
  return true;
}

/** The items of a list or closed range, or everything from one number or date to another, up or down. */
export function items(
  budget: Budget,
  from: unknown,
  to: unknown,
): readonly unknown[] | null {
  if (to !== undefined) return span(budget, adopt(from), adopt(to));
  if (from instanceof Range) {
    const [low, high] = [adopt(from.low), adopt(from.high)];
    const all = ordered("<=", low, high) === true ? span(budget, low, high) : null;
    return all?.slice(from.lowClosed ? 0 : 1, from.highClosed ? all.length : -1) ?? null;
  }
  return adopt(from) === null ? null : asList(from);
}

function span(budget: Budget, from: unknown, to: unknown): unknown[] | null {
  if (Number.isSafeInteger(from) && Number.isSafeInteger(to)) {
    return numbers(budget, Number(from), Number(to));
  }
  if (isNumeric(from) && isNumeric(to)) return long(budget, wholeOf(from), wholeOf(to));
  if (from instanceof FeelDate && to instanceof FeelDate) {
    return numbers(budget, toDays(from), toDays(to)).map((day) => fromDays(day));
  }
  return null;
}

/** From one integer that no double may have to another. */
function long(budget: Budget, from: bigint | null, to: bigint | null): unknown[] | null {
  if (from === null || to === null) return null;
  const step = to < from ? -1n : 1n;
  const last = (to - from) * step;
  if (last >= BigInt(ITEMS)) throw tooMany();
  return numbers(budget, 0, Number(last)).map((index) => integer(from + step * BigInt(index)));
}

function numbers(budget: Budget, from: number, to: number): number[] {
  const count = Math.abs(to - from) + 1;
  if (count > ITEMS) throw tooMany();
  spend(budget, count);
  const step = to < from ? -1 : 1;
  return Array.from({ length: count }, (_, index) => from + index * step);
}
