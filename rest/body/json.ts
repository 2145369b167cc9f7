/**
 * JSON as RFC 8259 has it, and I-JSON (RFC 7493) on top: what two readers would take for two things is refused.
 *
 * @module
 */
import { pointerOf } from "../problem/pointer.ts";
import { RestError } from "../error.ts";

/** The bounds of a body. */
export interface JsonLimits {
  /** How deep arrays and objects may stand in one another; 64 unless told. */
  readonly depth?: number;
  /** How many values there may be, keys included; 100,000 unless told. */
  readonly count?: number;
}

const DEPTH = 64, COUNT = 100_000;
/** No key of data: set by assignment it would change what an object is. */
const PROTO = "__proto__";
/** Texts of fewer units are read unit by unit. */
const SHORT = 40, SPACE = 0x20, QUOTE = 0x22, ESCAPE = 0x5c, SURROGATE = 0xd800;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** Text up to a quote, a backslash or a control character. */
// deno-lint-ignore no-control-regex -- RFC 8259 has them escaped
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/**
 * The value of a text of JSON.
 *
 * @throws {RestError} `bad_json` for what is none, with the offset; for a key that comes twice or is `__proto__`, a lone surrogate, and an
 * integer beyond 2^53 or a number beyond what a double holds, with the pointer; `too_large` over the limits
 *
 * @example
 * ```ts
 * import { readJson, RestError } from "@n2o/n2o/rest";
 *
 * if (JSON.stringify(readJson('{"a":[1,2.5]}')) !== '{"a":[1,2.5]}') throw new Error("another value");
 * for (const bad of ['{"a":1,"a":2}', "9007199254740993", '"\\ud800"', "[1,]"]) {
 *   try {
 *     readJson(bad);
 *     throw new Error(bad);
 *   } catch (error) {
 *     if (!RestError.is(error, "bad_json")) throw error;
 *   }
 * }
 * ```
 */
export function readJson(text: string, limits: JsonLimits = {}): unknown {
  return new Reader(text, limits).whole();
}

/** Reads one text; the keys on the way are kept for what is told of an error. */
class Reader {
  readonly #text: string;
  readonly #depth: number;
  readonly #count: number;
  readonly #keys: (string | number)[] = [];
  #at = 0;
  #values = 0;

  constructor(text: string, { depth = DEPTH, count = COUNT }: JsonLimits) {
    this.#text = text;
    this.#depth = depth;
    this.#count = count;
  }

  whole(): unknown {
    const value = this.#value();
    this.#space();
    if (this.#at < this.#text.length) throw this.#syntax("nothing may follow the value");
    return value;
  }

  #value(): unknown {
    this.#space();
    if (++this.#values > this.#count) throw this.#large(`more than ${this.#count} values`);
    switch (this.#text[this.#at]) {
      case "{":
        return this.#object();
      case "[":
        return this.#array();
      case '"':
        return this.#string();
      case "t":
        return this.#word("true", true);
      case "f":
        return this.#word("false", false);
      case "n":
        return this.#word("null", null);
      default:
        return this.#number();
    }
  }

  #object(): unknown {
    const object: Record<string, unknown> = {};
    this.#open();
    if (this.#ends("}")) return object;
    for (;;) {
      this.#space();
      if (this.#text[this.#at] !== '"') throw this.#syntax("expected a key in quotes");
      const key = this.#string();
      this.#keys.push(key);
      if (key === PROTO) throw this.#flaw("key", `"${PROTO}" is no key that is taken`);
      if (Object.hasOwn(object, key)) throw this.#flaw("twice", "the key comes twice");
      if (++this.#values > this.#count) throw this.#large(`more than ${this.#count} values`);
      this.#space();
      if (this.#text[this.#at] !== ":") throw this.#syntax("expected a colon");
      this.#at++;
      object[key] = this.#value();
      this.#keys.pop();
      if (this.#ends("}")) return object;
      this.#comma();
    }
  }

  #array(): unknown {
    const list: unknown[] = [];
    this.#open();
    if (this.#ends("]")) return list;
    for (;;) {
      this.#keys.push(list.length);
      list.push(this.#value());
      this.#keys.pop();
      if (this.#ends("]")) return list;
      this.#comma();
    }
  }

  #open(): void {
    this.#at++;
    // What is open is what has keys on the way, and itself.
    if (this.#keys.length >= this.#depth) throw this.#large(`deeper than ${this.#depth}`);
  }

  #ends(mark: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== mark) return false;
    this.#at++;
    return true;
  }

  #comma(): void {
    if (this.#text[this.#at] !== ",") throw this.#syntax("expected a comma");
    this.#at++;
  }

  #space(): void {
    for (;; this.#at++) {
      const unit = this.#text.charCodeAt(this.#at);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
    }
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) throw this.#syntax("expected a value");
    this.#at += word.length;
    return value;
  }

  #number(): number {
    NUMBER.lastIndex = this.#at;
    const [text] = NUMBER.exec(this.#text) ?? [];
    if (text === undefined) throw this.#syntax("expected a value");
    this.#at += text.length;
    const value = Number(text);
    const isWhole = Number.isInteger(value), isExact = Number.isSafeInteger(value);
    if (!Number.isFinite(value) || isWhole && !isExact) {
      throw this.#flaw("range", "the number would become another one: send it as text");
    }
    return value;
  }

  #string(): string {
    const from = ++this.#at;
    // Most is short, and has nothing to look at but where it ends.
    for (let at = from; at < from + SHORT; at++) {
      const unit = this.#text.charCodeAt(at);
      if (unit === QUOTE) {
        this.#at = at + 1;
        return this.#text.slice(from, at);
      }
      if (!(unit >= SPACE) || unit === ESCAPE || unit >= SURROGATE) break;
    }
    return this.#long();
  }

  #long(): string {
    let text = "";
    for (;;) {
      PLAIN.lastIndex = this.#at;
      const [plain = ""] = PLAIN.exec(this.#text) ?? [];
      text += plain;
      this.#at += plain.length;
      const mark = this.#text[this.#at++];
      if (mark === '"') break;
      if (mark !== "\\") {
        throw this.#syntax("a text must end, and control characters be escaped", -1);
      }
      text += this.#escape();
    }
    if (!text.isWellFormed()) throw this.#flaw("surrogate", "half of a surrogate pair is no text");
    return text;
  }

  #escape(): string {
    const letter = this.#text[this.#at++] ?? "";
    if (letter !== "u") {
      const plain = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
      if (plain === undefined) throw this.#syntax("no such escape", -1);
      return plain;
    }
    const digits = this.#text.slice(this.#at, this.#at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) {
      throw this.#syntax("an escape has four hexadecimal digits");
    }
    this.#at += 4;
    return String.fromCharCode(parseInt(digits, 16));
  }

  #syntax(why: string, shift = 0): RestError {
    const at = Math.min(this.#at + shift, this.#text.length);
    return new RestError("bad_json", `the body is no JSON at character ${at}: ${why}`, {
      errors: [{ pointer: pointerOf(this.#keys), code: "syntax", detail: why }],
    });
  }

  #flaw(code: string, detail: string): RestError {
    const pointer = pointerOf(this.#keys);
    return new RestError("bad_json", `the body cannot be taken at "${pointer}": ${detail}`, {
      errors: [{ pointer, code, detail }],
    });
  }

  #large(detail: string): RestError {
    const pointer = pointerOf(this.#keys.slice(0, 8));
    return new RestError("too_large", `the body is ${detail}`, {
      errors: [{ pointer, code: "limit", detail }],
    });
  }
}
