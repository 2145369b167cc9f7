/**
 * The checks of the original's `valid.js`, by their names: each says whether it takes what a control holds. They are here for who moves from
 * there; a document declares the same by types and attributes of its fields, and the server checks it.
 *
 * What the original refuses though it is optional and empty is taken: `required` asks for it. A date without bounds is taken, and a day
 * that the calendar does not have is not. Lines of `golden/form/form.jsonl` say how the original was called; a line is one call here:
 *
 * | line | call |
 * | --- | --- |
 * | `money` with `args` [min, max, message] | `money(detail, { min, max })`, a bound left out where it is `"none"` |
 * | `pay` with [min, max, type, message], element `money=N` | `pay(detail, { min, max, type, money: N })` |
 * | `min` with [least] | `min(detail, least)` |
 * | `phone`, `email`, `length` with [min, max] | `phone(detail, { min, max })`; of `{ text, bind }` or `{ date }` the text goes to `length` |
 * | `number`, `nums`, `isString`, `comboLookupText` | `number(detail)` |
 * | `date` with an element `min A max B` | `date(detail, { min: "A", max: "B" })`; both left out for `no min or max` |
 * | `calendar` with `{ date }` | `calendar(new Date(date), { min, max })`; what is no such object as it is |
 * | `card` with an element | `card({ options, selected })`: names of the select's options, and which is chosen, from 0 |
 * | `comboLookup`, `requireComboEdit` with `{ text, bind }` | `comboLookup(detail)`, `requireComboEdit(detail, isEdit)` for the element `data-edit-input` |
 * | `fieldsFilter` with [length, type] | `fieldsFilter({ type, length, value, key, caret })` |
 *
 * @module
 */
import { isRecord } from "../base/mod.ts";
import { isEmail } from "./check/kind/email.ts";

/** Bounds: of an amount, of how long a text is in UTF-16 units, of how many there are. */
export interface Bounds {
  /** The least that is right; none where it is undefined. */
  readonly min?: number | undefined;
  /** The most that is right; none where it is undefined. */
  readonly max?: number | undefined;
}

const isBlank = (text: unknown): boolean =>
  text === undefined || text === null || typeof text === "string" && text.trim() === "";
const within = (value: number, { min = -Infinity, max = Infinity }: Bounds): boolean =>
  value >= min && value <= max;
const bare = (text: string): string => text.replace(/\s/g, "");

/** An amount: digits with blanks between them, a point and at most two more; no nought before another digit, and no nought alone. */
export function money(text: string, bounds: Bounds = {}): boolean {
  if (isBlank(text)) return true;
  const amount = bare(text);
  return /^(?:[1-9]\d*|0(?=\.))(?:\.\d{1,2})?$/.test(amount) && within(Number(amount), bounds);
}

/** A payment: an amount that is not more than there is, `money`; one of the type `DPBN` goes by its own bounds alone. */
export function pay(
  text: string,
  { type, money: held = Infinity, ...bounds }: Bounds & {
    readonly type?: string;
    readonly money?: number;
  },
): boolean {
  if (isBlank(text)) return true;
  return money(text, bounds) && (type === "DPBN" || Number(bare(text)) <= held);
}

/** A number that is not less than another; what is no number is not judged. */
export function min(text: string, least: number): boolean {
  return isBlank(text) || !(Number(bare(text)) < least);
}

/** A number greater than nought. */
export function number(text: string): boolean {
  return isBlank(text) || Number(text) > 0;
}

/** A number that is not negative; what is no number is not judged. */
export function nums(text: string): boolean {
  return isBlank(text) || !(Number(text) < 0);
}

/** Digits, so many of them, with a plus before them. */
export function phone(text: string, bounds: Bounds = {}): boolean {
  if (isBlank(text)) return true;
  return /^\+?\d+$/.test(text) && within(text.replace("+", "").length, bounds);
}

/** An address of mail, so long. */
export function email(text: string, bounds: Bounds = {}): boolean {
  return isBlank(text) || within(text.length, bounds) && isEmail(text);
}

/** A text so long; blanks count. */
export function length(text: string, bounds: Bounds = {}): boolean {
  return text === "" || within(text.length, bounds);
}

/** A text that does not begin as a number. */
export function isString(text: string): boolean {
  return isBlank(text) || Number.isNaN(parseFloat(text));
}

/** The first and the last day, as `2024-02-29`. */
export interface Days {
  /** The first day that is right; any where it is undefined. */
  readonly min?: string | undefined;
  /** The last day that is right; any where it is undefined. */
  readonly max?: string | undefined;
}

