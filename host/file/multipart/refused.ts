/**
 * What is wrong with a request.
 *
 * @module
 */

/** A request that is refused: the status to answer with, and the reason in words for people. */
export class Refused extends Error {
  override readonly name = "Refused";
  /** The status of HTTP: 400 for a form that is not written as RFC 7578 says, 413 for one that is over a bound. */
  readonly status: number;
  /** Headers of the answer. */
  readonly headers: Readonly<Record<string, string>>;

  /** A request that is refused. */
  constructor(message: string, status = 400, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}
