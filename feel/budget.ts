/**
 * The budget of one evaluation: everything that can repeat spends from it.
 *
 * @module
 */
import { BpeError } from "../bpe/error.ts";
import { CALLS, ITEMS, TEXT } from "./limits.ts";

/** One evaluation under way. */
export interface Machine {
  /** Steps left. */
  fuel: number;
  /** Steps given, for the message. */
  readonly given: number;
  /** Functions entered and not yet left. */
  calls: number;
  /** Milliseconds since 1970: asked at most once, so that one evaluation sees one moment. */
  readonly now: () => number;
}

/**
 * Takes steps from the budget.
 *
 * @throws {BpeError} `limit` where none are left.
 */
export function spend(machine: Machine, steps: number): void {
  machine.fuel -= steps;
  if (machine.fuel < 0) throw spent(machine);
}

/** The error of a budget that is used up. */
export function spent(machine: Machine): BpeError {
  return new BpeError(
    "limit",
    `it takes more than ${machine.given} steps: loop over less, or give more \`fuel\``,
  );
}

/** Enters a function; who calls it leaves it again. */
export function enter(machine: Machine): void {
  if (++machine.calls > CALLS) {
    throw new BpeError("limit", `its functions call each other deeper than ${CALLS}`);
  }
}

/** A list that an expression makes, if it is not too long. */
export function bounded<T>(list: T[]): T[] {
  if (list.length > ITEMS) throw tooMany();
  return list;
}

/** The error of a list that is too long. */
export function tooMany(): BpeError {
  return new BpeError("limit", `a list grows over ${ITEMS} items: take a part of it`);
}

/** A string that an expression makes, if it is not too long. */
export function text(value: string): string {
  room(value.length);
  return value;
}

/**
 * Whether a string of this length may be made.
 *
 * @throws {BpeError} `limit` where it may not.
 */
export function room(length: number): void {
  if (length > TEXT) {
    throw new BpeError("limit", `a string grows over ${TEXT} characters: take a part of it`);
  }
}

/**
 * Runs something that calls itself as deep as its input goes.
 *
 * @throws {BpeError} `limit` where the stack is full.
 */
export function guarded<T>(run: () => T): T {
  try {
    return run();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new BpeError("limit", "it nests or calls too deep: split it", { cause });
  }
}
