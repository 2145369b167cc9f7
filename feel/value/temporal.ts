/**
 * Values of Temporal, told by their tag: those of the host, of another realm and of a polyfill alike; none need be there.
 *
 * @module
 */
import type { Kind } from "./kind.ts";

const TAG = "Temporal.";

/** What is read of a value of Temporal. */
export type TemporalValue =
  | { readonly is: "PlainDate"; readonly value: Temporal.PlainDate }
  | { readonly is: "PlainTime"; readonly value: Temporal.PlainTime }
  | { readonly is: "PlainDateTime"; readonly value: Temporal.PlainDateTime }
  | { readonly is: "ZonedDateTime"; readonly value: Temporal.ZonedDateTime }
  | { readonly is: "Instant"; readonly value: Temporal.Instant }
  | { readonly is: "Duration"; readonly value: Temporal.Duration };

/** A value of Temporal that FEEL has a kind for, or undefined. */
export function temporal(value: object): TemporalValue | undefined {
  const tag: unknown = Reflect.get(value, Symbol.toStringTag);
  if (typeof tag !== "string" || !tag.startsWith(TAG)) return undefined;
  const is = tag.slice(TAG.length);
  // as: Temporal gives this tag to values of this class only
  return Object.hasOwn(KINDS, is) ? { is, value } as TemporalValue : undefined;
}

/** The kind of a value of Temporal; `other` where FEEL has none, undefined for what is none. */
export function temporalKind(value: object): Kind | undefined {
  const tag: unknown = Reflect.get(value, Symbol.toStringTag);
  if (typeof tag !== "string" || !tag.startsWith(TAG)) return undefined;
  const found = temporal(value);
  if (found === undefined) return "other";
  return found.is === "Duration" ? durationKind(found.value) : KINDS[found.is];
}

const KINDS: Readonly<Record<TemporalValue["is"], Kind>> = {
  PlainDate: "date",
  PlainTime: "time",
  PlainDateTime: "date and time",
  ZonedDateTime: "date and time",
  Instant: "date and time",
  Duration: "days and time duration",
};

/** A duration that has months and days is none of FEEL's: how long it is, is not known without a date. */
export function durationKind(value: Temporal.Duration): Kind {
  const monthly = value.years !== 0 || value.months !== 0;
  const daily = value.weeks !== 0 || value.days !== 0 || value.hours !== 0 ||
    value.minutes !== 0 || value.seconds !== 0 || value.milliseconds !== 0 ||
    value.microseconds !== 0 || value.nanoseconds !== 0;
  if (monthly && daily) return "other";
  return monthly ? "years and months duration" : "days and time duration";
}
