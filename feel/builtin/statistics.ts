/**
 * Functions that sum up a list: `count`, `min`, `max`, `sum` and their like (DMN 1.5, 10.3.4.4).
 *
 * @module
 */
import { arithmetic } from "../operator/arithmetic.ts";
import { order } from "../operator/compare.ts";
import { spend } from "../budget.ts";
import type { Machine } from "../machine.ts";
import { adopt } from "../time/moment.ts";
import { finite, plus, quotient, times } from "../value/number.ts";
import { type Overload, type Table, way } from "./signature.ts";

/** The functions that make one value of a list, by name. */
export const STATISTICS: Table = {
  count: [way([["list", "list"]], (_, list) => list.length)],
  min: overList((machine, list) => extreme(machine, list, -1)),
  max: overList((machine, list) => extreme(machine, list, 1)),
  sum: overList((machine, list) => total(machine, list)),
  mean: overList((machine, list) => {
    const sum = total(machine, list);
    return sum === null ? null : arithmetic(machine, "/", sum, list.length);
  }),
  product: overNumbers((list) =>
    list.length === 0 ? null : list.reduce<number | null>(
      (product, each) => product === null ? null : times(product, each),
      1,
    )
  ),
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

function overNumbers(run: (list: readonly number[]) => unknown): readonly Overload[] {
  return overList((_, list) => {
    const numbers = list.map(adopt).filter((each) => typeof each === "number");
    return numbers.length === list.length ? run(numbers) : null;
  });
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

/** The sum of numbers, or of durations of one kind. */
function total(machine: Machine, list: readonly unknown[]): unknown {
  let sum: unknown = null;
  for (const [index, value] of list.entries()) {
    if (typeof adopt(value) === "string") return null;
    sum = index === 0 ? arithmetic(machine, "*", value, 1) : arithmetic(machine, "+", sum, value);
    if (sum === null) return null;
  }
  return sum;
}

function sorted(list: readonly number[]): number[] {
  return list.toSorted((a, b) => a - b);
}

function median(list: readonly number[]): number | null {
  const all = sorted(list);
  const [low, high] = [all[(all.length - 1) >> 1], all[all.length >> 1]];
  if (low === undefined || high === undefined) return null;
  return all.length % 2 === 1 ? low : quotient(plus(low, high) ?? NaN, 2);
}

/** The standard deviation of a sample. */
function deviation(list: readonly number[]): number | null {
  if (list.length < 2) return null;
  const mean = list.reduce((sum, each) => sum + each, 0) / list.length;
  const squares = list.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return finite(Math.sqrt(squares / (list.length - 1)));
}

/** The most frequent numbers, ascending. */
function mode(list: readonly number[]): number[] {
  const counts = new Map<number, number>();
  let most = 0;
  for (const each of list) {
    const count = (counts.get(each) ?? 0) + 1;
    counts.set(each, count);
    if (count > most) most = count;
  }
  return sorted([...counts].filter(([, count]) => count === most).map(([each]) => each));
}

/** Whether some item is `wanted`; null where none is and not all are booleans. */
function quantified(_: Machine, list: readonly unknown[], wanted: boolean): boolean | null {
  if (list.includes(wanted)) return wanted;
  return list.every((each) => each === !wanted) ? !wanted : null;
}
