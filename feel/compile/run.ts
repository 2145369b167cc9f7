/**
 * What a part of an expression is compiled to.
 *
 * @module
 */
import { spent } from "../budget.ts";
import type { Machine } from "../machine.ts";
import type { Scope } from "../scope.ts";

/** An expression that can be run. */
export type Run = (scope: Scope) => unknown;

/** Takes one step from the budget. */
export function step({ machine }: Scope): Machine {
  if (--machine.fuel < 0) throw spent(machine);
  return machine;
}
