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
import { strip } from "./strip.ts";

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
