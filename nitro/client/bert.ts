/**
 * Terms of the wire in the browser: as much of the external term format as the two ends exchange.
 *
 * | Erlang | here |
 * | --- | --- |
 * | integer | `number`, `bigint` beyond the safe ones |
 * | float | `number` |
 * | `true`, `false`, `null` | the JavaScript value |
 * | any other atom | `Symbol.for(name)` |
 * | binary | `string`; `Uint8Array` where its bytes are no UTF-8 |
 * | list, tuple | array, {@link Tuple} |
 * | map | object, its keys as text |
 *
 * @module
 */

/** Any term that can arrive. */
export type Term =
  | string
  | number
  | bigint
  | boolean
  | null
  | symbol
  | Uint8Array
  | Term[]
  | { [key: string]: Term };

/** A tuple: an array of its elements that is told from a list by its class. */
export class Tuple extends Array<Term> {}

/** The tuple of these elements. */
export const tuple = (...elements: Term[]): Tuple => Tuple.from(elements) as Tuple;

/** The atom of this name. */
export const atom = (name: string): symbol => Symbol.for(name);

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function fail(): never {
  throw RangeError("frame");
}

/** The text of a binary, or its bytes where they are no UTF-8. */
function text(bytes: Uint8Array): string | Uint8Array {
  try {
    return decoder.decode(bytes);
  } catch {
    return bytes.slice();
  }
}

/**
 * The term of a frame.
 *
 * @throws {RangeError} when the frame is cut short, and where it holds what the wire does not use.
 */
export function decode(frame: ArrayBuffer): Term {
  const view = new DataView(frame);
  let at = 0;
  const byte = () => view.getUint8(at++);
  const int16 = () => view.getUint16((at += 2) - 2);
  const int32 = () => view.getInt32((at += 4) - 4);
  const bytes = (size: number) => new Uint8Array(frame, (at += size) - size, size);
  const terms = (length: number): Term[] => Array.from({ length }, () => term());
  const named = (name: string): Term =>
    /^(true|false|null)$/.test(name) ? JSON.parse(name) : atom(name);
  const list = (size: number) => {
    const elements = terms(size);
    if (byte() !== 106) fail();
    return elements;
  };
  const big = (size: number) => {
    const sign = byte() ? -1n : 1n;
    const value = sign * bytes(size).reduceRight((sum, digit) => sum * 256n + BigInt(digit), 0n);
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  };
  const pair = () => {
    const key = term() as symbol; // or anything that has no description, and is its own key as text
    return [key?.description ?? key, term()] as const;
  };
  const name = (size: number) => named(text(bytes(size)) as string); // ASCII, or UTF-8 by definition
  const term = (): Term => (readers[byte()] ?? fail)();
  const readers: Readonly<Record<number, () => Term>> = {
    70: () => view.getFloat64((at += 8) - 8),
    97: byte,
    98: int32,
    100: () => name(int16()),
    104: () => tuple(...terms(byte())),
    105: () => tuple(...terms(int32())),
    106: () => [],
    107: () => [...bytes(int16())],
    108: () => list(int32()),
    109: () => text(bytes(int32())),
    110: () => big(byte()),
    111: () => big(int32()),
    116: () => Object.fromEntries(Array.from({ length: int32() }, pair)),
    118: () => name(int16()),
    119: () => name(byte()),
  };
  if (byte() !== 131) fail();
  return term();
}

/**
 * The frame of a term: text as binaries, numbers as integers.
 *
 * @throws {RangeError} for a number that is no integer of 32 bits.
 */
export function encode(value: Term): Uint8Array<ArrayBuffer> {
  const out = [131];
  const int32 = (n: number) => out.push(n >>> 24, n >>> 16 & 255, n >>> 8 & 255, n & 255);
  const append = (bytes: Uint8Array) => bytes.forEach((byte) => out.push(byte));
  const binary = (bytes: Uint8Array) => {
    out.push(109);
    int32(bytes.length);
    append(bytes);
  };
  const named = (name: string) => {
    const bytes = encoder.encode(name);
    out.push(119, bytes.length);
    append(bytes);
  };
  function term(value: Term): void {
    if (typeof value === "string") binary(encoder.encode(value));
    else if (typeof value === "symbol") named(value.description!);
    else if (value instanceof Uint8Array) binary(value);
    else if (value instanceof Tuple) {
      out.push(104, value.length);
      value.forEach(term);
    } else if (Array.isArray(value)) {
      if (value.length) {
        out.push(108);
        int32(value.length);
        value.forEach(term);
      }
      out.push(106);
    } else if (typeof value === "number") {
      if (value !== (value | 0)) fail();
      out.push(98);
      int32(value);
    } else named(value as unknown as string); // true, false, null: what encodes texts makes one of them
  }
  term(value);
  return Uint8Array.from(out);
}
