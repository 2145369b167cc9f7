/**
 * A position in bytes that cannot run over their end.
 *
 * @module
 */
import { BertError, type BertErrorCode } from "./error.ts";
import type { Orders } from "../term/order.ts";

/** What the caller knows; unknown names are then refused instead of made (`binary_to_term(_, [safe])`). */
export interface Known {
  /** Whether this atom may be made; all may when left out. */
  readonly atoms?: ((name: string) => boolean) | undefined;
  /** Whether `module:name/arity` exists; every function does when left out. */
  readonly exports?: ((module: string, name: string, arity: number) => boolean) | undefined;
}

/**
 * Reads big-endian numbers and runs of bytes; throws `BertError` `truncated` at the end.
 *
 * `end` lies before the end of the bytes while containers are open: every element still to come owns one byte, so a
 * container that claims more elements than bytes remain is refused before anything is allocated for it.
 */
export class Reader {
  /** Index of the next byte. */
  position = 0;
  /** Index that the current term must not reach beyond. */
  end: number;
  /** Deepest nesting of containers. */
  maxDepth: number = Infinity;
  /** What is known of the order of maps' keys. */
  orders: Orders | undefined;
  readonly #buffer: ArrayBufferLike;
  readonly #base: number;

  /** Reads `bytes` from their start. */
  constructor(readonly bytes: Uint8Array, readonly known: Known = {}) {
    this.end = bytes.length;
    this.#buffer = bytes.buffer;
    this.#base = bytes.byteOffset;
  }

  /** Claims `count` bytes and returns where they start. */
  take(count: number): number {
    const start = this.position;
    if (count > this.end - start) throw this.error("truncated", `${count} bytes are missing`);
    this.position = start + count;
    return start;
  }

  /** Sets a byte aside for each of `count` elements to come. */
  owe(count: number): void {
    if (count > this.end - this.position) {
      throw this.error("truncated", `${count} elements cannot follow`);
    }
    this.end -= count;
  }

  /** The next byte. */
  u8(): number {
    const at = this.position;
    if (at >= this.end) throw this.error("truncated", "A byte is missing");
    this.position = at + 1;
    return this.bytes[at] ?? 0;
  }

  /** The next two bytes. */
  u16(): number {
    const at = this.take(2), bytes = this.bytes;
    return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  }

  /** The next four bytes, signed. */
  i32(): number {
    const at = this.take(4), bytes = this.bytes;
    return ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) |
      (bytes[at + 3] ?? 0);
  }

  /** The next four bytes. */
  u32(): number {
    return this.i32() >>> 0;
  }

  /** The next `count` bytes, as a view. */
  view(count: number): Uint8Array {
    // Faster than subarray(), which asks for the species.
    return new Uint8Array(this.#buffer, this.#base + this.take(count), count);
  }

  /** The error to throw for trouble at the current position. */
  error(code: BertErrorCode, message: string, cause?: unknown): BertError {
    return new BertError(code, message, this.position, cause === undefined ? undefined : { cause });
  }
}
