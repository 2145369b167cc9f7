/**
 * The error class of the module.
 *
 * @module
 */

/** What went wrong, for programs. */
export type NitroErrorCode =
  /** An element, attribute or action that cannot be rendered. */
  | "render"
  /** JavaScript text on a wire that carries none. */
  | "script"
  /** An address of a scheme that a page must not go to. */
  | "url";

/** An error of the nitro module. `code` is for programs, `message` for people, `cause` is what led to it. */
export class NitroError extends Error {
  /** The class, for programs that cannot use instanceof. */
  override readonly name = "NitroError";
  /** What went wrong. */
  readonly code: NitroErrorCode;

  /** Makes an error of this `code`; `cause` is kept. */
  constructor(code: NitroErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
