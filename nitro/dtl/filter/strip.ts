/**
 * A text without its tags, as the parser of Python 3.11 tells tags from text.
 *
 * Where that parser ends with an error, for a marked section of a name that it does not know, HTML's rule holds: it is a comment up to the
 * next `>`. The work grows with the length of the text, whatever that holds.
 *
 * @module
 */
import { DtlError } from "../error.ts";
import { isWhite, WHITE } from "../value/white.ts";

/** How often tags are taken off: what is left may be tags again. */
const TIMES = 50;

/**
 * Takes tags and comments off a text until there are none.
 *
 * @throws {DtlError} `limit` where tags are hidden in tags more than 50 times
 */
export function strip(given: string): string {
  let text = given;
  for (let times = 0; text.includes("<") && text.includes(">"); times++) {
    const next = new Pass(text).text(), tags = (of: string) => of.split("<").length;
    if (tags(next) === tags(text)) break;
    if (times === TIMES) {
      throw new DtlError("limit", `tags are hidden in tags more than ${TIMES} times`);
    }
    text = next;
  }
  return text;
}

/** What a name of a tag is, behind its first letter. */
const NAME = /[^\t\n\r\f />\0]*/y;
const LETTER = /[a-z]/i;

/** Signs between which may be white space. */
function spaced(...signs: readonly string[]): RegExp {
  return new RegExp(signs.join(`[${WHITE}]*`), "gi");
}

/** A reference, of which the sign behind it tells where it ends. */
const NUMBER = /&#(?:\d+|x[\da-f]+)(?=[^\da-f])/iy, ENTITY = /&[a-z][-.a-z\d]*(?=[^a-z\d])/iy;
/** What ends a comment, a section of SGML, and one that an office suite writes. */
const COMMENT = spaced("--", ">"),
  SECTION = spaced("\\]", "\\]", ">"),
  CONDITION = spaced("\\]", ">");
/** The keyword of a section. */
const KEYWORD = /[a-z][-_.a-z\d]*/iy;
/** What ends elements in which there are no tags. */
const ENDS: ReadonlyMap<string, RegExp> = new Map([
  ["script", spaced("</", "script", ">")],
  ["style", spaced("</", "style", ">")],
]);

/** One pass over a text. */
class Pass {
  readonly #given: string;
  /** Where the last tag can end. */
  readonly #last: number;
  readonly #made: string[] = [];
  #at = 0;
  /** Whether the end of the text is an end for what is open: it is so from the first that is not complete. */
  #isEnding = false;
  /** Where the latest name of a tag ended. */
  #named = -1;
  /** Ends that do not come any more. */
  readonly #missing = new Set<RegExp>();
  /** Places between attributes from which no tag comes to its end. */
  readonly #endless = new Set<number>();

  constructor(given: string) {
    this.#given = given;
    this.#last = given.lastIndexOf(">");
  }

  text(): string {
    const given = this.#given, special = /[&<]/g;
    while (this.#at < given.length) {
      special.lastIndex = this.#at;
      const found = special.exec(given);
      if (found === null) break;
      this.#say(found.index);
      if (found[0] === "<" ? this.#markup() : this.#reference()) continue;
      if (this.#isEnding) break;
      this.#isEnding = true;
    }
    this.#say(given.length);
    return this.#made.join("");
  }

  /** Takes what stands before `end` for text. */
  #say(end: number): void {
    this.#made.push(this.#given.slice(this.#at, end));
    this.#at = end;
  }

  /** Reads what begins with `<`; false for what has no end, while there may be one. */
  #markup(): boolean {
    const given = this.#given, at = this.#at, next = given.charAt(at + 1);
    if (next === "") return false;
    if (LETTER.test(next)) {
      if (this.#startTag()) return true;
    } else if (/[/!?]/.test(next)) {
      const end = this.#endOf(next);
      if (end !== undefined) {
        this.#at = end;
        return true;
      }
    } else {
      this.#say(at + 1);
      return true;
    }
    if (!this.#isEnding) return false;
    const open = given.indexOf("<", at + 1);
    this.#say(this.#close(at + 1) ?? (open < 0 ? at + 1 : open));
    return true;
  }

  /** Where an end tag, a comment, a declaration, a section or an instruction ends. */
  #endOf(next: string): number | undefined {
    const given = this.#given, at = this.#at, close = this.#close(at + 2);
    if (close === undefined || next !== "!") return close;
    if (given.startsWith("--", at + 2)) return this.#behind(COMMENT, at + 4);
    if (given.charAt(at + 2) !== "[") return close;
    KEYWORD.lastIndex = at + 3;
    const keyword = KEYWORD.exec(given)?.[0].toLowerCase() ?? "";
    if (/^(?:temp|cdata|ignore|include|rcdata)$/.test(keyword)) {
      return this.#behind(SECTION, at + 3);
    }
    return /^(?:if|else|endif)$/.test(keyword) ? this.#behind(CONDITION, at + 3) : close;
  }

  /** Behind the next `>`. */
  #close(from: number): number | undefined {
    return from > this.#last ? undefined : this.#given.indexOf(">", from) + 1;
  }

