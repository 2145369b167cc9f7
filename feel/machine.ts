/**
 * One evaluation under way: its budget, its moment, and what its evaluator keeps.
 *
 * @module
 */
import type { Clock } from "../base/mod.ts";
import type { Budget } from "./budget.ts";
import type { Patterns } from "./regex/regex.ts";

/** One evaluation under way. */
export interface Machine extends Budget {
  /** Whether the text was read for these very variables, and not for others that have the same names. */
  readonly fresh: boolean;
  /** Names with signs or keywords of the contexts where one was missed, by how they are looked for; null before the first. */
  odd: WeakMap<object, ReadonlyMap<string, string>> | null;
  /** The moment of the evaluation, in milliseconds since 1970; null before somebody asks for it. */
  moment: number | null;
  /** Tells the moment. */
  readonly clock: Pick<Clock, "now">;
  /** The evaluator's regular expressions. */
  readonly patterns: Patterns;
  /** Is told how many steps it took. */
  readonly spent: ((steps: number) => void) | undefined;
}

/** Milliseconds since 1970: the clock is asked at most once, so that one evaluation sees one moment. */
export function momentOf(machine: Machine): number {
  return machine.moment ??= machine.clock.now();
}
