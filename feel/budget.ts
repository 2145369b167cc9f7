/**
 * The budget of one evaluation: everything that can repeat spends from it.
 *
 * @module
 */
import { FeelError } from "./error.ts";
import { CALLS, ITEMS, TEXT } from "./limits.ts";

/** What one evaluation may still take. */
export interface Budget {
  /** Elementary steps that are left; negative once too many were taken. */
  fuel: number;
  /** Steps given, for the message. */
  readonly given: number;
  /** Functions entered and not yet left. */
  calls: number;
}

/**
 * Takes steps from the budget.
 *
 * @throws {FeelError} `limit` where none are left.
 */
export function spend(budget: Budget, steps: number): void {
  budget.fuel -= steps;
  if (budget.fuel < 0) throw spent(budget);
}

/** The error of a budget that is used up. */
export function spent(budget: Budget): FeelError {
  return new FeelError(
    "limit",
    `it takes more than ${budget.given} steps: loop over less, or give more \`fuel\``,
  );
}

/** Enters a function; who calls it leaves it again. */
export function enter(budget: Budget): void {
  if (++budget.calls > CALLS) {
    throw new FeelError("limit", `its functions call each other deeper than ${CALLS}`);
  }
}

/** A list that an expression makes, if it is not too long. */
export function bounded<T>(list: T[]): T[] {
  if (list.length > ITEMS) throw tooMany();
  return list;
}

/** The error of a list that is too long. */
export function tooMany(): FeelError {
  return new FeelError("limit", `a list grows over ${ITEMS} items: take a part of it`);
}

/** A string that an expression makes, if it is not too long. */
export function text(value: string): string {
  room(value.length);
  return value;
}

/**
 * Whether a string of this length may be made.
 *
 * @throws {FeelError} `limit` where it may not.
 */
export function room(length: number): void {
  if (length > TEXT) {
    throw new FeelError("limit", `a string grows over ${TEXT} characters: take a part of it`);
  }
}

/**
 * Runs something that calls itself as deep as its input goes.
 *
 * @throws {FeelError} `limit` where the stack is full.
 */
export function guarded<T>(run: () => T): T {
  try {
    return run();
  } catch (cause) {
    throw refusal(cause);
  }
}

/** What is thrown for an error: where the stack is full, that it is. */
export function refusal(cause: unknown): unknown {
  return cause instanceof RangeError
    ? new FeelError("limit", "it nests or calls too deep: split it", { cause })
    : cause;
}
