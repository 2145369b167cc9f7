/**
 * Reads Erlang's text of a term, as `io_lib:format("~w")`, `~p` and their forms for Unicode write it.
 *
 * @module
 */
import { fromBase64 } from "../../../base/mod.ts";
import { decode } from "../../bert/bert.ts";
import {
  atom,
  BitString,
  float,
  ImproperList,
  isRecord,
  type Term,
  text,
  Tuple,
} from "../../term/term.ts";
import { DEFAULT, DEPTH, type ReadBounds } from "../formatter.ts";

const TOKEN = new RegExp(
  [
    String.raw`(-?\d+\.\d+(?:e[+-]?\d+)?)`,
    String.raw`(-?\d+)`,
    String.raw`'((?:[^'\\]|\\[^])*)'`,
    String.raw`([a-zß-öø-ÿ][\p{L}\p{N}_@]*)`,
    String.raw`"((?:[^"\\]|\\[^])*)"`,
    String.raw`(<<|>>|=>|#\{|[[\]{},|:/])`,
  ].join("|"),
  "uy",
);
const SPACE = /(?:\s|%.*)*/y;
const ESCAPE = /\\(?:x\{([\da-f]{1,6})\}|x([\da-f]{2})|([0-7]{1,3})|\^([^])|([^]))/gi;
const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  b: "\b",
  v: "\v",
  f: "\f",
  e: "\x1b",
  s: " ",
  d: "\x7f",
};
/** The longest integer, in characters: reading one takes more time than it has characters. */
const DIGITS = 4_096;

type Token =
  | { readonly kind: "number"; readonly value: Term }
  | { readonly kind: "atom" | "string" | "mark"; readonly value: string };

/**
 * The term of a text; a full stop behind it is passed over.
 *
 * @throws {SyntaxError | RangeError} for what is none, for more atoms than the bounds allow, deeper nesting than 256, integers of more than 4,096 digits
 */
export function read(source: string, bounds: ReadBounds = DEFAULT): Term {
  return new Reader(source, bounds).whole();
}

class Reader {
  readonly #source: string;
  #at = 0;
  #ahead: Token | undefined;
  readonly #bounds: ReadBounds;
  #atoms: number;

  constructor(source: string, bounds: ReadBounds) {
    this.#source = source;
    this.#bounds = bounds;
    this.#atoms = bounds.atoms;
    this.#ahead = this.#scan();
  }

  whole(): Term {
    const term = this.#term(DEPTH);
    if (this.#ahead === undefined && /^\s*\.?\s*$/.test(this.#source.slice(this.#at))) return term;
    throw this.#wrong();
  }

  #wrong(): SyntaxError {
    return new SyntaxError(`no term at character ${this.#at}`);
  }

  #scan(): Token | undefined {
    SPACE.lastIndex = this.#at;
    SPACE.exec(this.#source);
    TOKEN.lastIndex = this.#at = Math.max(this.#at, SPACE.lastIndex);
    const found = TOKEN.exec(this.#source);
    if (found === null) return undefined;
    this.#at = TOKEN.lastIndex;
    const [, decimal, integer, quoted, name, string, mark = ""] = found;
    if (decimal !== undefined) return { kind: "number", value: finite(Number(decimal)) };
    if (integer !== undefined) return { kind: "number", value: whole(integer) };
    const called = quoted === undefined ? name : unescaped(quoted);
    if (called !== undefined) return { kind: "atom", value: called };
    if (string !== undefined) return { kind: "string", value: unescaped(string) };
    return { kind: "mark", value: mark };
  }

  #shift(): Token {
    const token = this.#ahead;
    if (token === undefined) throw this.#wrong();
    this.#ahead = this.#scan();
    return token;
  }

