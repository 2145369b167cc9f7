/**
 * Messages from outside, and what becomes of them.
 *
 * @module
 */
import { BpeError } from "../error.ts";
import { keyPart, storable } from "../store/input.ts";
import type { Keys } from "../state/state.ts";

/** A message from outside. */
export interface Publication {
  /** The name of its `message` element. */
  readonly name: string;
  /** Its content: an object is merged into the variables. */
  readonly payload?: unknown;
  /**
   * Its correlation keys, at most 4. A `correlationKey` of the standard goes by its name, its value is the list of its
   * properties' values in their order, as text of JSON: `{ order: '["A-7"]' }`; the single key of Camunda 8 is `correlationKey`,
   * with its value as text.
   */
  readonly keys?: Keys;
  /** A key of its own: a message with a key that was seen is not taken again. */
  readonly key?: string;
  /** Milliseconds that it waits for somebody; 0: it is refused where nobody waits. */
  readonly ttl?: number;
}

/** What has become of a message. */
export type PublicationResult =
  /** An instance that waited has it. */
  | { readonly taken: "instance"; readonly instance: string }
  /** It has started an instance. */
  | { readonly taken: "started"; readonly instance: string }
  /** Nobody wanted it yet: it waits for as long as its `ttl` says. */
  | { readonly taken: "kept" }
  /** A message with this key came before. */
  | { readonly taken: "repeated" };

/** A hundred years, in milliseconds. */
const MOST_TTL = 3_155_760_000_000;

/**
 * A message as somebody gives it.
 *
 * @throws {BpeError} `limit` for a name, a key or a time that is none; `unstorable`
 */
export function checkedMessage(message: Publication): Publication {
  const { name, key, keys = {}, ttl } = message;
  keyPart(name, "message");
  if (key !== undefined) keyPart(key, `key of message ${name}`);
  for (const value of Object.values(keys)) keyPart(value, `correlation key of message ${name}`);
  if (ttl !== undefined && !(ttl >= 0 && ttl <= MOST_TTL)) {
    throw new BpeError("limit", "has a ttl that is no time: give 0 to 100 years in milliseconds", {
      element: name,
    });
  }
  return storable(message, `message ${name}`);
}

/** Runs what is for an instance that may be gone or have ended since it was found: undefined where nobody is there any more. */
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
