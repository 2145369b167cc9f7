/**
 * When timers are due: dates, time spans and repetitions of ISO 8601 (BPMN 2.0.2, 10.5.5), reckoned in UTC.
 *
 * @module
 */
import { type Expression, NONE } from "../../definition/definition.ts";
import { isDate, isDuration, timeOf } from "../../definition/iso8601.ts";
import { json } from "../../state/json.ts";
import type { Wait } from "../../state/state.ts";
import { failure } from "../run/evaluate.ts";
import type { Run } from "../run/run.ts";

/** What of a wait tells its time. */
export type Schedule = Pick<Wait, "due" | "left" | "every" | "first">;

const DURATION =
  /^P(?:([\d.,]+)Y)?(?:([\d.,]+)M)?(?:([\d.,]+)W)?(?:([\d.,]+)D)?(?:T(?:([\d.,]+)H)?(?:([\d.,]+)M)?(?:([\d.,]+)S)?)?$/;

/**
 * When a timer that starts now is due.
 *
 * @throws {BpeError} `timer`; the message names the event's element.
 */
export function schedule(
  run: Run,
  element: number,
  kind: "date" | "duration" | "cycle",
  value: unknown,
): Schedule {
  const found = scheduleOf(kind, value, run.now);
  if (found === undefined) {
    throw failure(
      "timer",
      { run, element },
      `has a timer whose ${kind} is ${
        value === undefined ? typeof value : json(value)
      }: give ISO 8601, as 2030-01-31T12:00:00Z, PT15M or R3/PT1H`,
    );
  }
  return found;
}

/** When a timer that starts at a moment is due; undefined where its value tells no time. */
export function scheduleOf(
  kind: "date" | "duration" | "cycle",
  value: unknown,
  now: number,
): Schedule | undefined {
  const found = kind === "cycle" && typeof value === "string"
    ? repetition(value.trim(), now)
    : single(value, now);
  return found?.due === undefined || Number.isSafeInteger(found.due) ? found : undefined;
}

/**
 * What a timer says: its text where that is a time as it stands, else what `evaluate` gives for it. Camunda 8's
 * `cycle(duration)` and `cycle(count, duration)` are repetitions.
 */
export function timeWith(
  kind: "date" | "duration" | "cycle",
  { language, text }: Expression,
  evaluate: (expression: Expression) => unknown,
): unknown {
  if (isLiteralTime(text)) return text;
  const called = kind === "cycle" ? CYCLE.exec(text)?.[1] : undefined;
  if (called === undefined) return evaluate({ language, text });
  const given = evaluate({ language, text: `=[${called}]` });
  if (!Array.isArray(given)) return given;
  const [count, span] = given.length === 1 ? ["", given[0]] : given;
  const isCount = count === "" || (typeof count === "number" && Number.isSafeInteger(count));
  const isCycle = given.length < 3 && isCount && typeof span === "string";
  return isCycle ? `R${count}/${span}` : given;
}

const CYCLE = /^\s*=?\s*cycle\s*\(([^]*)\)\s*$/;

/** Text that is a time as it stands, not an expression that gives one. */
export function isLiteralTime(text: string): boolean {
  return /^(R\d*\/|P[\dT]|\d{4}-?\d{2}-?\d{2})/.test(text) || isDate(text);
}

/**
 * The next time of a timer that has fired; undefined after the last. An unbounded one that is late skips what it has missed.
 */
export function again(wait: Wait, now: number): Schedule | undefined {
  const { due = now, left = 1, every } = wait;
  if (every === undefined || left === 1) return undefined;
  const { first = due } = wait;
  const after = left === NONE ? Math.max(due, now) : due;
  // Counted from the first time, so that short months shorten nothing but themselves.
  if (!(later(first, every) > first)) return undefined;
  return {
    due: later(first, every, timesAfter(first, every, after)),
    left: left === NONE ? NONE : left - 1,
    every,
    ...(isCalendar(every) ? { first } : {}),
  };
}

/** How often a time span goes by from a first time until after a moment: by halves, for spans may be short and moments far. */
function timesAfter(first: number, every: string, after: number): number {
  let most = 1;
  while (later(first, every, most) <= after) most *= 2;
  let few = Math.floor(most / 2);
  while (most - few > 1) {
    const times = Math.floor((few + most) / 2);
    if (later(first, every, times) <= after) few = times;
    else most = times;
  }
  return most;
}

/** Whether a time span has months or years, which are not all equally long. */
function isCalendar(span: string): boolean {
  return /[YM]/.test(span.split("T")[0] ?? "");
}

/** The moment that a date, a time in milliseconds, or a time span from now tells; undefined where it is none of these. */
export function momentOf(value: unknown, now: number): number | undefined {
  const due = single(value, now)?.due;
  return Number.isSafeInteger(due) ? due : undefined;
}

function single(value: unknown, now: number): Schedule | undefined {
  if (value instanceof Date) return { due: value.getTime() };
  if (typeof value === "number") return { due: Math.trunc(value) };
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  if (isDuration(text)) return { due: later(now, text) };
  return isDate(text) ? { due: timeOf(text) } : undefined;
}

/** `R[n]/span`, `R[n]/start/span`, `R[n]/span/end`. */
function repetition(text: string, now: number): Schedule | undefined {
  const parts = text.split("/");
  const count = /^R(\d*)$/.exec(parts[0] ?? "");
  if (count === null) return single(text, now);
  const left = count[1] === "" ? NONE : Number(count[1]);
  const [, first = "", second] = parts;
  if (left === 0 || parts.length > 3) return undefined;
  if (isDate(first) && second !== undefined && isDuration(second)) {
    return upcoming({ due: timeOf(first), left, every: second }, now);
  }
  if (!isDuration(first) || (second !== undefined && !isDate(second))) return undefined;
  const due = later(now, first);
  const times = second === undefined ? left : fitting(now, due, timeOf(second), left);
  return times === 0 ? undefined : { due, left: times, every: first };
}

/** How often a repetition that has an end goes off until then. */
function fitting(now: number, first: number, end: number, left: number): number {
  const times = first > now ? Math.max(0, Math.floor((end - now) / (first - now))) : 0;
  return left === NONE ? times : Math.min(times, left);
}

/** An unbounded repetition that began in the past is next due in the future. */
function upcoming(
  start: Required<Pick<Schedule, "due" | "left" | "every">>,
  now: number,
): Schedule {
  if (start.left !== NONE || (start.due ?? now) > now) return start;
  return again({ id: 0, kind: "timer", element: 0, node: 0, definition: 0, ...start }, now) ??
    start;
}

/** A moment plus a time span, so many times: years and months by the calendar, the rest by the clock. */
function later(from: number, span: string, times = 1): number {
  const parts = DURATION.exec(span);
  if (parts === null) return NaN;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(1).map((part) => part === undefined ? 0 : Number(part.replace(",", ".")) * times);
  const date = new Date(from);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + years * 12 + months);
  // The 31st of a month that has none is its last day.
  if (date.getUTCDate() !== day) date.setUTCDate(0);
  const clock = (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds;
  return Math.round(date.getTime() + clock * 1_000);
}
