/**
 * Messages from outside, and what becomes of them.
 *
 * @module
 */
import type { Keys } from "../state/state.ts";

/** A message from outside. */
export interface Publication {
  /** Its name. */
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
export type Fate =
  /** An instance that waited has it. */
  | { readonly taken: "instance"; readonly instance: string }
  /** It has started an instance. */
  | { readonly taken: "started"; readonly instance: string }
  /** It waits. */
  | { readonly taken: "kept" }
  /** A message with this key came before. */
  | { readonly taken: "repeated" };
