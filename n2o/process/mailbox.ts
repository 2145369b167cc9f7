/**
 * What waits for a process: bounded, first come, first served.
 *
 * @module
 */

/** A message on its way, and who waits for the answer. */
export interface Letter {
  readonly message: unknown;
  /** Resolves the call; absent where nobody waits. */
  readonly answer?: (reply: unknown) => void;
  /** Fails the call; absent where nobody waits. */
  readonly refuse?: (error: unknown) => void;
  /** Whether the caller has given up: it is not begun any more. */
  isVoid?: boolean;
}

/** Letters in the order in which they came. */
export class Mailbox {
  readonly #limit: number;
  #letters: Letter[] = [];
  /** Index of the first one that was not taken. */
  #first = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** How many wait. */
  get size(): number {
    return this.#letters.length - this.#first;
  }

  /** Takes a letter in, unless it is full. */
  put(letter: Letter): boolean {
    if (this.size >= this.#limit) return false;
    this.#letters.push(letter);
    return true;
  }

  /** The next letter, taken out. */
  take(): Letter | undefined {
    const letter = this.#letters[this.#first];
    if (letter === undefined) return undefined;
    this.#first++;
    // Moving all others for each one that is taken would cost more than its handling.
    if (this.size === 0 || (this.#first >= 64 && this.#first * 2 >= this.#letters.length)) {
      this.#letters.splice(0, this.#first);
      this.#first = 0;
    }
    return letter;
  }

  /** Takes all out, the oldest first. */
  clear(): Letter[] {
    const rest = this.#letters.slice(this.#first);
    this.#letters = [];
    this.#first = 0;
    return rest;
  }
}
