/**
 * A range from text: `range("[1..3]")` (DMN 1.5, 10.3.4.1). Its ends are literals and nothing else.
 *
 * @module
 */
import { order } from "./compare.ts";
import { DIGITS } from "../limits.ts";
import { readNumber } from "../number/text.ts";
import { readDate, readDateTime, readDuration, readTemporal, readTime } from "../time/text.ts";
import { kindOf, Range } from "../value/value.ts";

const OPEN = /\s*([[(\]])/y;
const CLOSE = /\s*([\])[])\s*$/y;
const DOTS = /\s*\.\./y;
const END =
  /\s*(?:(-?\d+(?:\.\d+)?)|(@?)"([^"\\]*)"|(date and time|date|time|duration)\(\s*"([^"\\]*)"\s*\))/y;
const READ = {
  "date and time": readDateTime,
  date: readDate,
  time: readTime,
  duration: readDuration,
} as const;

/** The range, or null where the text is none, or its ends have no order or the wrong one. */
export function rangeText(text: string): Range | null {
  const reader = { text, at: 0 };
  const open = read(reader, OPEN)?.[1];
  const first = read(reader, END);
  const last = read(reader, DOTS) && read(reader, END);
  const close = read(reader, CLOSE)?.[1];
  if (text.length > 4 * DIGITS || !open || !first || !last || !close) return null;
  const [low, high] = [end(first), end(last)];
  const sign = low === null || kindOf(low) !== kindOf(high) ? null : order(low, high);
  return sign === null || sign > 0 ? null : new Range(low, high, open === "[", close === "]");
}

function read(reader: { readonly text: string; at: number }, pattern: RegExp) {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text);
  if (found !== null) reader.at = pattern.lastIndex;
  return found;
}

function end([, number, at, string = "", name, text = ""]: readonly string[]): unknown {
  if (number !== undefined) return readNumber(number);
  if (name === undefined) return at ? readTemporal(string) : string;
  return READ[name as keyof typeof READ](text); // as: the pattern has these names only
}
