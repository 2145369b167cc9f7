/**
 * BERT: Erlang's external term format, both ways ("External Term Format" in the ERTS manual).
 *
 * `encode` gives the bytes of `term_to_binary/2` and `decode` takes what `binary_to_term/1` of Erlang/OTP 25 takes.
 * Decoding is total: it gives a term or throws {@link BertError}, in time and memory linear in the input (sorting of
 * structured map keys aside), whatever the bytes claim. {@link Term} lists which value stands for which term.
 *
 * @example A record there and back
 * ```ts
 * import { atom, decode, encode, isRecord, text, tuple } from "@n2o/n2o/n2o";
 *
 * const bytes = encode(tuple(atom("user"), "alice", 42));
 * const term = decode(bytes);
 * if (!isRecord(term, "user", 3)) throw new Error("not a user");
 * const [, name, age] = term;
 * if (name === undefined || text(name) !== "alice" || age !== 42) throw new Error("not alice");
 * ```
 *
 * @module
 */
import { deflateSync, inflateSync } from "node:zlib";
import { decodeTerm } from "./decode.ts";
import { encodeTerm } from "./encode.ts";
import { BertError } from "./error.ts";
import { COMPRESSED, VERSION } from "./tag.ts";
import { type Minor, Writer } from "./bytes.ts";
import type { Term } from "../term/term.ts";

export { BertError, type BertErrorCode } from "./error.ts";
export type { Minor } from "./bytes.ts";
export * from "../term/term.ts";

/** Choices of {@link encode}. */
export interface EncodeOptions {
  /** As of `term_to_binary(_, [{minor_version, M}])`; 1 when left out. */
  readonly minor?: Minor | undefined;
  /** Whether to compress, or the zlib level of 0 to 9 (`true` is 6). Used unless it would be longer. */
  readonly compressed?: boolean | number | undefined;
  /** Deepest nesting that is written; 100,000 when left out. */
  readonly maxDepth?: number | undefined;
}

/** Limits of {@link decode}. */
export interface DecodeOptions {
  /** Most bytes that a compressed term may inflate to; 64 MiB when left out. */
  readonly maxSize?: number | undefined;
  /** Deepest nesting of containers; 100,000 when left out. */
  readonly maxDepth?: number | undefined;
  /** Whether the atom of this name may be made; others are refused (`binary_to_term(_, [safe])`). */
  readonly atoms?: ((name: string) => boolean) | undefined;
  /** Whether the function `module:name/arity` exists; others are refused (`binary_to_term(_, [safe])`). */
  readonly exports?: ((module: string, name: string, arity: number) => boolean) | undefined;
}

const MAX_SIZE = 64 << 20;
/** Bytes of a compressed term before its zlib data: version, tag, size. */
const HEADER = 6;

// One writer is kept between calls, so that most of them allocate nothing but their result.
let spare: Writer | undefined;

/**
 * Encodes a term as `term_to_binary(Term, [{minor_version, Minor}])` does.
 *
 * Keys of maps of up to 32 are sorted as Erlang's are; larger maps keep the order of the `Map`, where Erlang has that of
 * an internal hash.
 *
 * @param term A term; see {@link Term}.
 * @param options Minor version, compression, depth.
 * @returns The bytes. Up to 4 KiB they are a view of a buffer of 8 KiB that other results share, as with Node's small
 * buffers: use the view, not its `buffer`, and `slice()` it before it goes through structured clone (`postMessage`, or
 * inside of an object into a store), which would copy the whole buffer.
 * @throws {BertError} `term` for a value that is no term, `range` for a number that the format cannot hold, `duplicate`
 * for equal keys of a map, `depth` for deeper nesting than allowed.
 *
 * @example
 * ```ts
 * import { atom, encode } from "@n2o/n2o/n2o";
 *
 * if (encode(atom("ok")).toHex() !== "836400026f6b") throw new Error("not the atom");
 * if (encode(atom("ok"), { minor: 2 }).toHex() !== "8377026f6b") throw new Error("not UTF-8");
 * ```
 */
