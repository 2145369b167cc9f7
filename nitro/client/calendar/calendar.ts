/**
 * The part of the client for dates: what is typed in a format, and what the source says. The dialog with a month is a part of its own
 * (month.ts), loaded when it is first opened.
 *
 * A day is the milliseconds of its midnight in UTC, so that no zone has a part in it.
 *
 * @module
 */
import type { Core, Part } from "../part.ts";

/** A control for a date. */
export interface Calendar {
  readonly root: HTMLElement;
  readonly text: HTMLInputElement;
}

/** What the dialog needs. */
export interface Kit {
  calendarOf(target: EventTarget | null): Calendar | undefined;
  dayOf(calendar: Calendar): number | undefined;
  /** The day of a text of ISO, else nothing. */
  parsed(text: string | undefined): number | undefined;
  isOpen(root: HTMLElement, day: number): boolean;
  /** Has the field hold a day. */
  hold(calendar: Calendar, day: number): void;
  language(root: HTMLElement): string | undefined;
  names(root: HTMLElement, options: Intl.DateTimeFormatOptions): (day: number) => string;
}

/** Opens the dialog. */
export type Opens = (calendar: Calendar) => void;

const DAY = 864e5;
const MONTH = "./month.js";
/** Loads it; the part is handed what does. */
let load: Core["load"] | undefined;

const calendars = new WeakMap<Element, Calendar>();
let month: Promise<Opens> | undefined;

function calendarOf(target: EventTarget | null): Calendar | undefined {
  const root = (target as Element).closest?.("[data-n2o-calendar]") as HTMLElement | null; // of our markup
  const text = root?.querySelector<HTMLInputElement>("input:not([type=radio])");
  if (!root || !text) return;
  const known = calendars.get(root);
  if (known?.text === text) return known;
  const made = { root, text }, configurable = true;
  calendars.set(root, made);
  // The source is a date, as that of the browser's own control.
  Object.defineProperties(root, {
    type: { configurable, value: "date" },
    value: { configurable, get: () => iso(dayOf(made)) },
  });
  // An event that waits until its sources are valid asks the source.
  Object.assign(root, {
    checkValidity: () => text.checkValidity(),
    reportValidity: () => text.reportValidity(),
  });
  return made;
}

function iso(day: number | undefined): string {
  return day === undefined ? "" : new Date(day).toISOString().slice(0, 10);
}

function parsed(text = ""): number | undefined {
  const day = Date.parse(text + "T00:00Z");
  return day === day && iso(day) === text ? day : undefined;
}

/** The day that is typed, where it can be chosen. */
function dayOf({ root, text }: Calendar): number | undefined {
  const { n2oFormat: format } = root.dataset;
  if (!format) return parsed(text.value);
  // What is no digit separates; anything that does is as good as what the format has.
  const found = text.value.match(/\d+/g) ?? [], date: Record<string, string> = {};
  format.match(/[DMY]+/g)!.forEach((part, at) => date[part[0]!] = found[at] ?? "");
  const two = (name: string) => date[name]!.padStart(2, "0");
  const day = found.length === 3 ? parsed(`${date["Y"]}-${two("M")}-${two("D")}`) : undefined;
  return day !== undefined && isOpen(root, day) ? day : undefined;
}

function isOpen({ dataset }: HTMLElement, day: number): boolean {
  const min = parsed(dataset.n2oMin), max = parsed(dataset.n2oMax), { n2oClosed } = dataset;
  const nth = (day - min!) / DAY;
  return !(day < min! || day > max! ||
    n2oClosed && atob(n2oClosed).charCodeAt(nth >> 3) >> (nth & 7) & 1);
}

/** The language of the element; the browser's where it has none that there is. */
function language(root: HTMLElement): string | undefined {
  try {
    return Intl.getCanonicalLocales(root.closest<HTMLElement>("[lang]")?.lang)[0];
  } catch {
    return;
  }
}

function names(root: HTMLElement, options: Intl.DateTimeFormatOptions): (day: number) => string {
  return new Intl.DateTimeFormat(language(root), { ...options, timeZone: "UTC" }).format;
}

function hold(calendar: Calendar, day: number): void {
  write(calendar, day);
  for (const type of ["input", "change"]) {
    calendar.text.dispatchEvent(new Event(type, { bubbles: true }));
  }
}

/** Writes a day as the format has it. */
function write({ root, text }: Calendar, day: number): void {
  const [Y, M, D] = iso(day).split("-"), parts: Record<string, string> = { Y: Y!, M: M!, D: D! };
  text.value = root.dataset.n2oFormat!.replace(
    /D+|M+|Y+/g,
    (part) => part[1] ? parts[part[0]!]! : `${+parts[part]!}`,
  );
}

/** Says what is wrong with what is typed. */
function settle(calendar: Calendar): number | undefined {
  const { root, text } = calendar, { n2oInvalid } = root.dataset, day = dayOf(calendar);
  if (!n2oInvalid) return;
  const wrong = text.value && day === undefined ? n2oInvalid : "";
  text.setCustomValidity(wrong);
  text.ariaInvalid = wrong ? "true" : null;
  const output = root.querySelector("output")!;
  if (output.textContent !== wrong) output.textContent = wrong;
  const button = root.querySelector<HTMLElement>("[data-n2o-open]")!;
  const name = day === undefined ? "" : `, ${names(root, { dateStyle: "full" })(day)}`;
  button.ariaLabel = button.dataset.n2oOpen + name;
  return day;
}

document.addEventListener("change", ({ target }) => {
  const calendar = calendarOf(target);
  if (target !== calendar?.text) return;
  const day = settle(calendar!);
  if (day !== undefined) write(calendar!, day);
  calendar!.root.dispatchEvent(new Event("n2o:change"));
}, true);

document.addEventListener("click", async ({ target }) => {
  const calendar = calendarOf(target);
  if (!calendar || !(target as Element).closest("[data-n2o-open]")) return;
  month ??= load!<{ default(kit: Kit): Opens }>(MONTH).then((part) => part.default(kit));
  month.catch(() => month = undefined);
  (await month)(calendar);
}, true);

const kit: Kit = { calendarOf, dayOf, parsed, isOpen, hold, language, names };

/** Makes the dates of the page work. */
const calendar: Part = (core) => {
  ({ load } = core);
  for (const root of document.querySelectorAll("[data-n2o-calendar]")) {
    const found = calendarOf(root);
    if (found) settle(found);
  }
};

export default calendar;
