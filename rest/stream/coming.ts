/**
 * Waiting for an event as often as it takes: asked for once, with nothing kept for each wait that it did not come in.
 *
 * @module
 */
import type { Clock } from "../../base/mod.ts";
import type { ServerEvent } from "./event.ts";

/** An event that was asked for. */
export class Coming {
  /** What has come, once `within` has said so. */
  readonly event: Promise<IteratorResult<ServerEvent, void>>;
  readonly #signal: AbortSignal;
  #hasCome = false;
  #wake: () => void = () => {};

  /** Of what was asked for; nothing is waited for any longer once the signal aborts. */
  constructor(event: Promise<IteratorResult<ServerEvent, void>>, signal: AbortSignal) {
    this.event = event;
    this.#signal = signal;
    const come = () => {
      this.#hasCome = true;
      signal.removeEventListener("abort", stop);
      this.#wake();
    };
    const stop = () => this.#wake();
    signal.addEventListener("abort", stop);
    event.then(come, come);
  }

  /** Whether it has come, or failed, within so many milliseconds. */
  async within({ ms, clock }: { readonly ms: number; readonly clock: Clock }): Promise<boolean> {
    if (this.#hasCome || this.#signal.aborted) return this.#hasCome;
    let timer: unknown;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      timer = clock.setTimeout(resolve, ms);
    });
    clock.clearTimeout(timer);
    return this.#hasCome;
  }
}
