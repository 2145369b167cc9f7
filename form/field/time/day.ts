/**
 * What fields that hold days have in common.
 *
 * @module
 */
import type { DateValue, SourceValue } from "../../../nitro/mod.ts";
import type { Issue } from "../../issue.ts";
import { isDay, readDay, writeDay } from "../../locale/day.ts";
import { isNothing, readText } from "../control.ts";
import type { FieldType, Place, Read } from "../type.ts";
import { plainDate, textOfAnswer } from "./temporal.ts";

/** Reads a day: as a control for dates gives it, or as text in the language of the person or of ISO 8601. */
function dayOf(
  given: SourceValue | undefined,
  { locale }: Pick<Place, "locale">,
): Read<string> {
  const wrong = { wrong: "day", args: { sample: writeDay("2024-02-29", locale.tag) } };
  if (isNothing(given)) return { value: undefined };
  if (isDateValue(given)) {
    const value = isoOf(given);
    return isDay(value) ? { value } : wrong;
  }
  if (typeof given !== "string") return wrong;
  return readText(given, (text) => {
    const value = readDay(text, locale.tag);
    return value === undefined ? wrong : { value };
  });
}

function isDateValue(given: unknown): given is DateValue {
  return typeof given === "object" && given !== null && "year" in given && "month" in given &&
    "day" in given;
}

function isoOf({ year, month, day }: DateValue): string {
  const [y, m, d] = [year, month, day].map(String);
  return `${y?.padStart(4, "0")}-${m?.padStart(2, "0")}-${d?.padStart(2, "0")}`;
}

/** The parts of a day. */
export function partsOf(day: string): DateValue {
  const [year = 1, month = 1, date = 1] = day.split("-").map(Number);
  return { year, month, day: date };
}

/** A day as `min` or `max` has it: a text, or what a rule answered; undefined where it is none. */
export function boundOf(value: unknown): string | undefined {
  const text = textOfAnswer(value)?.slice(0, 10);
  return isDay(text) ? text : undefined;
}

/** All of a type that holds days, but its control. */
export const day: Omit<FieldType<string>, "name" | "control"> = {
  show: (value, { locale }) => writeDay(value, locale.tag),
  read: (given, place) => dayOf(given, place),
  is: isDay,
  *check(value, { path, min, max, locale }): Iterable<Issue> {
    const first = boundOf(min), last = boundOf(max);
    if (first !== undefined && value < first) {
      yield { path, code: "mindate", args: { min: writeDay(first, locale.tag) } };
    }
    if (last !== undefined && value > last) {
      yield { path, code: "maxdate", args: { max: writeDay(last, locale.tag) } };
    }
  },
  feel: plainDate,
  computed: boundOf,
  schema: () => ({ type: "string", format: "date" }),
};
