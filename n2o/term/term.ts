/**
 * Erlang terms as TypeScript values, one for one.
 *
 * | Erlang | TypeScript |
 * | --- | --- |
 * | integer | `number` when it is a safe integer, `bigint` beyond |
 * | float | `number` when its value is not a safe integer, {@link Float} when it is (`1.0`) |
 * | atom | {@link Atom}; `true` and `false` are also accepted for encoding |
 * | binary | `Uint8Array`; a `string` is also accepted for encoding, as UTF-8 |
 * | bitstring | {@link BitString} |
 * | tuple | {@link Tuple} |
 * | list, improper list | array, {@link ImproperList} |
 * | map | `Map` |
 * | pid, port, reference, fun | {@link Pid}, {@link Port}, {@link Reference}, {@link Fun}, {@link Export} |
 *
 * @module
 */
import { Atom, atom } from "./atom.ts";

export { Atom, atom };

/** An integer of any size: `number` when it is safe ({@link Number.isSafeInteger}), `bigint` beyond. */
export type Integer = number | bigint;

/**
 * Any Erlang term.
 *
 * `boolean` and `string` are conveniences of encoding; decoding yields {@link Atom} and `Uint8Array` for them.
 */
export type Term =
  | Integer
  | Float
  | Atom
  | boolean
  | string
  | Uint8Array
  | BitString
  | Tuple
  | readonly Term[]
  | ImproperList
  | Map<Term, Term>
  | Pid
  | Port
  | Reference
  | Fun
  | Export;

/** A float whose value would be taken for an integer were it a plain number: `1.0`, `-0.0`. */
export class Float {
  /** The value; finite. */
  readonly value: number;

  /** Wraps a number; see {@link float}. */
  constructor(value: number) {
    this.value = value;
  }

  /** The number, so that arithmetic works. */
  valueOf(): number {
    return this.value;
  }
}

/** A fixed number of terms: `{a, b}`. */
export class Tuple {
  /** The elements, from index 0. */
  readonly elements: readonly Term[];

  /** Takes the array as it is, without a copy; {@link tuple} is the usual way. */
  constructor(elements: readonly Term[]) {
    this.elements = elements;
  }

  /** Number of elements. */
  get length(): number {
    return this.elements.length;
  }

  /** The elements in order. */
  [Symbol.iterator](): IterableIterator<Term> {
    return this.elements[Symbol.iterator]();
  }
}

/** A list that ends in something else than the empty list: `[a | b]`. */
export class ImproperList {
  /** The elements before the tail; at least one. */
  readonly elements: readonly Term[];
  /** The tail; never a list. */
  readonly tail: Term;

  /**
   * Makes `[...elements | tail]`.
   *
   * @throws {TypeError} when there is no element, or when the tail is a list (then it is no improper list).
   */
  constructor(elements: readonly Term[], tail: Term) {
    if (elements.length === 0 || Array.isArray(tail) || tail instanceof ImproperList) {
      throw new TypeError("An improper list has an element and a tail that is no list");
    }
    this.elements = elements;
    this.tail = tail;
  }
}

/** A bitstring whose length is no multiple of 8: `<<5:3>>`. */
export class BitString {
  /** The bytes; at least one. */
  readonly bytes: Uint8Array;
  /** How many bits of the last byte count, from the most significant one: 1 to 7. */
  readonly bits: number;

  /**
   * Copies the bytes and clears what lies beyond the bits, so that equal bitstrings have equal fields.
   *
   * @throws {TypeError} when there is no byte, or when `bits` is not 1 to 7.
   */
  constructor(bytes: Uint8Array, bits: number) {
    const last = bytes.length - 1;
    if (last < 0 || !(Number.isInteger(bits) && bits >= 1 && bits <= 7)) {
      throw new TypeError("A bitstring has a byte, and 1 to 7 bits in the last one");
    }
    this.bytes = bytes.slice();
    this.bytes[last] = (bytes[last] ?? 0) & (0xff00 >> bits);
    this.bits = bits;
  }
}

/** Fields of a {@link Fun}; see NEW_FUN_EXT in "External Term Format" of the ERTS manual. */
export interface FunFields {
  /** Number of arguments, 0 to 255. */
  readonly arity: number;
  /** MD5 of the significant parts of the code; 16 bytes. */
  readonly uniq: Uint8Array;
  /** Number of the function in its module. */
  readonly index: number;
  /** Module that made the function. */
  readonly module: Atom;
  /** The index of the old scheme. */
  readonly oldIndex: Integer;
  /** The hash of the old scheme. */
  readonly oldUniq: Integer;
  /** Process that made the function. */
  readonly pid: Pid;
  /** Values of its free variables. */
  readonly free: readonly Term[];
}

