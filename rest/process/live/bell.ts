/**
 * Waiting for what has changed: told of at once by this process, looked for where others may have done something.
 *
 * @module
 */
import type { Clock } from "../../../base/mod.ts";

/** How often it is looked for what other processes have done, in milliseconds: as often as the engine itself looks. */
const LOOK_MS = 1_000;

/** Waits until something has happened, or a while is over. */
export class Bell {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  #hasRung = false;
  #wake: () => void = () => {};

  /** By a clock; once the signal aborts nothing is waited for. */
  constructor(clock: Clock, signal: AbortSignal) {
    this.#clock = clock;
    this.#signal = signal;
  }

  /** What happens while nobody waits is not missed. */
  ring(): void {
    this.#hasRung = true;
    this.#wake();
  }

  /** Waits until it has rung since the last wait, or it is time to look. */
  async wait(): Promise<void> {
    if (!this.#hasRung) await this.#pause(LOOK_MS);
    this.#hasRung = false;
  }

  /** Lets so many milliseconds pass, whatever happens: of all that does one look tells. */
  async settle(ms: number): Promise<void> {
    const until = this.#clock.now() + ms;
    for (let left = ms; left > 0 && !this.#signal.aborted; left = until - this.#clock.now()) {
      await this.#pause(left);
    }
  }

  async #pause(ms: number): Promise<void> {
    if (this.#signal.aborted) return;
    let timer: unknown;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#signal.addEventListener("abort", this.#wake, { once: true });
      timer = this.#clock.setTimeout(resolve, ms);
    });
    this.#clock.clearTimeout(timer);
    this.#signal.removeEventListener("abort", this.#wake);
  }
}
