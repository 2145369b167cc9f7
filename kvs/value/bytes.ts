/** Bytes written to a buffer that grows, and the few comparisons that keys need. */

const text = new TextEncoder();

const EMPTY = new Uint8Array(0);
/** The size of a new buffer: most keys and values fit. */
const ROOM = 4096;
/** A buffer that grew larger is not kept. */
const MOST_KEPT = 65_536;

/**
 * The buffer of the last writer that is done: the next begins with it, for to make one costs more than to write most values. What
 * is in it is written over, and nobody is given it but as a copy.
 */
let spare: Uint8Array<ArrayBuffer> | undefined;

/** A buffer that grows as it is written. */
export class ByteWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView | undefined;
  /** How much was written. */
  length = 0;

  constructor() {
    this.#bytes = spare ?? new Uint8Array(ROOM);
    // A getter that is read meanwhile may write a value of its own.
    spare = undefined;
  }

  /** Appends one byte. */
  byte(value: number): void {
    if (this.length === this.#bytes.length) this.#grow(1);
    this.#bytes[this.length++] = value;
  }

  /** Appends a copy of all these bytes. */
  put(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Appends an unsigned integer below 2^53, 7 bits a byte, lowest first. */
  varint(value: number): void {
    while (value >= 0x80) {
      this.byte((value % 0x80) | 0x80);
      value = Math.floor(value / 0x80);
    }
    this.byte(value);
  }

  /** Appends a double. */
  double(value: number, littleEndian: boolean): void {
    this.#room(8);
    this.#view ??= new DataView(this.#bytes.buffer);
    this.#view.setFloat64(this.length, value, littleEndian);
    this.length += 8;
  }

  /** Appends a string, a byte for each code unit: of those, the ones below 256. */
  latin1(value: string): void {
    this.#room(value.length);
    const bytes = this.#bytes, start = this.length;
    for (let i = 0; i < value.length; i++) bytes[start + i] = value.charCodeAt(i);
    this.length = start + value.length;
  }

  /** What was written, as a copy of its own; the writer is not used any more. */
  done(): Uint8Array<ArrayBuffer> {
    const written = this.#bytes.slice(0, this.length);
    if (this.#bytes.length <= MOST_KEPT) spare = this.#bytes;
    this.#bytes = EMPTY;
    this.length = 0;
    this.#view = undefined;
    return written;
  }

  #room(size: number): void {
    if (this.length + size > this.#bytes.length) this.#grow(size);
  }

  #grow(size: number): void {
    const bytes = new Uint8Array(Math.max(this.#bytes.length * 2, this.length + size));
    bytes.set(this.#bytes);
    this.#bytes = bytes;
    this.#view = undefined;
  }
}

/** The UTF-8 bytes of a string; lone surrogates become U+FFFD. */
export function utf8(value: string): Uint8Array {
  return text.encode(value);
}

/** Negative, zero or positive as `a` is before, equal to or after `b`, byte by byte. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** How many bytes `a` and `b` begin with alike. */
export function commonLength(a: Uint8Array, b: Uint8Array): number {
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  return i;
}

/**
 * Bytes as a string of as many code units below 256: compares like the bytes, and can be the key of
 * a Map.
 */
export function toBinary(bytes: Uint8Array): string {
  if (bytes.length <= 4096) return Reflect.apply(String.fromCharCode, null, bytes);
  let binary = "";
  for (let at = 0; at < bytes.length; at += 4096) binary += toBinary(bytes.subarray(at, at + 4096));
  return binary;
}

/** The bytes of {@linkcode toBinary}. */
export function fromBinary(binary: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** FNV-1a of 32 bits: a sum that tells bytes apart, and proves nothing. */
export function fnv1a(bytes: Uint8Array): number {
  let sum = 0x811c_9dc5;
  for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x0100_0193);
  return sum >>> 0;
}
