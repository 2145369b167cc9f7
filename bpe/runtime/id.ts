/**
 * Ids of instances.
 *
 * @module
 */

/** A new id: the time, so that neighbours lie together in the store, and 64 random bits. */
export function newId(now: number): string {
  const random = crypto.getRandomValues(new Uint8Array(8));
  const text = Array.from(random, (byte) => byte.toString(36).padStart(2, "0")).join("");
  return `${now.toString(36).padStart(9, "0")}-${text}`;
}
