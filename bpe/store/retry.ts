/**
 * Attempts that are repeated where another writer came first.
 *
 * @module
 */
import { KvsError } from "../../kvs/mod.ts";
import { retry as attempts } from "../../kvs/tool.ts";
import { BpeError } from "../error.ts";

/**
 * Runs an attempt until it answers, as the store's own attempts are.
 *
 * @param where what is changed, for the message
 * @param attempt answers undefined where a check of its commit did not hold
 * @throws {BpeError} `conflict` after 200 attempts
 */
export async function retry<T>(
  where: string,
  attempt: (n: number) => Promise<T | undefined>,
): Promise<T> {
  try {
    return await attempts(where, attempt);
  } catch (cause) {
    if (!KvsError.is(cause, "conflict")) throw cause;
    const why = "is changed by others, who always came first: try again later";
    throw new BpeError("conflict", why, { element: where, cause });
  }
}
