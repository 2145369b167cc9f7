/**
 * Functions that sum up a list: `count`, `min`, `max`, `sum` and their like (DMN 1.5, 10.3.4.4).
 *
 * @module
 */
import { arithmetic } from "../operator/arithmetic.ts";
import { order } from "../operator/compare.ts";
import { type Budget, spend } from "../budget.ts";
import type { Machine } from "../machine.ts";
import { adopt } from "../time/moment.ts";
import { compare, hashOf, isNumeric, type Numeric, weightOf } from "../number/decimal.ts";
import { average, deviation, productOf, total } from "../number/total.ts";
import { type Overload, type Table, way } from "./signature.ts";

/** The functions that make one value of a list, by name. */
export const STATISTICS: Table = {
  count: [way([["list", "list"]], (_, list) => list.length)],
  min: overList((machine, list) => extreme(machine, list, -1)),
  max: overList((machine, list) => extreme(machine, list, 1)),
  sum: overSums(total, (_, sum) => sum),
  mean: overSums(average, (machine, sum, count) => arithmetic(machine, "/", sum, count)),
  product: overNumbers(productOf),
  median: overNumbers(median),
  stddev: overNumbers(deviation),
  mode: overNumbers(mode),
  all: overList((machine, list) => quantified(machine, list, false)),
  any: overList((machine, list) => quantified(machine, list, true)),
};

/** One list, or the values themselves. */
function overList(
  run: (machine: Machine, list: readonly unknown[]) => unknown,
): readonly Overload[] {
  return [
    way([["list", "list"]], (machine, list) => {
      spend(machine, list.length);
      return run(machine, list);
    }),
    way([["...list", "list"]], (machine, list) => {
      spend(machine, list.length);
      return list.length < 2 ? null : run(machine, list);
    }),
  ];
}

function overNumbers(
  run: (list: readonly Numeric[], budget: Budget) => unknown,
): readonly Overload[] {
  return overList((machine, list) => {
    const numbers = numbersOf(machine, list);
    return numbers.length === list.length ? run(numbers, machine) : null;
  });
}

/** Of numbers what `run` gives, of durations what is made of their sum and count. */
function overSums(
  run: (list: readonly Numeric[], budget: Budget) => Numeric | null,
  ofSum: (machine: Machine, sum: unknown, count: number) => unknown,
): readonly Overload[] {
  return overList((machine, list) => {
    const numbers = numbersOf(machine, list);
    if (numbers.length === list.length) return run(numbers, machine);
    const sum = numbers.length > 0 ? null : sumOfSpans(machine, list);
    return sum === null ? null : ofSum(machine, sum, list.length);
  });
}

/** The numbers before the first item that is none. */
function numbersOf(budget: Budget, list: readonly unknown[]): Numeric[] {
  const numbers: Numeric[] = [];
  for (const item of list) {
    const value = adopt(item);
    if (!isNumeric(value)) break;
    if (typeof value !== "number") spend(budget, weightOf(value));
    numbers.push(value);
  }
  return numbers;
}

/** The least or greatest of values that have an order. */
function extreme(machine: Machine, list: readonly unknown[], sign: 1 | -1): unknown {
  spend(machine, list.length);
  let best: unknown = null;
  for (const [index, value] of list.entries()) {
    const found = order(value, index === 0 ? value : best);
    if (found === null) return null;
    if (index === 0 || found * sign > 0) best = value;
  }
  return best;
}

/** The sum of durations of one kind. */
function sumOfSpans(machine: Machine, list: readonly unknown[]): unknown {
  let sum: unknown = null;
  for (const [index, value] of list.entries()) {
    if (typeof value === "string") return null;
    sum = index === 0 ? arithmetic(machine, "*", value, 1) : arithmetic(machine, "+", sum, value);
    if (sum === null) return null;
  }
  return sum;
}

function sorted(list: readonly Numeric[]): Numeric[] {
  return list.toSorted(compare);
}

function median(list: readonly Numeric[], budget: Budget): Numeric | null {
  const all = sorted(list);
  const [low, high] = [all[(all.length - 1) >> 1], all[all.length >> 1]];
  if (low === undefined || high === undefined) return null;
  return all.length % 2 === 1 ? low : average([low, high], budget);
}

/** The most frequent numbers, ascending. */
function mode(list: readonly Numeric[]): Numeric[] {
  const counts = new Map<number | string, { readonly number: Numeric; count: number }>();
  let most = 0;
  for (const number of list) {
    const hash = hashOf(number);
    const entry = counts.get(hash) ?? { number, count: 0 };
    counts.set(hash, entry);
    most = Math.max(most, ++entry.count);
  }
  return sorted(
    [...counts.values()].filter((each) => each.count === most).map((each) => each.number),
  );
}

/** Whether some item is `wanted`; null where none is and not all are booleans. */
function quantified(_: Machine, list: readonly unknown[], wanted: boolean): boolean | null {
  if (list.includes(wanted)) return wanted;
  return list.findIndex((each) => each !== !wanted) < 0 ? !wanted : null;
}
