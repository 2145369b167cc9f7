/**
 * What is not there any more: instances that are gone or have ended, a runtime that is closed.
 *
 * @module
 */
import { BpeError } from "../error.ts";

/** Tells an instance that is gone or has ended since it was found: there is nobody to tell, and undefined is answered. */
export async function unlessGone<T>(run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof BpeError && (error.code === "instance" || error.code === "command")) {
      return undefined;
    }
    throw error;
  }
}

/** What is asked of a runtime that is closed. */
export function closed(): BpeError {
  return new BpeError("closed", "the runtime is closed");
}
