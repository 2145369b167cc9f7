/**
 * All built-in functions, by name (DMN 1.5, 10.3.4).
 *
 * @module
 */
import { Decimal, integer, weightOf } from "../number/decimal.ts";
import { CONTEXTS } from "./context.ts";
import { CONVERSIONS } from "./conversion.ts";
import { LISTS } from "./list.ts";
import { NUMBERS } from "./number.ts";
import { RANGES } from "./range.ts";
import { STATISTICS } from "./statistics.ts";
import { STRINGS } from "./string.ts";
import { TEMPORALS } from "./temporal.ts";
import { spend } from "../budget.ts";
import type { Machine } from "../machine.ts";
import { fitted, type Overload, typeOf } from "./signature.ts";
import type { Parameter } from "../value/value.ts";

const ALL: ReadonlyMap<string, readonly Overload[]> = new Map(
  [CONVERSIONS, STRINGS, LISTS, STATISTICS, NUMBERS, TEMPORALS, RANGES, CONTEXTS].flatMap((table) =>
    Object.entries(table)
  ),
);

/** Whether there is a function of this name. */
export function isBuiltin(name: string): boolean {
  return ALL.has(name);
}

/** The parameters of each way to call a function, as `instance of` sees them. */
export function waysOf(name: string): Parameter[][] {
  return (ALL.get(name) ?? []).map(({ parameters }) =>
    parameters.map(([each, accepts]) => ({ name: each, type: typeOf(accepts) }))
  );
}

/** What a function gives; null where no way to call it takes these values. */
export function invoke(
  machine: Machine,
  name: string,
  given: readonly unknown[],
  names: readonly string[] | null,
): unknown {
  let cost = 1;
  for (const value of given) {
    if (typeof value === "string") cost += value.length >> 8;
    // An application's integer, which may have thousands of digits.
    else if (typeof value === "bigint") cost += weightOf(integer(value) ?? 0);
  }
  spend(machine, cost);
  for (const way of ALL.get(name) ?? []) {
    const values = fitted(way, given, names);
    if (values === undefined) continue;
    for (const value of values) if (value instanceof Decimal) spend(machine, weightOf(value));
    return way.run(machine, values) ?? null;
  }
  return null;
}
