/**
 * What a client throws.
 *
 * @module
 */
import { CodedError, isRecord } from "../../base/mod.ts";
import type { Flaw } from "../error.ts";

/** What is known of a request that was not carried out. */
export interface ProblemOptions extends ErrorOptions {
  /** The status of the answer; 0 where there was none. */
  readonly status?: number;
  /** What is wrong, each with its place. */
  readonly errors?: readonly Flaw[];
  /** The headers of the answer, such as `retry-after`. */
  readonly headers?: Headers;
}

/**
 * A request was not carried out: `code` and `errors` are those of the problem document (RFC 9457) that the server answered with, the message its
 * `detail`. Where nothing answered the code is `unreachable`, and where an answer is not what this client knows it is `unreadable`.
 *
 * @example
 * ```ts
 * import { ProblemError } from "@n2o/n2o/rest/client";
 *
 * const error: unknown = new ProblemError("precondition", "it has changed since", { status: 412 });
 * if (!ProblemError.is(error, "precondition") || error.status !== 412) throw error;
 * ```
 */
export class ProblemError extends CodedError<string> {
  /** Tells the class across realms. */
  static override readonly name = "ProblemError";
  /** The status of the answer; 0 where there was none. */
  readonly status: number;
  /** What is wrong, each with its place; empty where there is no more to say. */
  readonly errors: readonly Flaw[];
  /** The headers of the answer. */
  readonly headers: Headers;

  /** Makes one; see {@linkcode ProblemOptions}. */
  constructor(code: string, message: string, options: ProblemOptions = {}) {
    super(code, message, options);
    this.status = options.status ?? 0;
    this.errors = options.errors ?? [];
    this.headers = options.headers ?? new Headers();
  }
}

/** The error that an answer tells. */
export async function problemIn(answer: Response): Promise<ProblemError> {
  const { status, statusText, headers } = answer;
  const said: unknown = await answer.json().catch(() => undefined);
  const { code, detail, errors } = isRecord(said) ? said : {};
  return new ProblemError(
    typeof code === "string" ? code : "unreadable",
    typeof detail === "string" ? detail : `the server answered ${status} ${statusText}`,
    { status, headers, errors: Array.isArray(errors) ? errors.filter(isFlaw) : [] },
  );
}

function isFlaw(value: unknown): value is Flaw {
  return isRecord(value) && typeof value.code === "string" && typeof value.detail === "string";
}