  #behind(end: RegExp, from: number): number | undefined {
    if (this.#missing.has(end)) return undefined;
    end.lastIndex = from;
    if (end.test(this.#given)) return end.lastIndex;
    this.#missing.add(end);
    return undefined;
  }

  /** Passes over a start tag, and what no tag ends within a script; false where it does not end. */
  #startTag(): boolean {
    const given = this.#given, at = this.#at;
    const behind = this.#nameEnd(at + 1), tag = given.slice(at + 1, behind);
    if (given.charAt(behind) === "\0" && !this.#isApart(behind)) {
      this.#say(behind);
      return true;
    }
    const end = at > this.#last ? undefined : this.#attributes(behind);
    if (end === undefined) return false;
    this.#at = given.indexOf(">", end) + 1;
    const closing = given.charAt(end) === ">" ? ENDS.get(tag.toLowerCase()) : undefined;
    if (closing !== undefined) this.#raw(closing);
    return true;
  }

  /** Where the name of a tag ends; one that begins within another ends where that does. */
  #nameEnd(from: number): number {
    if (from > this.#named) {
      NAME.lastIndex = from;
      NAME.test(this.#given);
      this.#named = NAME.lastIndex;
    }
    return this.#named;
  }

  /** What stands in a script is text up to its end tag; without one there is none. */
  #raw(closing: RegExp): void {
    closing.lastIndex = this.#at;
    const found = closing.exec(this.#given);
    if (found !== null) this.#say(found.index);
    this.#at = found === null ? this.#given.length : closing.lastIndex;
  }

  /** Where `>` or `/>` ends the tag whose attributes stand from here. */
  #attributes(from: number): number | undefined {
    const given = this.#given, passed: number[] = [];
    for (let at = this.#gap(from);;) {
      const sign = given.charAt(at);
      if (sign === ">" || sign === "/") return at;
      passed.push(at);
      if (sign === "" || !this.#isApart(at) || this.#endless.has(at)) break;
      at = this.#gap(this.#value(this.#until(/[/=>]/, at + 1)));
    }
    for (const each of passed) this.#endless.add(each);
    return undefined;
  }

  /** Whether an attribute may begin here: behind a space, a slash or a quote. */
  #isApart(at: number): boolean {
    const before = this.#given.charAt(at - 1);
    return /["'/]/.test(before) || isWhite(before);
  }

  /** Behind the value of an attribute whose name ends here, if it has one. */
  #value(from: number): number {
    const given = this.#given, sign = this.#spaces(from);
    let behind = sign;
    while (given.charAt(behind) === "=") behind++;
    if (behind === sign) return from;
    const at = this.#spaces(behind), quote = given.charAt(at);
    if (quote !== '"' && quote !== "'") return this.#until(/>/, at);
    const end = given.indexOf(quote, at + 1);
    if (end >= 0) return end + 1;
    // A quote that nothing closes is none: no value stands before it, or one that begins with a sign of equality.
    if (at > behind) return behind;
    return behind > sign + 1 ? this.#until(/>/, behind - 1) : from;
  }

  /** The next place with white space or such a sign. */
  #until(sign: RegExp, from: number): number {
    let at = from;
    for (let next; (next = this.#given.charAt(at)) !== "" && !isWhite(next); at++) {
      if (sign.test(next)) break;
    }
    return at;
  }

  #spaces(from: number): number {
    let at = from;
    while (isWhite(this.#given.charAt(at))) at++;
    return at;
  }

  /** Behind white space and slashes but for that of `/>`. */
  #gap(from: number): number {
    let at = from;
    for (;; at++) {
      const sign = this.#given.charAt(at);
      if (sign === "/" ? this.#given.charAt(at + 1) === ">" : !isWhite(sign)) return at;
    }
  }

  /** Reads what begins with `&`: a reference ends with a semicolon then; false for one that may go on. */
  #reference(): boolean {
    const given = this.#given, at = this.#at, next = given.charAt(at + 1);
    const reference = next === "#" ? NUMBER : ENTITY;
    reference.lastIndex = at;
    const found = reference.exec(given);
    if (found !== null) {
      this.#made.push(`${found[0]};`);
      this.#at = reference.lastIndex + (given.charAt(reference.lastIndex) === ";" ? 1 : 0);
      return true;
    }
    if (next === "#") {
      if (given.includes(";", at)) this.#say(at + 2);
      return false;
    }
    if (LETTER.test(next)) {
      // Of one letter at the very end the sign is lost.
      if (this.#isEnding && at + 2 === given.length) this.#at = at + 1;
      return false;
    }
    if (next === "") return false;
    this.#say(at + 1);
    return true;
  }
}
