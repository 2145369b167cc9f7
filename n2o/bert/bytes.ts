/**
 * The bytes of terms: a position in them that cannot run over their end, and a growing run of them.
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

/** Minor versions of the format, as of `term_to_binary(_, [{minor_version, M}])`. */
export type Minor = 0 | 1 | 2;

/** Size of the buffers that small results share, as Node's pool of small buffers does. */
const POOL = 8192;
/** Results up to this size are views of a shared buffer; larger ones get a buffer of their own. */
const MAX_POOLED = POOL / 2;
/** Buffers larger than this are not kept for the next term. */
const KEEP = 1 << 18;

/** Writes big-endian numbers and runs of bytes. Positions are indices of `bytes`, good until the next claim. */
export class Writer {
  /** The buffer; the term is what lies between `start` and `length`. */
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(POOL);
  /** Where the term begins. What lies before belongs to earlier results and is never touched again. */
  start = 0;
  /** Where the next byte goes. */
  length = 0;
  /** Version that decides about tags of atoms and floats. */
  minor: Minor = 1;
  /** Deepest nesting of containers. */
  maxDepth: number = Infinity;
  /** What is known of the order of maps' keys. */
  orders: Orders | undefined;

  /** Makes room for `count` bytes and returns where they start. They count as written. */
  claim(count: number): number {
    if (this.length + count > this.bytes.length) this.#grow(count);
    const at = this.length;
    this.length = at + count;
    return at;
  }

  /** How many bytes of the term are written. */
  get size(): number {
    return this.length - this.start;
  }

  /** Writes a byte. */
  u8(value: number): void {
    const at = this.claim(1);
    this.bytes[at] = value;
  }

  /** Writes two bytes. */
  u16(value: number): void {
    const at = this.claim(2), bytes = this.bytes;
    bytes[at] = value >>> 8;
    bytes[at + 1] = value;
  }

  /** Writes four bytes. */
  u32(value: number): void {
    const at = this.claim(4);
    this.patch(at, value);
  }

  /** Writes a tag and four bytes. */
  tagged(tag: number, value: number): void {
    const at = this.claim(5);
    this.bytes[at] = tag;
    this.patch(at + 1, value);
  }

  /** Writes a run of bytes. */
  put(run: Uint8Array): void {
    const at = this.claim(run.length);
    this.bytes.set(run, at);
  }

  /** Overwrites four bytes. */
  patch(at: number, value: number): void {
    const bytes = this.bytes;
    bytes[at] = value >>> 24;
    bytes[at + 1] = value >>> 16;
    bytes[at + 2] = value >>> 8;
    bytes[at + 3] = value;
  }

  /** The bytes of the term so far, as a view. */
  view(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(this.start, this.length);
  }

  /** Hands the term out and starts the next one. */
  finish(): Uint8Array<ArrayBuffer> {
    if (this.size > MAX_POOLED) return this.bytes.slice(this.start, this.length);
    const result = this.view();
    this.start = this.length;
    return result;
  }

  /** Forgets what was written and not handed out; a large buffer is let go. */
  reset(): void {
    this.length = this.start;
    this.orders = undefined;
    if (this.bytes.length > KEEP) this.#use(new Uint8Array(POOL));
  }

  /** The error to throw for trouble with what comes next. */
  error(code: BertErrorCode, message: string, cause?: unknown): BertError {
    return new BertError(code, message, this.size, cause === undefined ? undefined : { cause });
  }

  /** Goes on in another buffer, with what was written of the term. */
  #grow(count: number): void {
    const size = this.size;
    let larger: Uint8Array<ArrayBuffer>;
    try {
      larger = new Uint8Array(Math.max(POOL, 2 * size + count));
    } catch (cause) {
      throw this.error("range", "The term needs more memory than there is", cause);
    }
    larger.set(this.view());
    this.#use(larger);
    this.length = size;
  }

  #use(bytes: Uint8Array<ArrayBuffer>): void {
    this.bytes = bytes;
    this.start = this.length = 0;
  }
}
