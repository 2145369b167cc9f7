/**
 * What the original's functions of escaping and conversion gave: `fun`, `arg`, `result`.
 *
 * @module
 */
import { decode } from "../../../n2o/bert/bert.ts";
import { Atom, Float, ImproperList, type Term, Tuple } from "../../../n2o/term/term.ts";
import * as convert from "../../../nitro/convert.ts";
import { hte, jse } from "../../../nitro/escape.ts";
import { failureOf, field, type Kind, type Line } from "../kind.ts";
import type { Result } from "../report.ts";
import { characters } from "./bytes.ts";

const MORE =
  "whatever would end a literal, a template or a script is escaped, beyond what the original does";
const ENTITY =
  "line breaks, backticks and characters beyond Latin-1 stay as they are, where the original turns them into markup: pages are UTF-8";
const BYTES =
  "bytes are text in UTF-8, where the original takes each for a character; what is no UTF-8 is U+FFFD";
const NUMBER = "a number is written in full, where the original rounds it to nine places";
const HEX =
  "percent signs stand before the bytes of UTF-8 in capital digits (RFC 3986), where the original takes the low byte of a character";
const SHORT = "a short text is the text; it is escaped where it lands";
const PART = "a text is one part of an id, where the original takes its characters for numbers";
const NONE =
  "nothing is written as nothing, where the original gives a list back as it came, or its brackets";
const WITHIN =
  "a text within a list is converted as any other, where the original leaves it as it is";
const EMPTY = "an empty text is a text: nothing is only null and undefined";
const WORD = "an atom's name is a text like any other, where the original gives the atom back";

/** Our counterparts, of the value that a page of this project would have. */
const FUNCTIONS: Readonly<Record<string, (value: Term) => unknown>> = {
  hte: escaped(hte),
  html_encode: escaped(hte),
  html_encode_whites: escaped(convert.htmlEncodeWhites),
  jse: escaped(jse),
  js_escape: escaped(jse),
  to_list: convert.toList,
  to_binary: convert.toBinary,
  to_atom: convert.toAtom,
  to_integer: (value) => Number(convert.toList(value)),
  atom: (value) => convert.atom(...parts(value)),
  compact: convert.compact,
  coalesce: (value) => convert.coalesce(...listed(value)),
  meg: (value) => convert.meg(typeof value === "bigint" ? value : Number(value)),
  num: (value) => convert.num(convert.toList(value)),
  rev: (value) => [...convert.toList(value)].reverse().join(""),
  url_encode: escaped(convert.urlEncode),
  quote_plus: escaped(convert.urlEncode),
  url_decode: escaped(convert.urlDecode),
  unquote: escaped(convert.urlDecode),
  join: escaped((text) => text),
};

/** Escaping and conversions of the original. */
export const conv: Kind = {
  is: (line) => "fun" in line && "arg_hex" in line,
  run: (lines) => lines.map(result),
};

function result(line: Line): Result {
  const name = `${field(line, "fun")} ${field(line, "arg")}`, rules: string[] = [];
  const failure = failureOf(() => {
    const rule = compare(line);
    if (rule !== undefined) rules.push(rule);
  });
  const [difference] = rules;
  return { name, failure, ...(difference === undefined ? {} : { difference }) };
}

/** The rule by which a line differs. */
function compare(line: Line): string | undefined {
  const [, called = ""] = /:(\w+)\//.exec(field(line, "fun")) ?? [];
  const made = FUNCTIONS[called];
  if (made === undefined) throw new Error(`there is no counterpart of ${field(line, "fun")}`);
  const isDigits = ["to_list", "compact", "atom"].includes(called);
  const term = decode(Uint8Array.fromHex(field(line, "arg_hex")));
  const given = called === "coalesce" && Array.isArray(term)
    ? term.map((each) => valueOf(each))
    : valueOf(term, isDigits);
  const answer = decode(Uint8Array.fromHex(field(line, "result_hex")));
  const ours = made(given);
  if (ours === undefined && answer instanceof Atom && answer.name === "undefined") return undefined;
  if (sameKind(ours, answer) && textOf(ours) === textOf(valueOf(answer))) return undefined;
  const rule = ruleOf(called, given, textOf(ours), answer);
  if (rule !== undefined) return rule;
  throw new Error(
    `${JSON.stringify(textOf(ours))}, not ${JSON.stringify(textOf(valueOf(answer)))}`,
  );
}

/** Whether both are atoms, or both are text, or both bytes: characters in a list and bytes of a binary are both text here. */
function sameKind(ours: unknown, answer: Term): boolean {
  if (ours instanceof Atom || answer instanceof Atom) {
    return ours instanceof Atom && answer instanceof Atom;
  }
  return !(ours instanceof Uint8Array) || answer instanceof Uint8Array;
}

