/**
 * Something that happens once, and costs next to nothing where nobody waits for it.
 *
 * @module
 */

/** Something that happens once. */
export class Latch {
  #happened = false;
  #waiting: PromiseWithResolvers<void> | undefined;

  /** Resolves when it happens, at once when it has. */
  get promise(): Promise<void> {
    if (this.#happened) return Promise.resolve();
    this.#waiting ??= Promise.withResolvers();
    return this.#waiting.promise;
  }

  /** It happens; a second time changes nothing. */
  happen(): void {
    this.#happened = true;
    this.#waiting?.resolve();
    this.#waiting = undefined;
  }
}
