/**
 * The error of this module.
 *
 * @module
 */

/**
 * What went wrong in the store, its tables or feeds: `code` for programs, the message for people,
 * `cause` kept. Misuse that Deno KV answers with a `TypeError` (limits, malformed keys) stays a
 * `TypeError` on every back end.
 *
 * @example
 * ```ts
 * import { KvsError } from "@n2o/n2o/kvs";
 *
 * try {
 *   throw new KvsError("target", 'cannot open "mysql://": give a path or ":memory:"');
 * } catch (error) {
 *   if (error instanceof KvsError && error.code === "target") { /* ask for another one *\/ }
 * }
 * ```
 */
export class KvsError extends Error {
  /** Tells the class across realms. */
  override readonly name: string = "KvsError";
  /** A short, stable word for what happened. */
  readonly code: string;

  /** An error with a code, a sentence, and optionally its cause. */
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
