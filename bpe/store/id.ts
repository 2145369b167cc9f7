/**
 * Ids of messages and signals, and of instances that something starts.
 *
 * @module
 */
import { randomId, sha256, toHex } from "../../base/mod.ts";

/** The longest id that is made of another as it stands. */
const LONGEST = 64;

/** The id of the instance that a message, a signal or the clock starts: the same whenever it is asked for. */
export async function startedId(process: string, id: string): Promise<string> {
  const text = `${process}-${id.replaceAll("/", ".")}`;
  if (text.length <= LONGEST) return text;
  return `${process.slice(0, LONGEST)}-${toHex(await sha256(text)).slice(0, 32)}`;
}

let count = 0;

/** A new id that is never checked, of a message or a signal: those made in one millisecond here are in their order. */
export function longId(now: number): string {
  count = (count + 1) % 36 ** 4;
  return base36(now, 8) + base36(count, 4) + randomId(11);
}

function base36(number: number, places: number): string {
  return number.toString(36).padStart(places, "0");
}