/** A day as the original writes it, `{2024,02,29}`. */
export function date(text: string, days: Days = {}): boolean {
  if (isBlank(text)) return true;
  const [, year, month, day] = /^\{(\d{4}),(\d\d),(\d\d)\}$/.exec(text) ?? [];
  return year !== undefined && isDay(`${year}-${month}-${day}`, days);
}

/** A day of a calendar: a `Date`, of which the day in UTC counts. */
export function calendar(day: unknown, days: Days = {}): boolean {
  if (isBlank(day)) return true;
  return day instanceof Date && !Number.isNaN(day.getTime()) &&
    isDay(day.toISOString().slice(0, 10), days);
}

function isDay(day: string, { min = day, max = day }: Days): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  // A day that the month does not have is another one, or none.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) &&
    min <= day && day <= max;
}

/** A card that was chosen: of several the first is none, and neither is `nocard`. The check of its number is `KINDS.card`. */
export function card(
  { options, selected }: { readonly options: readonly string[]; readonly selected: number },
): boolean {
  const name = options[selected];
  return name !== undefined && name !== "nocard" && (selected > 0 || options.length === 1);
}

/** What a lookup holds: its text, and what was chosen. */
export interface Looked {
  /** What the control shows. */
  readonly text?: string | undefined;
  /** What was chosen; nothing, or `"null"`, where nothing was. */
  readonly bind?: unknown;
}

function isBound({ bind }: Looked): boolean {
  return bind !== undefined && bind !== null && bind !== "null" && bind !== "";
}

/** Something was chosen, and not only typed. */
export function comboLookup(looked: Looked): boolean {
  return isBound(looked) || isBlank(looked.text);
}

/** Whatever was chosen. */
export function comboLookupVec(): boolean {
  return true;
}

/** So many were chosen, and none only typed. */
export function comboLookupModify(items: readonly Looked[], bounds: Bounds = {}): boolean {
  return items.length === 0 || within(items.length, bounds) && items.every(isBound);
}

/** So many groups. */
export function comboLookupGroup(groups: readonly unknown[], bounds: Bounds = {}): boolean {
  return groups.length === 0 || within(groups.length, bounds);
}

/** Something was chosen, where the control is that of a choice which is entered: `isEdit`. */
export function requireComboEdit(looked: unknown, isEdit = false): boolean {
  return !isEdit || !isRecord(looked) || isBlank(looked.text) || isBound(looked);
}

/** Something stands in it. */
export function comboLookupText(text: string): boolean {
  return !isBlank(text);
}

/** A key that is pressed in a control. */
export interface Pressed {
  /** The type of the field: `phone`, `otp`, `money`, `date`; any other takes what numbers are written with. */
  readonly type: string;
  /** How many characters it takes. */
  readonly length: number;
  /** What it holds. */
  readonly value: string;
  /** What the key writes. */
  readonly key: string;
  /** Where it would stand, from 0. */
  readonly caret: number;
}

/** What becomes of a key: whether the control takes it, and what it holds instead where it is another text. */
export interface Filtered {
  /** Whether it is written as it is. */
  readonly takes: boolean;
  /** What the control holds. */
  readonly value: string;
}

/** Which keys a type takes. */
export function fieldsFilter(pressed: Pressed): Filtered {
  const { type, length, value, key, caret } = pressed, isDigit = /^\d$/.test(key);
  const taken = (takes: boolean): Filtered => ({ takes, value });
  if (key.length !== 1 || value.length >= length) return taken(key.length !== 1);
  switch (type) {
    case "phone":
    case "otp":
      return taken(isDigit || caret === 0 && (key === "+" || key === ","));
    case "money":
      return moneyKey(pressed, isDigit);
    case "date":
      return taken(dateKey(value.length, key, isDigit));
    default:
      return taken(isDigit || /^[.,+-]$/.test(key));
  }
}

/** A point is written for a comma, and behind a nought that another digit follows; behind it are two digits at most. */
function moneyKey({ value, key }: Pressed, isDigit: boolean): Filtered {
  const kept = { takes: false, value };
  if (key === "." || key === ",") {
    if (/^\d+$/.test(value)) return { takes: false, value: `${value}.` };
    return { takes: value !== "" && !value.includes("."), value };
  }
  if (!isDigit || /\.\d\d$/.test(value)) return kept;
  if (value !== "0") return { takes: true, value };
  return key === "0" ? kept : { takes: false, value: `0.${key}` };
}

/** Four digits of the year, then month and day of one digit or two. */
function dateKey(at: number, key: string, isDigit: boolean): boolean {
  if (at === 4) return key === "-";
  return isDigit || key === "-" && (at === 6 || at === 7);
}
