/**
 * Dates, times and durations as FEEL takes them: by the tags of Temporal, which not every runtime has, and back from what it answers.
 *
 * @module
 */
import { isObject } from "../../../base/mod.ts";

/** A value with a tag of Temporal and the parts that FEEL reads. */
class Tagged {
  readonly #text: string;

  constructor(tag: string, text: string, parts: Readonly<Record<string, unknown>>) {
    this.#text = text;
    Object.assign(this, parts, { [Symbol.toStringTag]: `Temporal.${tag}` });
  }

  withCalendar(_: string): this {
    return this;
  }

  toString(): string {
    return this.#text;
  }

  toJSON(): string {
    return this.#text;
  }
}

function dateParts(day: string): Readonly<Record<string, number>> {
  const [year = 1, month = 1, date = 1] = day.split("-").map(Number);
  return { year, month, day: date };
}

function timeParts(time: string): Readonly<Record<string, number>> {
  const [hour = 0, minute = 0, second = 0] = time.split(":").map(Number);
  return { hour, minute, second, millisecond: 0, microsecond: 0, nanosecond: 0 };
}

/** A day for FEEL. */
export function plainDate(day: string): unknown {
  return new Tagged("PlainDate", day, dateParts(day));
}

/** A time of day for FEEL. */
export function plainTime(time: string): unknown {
  return new Tagged("PlainTime", time, timeParts(time));
}

/** A moment for FEEL: what the clocks of its zone show, its offset in seconds, and its name. */
export function zonedDateTime(
  text: string,
  { local, offset, zone }: {
    readonly local: string;
    readonly offset: number;
    readonly zone: string;
  },
): unknown {
  const [day = "", time = ""] = local.split("T");
  return new Tagged("ZonedDateTime", text, {
    ...dateParts(day),
    ...timeParts(time),
    timeZoneId: zone,
    offsetNanoseconds: offset * 1e9,
    epochNanoseconds: BigInt(Date.parse(`${local}Z`) - offset * 1_000) * 1_000_000n,
  });
}

/** A duration for FEEL, by its parts. */
export function duration(text: string, parts: Readonly<Record<string, number>>): unknown {
  const none = { years: 0, months: 0, weeks: 0, days: 0, hours: 0, minutes: 0, seconds: 0 };
  const fine = { milliseconds: 0, microseconds: 0, nanoseconds: 0 };
  return new Tagged("Duration", text, { ...none, ...fine, ...parts });
}

/** The text of what a rule answered: a text, or a value of Temporal that it passed on. */
export function textOfAnswer(answer: unknown): string | undefined {
  if (typeof answer === "string") return answer.length <= 100 ? answer : undefined;
  if (!isObject(answer) || answer instanceof Date && Number.isNaN(answer.getTime())) {
    return undefined;
  }
  if (answer instanceof Date) return answer.toISOString();
  const tag: unknown = Reflect.get(answer, Symbol.toStringTag);
  return typeof tag === "string" && tag.startsWith("Temporal.") ? String(answer) : undefined;
}
