/**
 * Arguments as somebody gives them: whoever calls from code that is not checked may give anything, and is told so by an error of
 * this module.
 *
 * @module
 */
import { messageOf } from "../base/mod.ts";
import { BpeError } from "./error.ts";

/**
 * Looks at an argument.
 *
 * @throws {BpeError} where it is none
 */
export type Check = (value: unknown, what: string) => void;

/** What a function answers: an error of its arguments is thrown, rejects, or comes with the first row. */
export type Answer = "value" | "promise" | "rows";

/** What a function takes, and what it answers. */
export interface Signature {
  readonly answers: Answer;
  readonly takes: readonly Check[];
}

/** What a function takes that answers at once. */
export const value = (...takes: readonly Check[]): Signature => ({ answers: "value", takes });

/** What a function takes that answers by a promise. */
export const promise = (...takes: readonly Check[]): Signature => ({ answers: "promise", takes });

/** What a function takes that answers rows. */
export const rows = (...takes: readonly Check[]): Signature => ({ answers: "rows", takes });

/** What an argument is not. */
export function misfit(what: string, need: string, cause?: unknown): BpeError {
  return new BpeError("bad_arguments", `has to be ${need}`, { element: what, cause });
}

/** Anything: whoever takes it looks at it. */
export const anything: Check = () => {};

/** A name, an id or a key: it becomes part of a key of the store. */
export const text: Check = (value, what) => {
  if (
    typeof value === "string" && value.length > 0 && value.length <= 500 && value.isWellFormed()
  ) return;
  throw new BpeError("limit", "is no well-formed text of 1 to 500 characters", {
    element: typeof value === "string" ? `${what} ${value.slice(0, 50)}` : what,
  });
};

/** Lets numbers pass, those without an end too; `NaN` is none. */
export const number: Check = (value, what) => {
  if (typeof value !== "number" || Number.isNaN(value)) throw misfit(what, "a number");
};

/** A whole number. */
export const integer: Check = (value, what) => {
  if (!Number.isSafeInteger(value)) throw misfit(what, "a whole number");
};

/** True or false. */
export const flag: Check = (value, what) => {
  if (typeof value !== "boolean") throw misfit(what, "true or false");
};

/** Lets arrays pass, whatever is in them. */
export const list: Check = (value, what) => {
  if (!Array.isArray(value)) throw misfit(what, "a list");
};

/** Lets pass what can be called. */
export const callable: Check = (value, what) => {
  if (typeof value !== "function") throw misfit(what, "a function");
};

/** Lets pass what is of the type `object`, lists too; null is none. */
export const object: Check = (value, what) => {
  if (typeof value !== "object" || value === null) throw misfit(what, "an object");
};

/** A list of texts. */
const texts: Check = (value, what) => {
  if (!Array.isArray(value)) throw misfit(what, "a list of texts");
  for (const each of value) text(each, what);
};

/** An object with fields, each of which is looked at. */
export function fields(checks: Readonly<Record<string, Check>> = {}): Check {
  const all = Object.entries(checks);
  return (value, what) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw misfit(what, "an object with fields");
    }
    for (const [name, check] of all) {
      const field: unknown = Reflect.get(value, name);
      // The place is put into words for those only that may need it.
      if (field !== undefined || !OPTIONAL.has(check)) check(field, `${name} of ${what}`);
    }
  };
}

/** Checks of what may be left out. */
const OPTIONAL = new WeakSet<Check>();

/** What may be left out. */
export function optional(check: Check): Check {
  const made: Check = (value, what) => value === undefined ? undefined : check(value, what);
  OPTIONAL.add(made);
  return made;
}

/** What goes with a call and may be left out, as each of its fields may. */
export function options(checks: Readonly<Record<string, Check>> = {}): Check {
  const all = Object.entries(checks).map(([name, check]) => [name, optional(check)] as const);
  return optional(fields(Object.fromEntries(all)));
}

/** The id of a person: of somebody who has not logged in it is empty. */
const person: Check = (value, what) => value === "" ? undefined : text(value, what);

/** Lets pass who asks: an id, which may be empty, and roles, which may be left out. */
export const identity: Check = fields({ id: person, roles: optional(texts) });

/** What has started an instance. */
export const trigger: Check = fields({ node: text, keys: optional(fields()) });

/** The same functions, which look at what they are given first. */
export function guarded<T extends object>(
  functions: T,
  signatures: { readonly [Name in keyof T]?: Signature },
): T {
  const made: Record<string, unknown> = {};
  for (const [name, signature] of Object.entries<Signature | undefined>(signatures)) {
    const own: unknown = Reflect.get(functions, name);
    if (signature === undefined || typeof own !== "function") continue;
    const places = signature.takes.map((check, at) =>
      [check, `argument ${at + 1} of ${name}`] as const
    );
    const look = (given: readonly unknown[]) => {
      try {
        for (let at = 0; at < places.length; at++) {
          const [check, place] = places[at] ?? [anything, ""], value = given[at];
          if (value !== undefined || !OPTIONAL.has(check)) check(value, place);
        }
      } catch (cause) {
        throw argumentError(name, cause);
      }
    };
    made[name] = looking(signature.answers, look, (given) => Reflect.apply(own, functions, given));
  }
  // What is asked anew each time stays so.
  const all = Object.defineProperties(
    { ...functions },
    Object.getOwnPropertyDescriptors(functions),
  );
  return Object.assign(all, made);
}

function looking(
  answers: Answer,
  look: (given: readonly unknown[]) => void,
  call: (given: readonly unknown[]) => unknown,
): (...given: readonly unknown[]) => unknown {
  switch (answers) {
    case "value":
      return (...given) => {
        look(given);
        return call(given);
      };
    case "promise":
      return (...given) => {
        try {
          look(given);
          return call(given);
        } catch (error) {
          return Promise.reject(error);
        }
      };
    case "rows":
      return async function* (...given) {
        look(given);
        yield* call(given) as AsyncIterable<unknown>; // as: what answers rows is a generator
      };
  }
}

/**
 * The time that a clock gives: milliseconds since 1970.
 *
 * @throws {BpeError} `config` where that is no number
 */
export function timeOf(clock: { now(): number }): number {
  const time: unknown = clock.now();
  if (typeof time === "number" && Number.isFinite(time)) return time;
  throw new BpeError("config", `gives ${typeof time}, no number of milliseconds`, {
    element: "the clock",
  });
}

/** Runs what reads its arguments; what it cannot read is no argument. */
export function asked<T>(what: string, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    throw argumentError(what, cause);
  }
}

function argumentError(what: string, cause: unknown): unknown {
  return cause instanceof TypeError || cause instanceof RangeError
    ? misfit(what, `given what it takes: ${messageOf(cause)}`, cause)
    : cause;
}
