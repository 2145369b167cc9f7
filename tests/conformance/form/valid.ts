/**
 * Lines of the original's checks in the browser: `call` is `valid.js:NAME`.
 *
 * @module
 */
import * as valid from "../../../form/valid.ts";
import { isRecord } from "../../../base/mod.ts";
import { field, type Line } from "../kind.ts";

/** What a line asks for: what each takes, or the name of the rule by which they differ. */
export interface Verdict {
  readonly ours: unknown;
  readonly theirs: unknown;
  /** The rule, where the two differ by one. */
  readonly class?: string;
}

/** Why ours takes, or refuses, what the original does not. */
export const CLASSES: Readonly<Record<string, string>> = {
  "optional and empty":
    "the original refuses an empty field, though nothing says that it is required",
  "no bounds": "the original refuses each day where its control has no bounds",
  "no such day": "the original takes days that their month does not have",
  "begins with a digit": "the original lets an amount begin with a point",
};

/** Whether a line is one of the original's checks in the browser that has an answer. */
export function isValid(line: Line): boolean {
  return field(line, "call").startsWith("valid.js:") && "result" in line;
}

/** What ours and the original say to a line; undefined for a check that there is not. */
export function verdict(line: Line): Verdict | undefined {
  const name = field(line, "call").slice("valid.js:".length);
  if (name === "fieldsFilter") return filterVerdict(line);
  const ours = answer(name, line), theirs = line.result === true;
  if (ours === undefined) return undefined;
  if (ours === theirs) return { ours, theirs };
  const rule = ours ? leniency(name, line) : severity(line);
  return rule === undefined ? { ours, theirs } : { ours, theirs, class: rule };
}

function leniency(name: string, line: Line): string | undefined {
  const { detail } = line, text = textOf(detail);
  if (text === undefined || text.trim() === "") return "optional and empty";
  const isDay = name === "date" || name === "calendar";
  return isDay && boundsOf(line).min === undefined ? "no bounds" : undefined;
}

function severity({ detail }: Line): string | undefined {
  const [, year, month, day] = /^\{(\d{4}),(\d\d),(\d\d)\}$/.exec(textOf(detail) ?? "") ?? [];
  if (year === undefined) return undefined;
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number(day) > days || Number(day) < 1 ? "no such day" : undefined;
}

/** What a control held, as text. */
function textOf(detail: unknown): string | undefined {
  if (typeof detail === "string") return detail;
  if (!isRecord(detail)) return undefined;
  const text = detail.text ?? detail.date;
  return typeof text === "string" ? text : undefined;
}

function answer(name: string, line: Line): boolean | undefined {
  const { detail } = line, text = textOf(detail) ?? "", args = argsOf(line);
  const [one, two, three] = args, bounds = { min: boundOf(one), max: boundOf(two) };
  switch (name) {
    case "money":
      return valid.money(text, bounds);
    case "pay":
      return valid.pay(text, {
        ...bounds,
        type: String(three),
        money: Number(/money=(\d+)/.exec(field(line, "element"))?.[1] ?? Infinity),
      });
    case "min":
      return valid.min(text, Number(one));
    case "phone":
      return valid.phone(text, bounds);
    case "email":
      return valid.email(text, bounds);
    case "length":
      return valid.length(text, bounds);
    case "number":
      return valid.number(text);
    case "nums":
      return valid.nums(text);
    case "isString":
      return valid.isString(text);
    case "date":
      return valid.date(text, boundsOf(line));
    case "calendar":
      return valid.calendar(isRecord(detail) ? new Date(text) : detail, boundsOf(line));
    case "card":
      return cardAnswer(line);
    default:
      return lookupAnswer(name, line);
  }
}

function lookupAnswer(name: string, line: Line): boolean | undefined {
  const { detail } = line,
    looked = isRecord(detail) ? detail : {},
    list = Array.isArray(detail) ? detail : [];
  const [one, two] = argsOf(line), bounds = { min: boundOf(one), max: boundOf(two) };
  switch (name) {
    case "comboLookup":
      return valid.comboLookup(looked);
    case "comboLookupVec":
      return valid.comboLookupVec();
    case "comboLookupModify":
      return valid.comboLookupModify(list, bounds);
    case "comboLookupGroup":
      return valid.comboLookupGroup(list, bounds);
    case "requireComboEdit":
      return valid.requireComboEdit(detail, field(line, "element") === "data-edit-input");
    case "comboLookupText":
      return valid.comboLookupText(textOf(detail) ?? "");
    default:
      return undefined;
  }
}

const CARDS: Readonly<Record<string, Parameters<typeof valid.card>[0]>> = {
  "first selected": { options: ["card1", "card2"], selected: 0 },
  "second selected": { options: ["card1", "card2"], selected: 1 },
  "single card": { options: ["card1"], selected: 0 },
  "only nocard": { options: ["nocard"], selected: 0 },
};

function cardAnswer(line: Line): boolean | undefined {
  const chosen = CARDS[field(line, "element")];
  return chosen === undefined ? undefined : valid.card(chosen);
}

function argsOf({ args }: Line): readonly unknown[] {
  return Array.isArray(args) ? args : [];
}

function boundOf(arg: unknown): number | undefined {
  return typeof arg === "number" ? arg : undefined;
}

function boundsOf(line: Line): valid.Days {
  const [, min, max] = /min (\S+) max (\S+)/.exec(field(line, "element")) ?? [];
  return min === undefined || !/^\d/.test(min) ? {} : { min, max };
}

/** Keys: whether one is written, and what the control holds then. */
function filterVerdict(line: Line): Verdict {
  const [length, type] = argsOf(line), { result, caret } = line;
  const value = field(line, "value"), key = field(line, "key");
  const found = valid.fieldsFilter({
    type: String(type),
    length: Number(length),
    value,
    key,
    caret: Number(caret),
  });
  const ours = `${found.takes} ${found.value}`;
  const theirs = `${result !== false} ${field(line, "value_after")}`;
  const begins = type === "money" && value === "" && (key === "." || key === ",");
  return ours !== theirs && begins
    ? { ours, theirs, class: "begins with a digit" }
    : { ours, theirs };
}
