/**
 * Lists, contexts and ranges, and the filters of lists.
 *
 * @module
 */
import { spend } from "../budget.ts";
import { ordered } from "../operator/compare.ts";
import { filtered } from "../operator/filter.ts";
import type { Closed } from "../parse/tree.ts";
import { inside } from "../scope.ts";
import { put, Range } from "../value/value.ts";
import { type Run, step } from "./run.ts";

/** `[a, b]`: the items in their order, each a step of the budget. */
export function list(items: readonly Run[]): Run {
  return (scope) => {
    spend(scope.machine, items.length);
    return items.map((item) => item(scope));
  };
}

/** `{a: 1, b: a}`: an entry sees those before it; null where a name comes twice. */
export function context(entries: readonly (readonly [string, Run])[]): Run {
  return (scope) => {
    const made: Record<string, unknown> = {};
    const inner = inside(scope, made);
    for (const [name, run] of entries) {
      step(scope);
      if (Object.hasOwn(made, name)) return null;
      put(made, name, run(inner));
    }
    return made;
  };
}

/** `[low..high]`: null for ends that have no order; an end that is null is open. */
export function range(low: Run, high: Run, [lowClosed, highClosed]: Closed): Run {
  return (scope) => {
    const [from, to] = [low(scope) ?? null, high(scope) ?? null];
    const ends = from === null || to === null || ordered("<=", from, to) !== null;
    return ends ? new Range(from, to, lowClosed, highClosed) : null;
  };
}

/** `of[by]`; `index` is what `by` is known to be, where it is a number as written. */
export function filter(of: Run, by: Run, index: number | undefined): Run {
  return (scope) => {
    step(scope);
    return filtered(scope, of(scope), by, index);
  };
}
