/**
 * A growing run of bytes.
 *
 * @module
 */
import { BertError, type BertErrorCode } from "./error.ts";
import type { Orders } from "../term/order.ts";

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
