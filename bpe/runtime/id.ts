/**
 * Ids of instances.
 *
 * @module
 */

/** The longest id that is made of another as it stands. */
const LONGEST = 64;

/** The id of the instance that a message or signal starts: the same whenever it is asked for. */
export async function startedId(process: string, id: string): Promise<string> {
  const text = `${process}-${id.replaceAll("/", ".")}`;
  if (text.length <= LONGEST) return text;
  const bytes = new Uint8Array(
    await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)),
  );
  const hash = Array.from(bytes.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0"));
  return `${process.slice(0, LONGEST)}-${hash.join("")}`;
}

/** A new id: the time, so that neighbours lie together in the store, and 64 random bits. */
export function newId(now: number): string {
  const random = crypto.getRandomValues(new Uint8Array(8));
  const text = Array.from(random, (byte) => byte.toString(36).padStart(2, "0")).join("");
  return `${now.toString(36).padStart(9, "0")}-${text}`;
}
