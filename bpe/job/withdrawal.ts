/**
 * Tells a handler that its job is no longer wanted, or that its time is over.
 *
 * Most handlers never look; so the signal is made when one does.
 *
 * @module
 */

/** Of one job. */
export class Withdrawal {
  #controller: AbortController | undefined;
  #reason: unknown;

  /** The signal, made when it is first asked for. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#reason !== undefined) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  /** Withdraws the job. */
  abort(reason: unknown): void {
    this.#reason = reason;
    this.#controller?.abort(reason);
  }
}
