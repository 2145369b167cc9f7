/**
 * Any value as text: what `string` gives (DMN 1.5, 10.3.4.1), and what leaves the evaluator.
 *
 * @module
 */
import { FeelError } from "./error.ts";
import { DEPTH } from "./limits.ts";
import { bounded, type Budget, room, spend, text } from "./budget.ts";
import { adopt } from "./time/moment.ts";
import { Decimal, isNumeric, leaving } from "./number/decimal.ts";
import { writeNumber } from "./number/text.ts";
import {
  writeDate,
  writeDateTime,
  writeDaysTime,
  writeTime,
  writeYearsMonths,
} from "./time/text.ts";
import {
  DaysTime,
  FeelDate,
  FeelDateTime,
  FeelTime,
  isContext,
  put,
  Range,
  Special,
  YearsMonths,
} from "./value/value.ts";
import { offsetOf } from "./time/zone.ts";

/** The text of a value. A string inside a list or context is in quotes. */
export function write(budget: Budget, value: unknown): string {
  return text(typeof value === "string" ? value : inner(budget, value, 0));
}

function inner(budget: Budget, given: unknown, depth: number): string {
  if (depth > DEPTH) throw tooDeep();
  spend(budget, 1);
  const value = adopt(given);
  if (typeof value === "string") return quoted(value);
  if (isNumeric(value)) {
    const text = writeNumber(value);
    spend(budget, text.length >> 6);
    return text;
  }
  if (Array.isArray(value)) {
    return `[${joined(Array.from(value, (item) => inner(budget, item, depth + 1)))}]`;
  }
  if (value instanceof Special) return writeSpecial(budget, value, depth);
  if (!isContext(value)) return String(value);
  const entries = Object.entries(value).map(([name, entry]) =>
    `${/^[\p{L}_][\p{L}\p{N}_ ]*$/u.test(name) ? name : quoted(name)}: ${
      inner(budget, entry, depth + 1)
    }`
  );
  return `{${joined(entries)}}`;
}

function joined(parts: readonly string[]): string {
  room(parts.reduce((sum, part) => sum + part.length + 2, 0));
  return parts.join(", ");
}

function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, "\\$&")}"`;
}

function writeSpecial(budget: Budget, value: Special, depth: number): string {
  if (value instanceof Range) return writeRange(budget, value, depth);
  return temporalText(value) ?? "function";
}

function writeRange(budget: Budget, range: Range, depth: number): string {
  const [low, high] = [range.low, range.high].map((end) => inner(budget, end, depth + 1));
  if (range.operator === "=" || range.operator === "!=") return `(${range.operator} ${low})`;
  if (range.operator !== "") return `(${range.operator} ${range.low === null ? high : low})`;
  return `${range.lowClosed ? "[" : "("}${low}..${high}${range.highClosed ? "]" : ")"}`;
}

/** The text of a date, time or duration; undefined for anything else. */
function temporalText(value: unknown): string | undefined {
  if (value instanceof FeelDate) return writeDate(value);
  if (value instanceof FeelTime) return writeTime(value);
  if (value instanceof FeelDateTime) return writeDateTime(value);
  if (value instanceof YearsMonths) return writeYearsMonths(value);
  return value instanceof DaysTime ? writeDaysTime(value) : undefined;
}

/**
 * A value as variables are: plain, and able to be stored. A number that no JavaScript number says leaves as a bigint where it is an
 * integer, else as the nearest double. Dates, times, durations and ranges become their text, a date and
 * time in a zone the one with its offset; whatever has none of these is the very same object.
 *
 * @throws {FeelError} `expression` for a function, which cannot be stored.
 */
export function plain(budget: Budget, value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null) {
    if (typeof value === "function" || typeof value === "symbol") return foreign();
    return value ?? null;
  }
  if (depth > DEPTH) throw tooDeep();
  if (value instanceof Decimal) {
    spend(budget, Math.max(0, value.exponent) >> 5);
    return leaving(value);
  }
  if (value instanceof Special) {
    if (value.kind === "function") {
      throw new FeelError("expression", "it gives a function: call it, or give a value");
    }
    return write(budget, value instanceof FeelDateTime ? fixed(value) : value);
  }
  if (Array.isArray(value)) {
    spend(budget, value.length);
    // Unlike `map`, it makes null of holes.
    const items: unknown[] = [];
    for (const item of value) items.push(plain(budget, item, depth + 1));
    return items.every((item, index) => item === value[index]) ? value : bounded(items);
  }
  if (!isContext(value)) return value;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return value;
  const made: Record<string, unknown> = {};
  let changed = false;
  for (const [name, entry] of Object.entries(value)) {
    spend(budget, 1);
    const next = plain(budget, entry, depth + 1);
    changed ||= next !== entry;
    put(made, name, next);
  }
  return changed ? made : value;
}

/**
 * A function or symbol of the application is no value of FEEL: it is never called, and does not leave.
 *
 * @throws {FeelError} `expression` always.
 */
export function foreign(): never {
  throw new FeelError(
    "expression",
    "it gives a function or symbol of the application, which FEEL has no use for: name a value",
  );
}

/** ISO 8601 has offsets but no zones: what leaves keeps its moment. */
function fixed({ date, time }: FeelDateTime): FeelDateTime {
  const offset = offsetOf({ date, time });
  return new FeelDateTime(date, new FeelTime(time.nanos, offset, null));
}

function tooDeep(): FeelError {
  return new FeelError("limit", `a value nests deeper than ${DEPTH}`);
}
