/**
 * `list[by]`: an item by its number, from 1 or, negative, from the end; else the items for which `by` holds
 * (DMN 1.5, 10.3.2.5).
 *
 * @module
 */
import { spend } from "../budget.ts";
import { isNumeric, measure } from "../number/decimal.ts";
import { adopt } from "../time/moment.ts";
import { inside, type Scope } from "../scope.ts";
import { asList, isContext, own } from "../value/value.ts";

/** What a filter gives. A context filtered by a text gives that entry: no FEEL, but written by modelers. */
export function filtered(
  scope: Scope,
  base: unknown,
  by: (scope: Scope) => unknown,
  index: number | undefined,
): unknown {
  const list = asList(base);
  if (index !== undefined) return at(list, index);
  if (adopt(base) === null) return [];
  const found: unknown[] = [];
  for (const [place, item] of list.entries()) {
    spend(scope.machine, 1);
    const inner = inside(scope, { item });
    const result = by(isContext(item) ? inside(inner, item) : inner);
    if (result === true) found.push(item);
    else if (place === 0 && typeof result !== "boolean") {
      const number = adopt(result);
      if (isNumeric(number)) return at(list, measure(number));
      if (typeof result === "string" && isContext(base)) return own(base, result) ?? null;
    }
  }
  return found;
}

function at(list: readonly unknown[], index: number): unknown {
  return Number.isInteger(index) && index !== 0
    ? list.at(index > 0 ? index - 1 : index) ?? null
    : null;
}
