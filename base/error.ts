/**
 * Errors with a code for programs, a message for people and the cause that led to them.
 *
 * @module
 */

/** Marks the errors of every copy of this module. */
const CODED = Symbol.for("@n2o/n2o coded error");

/** A class of errors, as {@linkcode CodedError.is} is called on. */
export type CodedErrorClass<E extends CodedError> =
  & (abstract new (...args: never[]) => E)
  & { readonly name: string };

/**
 * The base of a module's error. A module names its class and closes the list of its codes; the rest is here.
 *
 * @example
 * ```ts
 * import { CodedError } from "@n2o/n2o/base";
 *
 * type ShopErrorCode = "sold_out" | "closed";
 * class ShopError extends CodedError<ShopErrorCode> {
 *   static override readonly name = "ShopError";
 * }
 *
 * try {
 *   throw new ShopError("sold_out", "there is no tea left: order by Friday", { cause: 404 });
 * } catch (error) {
 *   if (!ShopError.is(error, "sold_out")) throw error;
 *   const code: "sold_out" = error.code;
 *   if (`${error}` !== "ShopError: there is no tea left: order by Friday") throw code;
 * }
 * ```
 */
export abstract class CodedError<Code extends string = string> extends Error {
  /** The name that the errors of a class bear, by which they are known in other realms: a minifier may rename the class, not this. */
  static override readonly name: string = "CodedError";

  static {
    Object.defineProperty(this.prototype, CODED, { value: true });
  }

  /** The class, as text. */
  override readonly name: string;
  /** What went wrong: one word of a closed list. */
  readonly code: Code;

  /** Makes an error of this `code`; `message` says what was wrong, where, and what to do; `cause` is kept. */
  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }

  /**
   * Whether a value is an error of this class, made by whichever copy of the module in whichever realm; called on `CodedError`
   * itself, of any class.
   *
   * @param codes if any are given, the error has one of them
   */
  static is<E extends CodedError, C extends E["code"]>(
    this: CodedErrorClass<E>,
    error: unknown,
    ...codes: readonly C[]
  ): error is E & { readonly code: C } {
    return isOf(error, this) &&
      (codes.length === 0 || codes.some((code) => code === error.code));
  }
}

function isOf(error: unknown, kind: CodedErrorClass<CodedError>): error is CodedError {
  if (typeof error !== "object" || error === null || !(CODED in error)) return false;
  return kind.name === CodedError.name || error instanceof kind ||
    ("name" in error && error.name === kind.name);
}

/**
 * What a thrown value says: the message of an error, another value as text, its type where that fails, too.
 *
 * @example
 * ```ts
 * import { messageOf } from "@n2o/n2o/base";
 *
 * const said = [new Error("no"), "no", Object.create(null)].map(messageOf);
 * if (said.join() !== "no,no,a value of type object") throw said;
 * ```
 */
export function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error);
  } catch {
    return `a value of type ${typeof error}`;
  }
}
