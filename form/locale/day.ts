/**
 * Days as a language writes them, of the Gregorian calendar.
 *
 * @module
 */
import { kept } from "./kept.ts";
import { plain } from "./number.ts";

/** The longest text that is read as a day, in UTF-16 units. */
const LONGEST = 64;

const formats = kept((tag) =>
  new Intl.DateTimeFormat(tag, {
    calendar: "gregory",
    timeZone: "UTC",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  })
);

/** Parts of a day in the order of the language, and what stands between them. */
const partsOf = kept((tag) =>
  formats(tag).formatToParts(Date.UTC(2024, 10, 28)).map(({ type, value }) => ({
    type,
    value: plain(value),
  }))
);

/** How a language writes a day in digits, as `DD.MM.YYYY`. */
export const dayPattern: (tag: string) => string = kept((tag) => {
  const written: Readonly<Record<string, string>> = { year: "YYYY", month: "MM", day: "DD" };
  return partsOf(tag).map(({ type, value }) => written[type] ?? value.replace(/[DMY]/g, "")).join(
    "",
  )
    .trim();
});

/** A day, `2024-02-29`, as a language writes it. */
export function writeDay(day: string, tag: string): string {
  return formats(tag).format(new Date(`${day}T00:00:00Z`));
}

/** The day that a text says in a language, or in the form of ISO 8601; undefined for what is none. */
export function readDay(text: string, tag: string): string | undefined {
  if (text.length > LONGEST) return undefined;
  const bare = plain(text).trim();
  if (isDay(bare)) return bare;
  const order = partsOf(tag).map(({ type }) => type).filter((type) =>
    type === "year" || type === "month" || type === "day"
  );
  const [, ...numbers] = /^(\d{1,4})\D{1,3}(\d{1,4})\D{1,3}(\d{1,4})(?:\D{0,4})$/.exec(bare) ?? [];
  const of = (part: string) => numbers[order.indexOf(part as "day")] ?? ""; // as: one of the three
  if (of("year").length !== 4 || of("month").length > 2 || of("day").length > 2) return undefined;
  const day = `${of("year")}-${of("month").padStart(2, "0")}-${of("day").padStart(2, "0")}`;
  return isDay(day) ? day : undefined;
}

/** Whether a text is a day of the calendar, from the year 1 to 9999: `2024-02-29`. */
export function isDay(text: unknown): text is string {
  if (typeof text !== "string" || !/^\d{4}-\d\d-\d\d$/.test(text) || text < "0001") return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
