/**
 * The few assertions that the tests share.
 *
 * @module
 */
import { deepStrictEqual, notDeepStrictEqual } from "node:assert/strict";

/** Asserts that `value` is truthy and narrows its type. */
export function assert(value: unknown, message = "expected a truthy value"): asserts value {
  if (!value) throw new Error(message);
}

/** Asserts deep, strict equality: types, prototypes, -0 and NaN included. */
export function equal<T>(actual: unknown, expected: T, message?: string): asserts actual is T {
  // Some libraries bring types of Node that tell a message that is undefined from none.
  if (message === undefined) deepStrictEqual(actual, expected);
  else deepStrictEqual(actual, expected, message);
}

/** Asserts that two values differ deeply. */
export function notEqual(actual: unknown, expected: unknown, message?: string): void {
  if (message === undefined) notDeepStrictEqual(actual, expected);
  else notDeepStrictEqual(actual, expected, message);
}

/** Asserts that `run` throws (or rejects with) an instance of `kind` with this `code`; returns the error. */
export async function rejects<E extends Error>(
  run: () => unknown,
  kind: new (...args: never[]) => E,
  code?: string,
): Promise<E> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof kind)) throw new Error(`expected ${kind.name}`, { cause: error });
    if (code !== undefined) equal((error as E & { code?: unknown }).code, code);
    return error;
  }
  throw new Error(`expected ${kind.name}, but nothing was thrown`);
}

/** Asserts that the synchronous `run` throws an instance of `kind` with this `code`; returns the error. */
export function throws<E extends Error>(
  run: () => unknown,
  kind: new (...args: never[]) => E,
  code?: string,
): E {
  try {
    run();
  } catch (error) {
    if (!(error instanceof kind)) throw new Error(`expected ${kind.name}`, { cause: error });
    if (code !== undefined) equal((error as E & { code?: unknown }).code, code);
    return error;
  }
  throw new Error(`expected ${kind.name}, but nothing was thrown`);
}
