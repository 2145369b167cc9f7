/**
 * Addresses that a page had without being loaded anew.
 *
 * @module
 */

/** What is behind a page in the history of its tab, as far as the page itself put it there. */
export class Past {
  readonly #before: URL[] = [];

  /** The page has another address: the next one, or in place of the one it had. */
  moved(from: URL, how: "push" | "replace"): void {
    if (how === "push") this.#before.push(from);
  }

  /** Takes out the address before; undefined where there is none. */
  back(): URL | undefined {
    return this.#before.pop();
  }

  /** Another document is there. */
  forget(): void {
    this.#before.length = 0;
  }
}