export function encode(term: Term, options: EncodeOptions = {}): Uint8Array<ArrayBuffer> {
  const writer = spare ?? new Writer();
  spare = undefined;
  try {
    writer.minor = options.minor ?? 1;
    writer.u8(VERSION);
    encodeTerm(writer, term, options.maxDepth);
    return options.compressed ? compress(writer, options.compressed) : writer.finish();
  } finally {
    writer.reset();
    spare = writer;
  }
}

/** Erlang's rule: the compressed form is used unless it is longer. */
function compress(writer: Writer, compressed: true | number): Uint8Array<ArrayBuffer> {
  const plain = writer.view().subarray(1);
  const packed = deflate(plain, compressed === true ? 6 : compressed);
  if (packed.length + HEADER > writer.size) return writer.finish();
  const result = new Uint8Array(HEADER + packed.length);
  new DataView(result.buffer).setUint32(2, plain.length);
  result[0] = VERSION;
  result[1] = COMPRESSED;
  result.set(packed, HEADER);
  return result;
}

/**
 * Decodes a term as `binary_to_term(Bytes)` does. Bytes after the term are ignored, as there.
 *
 * @param bytes One encoded term. Binaries of the result are views of it (of the inflated content for a compressed term):
 * do not change it afterwards, and `slice()` a binary that is kept long or goes through structured clone.
 * @param options Limits, and what atoms and functions are known.
 * @returns The term.
 * @throws {BertError} for anything else than a term, with the offset where that was seen.
 *
 * @example Atoms that the program does not know are refused
 * ```ts
 * import { BertError, decode } from "@n2o/n2o/n2o";
 *
 * try {
 *   decode(Uint8Array.fromHex("8377046576696c"), { atoms: (name) => name === "good" });
 *   throw new Error("accepted");
 * } catch (error) {
 *   if (!BertError.is(error, "atom")) throw error;
 * }
 * ```
 */
export function decode(bytes: Uint8Array | ArrayBuffer, options: DecodeOptions = {}): Term {
  const input = plainBytes(bytes);
  if (input[0] !== VERSION) {
    throw new BertError("version", `The first byte is ${input[0]}, not ${VERSION}`, 0);
  }
  return input[1] === COMPRESSED
    ? decodeTerm(unpack(input, options.maxSize ?? MAX_SIZE), 0, options)
    : decodeTerm(input, 1, options);
}

/** The bytes as a plain array: views of a Node Buffer would be Buffers. */
function plainBytes(bytes: Uint8Array | ArrayBuffer): Uint8Array {
  if (!(bytes instanceof Uint8Array)) return new Uint8Array(bytes);
  if (bytes.constructor === Uint8Array) return bytes;
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The inflated content, which must have exactly the size that was announced. */
function unpack(input: Uint8Array, maxSize: number): Uint8Array {
  if (input.length < HEADER) {
    throw new BertError("truncated", "A compressed term is cut", input.length);
  }
  const size = new DataView(input.buffer, input.byteOffset).getUint32(2);
  if (size > maxSize) {
    throw new BertError("size", `A term of ${size} bytes is larger than ${maxSize}`, 2);
  }
  let content: Uint8Array;
  try {
    content = plainBytes(inflate(input.subarray(HEADER), size));
  } catch (cause) {
    throw new BertError("compressed", "The zlib data of a term is bad", HEADER, { cause });
  }
  if (content.length !== size) {
    throw new BertError("compressed", `${content.length} bytes came out, not ${size}`, HEADER);
  }
  return content;
}

/** Compresses to the zlib format (RFC 1950) at a level of 0 to 9. */
function deflate(bytes: Uint8Array, level: number): Uint8Array {
  return deflateSync(bytes, { level });
}

/**
 * Inflates the zlib data at the start of `bytes`; what follows it is ignored.
 *
 * @param bytes The compressed data.
 * @param limit The most bytes that may come out.
 * @throws what the host throws for bad data or for more than `limit` bytes.
 */
function inflate(bytes: Uint8Array, limit: number): Uint8Array {
  return inflateSync(bytes, { maxOutputLength: Math.max(1, limit) });
}
