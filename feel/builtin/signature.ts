/**
 * Signatures of built-in functions: what they take, by which names, and how values are fitted to it.
 *
 * @module
 */
import { order } from "../operator/compare.ts";
import type { Machine } from "../machine.ts";
import { isNumeric, measure, type Numeric } from "../number/decimal.ts";
import { ANY, type Type } from "../value/type.ts";
import { adopt } from "../time/moment.ts";
import {
  DaysTime,
  FeelDate,
  FeelDateTime,
  FeelFunction,
  FeelTime,
  isContext,
  Range,
  YearsMonths,
} from "../value/value.ts";

/**
 * What a parameter may take, and what the function gets. A `?` behind it: it may be left out, or null. Of `any` kind and in lists
 * the value is as the application gave it, so that what is only passed on leaves as it came. A `number` is reckoned with; a
 * `measure` counts or measures something, and a double is enough for it.
 */
export interface Accepts {
  readonly any: unknown;
  readonly string: string;
  readonly number: Numeric;
  readonly measure: number;
  readonly boolean: boolean;
  readonly list: readonly unknown[];
  readonly context: Readonly<Record<string, unknown>>;
  readonly date: FeelDate;
  readonly time: FeelTime;
  readonly "date and time": FeelDateTime;
  readonly day: FeelDate | FeelDateTime;
  readonly duration: DaysTime;
  readonly span: DaysTime | YearsMonths;
  readonly range: Range;
  readonly point: unknown;
  readonly function: FeelFunction;
  readonly "any?": unknown;
  readonly "string?": string | null;
  readonly "measure?": number | null;
  readonly "duration?": DaysTime | null;
}

/** The name and what it takes; a name that begins with `...` takes all further values as one list. */
export type Spec = readonly [string, keyof Accepts];

/** One way to call a function. */
export interface Overload {
  readonly parameters: readonly Spec[];
  readonly run: (machine: Machine, values: readonly unknown[]) => unknown;
}

/** Functions by name, each with the ways to call it. */
export type Table = Readonly<Record<string, readonly Overload[]>>;

/** A way to call a function: its parameters, and what it does with the fitted values. */
export function way<const P extends readonly Spec[]>(
  parameters: P,
  run: (machine: Machine, ...values: { -readonly [I in keyof P]: Accepts[P[I][1]] }) => unknown,
): Overload {
  return {
    parameters,
    // as: `fitted` has checked every value against the kind that its parameter names
    run: (machine, values) =>
      run(machine, ...values as { -readonly [I in keyof P]: Accepts[P[I][1]] }),
  };
}

/** The type that a parameter is of for `instance of`. */
export function typeOf(accepts: keyof Accepts): Type {
  const kind = accepts.replace("?", "");
  switch (kind) {
    case "list":
    case "range":
      return { is: kind, of: ANY };
    case "context":
      return { is: "context", entries: [] };
    case "string":
    case "number":
    case "boolean":
    case "date":
    case "time":
    case "date and time":
    case "function":
      return { is: "kind", kind };
    case "measure":
      return { is: "kind", kind: "number" };
    case "duration":
      return { is: "kind", kind: "days and time duration" };
    default:
      return ANY;
  }
}

/** The values as the function takes them, or undefined where they do not fit. */
export function fitted(
  { parameters }: Overload,
  given: readonly unknown[],
  names: readonly string[] | null,
): unknown[] | undefined {
  const last = parameters.at(-1);
  const rest = last?.[0].startsWith("...") === true ? parameters.length - 1 : -1;
  const inOrder = names === null
    ? rest < 0 ? given : [...given.slice(0, rest), given.slice(rest)]
    : arranged(parameters, given, names);
  if (inOrder === undefined || inOrder.length > parameters.length) return undefined;
  const values: unknown[] = [];
  for (const [index, [, accepts]] of parameters.entries()) {
    const missing = index >= inOrder.length || inOrder[index] === ABSENT;
    if (missing && !accepts.endsWith("?")) return undefined;
    const value = missing ? null : fit(accepts, inOrder[index] ?? null);
    if (value === UNFIT) return undefined;
    values.push(value);
  }
  return values;
}

const ABSENT: unique symbol = Symbol("absent");
const UNFIT: unique symbol = Symbol("unfit");

function arranged(
  parameters: readonly Spec[],
  given: readonly unknown[],
  names: readonly string[],
): unknown[] | undefined {
  if (new Set(names).size !== names.length) return undefined;
  const inOrder: unknown[] = parameters.map(() => ABSENT);
  for (const [index, name] of names.entries()) {
    const at = parameters.findIndex(([each]) => each.replace("...", "") === name);
    if (at < 0) return undefined;
    const value = given[index];
    inOrder[at] = parameters[at]?.[0].startsWith("...") && !Array.isArray(value) ? [value] : value;
  }
  return inOrder;
}

/** A value where it is what is asked for; a list of one stands for its item, and a value for the list of it. */
function fit(accepts: keyof Accepts, given: unknown): unknown {
  if (accepts === "any" || accepts === "any?") return given;
  const kind = accepts.replace("?", "");
  const value = adopt(given);
  if (value === null && accepts.endsWith("?")) return null;
  if (kind === "measure" && isNumeric(value)) return measure(value);
  if (is(kind, value)) return value;
  if (kind === "list") return value === null ? UNFIT : [given];
  if (Array.isArray(value) && value.length === 1) {
    const item = adopt(value[0]);
    if (kind === "measure" && isNumeric(item)) return measure(item);
    return is(kind, item) ? item : UNFIT;
  }
  return UNFIT;
}

function is(kind: string, value: unknown): boolean {
  switch (kind) {
    case "list":
      return Array.isArray(value);
    case "context":
      return isContext(value);
    case "date":
      return value instanceof FeelDate;
    case "time":
      return value instanceof FeelTime;
    case "date and time":
      return value instanceof FeelDateTime;
    case "day":
      return value instanceof FeelDate || value instanceof FeelDateTime;
    case "duration":
      return value instanceof DaysTime;
    case "span":
      return value instanceof DaysTime || value instanceof YearsMonths;
    case "range":
      return value instanceof Range;
    case "point":
      return order(value, value) !== null;
    case "function":
      return value instanceof FeelFunction;
    case "string":
      return typeof value === "string";
    case "number":
      return isNumeric(value);
    default:
      return typeof value === "boolean";
  }
}
