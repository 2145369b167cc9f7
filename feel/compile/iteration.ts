/**
 * `for`, `some` and `every` (DMN 1.5, 10.3.2.14.1).
 *
 * @module
 */
import { bounded, spend } from "../budget.ts";
import type { Machine } from "../machine.ts";
import { items, iterate, type Iterating } from "../operator/iterate.ts";
import { inside, type Scope } from "../scope.ts";
import { FeelFunction, isContext, Range } from "../value/value.ts";
import type { Run } from "./run.ts";

/** `name in from`, or `name in from..to` where `to` is given. */
export function iterator(name: string, from: Run, to: Run | null): Iterating {
  return {
    name,
    items: (scope) => items(scope.machine, from(scope), to === null ? undefined : to(scope)),
  };
}

/**
 * `for ... return give`. Where it is used, `partial` is the list of the results before: one that does not grow once something may have
 * kept it.
 *
 * @param sees whether `partial` stands in it
 */
export function forEach(iterators: readonly Iterating[], give: Run, sees: boolean): Run {
  if (!sees) return (scope) => all(scope, iterators, give);
  const hidden = iterators.some(({ name }) => name === "partial");
  return (scope) => {
    const { machine } = scope;
    let results: unknown[] = [];
    const copied = () => {
      spend(machine, results.length);
      return [...results];
    };
    // An iterator goes through what there is when it begins.
    const outer = inside(scope, {
      get partial() {
        return copied();
      },
    });
    const done = iterate(outer, iterators, (inner) => {
      const result = give(hidden ? inner : inside(inner, { partial: results }));
      if (mayHold(machine, result, results)) results = copied();
      results.push(result);
      bounded(results);
      return true;
    });
    return done === null ? null : results;
  };
}

function all(scope: Scope, iterators: readonly Iterating[], give: Run): unknown[] | null {
  const results: unknown[] = [];
  const done = iterate(scope, iterators, (inner) => {
    results.push(give(inner));
    bounded(results);
    return true;
  });
  return done === null ? null : results;
}

/** How many values are looked at for one that holds a list. */
const LOOKED = 128;

/** Whether a list is in a value, as far as that is quickly seen: one that is not looked at to its end may hold it. */
function mayHold(machine: Machine, value: unknown, list: readonly unknown[]): boolean {
  if (typeof value !== "object" || value === null) return false;
  const left: unknown[] = [value];
  let looked = 0;
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (next === list || next instanceof FeelFunction) return true;
    const within = partsOf(next);
    looked += 1 + within.length;
    if (looked > LOOKED) return true;
    for (const each of within) if (typeof each === "object" && each !== null) left.push(each);
  }
  spend(machine, looked >> 4);
  return false;
}

function partsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value instanceof Range) return [value.low, value.high];
  return isContext(value) ? Object.values(value) : [];
}

/** `some ... satisfies test`, or `every`. */
export function quantified(some: boolean, iterators: readonly Iterating[], test: Run): Run {
  return (scope) => {
    let result: boolean | null = !some;
    const done = iterate(scope, iterators, (inner) => {
      const found = test(inner);
      if (found === some) {
        result = some;
        return false;
      }
      if (found !== !some) result = null;
      return true;
    });
    return done === null ? null : result;
  };
}
