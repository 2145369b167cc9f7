/**
 * `for`, `some` and `every` (DMN 1.5, 10.3.2.14.1).
 *
 * @module
 */
import { bounded } from "../budget.ts";
import { items, iterate, type Iterating } from "../operator/iterate.ts";
import { inside } from "../scope.ts";
import type { Run } from "./run.ts";

/** `name in from`, or `name in from..to` where `to` is given. */
export function iterator(name: string, from: Run, to: Run | null): Iterating {
  return {
    name,
    items: (scope) => items(scope.machine, from(scope), to === null ? undefined : to(scope)),
  };
}

/** `for ... return give`; what it has so far is seen as `partial`. */
export function forEach(iterators: readonly Iterating[], give: Run): Run {
  return (scope) => {
    const results: unknown[] = [];
    const outer = inside(scope, { partial: results });
    const done = iterate(outer, iterators, (inner) => {
      results.push(give(inner));
      bounded(results);
      return true;
    });
    return done === null ? null : results;
  };
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
