/** The assertions that Deno's tests call, by their names there. */
import { AssertionError, deepStrictEqual, notDeepStrictEqual } from "node:assert";

export { AssertionError };

type Kind = abstract new (...args: never[]) => Error;

export function assert(value: unknown, message = "expected a truthy value"): asserts value {
  if (!value) throw new AssertionError({ message });
}

export function assertFalse(value: unknown, message = "expected a falsy value"): void {
  assert(!value, message);
}

export const assertEquals: typeof deepStrictEqual = deepStrictEqual;
export const assertNotEquals: typeof notDeepStrictEqual = notDeepStrictEqual;

export async function assertRejects(
  run: () => unknown,
  kind?: Kind,
  text?: string,
): Promise<unknown> {
  try {
    await run();
  } catch (error) {
    return checked(error, kind, text);
  }
  throw new AssertionError({ message: "expected a rejection" });
}

export function assertThrows(run: () => unknown, kind?: Kind, text?: string): unknown {
  try {
    run();
  } catch (error) {
    return checked(error, kind, text);
  }
  throw new AssertionError({ message: "expected an error" });
}

function checked(error: unknown, kind: Kind = Error, text = ""): unknown {
  if (!(error instanceof kind)) {
    throw new AssertionError({ message: `expected ${kind.name}: ${error}` });
  }
  assert(error.message.includes(text), `expected "${text}" in "${error.message}"`);
  return error;
}
