/**
 * What the store refuses, as an error of this module.
 *
 * @module
 */
import { messageOf } from "../../base/mod.ts";
import { KvsError } from "../../kvs/mod.ts";
import { BpeError } from "../error.ts";

/** An error of the store as one of this module, which it is the cause of; any other as it is. */
export function storeError(error: unknown): unknown {
  if (!KvsError.is(error)) return isRaw(error) ? rawError(error) : error;
  const { message } = error, place = { cause: error };
  switch (error.code) {
    case "too_large":
    case "too_many":
      return new BpeError("too_large", message, place);
    case "unstorable":
      return new BpeError("unstorable", message, place);
    case "conflict":
      return new BpeError("conflict", message, place);
    case "corrupt":
      return new BpeError("corrupt", message, place);
    default:
      return new BpeError("store", message, place);
  }
}

/** Whether an error is one of a store that nobody has given a name. */
function isRaw(error: unknown): error is Error {
  return error instanceof Error && !BpeError.is(error) &&
    (error instanceof TypeError || error instanceof RangeError ||
      /BadResource|Interrupted/.test(error.name) ||
      CLOSED.test(error.message));
}

const CLOSED = /bad resource id|(?:database|store|connection) is closed/i;

function rawError(cause: Error): BpeError {
  return new BpeError("store", messageOf(cause), { cause });
}

/**
 * Whether an error is what the store has refused, or others who came first again and again, and not a no of this module: what was
 * asked may have been done all the same.
 */
export function isStoreError(error: unknown): boolean {
  return KvsError.is(error) || BpeError.is(error, "conflict") ||
    (BpeError.is(error) && KvsError.is(error.cause));
}

/** Runs what may meet the store's errors. */
export async function surfaced<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw storeError(error);
  }
}

/** Reads rows, which may meet the store's errors. */
export async function* surfacedRows<T>(
  rows: AsyncGenerator<T, void, void>,
): AsyncGenerator<T, void, void> {
  try {
    yield* rows;
  } catch (error) {
    throw storeError(error);
  }
}