/** A closure. It cannot be called here, only sent back. */
export class Fun implements FunFields {
  /** Number of arguments, 0 to 255. */
  readonly arity: number;
  /** MD5 of the significant parts of the code; 16 bytes. */
  readonly uniq: Uint8Array;
  /** Number of the function in its module. */
  readonly index: number;
  /** Module that made the function. */
  readonly module: Atom;
  /** The index of the old scheme. */
  readonly oldIndex: Integer;
  /** The hash of the old scheme. */
  readonly oldUniq: Integer;
  /** Process that made the function. */
  readonly pid: Pid;
  /** Values of its free variables. */
  readonly free: readonly Term[];

  /** Takes the fields as they are. */
  constructor(fields: FunFields) {
    this.arity = fields.arity;
    this.uniq = fields.uniq;
    this.index = fields.index;
    this.module = fields.module;
    this.oldIndex = fields.oldIndex;
    this.oldUniq = fields.oldUniq;
    this.pid = fields.pid;
    this.free = fields.free;
  }
}

/** The float of this value: a plain number where that is unmistakable, a {@link Float} where it is a safe integer. */
export function float(value: number): number | Float {
  return Number.isSafeInteger(value) ? new Float(value) : value;
}

/** The tuple of these elements. */
export function tuple(...elements: Term[]): Tuple {
  return new Tuple(elements);
}

/**
 * Whether a term is a record: a tuple whose first element is this atom.
 *
 * @param term Any term.
 * @param name The record's name.
 * @param arity Size of the tuple, the name included; any when left out.
 */
export function isRecord(term: unknown, name: Atom | string, arity?: number): term is Tuple {
  if (!(term instanceof Tuple) || (arity !== undefined && term.length !== arity)) return false;
  const first = term.elements[0];
  return first instanceof Atom && (typeof name === "string" ? first.name === name : first === name);
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
/** Takes a third of the time of a strict one, and writes U+FFFD for what is no UTF-8. */
const loose = new TextDecoder("utf-8", { ignoreBOM: true });
const REPLACEMENT = "\ufffd";
/** Up to this length the characters one by one are faster than a call of a decoder. */
const SHORT = 24;

/** The text of a binary (or string), or undefined when the term is something else or its bytes are no UTF-8. */
export function text(term: Term): string | undefined {
  if (typeof term === "string") return term;
  if (!(term instanceof Uint8Array)) return undefined;
  const found = (term.length <= SHORT ? ascii(term) : undefined) ?? loose.decode(term);
  if (!found.includes(REPLACEMENT)) return found;
  try {
    return strict.decode(term);
  } catch {
    return undefined;
  }
}

/** The text of bytes that are all ASCII; undefined where one is not. */
function ascii(bytes: Uint8Array): string | undefined {
  const { length } = bytes, code = String.fromCharCode;
  let result = "", at = 0;
  // Eight at a time: each piece that is added to a text costs as much as several characters.
  for (; at + 8 <= length; at += 8) {
    const a = bytes[at] ?? 0, b = bytes[at + 1] ?? 0, c = bytes[at + 2] ?? 0;
    const d = bytes[at + 3] ?? 0, e = bytes[at + 4] ?? 0, f = bytes[at + 5] ?? 0;
    const g = bytes[at + 6] ?? 0, h = bytes[at + 7] ?? 0;
    if ((a | b | c | d | e | f | g | h) > 127) return undefined;
    result += code(a, b, c, d, e, f, g, h);
  }
  for (; at < length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte > 127) return undefined;
    result += code(byte);
  }
  return result;
}

/** A process identifier: as ports, references and exported functions, kept field by field so that it goes back as it came. */
export class Pid {
  /** Makes a pid; id, serial and creation are unsigned 32-bit integers. */
  constructor(
    /** Name of the node. */
    readonly node: Atom,
    /** Number of the process. */
    readonly id: number,
    /** Counts how often the number was used anew. */
    readonly serial: number,
    /** Tells incarnations of the node apart. */
    readonly creation: number,
  ) {}
}

/** A port identifier. */
export class Port {
  /** Makes a port; id is an unsigned 64-bit integer, creation one of 32 bits. */
  constructor(
    /** Name of the node. */
    readonly node: Atom,
    /** Number of the port. */
    readonly id: Integer,
    /** Tells incarnations of the node apart. */
    readonly creation: number,
  ) {}
}

/** A reference, as of `make_ref()`. */
export class Reference {
  /** Makes a reference; creation and words are unsigned 32-bit integers. */
  constructor(
    /** Name of the node. */
    readonly node: Atom,
    /** Tells incarnations of the node apart. */
    readonly creation: number,
    /** The number in words of 32 bits, least significant first; at most 5. */
    readonly words: readonly number[],
  ) {}
}

/** A function by its name: `fun lists:map/2`. */
export class Export {
  /** Makes a reference to `module:name/arity`. */
  constructor(
    /** Module of the function. */
    readonly module: Atom,
    /** Name of the function. */
    readonly name: Atom,
    /** Number of its arguments. */
    readonly arity: number,
  ) {}
}
