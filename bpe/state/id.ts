/**
 * Ids of instances.
 *
 * @module
 */
import { BpeError } from "../error.ts";

/** The longest id of an instance, in UTF-16 code units. Calls that nest put the ids of their callers before theirs, so it bounds them too. */
export const LONGEST_ID = 200;

/**
 * The id of an instance: it stands in the names of feeds, and in keys.
 *
 * @throws {BpeError} `command` where it is no text of 1 to 200 characters without a slash
 */
export function checkId(id: unknown): string {
  if (
    typeof id === "string" && id.length <= LONGEST_ID && /^[^/\0]+$/.test(id) && id.isWellFormed()
  ) return id;
  throw new BpeError(
    "command",
    "is no id of an instance: give 1 to 200 characters without a slash",
    { element: typeof id === "string" ? id.slice(0, LONGEST_ID) : typeof id },
  );
}
