/**
 * Filters of markup and of data within it.
 *
 * @module
 */
import type { Filter } from "../compile/filter.ts";
import { DtlError } from "../error.ts";
import { isNumber, numberText } from "../value/number.ts";
import { escape, Safe } from "../value/safe.ts";
import { entriesOf, itemsOf } from "../value/sequence.ts";
import { repr, textOf } from "../value/text.ts";
import { text, value } from "./kinds.ts";

/** Where a tag that begins at `from` ends; what is quoted behind `=` is passed over. */
function tagEnd(given: string, from: number): number {
  for (let at = from; at < given.length; at++) {
    const sign = given.charAt(at);
    if (sign === ">") return at + 1;
    if (sign !== "=") continue;
    let quote = at + 1;
    while (/\s/.test(given.charAt(quote))) quote++;
    if (!/["']/.test(given.charAt(quote))) continue;
    const end = given.indexOf(given.charAt(quote), quote + 1);
    if (end < 0) return given.indexOf(">", at) + 1;
    at = end;
  }
  return 0;
}

/** A text without what a parser takes for tags and comments. */
function stripped(given: string): string {
  let made = "", at = 0;
  for (;;) {
    const start = given.indexOf("<", at), last = given.lastIndexOf(">");
    if (start < 0 || last < start) return made + completed(given.slice(at));
    // What follows a reference says where it ends.
    made += completed(given.slice(at, start + 1)).slice(0, -1);
    const end = endOf(given, start);
    if (end > start) at = end;
    else {
      made += "<";
      at = start + 1;
    }
  }
}

/** Text with a semicolon behind each reference, as Python's parser hands them on; one at the very end may go on. */
function completed(given: string): string {
  return given.replace(
    /&(?:[a-z][-.a-z\d]*(?=([^a-z\d]))|#(?:\d+|x[\da-f]+)(?=([^\da-f])))/gi,
    (reference, next: string | undefined, digit: string | undefined) =>
      (next ?? digit) === ";" ? reference : `${reference};`,
  );
}

function endOf(given: string, start: number): number {
  if (given.startsWith("<!--", start)) return given.indexOf("-->", start + 4) + 3 || 0;
  const next = given.charAt(start + 1);
  if (next === "!" || next === "?") return given.indexOf(">", start) + 1;
  if (next === "/") {
    return /[a-z>]/i.test(given.charAt(start + 2)) ? given.indexOf(">", start) + 1 : 0;
  }
  return /[a-z]/i.test(next) ? tagEnd(given, start + 2) : 0;
}

/** How often tags are taken off: what is left may be tags again. */
const TIMES = 50;

function strip(given: string): string {
  let text = given;
  for (let times = 0; text.includes("<") && text.includes(">"); times++) {
    const next = stripped(text), tags = (of: string) => of.split("<").length;
    if (tags(next) === tags(text)) break;
    if (times === TIMES) {
      throw new DtlError("limit", `tags are hidden in tags more than ${TIMES} times`);
    }
    text = next;
  }
  return text;
}

interface Budget {
  left: number;
}

/** JSON as Python writes it: a space behind a comma and a colon, ASCII only. */
function json(given: unknown, budget: Budget, depth = 0): string {
  if (--budget.left < 0 || depth > 100) {
    throw new DtlError("limit", "data are too long or deep for JSON");
  }
  if (given === null || given === undefined) return "null";
  if (typeof given === "boolean") return String(given);
  if (isNumber(given)) return numberText(given);
  if (given instanceof Date) return quoted(given.toISOString().replace(/(?:\.000)?Z$/, ""));
  if (typeof given === "string" || given instanceof Safe) return quoted(String(given));
  const pairs = entriesOf(given), inner = (each: unknown) => json(each, budget, depth + 1);
  if (pairs !== undefined) {
    return `{${pairs.map(([key, each]) => `${quoted(textOf(key))}: ${inner(each)}`).join(", ")}}`;
  }
  const items = itemsOf(given, budget.left);
  if (items === undefined) throw new DtlError("value", "what is no data cannot be written as JSON");
  return `[${Array.from(items, inner).join(", ")}]`;
}

function quoted(given: string): string {
  // deno-lint-ignore no-control-regex -- all that is not ASCII, and what is markup
  return JSON.stringify(given).replace(/[^\u0000-\u007e]|[<>&]/g, (sign) => {
    const hex = sign.charCodeAt(0).toString(16).padStart(4, "0");
    return `\\u${/[<>&]/.test(sign) ? hex.toUpperCase() : hex}`;
  });
}

function script(given: unknown, argument: unknown): Safe {
  const id = escape(textOf(argument)), data = json(given, { left: 1_000_000 });
  return new Safe(`<script id="${id}" type="application/json">${data}</script>`);
}

/** The filters of markup and of data within it by their names, such as `striptags`. */
export const markups: readonly (readonly [string, Filter])[] = [
  ["json_script", value(script, "one", true)],
  ["pprint", value((given) => repr(given), "none", true)],
  ["striptags", text(strip)],
];
