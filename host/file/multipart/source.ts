/**
 * Bytes that come in pieces, looked at before they are taken.
 *
 * @module
 */
import { concatBytes } from "../../../base/mod.ts";

/** Where the pieces come from; undefined at their end. */
export type Pieces = () => Promise<Uint8Array | undefined>;

/** What came and was not taken, and what comes. It holds no more than one piece and what was asked for before. */
export class Source {
  readonly #pieces: Pieces;
  #held: Uint8Array;

  /** These bytes, and then the pieces. */
  constructor(first: Uint8Array, pieces: Pieces) {
    this.#held = first;
    this.#pieces = pieces;
  }

  /** Bytes at hand. */
  get length(): number {
    return this.#held.length;
  }

  /** Waits for more; tells whether there is some. */
  async more(): Promise<boolean> {
    const piece = await this.#pieces();
    if (piece === undefined) return false;
    this.#held = this.length === 0 ? piece : concatBytes(this.#held, piece);
    return true;
  }

  /** The byte at a position, waited for; undefined behind the end. */
  async byte(at: number): Promise<number | undefined> {
    while (at >= this.length) if (!await this.more()) return undefined;
    return this.#held[at];
  }

  /** Whether these bytes come next. */
  async startsWith(bytes: Uint8Array): Promise<boolean> {
    for (const [at, byte] of bytes.entries()) if (await this.byte(at) !== byte) return false;
    return true;
  }

  /** Where these bytes are among those at hand, from a position on; -1 where they are not. */
  find(bytes: Uint8Array, from = 0): number {
    const held = this.#held, [first = 0] = bytes, last = held.length - bytes.length;
    for (
      let at = held.indexOf(first, from);
      at >= 0 && at <= last;
      at = held.indexOf(first, at + 1)
    ) {
      let same = 1;
      while (same < bytes.length && held[at + same] === bytes[same]) same++;
      if (same === bytes.length) return at;
    }
    return -1;
  }

  /** Takes so many of the bytes at hand. */
  take(length: number): Uint8Array {
    const taken = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length);
    return taken;
  }
}
