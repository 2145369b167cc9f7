/**
 * Erlang's own notation of terms (`~w`), read independently of the codec, and equality of terms.
 *
 * @module
 */
import {
  Atom,
  atom,
  BitString,
  Export,
  Float,
  float,
  ImproperList,
  Pid,
  Port,
  Reference,
  type Term,
  Tuple,
} from "../../../n2o/bert/bert.ts";

const TOKEN =
  /\s*(#Port<[\d.]+>|#Ref<[\d.]+>|<\d+\.\d+\.\d+>|fun |=>|<<|>>|#\{|[-+]?\d+\.\d+(?:e[-+]?\d+)?|[-+]?\d+|'(?:[^'\\]|\\.)*'|[\p{Ll}][\p{L}\p{N}_@]*|[[\]{}|,:/])/uy;

/** Reads the text of a term. Identifiers become strings: `~w` does not tell their node. */
export function readTerm(text: string): Term {
  TOKEN.lastIndex = 0;
  const tokens: string[] = [];
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex, found = TOKEN.exec(text);
    if (found === null) throw new Error(`no token at ${text.slice(at, at + 40)}`);
    tokens.push(found[1] ?? "");
  }
  const input = new Input(tokens);
  const term = input.term();
  if (input.at !== tokens.length) {
    throw new Error(`left over: ${tokens.slice(input.at, input.at + 9)}`);
  }
  return term;
}

class Input {
  at = 0;
  constructor(readonly tokens: readonly string[]) {}

  next(): string {
    return this.tokens[this.at++] ?? "";
  }

  skip(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at++;
    return true;
  }

  expect(token: string): void {
    if (!this.skip(token)) throw new Error(`${token} expected, not ${this.tokens[this.at]}`);
  }

  term(): Term {
    const token = this.next();
    if (token === "[") return this.list();
    if (token === "{") return new Tuple(this.until("}"));
    if (token === "#{") return this.map();
    if (token === "<<") return this.bits();
    if (token === "fun ") return this.fun();
    if (/^[#<]/.test(token)) return token;
    if (/^[-+]?\d+\.\d/.test(token)) return float(Number(token));
    if (/^[-+]?\d/.test(token)) return integer(token);
    return atom(name(token));
  }

  until(end: string): Term[] {
    const items: Term[] = [];
    if (this.skip(end)) return items;
    do items.push(this.term()); while (this.skip(","));
    this.expect(end);
    return items;
  }

  list(): Term {
    const items: Term[] = [];
    if (this.skip("]")) return items;
    do items.push(this.term()); while (this.skip(","));
    if (!this.skip("|")) {
      this.expect("]");
      return items;
    }
    const tail = this.term();
    this.expect("]");
    return new ImproperList(items, tail);
  }

  map(): Term {
    const map = new Map<Term, Term>();
    if (this.skip("}")) return map;
    do {
      const key = this.term();
      this.expect("=>");
      map.set(key, this.term());
    } while (this.skip(","));
    this.expect("}");
    return map;
  }

  bits(): Term {
    const bytes: number[] = [];
    if (this.skip(">>")) return new Uint8Array();
    let bits = 8;
    do {
      const value = Number(this.next());
      if (this.skip(":")) bits = Number(this.next());
      bytes.push(value << (8 - bits));
    } while (this.skip(","));
    this.expect(">>");
    const run = Uint8Array.from(bytes);
    return bits === 8 ? run : new BitString(run, bits);
  }

  fun(): Term {
    const module = this.term();
    this.expect(":");
    const of = this.term();
    this.expect("/");
    if (!(module instanceof Atom) || !(of instanceof Atom)) throw new Error("a fun is m:f/a");
    return new Export(module, of, Number(this.next()));
  }
}

function integer(token: string): Term {
  const value = BigInt(token);
  return Number.isSafeInteger(Number(token)) ? Number(token) : value;
}

function name(token: string): string {
  if (!token.startsWith("'")) return token;
  const escapes: Record<string, string> = {
    n: "\n",
    r: "\r",
    t: "\t",
    b: "\b",
    e: "\x1b",
    f: "\f",
    v: "\v",
    s: " ",
    d: "\x7f",
  };
  return token.slice(1, -1).replace(
    /\\(?:x\{([0-9A-Fa-f]+)\}|([0-7]{1,3})|\^(.)|(.))/gu,
    (_, hex, octal, control, other) =>
      hex
        ? String.fromCodePoint(parseInt(hex, 16))
        : octal
        ? String.fromCharCode(parseInt(octal, 8))
        : control
        ? String.fromCharCode(control.charCodeAt(0) & 31)
        : escapes[other] ?? other,
  );
}

/** Whether two terms are equal; identifiers read from text are compared with how Erlang would show them. */
export function same(a: Term, b: Term): boolean {
  if (a === b) return true;
  if (typeof a === "string") return shown(b, a);
  if (a instanceof Float) return b instanceof Float && Object.is(a.value, b.value);
  if (a instanceof Uint8Array) return b instanceof Uint8Array && a.toHex() === b.toHex();
  if (a instanceof BitString) {
    return b instanceof BitString && a.bits === b.bits && same(a.bytes, b.bytes);
  }
  if (a instanceof Tuple) return b instanceof Tuple && sameAll(a.elements, b.elements);
  if (a instanceof ImproperList) {
    return b instanceof ImproperList && sameAll(a.elements, b.elements) && same(a.tail, b.tail);
  }
  if (Array.isArray(a)) return Array.isArray(b) && sameAll(a, b);
  if (a instanceof Map) return b instanceof Map && sameMap(a, b);
  if (a instanceof Export) {
    return b instanceof Export && a.module === b.module && a.name === b.name && a.arity === b.arity;
  }
  return false;
}

function sameAll(a: readonly Term[], b: readonly Term[]): boolean {
  return a.length === b.length &&
    a.every((term, index) => same(term, b[index] ?? Symbol.iterator.toString()));
}

function sameMap(a: Map<Term, Term>, b: Map<Term, Term>): boolean {
  const left = [...b];
  return a.size === b.size && [...a].every(([key, value]) => {
    const index = left.findIndex(([other, its]) => same(key, other) && same(value, its));
    return index >= 0 && left.splice(index, 1).length === 1;
  });
}

/** `<0.9.0>`, `#Port<0.5>` and `#Ref<0.3.2.1>`: the first number stands for the node. */
function shown(term: Term, text: string): boolean {
  const [, ...numbers] = text.match(/\d+/g) ?? [];
  if (term instanceof Pid) return same(numbers.map(Number), [term.id, term.serial]);
  if (term instanceof Port) return `${numbers}` === `${term.id}`;
  return term instanceof Reference && same(numbers.map(Number), term.words.toReversed());
}
