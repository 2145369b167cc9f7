/**
 * Correlation keys as texts: a message is found by its name and by every set of its keys, so that a wait which wants some of them
 * finds it by one read; a wait is found the same way from the other side.
 *
 * @module
 */
import { BpeError } from "../error.ts";
import type { Keys } from "../state/state.ts";

/** The most keys of a message: it is found by every set of them. */
const MOST_KEYS = 4;

/** The text by which a set of keys is found: equal sets have equal texts. */
export function keyText(keys: Keys | undefined): string {
  const sorted = Object.entries(keys ?? {}).sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
  return sorted.length === 0 ? "" : JSON.stringify(sorted);
}

/**
 * The texts of every set of keys that a message with these keys is for, the largest set first.
 *
 * @throws {BpeError} `limit` with more than 4 keys
 */
export function keySets(keys: Keys, name: string): string[] {
  const all = Object.entries(keys);
  if (all.length > MOST_KEYS) {
    throw new BpeError("limit", `has ${all.length} correlation keys: give at most ${MOST_KEYS}`, {
      element: name,
    });
  }
  const sets = Array.from(
    { length: 2 ** all.length },
    (_, mask) => all.filter((_, index) => (mask >> index) & 1),
  );
  return sets.sort((a, b) => b.length - a.length).map((set) => keyText(Object.fromEntries(set)));
}
