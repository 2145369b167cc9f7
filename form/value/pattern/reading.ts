/**
 * A pattern of HTML while it is read, and written as one of FEEL.
 *
 * @module
 */
import { FormError } from "../../error.ts";

/** How much longer a repeat may be than it must, without being long. */
const SHORT = 8;
/** Classes by their letters: what they are in JavaScript. */
const CLASSES: Readonly<Record<string, string>> = {
  d: "0-9",
  w: "A-Za-z0-9_",
  s: "\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff",
};
const CONTROLS: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  f: "\f",
  "0": "\0",
};
/** What the flag `v` keeps for operations of classes, so that it stands behind a backslash there. */
const DOUBLED = /^([&!#$%*+,.:;<=>?@^`~])\1/;
const COUNT = /^\{(\d{1,6})(?:,(\d{1,6})?)?\}/;

/** Reads a pattern of HTML, from left to right, and writes one of FEEL. */
export class Reading {
  /** How many long repeats it has. */
  long = 0;
  /** Whether something that may be one thing or another is repeated. */
  isNested = false;
  /** How many parts may be one thing or another: choices, and counts that are not fixed. */
  #open = 0;
  readonly #source: string;
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
  }

  whole(): string {
    const made = this.#choices();
    if (this.#at < this.#source.length) throw this.refusal("has a bracket too many", this.#at);
    return made;
  }

  refusal(why: string, at: number): FormError {
    const shown = JSON.stringify(this.#source.slice(0, 80));
    return new FormError(
      "document",
      `the pattern ${shown} ${why}${at > 0 ? `, at character ${at + 1}` : ""}`,
    );
  }

  #choices(): string {
    if (++this.#depth > 50) throw this.refusal("is too deep", this.#at);
    let made = this.#sequence();
    while (this.#takes("|")) {
      this.#open++;
      made += `|${this.#sequence()}`;
    }
    this.#depth--;
    return made;
  }

  #sequence(): string {
    let made = "";
    while (this.#at < this.#source.length && !"|)".includes(this.#source.charAt(this.#at))) {
      const before = this.#open;
      const [atom, isPlace] = this.#atom();
      const { text, least, most } = this.#count();
      if (isPlace && text !== "") throw this.refusal("repeats a place", this.#at);
      if (most > 1 && before < this.#open) this.isNested = true;
      if (most > least) this.#open++;
      if (most > least + SHORT) this.long++;
      made += atom + text;
    }
    return made;
  }

  /** A part, and whether it is a place rather than a character. */
  #atom(): readonly [string, boolean] {
    const point = this.#next();
    switch (point) {
      case "(":
        return [this.#group(), false];
      case "[":
        return [this.#class(), false];
      case ".":
        return ["[^\\n\\r\u2028\u2029]", false];
      case "^":
      case "$":
        return [point, true];
      case "\\": {
        const [text, isClass] = this.#escape();
        return [isClass ? text : quoted(text), false];
      }
      default:
        if ("*+?{}]/".includes(point) && point !== "/") {
          throw this.refusal(`has ${point} where there is nothing before it`, this.#at - 1);
        }
        return [quoted(point), false];
    }
  }

  #group(): string {
    if (this.#takes("?") && !this.#takes(":")) {
      const name = /^<[A-Za-z_$][\w$]{0,40}>/.exec(this.#source.slice(this.#at, this.#at + 45));
      if (name === null) {
        throw this.refusal(
          "looks ahead or behind, which takes more than linear time",
          this.#at - 1,
        );
      }
      this.#at += name[0].length;
    }
    const inner = this.#choices();
    if (!this.#takes(")")) throw this.refusal("has a bracket that does not end", this.#at);
    return `(?:${inner})`;
  }

  #count(): { readonly text: string; readonly least: number; readonly most: number } {
    const point = this.#source.charAt(this.#at);
    let text = "", least = 1, most = 1;
    if (point !== "" && "*+?".includes(point)) {
      text = this.#next();
      least = point === "+" ? 1 : 0;
      most = point === "?" ? 1 : Infinity;
    } else if (point === "{") {
      const found = COUNT.exec(this.#source.slice(this.#at, this.#at + 20)) ?? [];
      text = found[0] ?? "";
      least = Number(found[1]);
      most = text.includes(",") ? Number(found[2] ?? Infinity) : least;
      if (!(least <= most)) throw this.refusal("has a count that is none", this.#at);
      this.#at += text.length;
    }
    return { text: text !== "" && this.#takes("?") ? `${text}?` : text, least, most };
  }

  /** A class in brackets, as a class of FEEL. */
  #class(): string {
    const isOther = this.#takes("^"), from = this.#at, opposites: string[] = [];
    let made = "";
    while (!this.#takes("]")) {
      if (this.#at >= this.#source.length) {
        throw this.refusal("has a class that does not end", from);
      }
      const [first, isClass] = this.#member();
      if (!this.#takes("-")) {
        if (isClass && first.startsWith("[^")) opposites.push(first);
        else made += isClass ? first.slice(1, -1) : member(first);
        continue;
      }
      const [last, isAlso] = this.#member();
      if (isClass || isAlso || order(first) > order(last)) {
        throw this.refusal("has a range that is none", this.#at);
      }
      made += `${member(first)}-${member(last)}`;
    }
    // No class of FEEL is empty, or holds the opposite of one.
    if (made === "" && opposites.length === 0) return isOther ? "[\\s\\S]" : "[^\\s\\S]";
    if (opposites.length === 0) return `[${isOther ? "^" : ""}${made}]`;
    if (isOther) {
      throw this.refusal("has the opposite of an opposite: write the class itself", from);
    }
    return `(?:${[...made === "" ? [] : [`[${made}]`], ...opposites].join("|")})`;
  }

  #member(): readonly [string, boolean] {
    const rest = this.#source.slice(this.#at, this.#at + 2);
    if (DOUBLED.test(rest) || rest === "--") {
      throw this.refusal("has an operation between classes: write one class", this.#at);
    }
    const point = this.#next();
    if (point === "\\") return this.#escape(true);
    if ("()[{}/-|".includes(point)) {
      throw this.refusal(`has ${point} in a class: write \\${point}`, this.#at - 1);
    }
    return [point, false];
  }

  /** What stands behind a backslash: a character, or a class of FEEL. */
  #escape(isInClass = false): readonly [string, boolean] {
    const point = this.#next(), lower = point.toLowerCase();
    const named = Object.hasOwn(CLASSES, lower) ? CLASSES[lower] : undefined;
    if (named !== undefined) return [`[${point === lower ? "" : "^"}${named}]`, true];
    if (lower === "p") return [`[\\${point}{${this.#category()}}]`, true];
    if (/^[xuc]$/.test(point)) return [this.#code(point), false];
    const next = this.#source.charAt(this.#at);
    if (point === "0" && /\d/.test(next)) {
      throw this.refusal("has an escape that is none", this.#at);
    }
    if (Object.hasOwn(CONTROLS, point)) return [CONTROLS[point] ?? "", false];
    if (/^[\^$\\.*+?()[\]{}|/]$/.test(point)) return [point, false];
    if (isInClass && point === "b") return ["\b", false];
    if (isInClass && /^[&\-!#%,:;<=>@`~]$/.test(point)) return [point, false];
    throw this.refusal(
      /^[1-9k]$/.test(point)
        ? "has a back-reference, which takes more than linear time"
        : `has \\${point}, which is not taken`,
      this.#at - 1,
    );
  }

  #category(): string {
    const found =
      /^\{(?:(?:General_Category|gc)=)?([LMNPZSC][a-z]?|Letter|Number|Punctuation|Symbol)\}/
        .exec(this.#source.slice(this.#at, this.#at + 40));
    if (found === null) throw this.refusal("has a property that is no general category", this.#at);
    this.#at += found[0].length;
    const name = found[1] ?? "";
    return name.length > 2 ? name.slice(0, 1) : name;
  }

  #code(kind: string): string {
    const rest = this.#source.slice(this.#at, this.#at + 12);
    const found = kind === "c"
      ? /^([A-Za-z])/.exec(rest)
      : kind === "x"
      ? /^([\dA-Fa-f]{2})/.exec(rest)
      : /^\{([\dA-Fa-f]{1,6})\}|^([\dA-Fa-f]{4})(?:\\u([\dA-Fa-f]{4}))?/.exec(rest);
    const code = found === null
      ? NaN
      : kind === "c"
      ? (found[1] ?? "").charCodeAt(0) % 32
      : parseInt(found[1] ?? found[2] ?? "", 16);
    const low = parseInt(found?.[3] ?? "", 16);
    const isPair = code >= 0xd800 && code < 0xdc00 && low >= 0xdc00 && low < 0xe000;
    if (found === null || !(code <= 0x10ffff)) {
      throw this.refusal("has the code of no character", this.#at);
    }
    this.#at += found[3] === undefined || isPair ? found[0].length : 4;
    return isPair ? String.fromCharCode(code, low) : String.fromCodePoint(code);
  }

  #next(): string {
    const code = this.#source.codePointAt(this.#at);
    if (code === undefined) throw this.refusal("ends too early", this.#at);
    const point = String.fromCodePoint(code);
    this.#at += point.length;
    return point;
  }

  #takes(point: string): boolean {
    if (this.#source.charAt(this.#at) !== point) return false;
    this.#at++;
    return true;
  }
}

function order(point: string): number {
  return point.codePointAt(0) ?? 0;
}

/** A character of a pattern of FEEL. */
function quoted(point: string): string {
  return /^[\\|.\-^?*+{}()[\]$]$/.test(point) ? `\\${point}` : point;
}

/** A character in a class of FEEL. */
function member(point: string): string {
  return /^[\\\-^[\]]$/.test(point) ? `\\${point}` : point;
}
