/**
 * How filters are declared.
 *
 * @module
 */
import type { Filter, Given } from "../compile/filter.ts";
import { DtlError } from "../error.ts";
import { isNumber, toCount, toInt } from "../value/number.ts";
import { Safe } from "../value/safe.ts";
import { textOf } from "../value/text.ts";

/** What a filter does with a text. */
export type OfText = (text: string, argument: unknown, given: Given) => unknown;

/** What a filter does with a value. */
export type OfValue = Filter["run"];

/** A filter of text; `keepsSafe` where what it makes of markup is markup. */
export function text(run: OfText, takes: Filter["takes"] = "none", keepsSafe = true): Filter {
  const own: Filter["run"] = (value, argument, given) => run(String(value), argument, given);
  return { run: own, takes, keepsSafe, isOfText: true };
}

/** A filter of any value. */
export function value(run: OfValue, takes: Filter["takes"] = "none", keepsSafe = false): Filter {
  return { run, takes, keepsSafe, isOfText: false };
}

/** An argument that has to be a text. */
export function word(argument: unknown): string {
  if (typeof argument === "string") return argument;
  if (argument instanceof Safe) return argument.text;
  throw new DtlError("value", `a filter wants a text as its argument, not ${textOf(argument)}`);
}

/** An argument that has to be a whole number. */
export function count(argument: unknown): number {
  const found = toCount(argument);
  if (found !== undefined) return found;
  throw new DtlError(
    "value",
    `a filter wants a whole number as its argument, not "${textOf(argument)}"`,
  );
}

/** What `int` of Python makes of a value; `undefined` for a text that says none. @throws {DtlError} `value` for what is no text and no number */
export function whole(given: unknown): number | bigint | undefined {
  const found = toInt(given);
  if (found !== undefined || typeof given === "string" || given instanceof Safe) return found;
  if (isNumber(given)) return undefined;
  throw new DtlError("value", `a filter wants a whole number, not ${textOf(given).slice(0, 60)}`);
}

/** A width or length that is made, which counts as output before it is made. */
export function room(length: number, { cx }: Given): void {
  if (length > 0) cx.spend(length >> 5, 0);
  if (length > cx.setting.limits.output) {
    throw new DtlError("limit", `a text of ${length} characters is longer than the limit`);
  }
}
