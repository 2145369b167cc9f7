/**
 * What the store refuses, as an error of this module.
 *
 * @module
 */
import { KvsError } from "../../kvs/mod.ts";
import { BpeError, type BpeErrorCode } from "../error.ts";

/** What the codes of the store are here; any other is `store`. */
const CODES: Readonly<Record<string, BpeErrorCode>> = {
  too_large: "too_large",
  too_many: "too_large",
  unstorable: "unstorable",
  conflict: "conflict",
  corrupt: "corrupt",
};

/** An error of the store as one of this module, which it is the cause of; any other as it is. */
export function storeError(error: unknown): unknown {
  if (!(error instanceof KvsError)) return error;
  return new BpeError(CODES[error.code] ?? "store", error.message, { cause: error });
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
