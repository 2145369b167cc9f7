/**
 * What a pattern is compiled to: states that a run goes through.
 *
 * @module
 */
import { FeelError } from "../error.ts";
import { STATES } from "../limits.ts";
import type { Test } from "./class.ts";

/** One state of a program. */
export type State =
  | { readonly is: "char"; readonly test: Test }
  | { readonly is: "split"; readonly first: number; readonly second: number }
  | { readonly is: "save"; readonly slot: number }
  | { readonly is: "line"; readonly end: boolean; readonly multiple: boolean }
  | { readonly is: "match" };

/** A compiled pattern. A state leads to the next one unless it says otherwise. */
export interface Program {
  readonly states: readonly State[];
  /** How many groups it captures, without the whole match. */
  readonly groups: number;
}

/** The error of a pattern that would have too many states. */
export function tooLarge(): FeelError {
  return new FeelError("limit", `it has a pattern of more than ${STATES} states: shorten it`);
}
