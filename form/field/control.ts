/**
 * What controls of fields have in common, and what reading them has.
 *
 * @module
 */
import type { Aria } from "../../nitro/mod.ts";
import type { Body, SourceValue } from "../../nitro/mod.ts";
import { decimalOf } from "../locale/number.ts";
import type { AnyField } from "../declaration/field.ts";
import type { Place, Read, Wired, WiredProps } from "./type.ts";

/** The longest line of text that is taken, and the longest text, in UTF-16 units. */
export const LONGEST_LINE = 10_000, LONGEST_TEXT = 200_000;

/** Properties of a control that is one of the browser's. */
export interface ControlCommon extends WiredProps {
  readonly id: string;
  readonly required: boolean;
  readonly disabled: boolean;
  readonly aria: Aria;
}

/** What each control has: its id, whether it can and must be used, what describes it, and how the form hears of it. */
export function common(place: Place, wired: Wired): ControlCommon {
  const { id, isRequired, isDisabled } = place;
  return { id, required: isRequired, disabled: isDisabled, aria: aria(place), ...wired.wire(id) };
}

/** How assistive technology is told of hints and errors. */
export function aria({ isInvalid, describedBy }: Place): Aria {
  return { invalid: isInvalid || undefined, describedby: describedBy };
}

/** The same for a group of controls, which its label names. */
export function ariaOfGroup(place: Place): Aria {
  return { ...aria(place), labelledby: `${place.id}-label` };
}

/** What stands in a control of text: what was typed, or else the value as it is written. */
export function typed<V>({ raw, value }: Place<V>, write: (value: V) => string): string {
  if (typeof raw === "string") return raw;
  return value === undefined ? "" : write(value);
}

/** Reads a text; what came empty is no value. */
export function readText<V>(
  given: SourceValue | undefined,
  read: (text: string) => Read<V>,
  most: number = LONGEST_LINE,
): Read<V> {
  if (isNothing(given)) return { value: undefined };
  if (typeof given !== "string") return { wrong: "text" };
  if (given.length > most) return { wrong: "long", args: { count: most } };
  const text = given.toWellFormed();
  return text.trim() === "" ? { value: undefined } : read(text);
}

/** Whether a source holds nothing: a select without a choice, a date that is not there. */
export function isNothing(given: SourceValue | undefined): boolean {
  return given === undefined || given === null || Array.isArray(given) && given.length === 0;
}

/** A number as HTML has it in `min` and `max`; undefined where it is none. */
export function bound(value: unknown): string | undefined {
  if (typeof value === "bigint") return String(value);
  return typeof value === "number" && Number.isFinite(value) ? decimalOf(value) : undefined;
}

/** The least and the most length of a text, where they are plain numbers. */
export function lengths({ min, max, length }: AnyField): {
  readonly minLength?: number;
  readonly maxLength?: number;
} {
  const most = [max, length].filter((each) => typeof each === "number");
  return {
    ...typeof min === "number" && min > 0 && { minLength: min },
    ...most.length > 0 && { maxLength: Math.min(...most) },
  };
}

/** The text of a body, where it is text. */
export function textOf(body: Body, other: string): string {
  return typeof body === "string" || typeof body === "number" ? String(body) : other;
}

/** How long a text may be, for a control that counts it: by its rules, and by its declaration. */
export function lengthLimits(
  { min, max, field: { length } }: Place,
  longest: number | undefined = undefined,
): { readonly minlength: number | undefined; readonly maxlength: number | undefined } {
  const most = [max, length].filter((each) => typeof each === "number");
  return {
    minlength: typeof min === "number" && min > 0 ? min : undefined,
    maxlength: most.length > 0 ? Math.min(...most) : longest,
  };
}
