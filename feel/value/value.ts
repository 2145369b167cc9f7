/**
 * The values of FEEL (DMN 1.5, 10.3.2.3): what JavaScript has none of, as classes that no variable can counterfeit.
 *
 * Null, booleans, strings, lists and contexts are JavaScript's own, and so are the numbers that its shortest texts say.
 *
 * @module
 */
import type { Kind } from "./kind.ts";
import { temporalKind } from "./temporal.ts";
import type { Type } from "./type.ts";

/** A value that JavaScript has none of. */
export abstract class Special {
  /** What `instance of` and comparison tell it by. */
  abstract readonly kind: Kind;
}

/** A date of the proleptic Gregorian calendar, with a year 0. */
export class FeelDate extends Special {
  readonly kind = "date";
  constructor(readonly year: number, readonly month: number, readonly day: number) {
    super();
  }
}

/** A time of day: nanoseconds from midnight; its offset in seconds, or its zone, or neither. */
export class FeelTime extends Special {
  readonly kind = "time";
  constructor(
    readonly nanos: number,
    readonly offset: number | null,
    readonly zone: string | null,
  ) {
    super();
  }
}

/** A date with a time. */
export class FeelDateTime extends Special {
  readonly kind = "date and time";
  constructor(readonly date: FeelDate, readonly time: FeelTime) {
    super();
  }
}

/** A time span by the calendar. */
export class YearsMonths extends Special {
  readonly kind = "years and months duration";
  constructor(readonly months: number) {
    super();
  }
}

/** A time span by the clock. */
export class DaysTime extends Special {
  readonly kind = "days and time duration";
  constructor(readonly nanos: bigint) {
    super();
  }
}

/** Everything between two values. `operator` is set where it was written as a comparison: `(<5)`. */
export class Range extends Special {
  readonly kind = "range";
  constructor(
    readonly low: unknown,
    readonly high: unknown,
    readonly lowClosed: boolean,
    readonly highClosed: boolean,
    readonly operator: string = "",
  ) {
    super();
  }
}

/** A built-in function as a value: it may be called in several ways, and by position or by name. */
export interface BuiltIn {
  /** The parameters of each way to call it. */
  readonly ways: readonly (readonly Parameter[])[];
  /** What it gives for values, and their names where it is called by name. */
  readonly invoke: (values: readonly unknown[], names: readonly string[] | null) => unknown;
}

/** A function: what it is called with is in the order of its parameters, unless it is `builtin`. */
export class FeelFunction extends Special {
  readonly kind = "function";
  constructor(
    readonly parameters: readonly Parameter[],
    readonly run: (values: readonly unknown[]) => unknown,
    readonly builtin: BuiltIn | null = null,
  ) {
    super();
  }
}

/** A parameter of a function. */
export interface Parameter {
  /** By which a call may name it. */
  readonly name: string;
  /** What it takes. */
  readonly type: Type;
}

/** The kind of a value. */
export function kindOf(value: unknown): Kind {
  switch (typeof value) {
    case "number":
    case "bigint":
      return "number";
    case "string":
      return "string";
    case "boolean":
      return "boolean";
    case "undefined":
      return "null";
    case "object":
      if (value === null) return "null";
      if (Array.isArray(value)) return "list";
      if (Object.getPrototypeOf(value) === Object.prototype) return "context";
      if (value instanceof Special) return value.kind;
      return value instanceof Date ? "date and time" : temporalKind(value) ?? "context";
    default:
      return "other";
  }
}

/** Whether it is a context: an object that is no list and none of the values above. */
export function isContext(value: unknown): value is Readonly<Record<string, unknown>> {
  return kindOf(value) === "context";
}

/** A list, as far as it is one: null is the list that has only null. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** Sets an entry of a context that is being made, whatever its name. */
export function put(context: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== "__proto__") context[name] = value;
  else {
    Object.defineProperty(context, name, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
}

/** An own entry of an object, or undefined. */
export function own(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? Reflect.get(object, name) : undefined;
}
