/**
 * A range from text: `range("[1..3]")` (DMN 1.5, 10.3.4.1). Its ends are literals and nothing else.
 *
 * @module
 */
import { order } from "./compare.ts";
import { DIGITS } from "./limits.ts";
import { readDate, readDateTime, readDuration, readTemporal, readTime } from "./temporal_text.ts";
import { kindOf, Range } from "./value.ts";

const RANGE = /^\s*([[(\]])\s*(\S(?:.*\S)?)\s*\.\.\s*(\S(?:.*\S)?)\s*([\])[])\s*$/;
const CALL = /^(date and time|date|time|duration)\(\s*"([^"\\]*)"\s*\)$/;
const READ = {
  "date and time": readDateTime,
  date: readDate,
  time: readTime,
  duration: readDuration,
} as const;

/** The range, or null where the text is none, or its ends have no order or the wrong one. */
export function rangeText(text: string): Range | null {
  const found = text.length <= 4 * DIGITS ? RANGE.exec(text) : null;
  if (found === null) return null;
  const [, open = "", first = "", last = "", close = ""] = found;
  const [low, high] = [end(first), end(last)];
  const sign = low === null || kindOf(low) !== kindOf(high) ? null : order(low, high);
  return sign === null || sign > 0 ? null : new Range(low, high, open === "[", close === "]");
}

function end(text: string): unknown {
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  const string = /^(@?)"([^"\\]*)"$/.exec(text);
  if (string !== null) return string[1] ? readTemporal(string[2] ?? "") : string[2];
  const call = CALL.exec(text);
  if (call === null) return null;
  return READ[call[1] as keyof typeof READ](call[2] ?? ""); // as: the pattern has these names only
}
