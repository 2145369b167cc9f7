/**
 * Ids of instances.
 *
 * @module
 */
import { sha256 } from "./hash.ts";

/** The longest id that is made of another as it stands. */
const LONGEST = 64;

/** The id of the instance that a message or signal starts: the same whenever it is asked for. */
export async function startedId(process: string, id: string): Promise<string> {
  const text = `${process}-${id.replaceAll("/", ".")}`;
  if (text.length <= LONGEST) return text;
  return `${process.slice(0, LONGEST)}-${(await sha256(text)).slice(0, 32)}`;
}

/**
 * A new id: the time in milliseconds, so that neighbours lie together in the store, and one of 36^7 numbers by chance. It is
 * short because it stands in a dozen keys of every instance; whoever uses it checks that it is new.
 */
export function newId(now: number): string {
  return base36(now, 8) + base36(random() % 36 ** 7, 7);
}

let count = 0;

/** A new id that is never checked, of a message or a signal: those made in one millisecond here are in their order. */
export function longId(now: number): string {
  count = (count + 1) % 36 ** 4;
  return base36(now, 8) + base36(count, 4) + base36(random(), 11);
}

function random(): number {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  return (high & 0x1f_ffff) * 2 ** 32 + low;
}

function base36(number: number, places: number): string {
  return number.toString(36).padStart(places, "0");
}
