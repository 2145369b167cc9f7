/**
 * Filters of moments, and those that stand in for what is not there.
 *
 * @module
 */
import type { Filter } from "../compile/filter.ts";
import { isAbsent, moment } from "../date/format.ts";
import { since } from "../date/since.ts";
import { DtlError } from "../error.ts";
import type { Context } from "../run/context.ts";
import { isTrue } from "../value/compare.ts";
import { textOf } from "../value/text.ts";
import { value, word } from "./kinds.ts";

function isMoment(given: unknown): given is Date {
  return given instanceof Date && !isAbsent(given);
}

/** Letters that stand for something. */
const LETTERS = /(?<!\\)[aAbBcdDeEfFgGhHiIjlLmMnNoOPrsStTuUwWyYzZ]/;

/** What is no moment leaves of a format what stands for itself. */
function plain(format: string): string {
  return LETTERS.test(format) ? "" : moment(new Date(0), format);
}

function date(given: unknown, argument: unknown): string {
  if (given === null || given === "") return "";
  const format = isTrue(argument) ? word(argument) : "DATE_FORMAT";
  return isMoment(given) ? moment(given, format) : plain(format);
}

/** Letters of a day: a time has none of them. */
const DAYS = /(?<!\\)[bBcdDEFIjlLmMnNorStUwWyYz]/;

function time(given: unknown, argument: unknown): string {
  if (given === null || given === "") return "";
  const format = isTrue(argument) ? textOf(argument) : "TIME_FORMAT";
  if (!isMoment(given)) return plain(format);
  if (DAYS.test(format) && !format.endsWith("_FORMAT")) return "";
  return moment(given, format, format.endsWith("_FORMAT") ? "date" : "time");
}

/** How long it is between a moment and another, by default the present. */
function elapsed(
  given: unknown,
  argument: unknown,
  cx: Context,
  between: (given: Date, other: Date) => string,
): string {
  if (!isTrue(given)) return "";
  if (!isMoment(given)) throw new DtlError("value", "only from a date can time pass");
  return between(given, isMoment(argument) ? argument : new Date(cx.setting.clock.now()));
}

/** The filters of moments and of defaults by their names, such as `timesince`. */
export const dates: readonly (readonly [string, Filter])[] = [
  [
    "date",
    value(date, "optional"),
  ],
  ["default", value((given, argument) => isTrue(given) ? given : argument, "one")],
  ["default_if_none", value((given, argument) => given === null ? argument : given, "one")],
  ["time", value(time, "optional")],
  [
    "timesince",
    value((given, argument, { cx }) => elapsed(given, argument, cx, since), "optional"),
  ],
  [
    "timeuntil",
    value(
      (given, argument, { cx }) => elapsed(given, argument, cx, (from, to) => since(to, from)),
      "optional",
    ),
  ],
];