function ruleOf(called: string, given: Term, ours: string, answer: Term): string | undefined {
  const theirs = textOf(valueOf(answer)), text = textOf(given);
  const isEscape = called.startsWith("js"), isMarkup = called.startsWith("h");
  if (isEscape && unescaped(ours) === text) return MORE;
  if (isMarkup && unmarked(theirs) === unmarked(ours)) return ENTITY;
  if (isBytes(given, ours, answer)) return BYTES;
  const isWithin = !isEscape && Array.isArray(given) && theirs === text && ours !== text;
  if (isWithin && !called.startsWith("compact")) return WITHIN;
  if (called === "coalesce" && ours === "") return EMPTY;
  if (called.startsWith("url_en") || called.startsWith("quote")) {
    if (convert.urlDecode(ours) === text && (isLow(theirs, ours) || isLow(theirs, latin(text)))) {
      return HEX;
    }
  }
  if (called === "compact" && [theirs, mixed(theirs)].map(unescaped).includes(ours)) return SHORT;
  if (called === "atom" && theirs === [...text].map((each) => each.codePointAt(0)).join("_")) {
    return PART;
  }
  if (isNumber(ours, theirs)) return NUMBER;
  if (answer instanceof Atom && answer.name === ours) return WORD;
  return isEmpty(given) && (isEmpty(answer) || theirs === "[]") && ours === "" ? NONE : undefined;
}

/** Whether the original took bytes for characters, or gave bytes back that are no text. */
function isBytes(given: Term, ours: string, answer: Term): boolean {
  if (hasBytes(given)) return true;
  const characters = Array.isArray(answer) &&
    answer.every((each) => typeof each === "number" && each < 256);
  const name = answer instanceof Atom
    ? Uint8Array.from(answer.name, (each) => each.charCodeAt(0))
    : undefined;
  const bytes = characters
    ? Uint8Array.from(answer, Number)
    : answer instanceof Uint8Array
    ? answer
    : name;
  if (bytes === undefined) return false;
  const latin = String.fromCharCode(...bytes), utf8 = new TextDecoder().decode(bytes);
  return unmarked(utf8) === unmarked(ours) || unmarked(latin) === unmarked(ours);
}

/** A text of the original of which some characters are bytes of UTF-8. */
function mixed(text: string): string {
  return characters(Uint8Array.from(text, (each) => each.charCodeAt(0)));
}

/** What there is to choose from: what is undefined is nothing. */
function listed(value: Term): (Term | undefined)[] {
  const all = Array.isArray(value) ? value : [value];
  return all.map((each) => each instanceof Atom && each.name === "undefined" ? undefined : each);
}

function hasBytes(value: Term): boolean {
  return value instanceof Uint8Array || Array.isArray(value) && value.some(hasBytes) ||
    typeof value === "string" && value.includes("\ufffd");
}

/** Whether an escaped text is another one but for the case of its digits. */
function isLow(theirs: string, ours: string): boolean {
  return theirs.toLowerCase() === ours.toLowerCase();
}

/** A text with the low byte of each character that is escaped at all. */
function latin(text: string): string {
  return Array.from(text, (each) => {
    if (each === " ") return "+";
    const code = (each.codePointAt(0) ?? 0) & 0xff;
    return /^[\w.~-]$/.test(each) ? each : `%${code.toString(16).padStart(2, "0")}`;
  }).join("");
}

function isNumber(ours: string, theirs: string): boolean {
  return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(ours) && /^-?\d+(\.\d+)?$/.test(theirs) &&
    Math.abs(Number(ours) - Number(theirs)) <= 1e-9 * Math.max(1, Math.abs(Number(ours)));
}

function isEmpty(value: Term): boolean {
  return value === "" || value instanceof Uint8Array && value.length === 0 ||
    Array.isArray(value) && value.length === 0;
}

function escaped(made: (text: string) => string): (value: Term) => string {
  return (value) => made(convert.toList(value));
}

/** A text of JavaScript read back, so that nothing of it is lost. */
function unescaped(text: string): string {
  return text.replace(
    /\\u([\da-f]{4})|\\(.)/g,
    (_, code?: string, character?: string) =>
      code === undefined
        ? LETTERS[character ?? ""] ?? character ?? ""
        : String.fromCharCode(parseInt(code, 16)),
  );
}

const LETTERS: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

function unmarked(html: string): string {
  return html.replaceAll("<br>", "\n").replaceAll("&nbsp;", " ").replaceAll("`", "&#39;")
    .replace(/&#(\d{3,});/g, (_, code: string) => String.fromCodePoint(Number(code)));
}

/** What a page has in place of a term: lists of characters and binaries are text. */
function valueOf(term: Term, isDigits = false): Term {
  if (term instanceof Uint8Array) return new TextDecoder().decode(term);
  if (term instanceof ImproperList) return valueOf([...term.elements, term.tail], isDigits);
  if (!Array.isArray(term)) return term;
  if (term.length === 0) return "";
  const isText = term.every(isCharacter);
  if (isText) return String.fromCodePoint(...term.map(Number));
  // Beside texts a number is a character, as in Erlang, but for what writes its digits.
  return term.map((each) =>
    isCharacter(each) && !isDigits ? String.fromCodePoint(Number(each)) : valueOf(each, isDigits)
  );
}

function isCharacter(value: Term): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 0x110000;
}

function parts(value: Term): (string | number | bigint)[] {
  const all = Array.isArray(value) ? value : [value];
  return all.map((each) =>
    typeof each === "number" || typeof each === "bigint" ? each : convert.toList(each)
  );
}

function textOf(value: unknown): string {
  if (value instanceof Atom) return value.name;
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (value instanceof Float) return convert.toList(value);
  if (value instanceof Tuple || Array.isArray(value)) return convert.toList(valueOf(value));
  return String(value ?? "");
}
