/**
 * Days of the calendar: which of them can be chosen, and which a person chose.
 *
 * @module
 */
import { type DateValue, qv } from "../../q.ts";

/** Which days can be chosen. */
export interface DateRule {
  /** The first day that can be chosen; without it no day is too early. */
  readonly min?: DateValue | undefined;
  /** The last day that can be chosen; without it no day is too late. */
  readonly max?: DateValue | undefined;
  /** Whether a day between them is closed; asked for each of them as the element is rendered. */
  readonly closed?: ((day: DateValue) => boolean) | undefined;
}

const DAY = 86_400_000;

/** Days since 1970. */
export function numberOf({ year, month, day }: DateValue): number {
  return new Date(0).setUTCFullYear(year, month - 1, day) / DAY;
}

/** The day of so many days since 1970. */
export function real(number: number): DateValue {
  const date = new Date(number * DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The day as the form of ISO 8601 has it: `2026-11-08`. */
export function isoOf({ year, month, day }: DateValue): string {
  return [
    String(year).padStart(4, "0"),
    ...[month, day].map((part) => String(part).padStart(2, "0")),
  ]
    .join("-");
}

/** Whether a rule closes a day. */
export function isClosed({ closed }: DateRule, day: DateValue): boolean {
  return closed?.(day) === true;
}

/**
 * The day that the source `id` of the running event holds, by a calendar or by the browser's own control: one that is in the calendar
 * and that the rule lets choose. `undefined` for any other, and where there is none.
 *
 * @example
 * ```ts
 * import { openDay } from "@n2o/n2o/nitro/rich";
 *
 * const rule = { min: { year: 2026, month: 1, day: 1 }, closed: ({ day }: { day: number }) => day === 13 };
 *
 * export function event(event: unknown): void {
 *   if (event === "save" && openDay("due", rule) === undefined) throw new Error("no such day");
 * }
 * event("init");
 * ```
 */
export function openDay(id: string, rule: DateRule = {}): DateValue | undefined {
  const day = dayOf(qv(id));
  if (day === undefined) return undefined;
  const number = numberOf(day), same = real(number);
  const isReal = same.year === day.year && same.month === day.month && same.day === day.day;
  const isWithin = (!rule.min || numberOf(rule.min) <= number) &&
    (!rule.max || number <= numberOf(rule.max));
  return isReal && isWithin && !isClosed(rule, day) ? day : undefined;
}

function dayOf(value: ReturnType<typeof qv>): DateValue | undefined {
  if (typeof value === "string") {
    const [year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value)?.slice(1).map(Number) ?? [];
    return year === undefined || month === undefined || day === undefined
      ? undefined
      : { year, month, day };
  }
  return typeof value === "object" && value !== null && "year" in value ? value : undefined;
}
