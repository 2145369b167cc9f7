/**
 * What a filter is.
 *
 * @module
 */
import type { Context } from "../run/context.ts";

/** What a filter is given beside its value and argument. */
export interface Given {
  /** The text that is made. */
  readonly cx: Context;
  /** Whether the value is markup; its filter gets it as text. */
  readonly isSafe: boolean;
}

/** A filter: how it makes a value of a value, and how it is called. */
export interface Filter {
  /** Makes a value of a value. `argument` is `undefined` where none was given. */
  readonly run: (value: unknown, argument: unknown, given: Given) => unknown;
  /** Whether it takes an argument. */
  readonly takes: "none" | "one" | "optional";
  /** Whether markup that it is given is markup still. */
  readonly keepsSafe: boolean;
  /** Whether it is given its value as text. */
  readonly isOfText: boolean;
}
