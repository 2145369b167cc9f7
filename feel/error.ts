/**
 * The error of this module.
 *
 * @module
 */
import { CodedError } from "../base/mod.ts";

/**
 * What went wrong: `expression` a text that is no FEEL, calls a function that there is not, or gives what cannot leave; `limit` one that
 * takes or makes too much; `config` a setting that is none.
 */
export type FeelErrorCode = "expression" | "limit" | "config";

/**
 * An error of this module. Its message says what, where in the text, and what to do.
 *
 * @example
 * ```ts
 * import { feel, FeelError } from "@n2o/n2o/feel";
 * try {
 *   feel().evaluate("1 +", {});
 * } catch (error) {
 *   if (!FeelError.is(error, "expression")) throw error;
 *   if (error.message !== "a value is missing before its end at character 4") throw error;
 * }
 * ```
 */
export class FeelError extends CodedError<FeelErrorCode> {
  /** The class, as text. */
  static override readonly name = "FeelError";
}
