/**
 * The error of the console.
 *
 * @module
 */
import { CodedError } from "../base/mod.ts";

/**
 * What goes wrong beside what a store refuses.
 *
 * | code | what has happened |
 * | --- | --- |
 * | `bad_key` | JSON is no key |
 * | `bad_line` | a line of an import cannot be read |
 * | `bad_prefix` | a prefix means what belongs to tables and feeds |
 * | `cut_short` | an export ends before its end |
 * | `differs` | a copy does not hold what was read |
 * | `faults` | a check has found what is not mended |
 * | `no_store` | there is no store where one must be |
 * | `not_empty` | the target of a copy holds something |
 * | `refused` | the store has refused a line: see `cause` |
 * | `usage` | the command line is wrong |
 */
export type ConsoleErrorCode =
  | "bad_key"
  | "bad_line"
  | "bad_prefix"
  | "cut_short"
  | "differs"
  | "faults"
  | "no_store"
  | "not_empty"
  | "refused"
  | "usage";

/** What went wrong: `code` for programs, the message for the person at the terminal. */
export class ConsoleError extends CodedError<ConsoleErrorCode> {
  /** Tells the class across realms. */
  static override readonly name = "ConsoleError";
}
