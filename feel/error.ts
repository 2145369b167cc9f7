/**
 * The error of this module.
 *
 * @module
 */

/**
 * What went wrong: `expression` a text that is no FEEL, names a function that there is not, or gives what cannot leave; `limit` one that
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
 *   if (!(error instanceof FeelError) || error.code !== "expression") throw error;
 *   if (error.message !== "a value is missing before its end at character 4") throw error;
 * }
 * ```
 */
export class FeelError extends Error {
  /** The class, as text. */
  override readonly name: string = "FeelError";
  /** What went wrong: one word of a closed list. */
  readonly code: FeelErrorCode;

  /** Makes an error of this `code`; `message` says what was wrong, where, and what to do; `cause` is kept. */
  constructor(code: FeelErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
