/**
 * `time`: a time of day.
 *
 * @module
 */
import { inputTime } from "../../../nitro/mod.ts";
import type { Issue } from "../../issue.ts";
import { writeTime } from "../../locale/moment.ts";
import { plain } from "../../locale/number.ts";
import { common, readText, typed } from "../control.ts";
import type { FieldType } from "../type.ts";
import { plainTime, textOfAnswer } from "./temporal.ts";

/** A time of day, with seconds where they are not nought. */
const TIME = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;

/** Whether a text is a time of day: `10:30`, `10:30:15`. */
export function isTime(value: unknown): value is string {
  return typeof value === "string" && TIME.test(value);
}

/** A time of day, `10:30` or `10:30:15`. Seconds can be entered where `step` is less than a minute. */
export const time: FieldType<string> = {
  name: "time",
  control: (place, wired) =>
    inputTime({
      ...common(place, wired),
      value: typed(place, (value) => value) || undefined,
      min: boundOf(place.min),
      max: boundOf(place.max),
      step: place.field.step ??
        (place.value !== undefined && place.value.length > 5 ? 1 : undefined),
      autocomplete: place.field.autocomplete,
    }),
  show: (value, { locale }) => writeTime(value, locale.tag),
  read: (given, { locale }) =>
    readText(given, (text) => {
      const value = timeOf(plain(text).trim());
      return value === undefined
        ? { wrong: "time", args: { sample: writeTime("10:30", locale.tag) } }
        : { value };
    }),
  is: isTime,
  *check(value, { path, min, max, locale }): Iterable<Issue> {
    const first = boundOf(min), last = boundOf(max);
    if (first !== undefined && value < first) {
      yield { path, code: "mindate", args: { min: writeTime(first, locale.tag) } };
    }
    if (last !== undefined && value > last) {
      yield { path, code: "maxdate", args: { max: writeTime(last, locale.tag) } };
    }
  },
  feel: plainTime,
  computed: boundOf,
  schema: () => ({ type: "string", pattern: TIME.source }),
};

/** A time as `min` or `max` has it, or as a rule answered it: a text, or what it passed on; undefined where it is none. */
export function boundOf(answer: unknown): string | undefined {
  const text = textOfAnswer(answer);
  return text === undefined ? undefined : timeOf(text);
}

/** The time that a text says: by 24 hours, or by twelve with AM or PM. */
function timeOf(text: string): string | undefined {
  const [, hour, minute = "", second, half] =
    /^(\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:\.0+)?)?(?: ?([AP])\.?M\.?)?$/i.exec(text) ?? [];
  if (hour === undefined || half !== undefined && (Number(hour) < 1 || Number(hour) > 12)) {
    return undefined;
  }
  const later = half === undefined
    ? 0
    : (half.toUpperCase() === "P" ? 12 : 0) - (hour === "12" ? 12 : 0);
  const seconds = second === undefined || second === "00" ? "" : `:${second}`;
  const value = `${String(Number(hour) + later).padStart(2, "0")}:${minute}${seconds}`;
  return isTime(value) ? value : undefined;
}
