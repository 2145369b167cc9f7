/**
 * What is decided on a process as it is, and decided again where it has changed meanwhile.
 *
 * @module
 */
import { retry } from "../store/retry.ts";
import type { Context } from "./context.ts";

/**
 * Runs attempts until one answers: one process after another in this program, and against the version that it was decided on where
 * others share the store.
 *
 * @param attempt answers undefined where the process has changed meanwhile
 * @throws {BpeError} `conflict` after 200 attempts
 */
export function attempts<T>(
  { queue }: Context,
  id: string,
  attempt: () => Promise<T | undefined>,
): Promise<T> {
  return queue.run(id, () => retry(`process ${id}`, attempt));
}