  #is(mark: string): boolean {
    return this.#ahead?.kind === "mark" && this.#ahead.value === mark;
  }

  #expect(mark: string): void {
    if (!this.#is(mark)) throw this.#wrong();
    this.#shift();
  }

  #term(depth: number): Term {
    if (depth < 0) throw new RangeError(`deeper than ${DEPTH}`);
    const { kind, value } = this.#shift();
    if (kind === "number") return value;
    if (kind === "atom") {
      if (this.#atoms-- <= 0) throw new RangeError(`more than ${this.#bounds.atoms} atoms`);
      return atom(value);
    }
    if (kind === "string") return Array.from(value, (letter) => letter.codePointAt(0) ?? 0);
    if (value === "{") return this.#revived(new Tuple(this.#terms("}", depth)));
    if (value === "[") return this.#list(depth);
    if (value === "#{") return this.#map(depth);
    if (value === "<<") return this.#binary();
    throw this.#wrong();
  }

  /** What has no text of its own is `{'$bert', Base64}`. */
  #revived(term: Tuple): Term {
    if (!isRecord(term, "$bert", 2)) return term;
    const bytes = fromBase64(text(term.elements[1] ?? []) ?? "");
    return decode(bytes, {
      maxSize: this.#bounds.maxSize,
      maxDepth: DEPTH,
      atoms: () => this.#atoms-- > 0,
    });
  }

  #terms(close: string, depth: number): Term[] {
    const terms: Term[] = [];
    if (!this.#is(close)) {
      do terms.push(this.#term(depth - 1)); while (this.#more());
    }
    this.#expect(close);
    return terms;
  }

  #more(): boolean {
    if (!this.#is(",")) return false;
    this.#shift();
    return true;
  }

  #list(depth: number): Term {
    if (this.#is("]")) return this.#terms("]", depth);
    const terms: Term[] = [];
    do terms.push(this.#term(depth - 1)); while (this.#more());
    if (!this.#is("|")) return (this.#expect("]"), terms);
    this.#shift();
    const tail = this.#term(depth - 1);
    this.#expect("]");
    return Array.isArray(tail) ? terms.concat(tail) : new ImproperList(terms, tail);
  }

  #map(depth: number): Term {
    const map = new Map<Term, Term>();
    if (!this.#is("}")) {
      do {
        const key = this.#term(depth - 1);
        this.#expect("=>");
        map.set(key, this.#term(depth - 1));
      } while (this.#more());
    }
    this.#expect("}");
    return map;
  }

  /** Segments of a binary: bytes, the letters of a text, and at the end bits. */
  #binary(): Term {
    const bytes: number[] = [];
    let bits = 0;
    if (!this.#is(">>")) {
      do {
        if (bits > 0) throw this.#wrong();
        bits = this.#segment(bytes);
      } while (this.#more());
    }
    this.#expect(">>");
    return bits > 0 ? new BitString(Uint8Array.from(bytes), bits) : Uint8Array.from(bytes);
  }

  /** Adds a segment; answers how many bits of the last byte count where that is not all. */
  #segment(bytes: number[]): number {
    const { kind, value } = this.#shift();
    if (kind === "string") return this.#letters(value, bytes);
    if (kind !== "number" || typeof value !== "number" || value < 0 || value > 255) {
      throw this.#wrong();
    }
    bytes.push(value);
    if (!this.#is(":")) return 0;
    this.#shift();
    const { value: size } = this.#shift();
    if (typeof size !== "number" || size < 1 || size > 8 || value >= 2 ** size) throw this.#wrong();
    bytes[bytes.length - 1] = value << (8 - size);
    return size % 8;
  }

  #letters(value: string, bytes: number[]): number {
    if (this.#is("/")) {
      this.#shift();
      const { kind, value: type } = this.#shift();
      if (kind !== "atom" || type !== "utf8") throw this.#wrong();
      for (const byte of new TextEncoder().encode(value)) bytes.push(byte);
      return 0;
    }
    for (let at = 0; at < value.length; at++) {
      const code = value.charCodeAt(at);
      if (code > 255) throw this.#wrong();
      bytes.push(code);
    }
    return 0;
  }
}

function finite(value: number): Term {
  if (!Number.isFinite(value)) throw new RangeError("a float that is too large");
  return float(value);
}

function whole(digits: string): Term {
  if (digits.length > DIGITS) throw new RangeError(`more than ${DIGITS} digits`);
  const value = Number(digits);
  return Number.isSafeInteger(value) ? value + 0 : BigInt(digits);
}

function unescaped(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(ESCAPE, (_, long, short, octal, control, plain: string) => {
    const hex = long ?? short;
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
    if (control !== undefined) return String.fromCharCode(control.charCodeAt(0) & 31);
    return ESCAPES[plain] ?? plain;
  });
}
