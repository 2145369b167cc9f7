/**
 * `duration`: how long something takes.
 *
 * @module
 */
import { textbox } from "../../../nitro/mod.ts";
import type { Locale } from "../../locale/locale.ts";
import { plain, writeDecimal } from "../../locale/number.ts";
import { common, readText, typed } from "../control.ts";
import type { Issue } from "../../issue.ts";
import type { FieldType } from "../type.ts";
import { duration as forFeel, textOfAnswer } from "./temporal.ts";

/** Units from great to small, with the letter of ISO 8601. */
const UNITS = [
  { name: "years", letter: "Y" },
  { name: "months", letter: "M" },
  { name: "weeks", letter: "W" },
  { name: "days", letter: "D" },
  { name: "hours", letter: "H" },
  { name: "minutes", letter: "M" },
  { name: "seconds", letter: "S" },
] as const;
type Unit = (typeof UNITS)[number]["name"];
type Parts = Partial<Record<Unit, number>>;

/** Whole numbers of up to six digits before each letter. */
const ISO =
  /^P(?=\d|T\d)(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?$/;

/**
 * How long something takes: `P1DT2H30M`, as ISO 8601 writes it. It is typed so, as hours and minutes (`2:30`), or with the units of the
 * language (`1 d 2 h`, `1 д 2 год`), and shown with those. To `min` and `max` a year is 365.2425 days, and a month a twelfth of that.
 */
export const duration: FieldType<string> = {
  name: "duration",
  control: (place, wired) =>
    textbox({
      ...common(place, wired),
      class: "column",
      autocomplete: place.field.autocomplete ?? "off",
      placeholder: place.field.placeholder,
      value: typed(place, (value) => said(value, place.locale)),
    }),
  show: (value, { locale }) => said(value, locale),
  read: (given, { locale }) =>
    readText(given, (text) => {
      const value = durationOf(text, locale);
      return value === undefined
        ? { wrong: "duration", args: { sample: said("P1DT2H30M", locale) } }
        : { value };
    }),
  is: (value): value is string => typeof value === "string" && ISO.test(value),
  *check(value, { path, min, max, locale }): Iterable<Issue> {
    const least = boundOf(min), most = boundOf(max), length = secondsOf(value);
    if (least !== undefined && length < secondsOf(least)) {
      yield { path, code: "min", args: { min: said(least, locale) } };
    }
    if (most !== undefined && length > secondsOf(most)) {
      yield { path, code: "max", args: { max: said(most, locale) } };
    }
  },
  feel: (value) => forFeel(value, partsOf(value)),
  computed: boundOf,
  schema: () => ({ type: "string", pattern: ISO.source }),
};

/** A duration as `min` or `max` has it, or as a rule answered it; undefined where it is none. */
function boundOf(answer: unknown): string | undefined {
  const value = textOfAnswer(answer);
  return value !== undefined && ISO.test(value) ? value : undefined;
}

/** How many seconds one of each unit has: of a year and a month as many as of all of them on the average. */
const SECONDS: Readonly<Record<string, number>> = {
  years: 31_556_952,
  months: 2_629_746,
  weeks: 604_800,
  days: 86_400,
  hours: 3_600,
  minutes: 60,
  seconds: 1,
};

function secondsOf(value: string): number {
  return Object.entries(partsOf(value))
    .reduce((sum, [name, size]) => sum + size * (SECONDS[name] ?? 0), 0);
}

function partsOf(value: string): Readonly<Record<string, number>> {
  const found = ISO.exec(value) ?? [];
  const parts: Record<string, number> = {};
  for (const [at, { name }] of UNITS.entries()) {
    const size = found[at + 1];
    if (size !== undefined) parts[name] = Number(size);
  }
  return parts;
}

function isoOf(parts: Parts): string {
  const text = (from: number, to: number) =>
    UNITS.slice(from, to).map(({ name, letter }) =>
      parts[name] === undefined ? "" : `${parts[name]}${letter}`
    ).join("");
  const date = text(0, 4), time = text(4, 7);
  return `P${date}${time === "" ? "" : `T${time}`}`;
}

/** With the units of the language, those that are nought too where they were said. */
function said(value: string, { tag, say }: Locale): string {
  return Object.entries(partsOf(value))
    .map(([name, size]) => `${writeDecimal(String(size), tag)} ${say(`unit.${name}`)}`).join(" ");
}

function durationOf(text: string, locale: Locale): string | undefined {
  const bare = plain(text).trim();
  if (ISO.test(bare.toUpperCase())) return isoOf(partsOf(bare.toUpperCase()));
  const [, hours, minutes, seconds] = /^(\d{1,6}):([0-5]\d)(?::([0-5]\d))?$/.exec(bare) ?? [];
  if (hours !== undefined) {
    return isoOf({
      hours: Number(hours),
      minutes: Number(minutes),
      ...seconds !== undefined && { seconds: Number(seconds) },
    });
  }
  return ofUnits(bare, locale);
}

function ofUnits(text: string, { say }: Locale): string | undefined {
  const names = new Map(
    UNITS.map(({ name }, at): [string, number] => [say(`unit.${name}`).toLowerCase(), at]),
  );
  const parts: Parts = {};
  let last = -1, rest = text.toLowerCase();
  while (rest !== "") {
    const [whole, size = "", unit = ""] = /^(\d{1,6}) ?(\p{L}+\.?) ?/u.exec(rest) ?? [];
    const at = names.get(unit) ?? names.get(unit.replace(".", "")), named = UNITS[at ?? -1];
    // Each once, the greater before the smaller.
    if (whole === undefined || at === undefined || named === undefined || at <= last) {
      return undefined;
    }
    parts[named.name] = Number(size);
    last = at;
    rest = rest.slice(whole.length);
  }
  return last < 0 ? undefined : isoOf(parts);
}
