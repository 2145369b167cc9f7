/**
 * Moments in the letters of Django's filter `date`, which are PHP's. All are in UTC.
 *
 * @module
 */
const DAY = 86_400_000;
const MONTHS =
  "January February March April May June July August September October November December"
    .split(" ");
const AP = "Jan. Feb. March April May June July Aug. Sept. Oct. Nov. Dec.".split(" ");
const WEEKDAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");

/** Whether a date is none. */
export function isAbsent(value: Date): boolean {
  return Number.isNaN(value.getTime());
}

const two = (value: number): string => String(value).padStart(2, "0");

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Year and week of ISO 8601. */
function week(d: Date): { readonly year: number; readonly week: number } {
  const day = Date.UTC(d.getUTCFullYear(), d.getUTCMonth(), d.getUTCDate());
  // The week belongs to the year of its Thursday.
  const thursday = new Date(day + (4 - (d.getUTCDay() || 7)) * DAY);
  const year = thursday.getUTCFullYear();
  return { year, week: Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / DAY / 7) + 1 };
}

function ordinal(day: number): string {
  if (day > 10 && day < 14) return "th";
  return ["th", "st", "nd", "rd"][day % 10] ?? "th";
}

const hour12 = (d: Date): number => d.getUTCHours() % 12 || 12;
const half = (d: Date): string => d.getUTCHours() > 11 ? "p.m." : "a.m.";
const short = (d: Date): string =>
  d.getUTCMinutes() === 0 ? `${hour12(d)}` : `${hour12(d)}:${two(d.getUTCMinutes())}`;

function said(d: Date): string {
  if (d.getUTCMinutes() === 0 && d.getUTCHours() % 12 === 0) {
    return d.getUTCHours() === 0 ? "midnight" : "noon";
  }
  return `${short(d)} ${half(d)}`;
}

function iso(d: Date): string {
  const fraction = d.getUTCMilliseconds() === 0 ? "" : `${d.toISOString().slice(19, 23)}000`;
  return d.toISOString().slice(0, 19) + fraction;
}

/** What each letter stands for: of the time first, then of the day. */
const TIME: Readonly<Record<string, (d: Date) => string | number>> = {
  a: half,
  A: (d) => d.getUTCHours() > 11 ? "PM" : "AM",
  e: () => "",
  f: short,
  g: hour12,
  G: (d) => d.getUTCHours(),
  h: (d) => two(hour12(d)),
  H: (d) => two(d.getUTCHours()),
  i: (d) => two(d.getUTCMinutes()),
  O: () => "+0000",
  P: said,
  s: (d) => two(d.getUTCSeconds()),
  T: () => "UTC",
  u: (d) => String(d.getUTCMilliseconds() * 1_000).padStart(6, "0"),
  Z: () => 0,
};
const DATE: Readonly<Record<string, (d: Date) => string | number>> = {
  ...TIME,
  b: (d) => (MONTHS[d.getUTCMonth()] ?? "").slice(0, 3).toLowerCase(),
  c: iso,
  d: (d) => two(d.getUTCDate()),
  D: (d) => (WEEKDAYS[d.getUTCDay()] ?? "").slice(0, 3),
  E: (d) => MONTHS[d.getUTCMonth()] ?? "",
  F: (d) => MONTHS[d.getUTCMonth()] ?? "",
  I: () => "0",
  j: (d) => d.getUTCDate(),
  l: (d) => WEEKDAYS[d.getUTCDay()] ?? "",
  L: (d) => isLeap(d.getUTCFullYear()) ? "True" : "False",
  m: (d) => two(d.getUTCMonth() + 1),
  M: (d) => (MONTHS[d.getUTCMonth()] ?? "").slice(0, 3),
  n: (d) => d.getUTCMonth() + 1,
  N: (d) => AP[d.getUTCMonth()] ?? "",
  o: (d) => week(d).year,
  r: (d) => `${d.toUTCString().slice(0, 25)} +0000`,
  S: (d) => ordinal(d.getUTCDate()),
  t: (d) => two(new Date(Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + 1, 0)).getUTCDate()),
  U: (d) => Math.floor(d.getTime() / 1_000),
  w: (d) => d.getUTCDay(),
  W: (d) => week(d).week,
  y: (d) => two(d.getUTCFullYear() % 100),
  Y: (d) => d.getUTCFullYear(),
  z: (d) => Math.floor((d.getTime() - Date.UTC(d.getUTCFullYear(), 0, 1)) / DAY) + 1,
};

/** Formats that go by a name. */
const NAMED: Readonly<Record<string, string>> = {
  DATE_FORMAT: "N j, Y",
  DATETIME_FORMAT: "N j, Y, P",
  TIME_FORMAT: "P",
  SHORT_DATE_FORMAT: "m/d/Y",
  SHORT_DATETIME_FORMAT: "m/d/Y P",
  YEAR_MONTH_FORMAT: "F Y",
  MONTH_DAY_FORMAT: "F j",
};

/** A moment in a format; a letter behind `\` is itself. Letters of the day in a format of `time` give `undefined`. */
export function moment(value: Date, format: string, letters: "date" | "time" = "date"): string {
  const table = letters === "date" ? DATE : TIME;
  const pattern = NAMED[format] ?? format;
  return pattern.replace(/\\(.)|[a-zA-Z]/gs, (sign: string, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped;
    const letter = Object.hasOwn(table, sign) ? table[sign] : undefined;
    return letter === undefined ? sign : String(letter(value));
  });
}
