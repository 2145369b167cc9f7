/**
 * The attempt at an event, as part of the message that carries it out.
 *
 * @module
 */
import type { Attempt } from "./attempt.ts";

const ATTEMPT = Symbol("attempt");

/** The attempt that a message carries out; undefined where its event has no number, or numbers are not claimed. */
export function attempted(dictionary: Map<symbol, unknown>): Attempt | undefined {
  // As: nobody else has the symbol.
  return dictionary.get(ATTEMPT) as Attempt | undefined;
}

/** Tells a message which attempt it carries out. */
export function carrying(dictionary: Map<symbol, unknown>, attempt: Attempt): void {
  dictionary.set(ATTEMPT, attempt);
}
