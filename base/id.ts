/**
 * Ids that nobody guesses and that need no agreement. Where their form does not matter, `crypto.randomUUID()` is the fastest.
 *
 * @module
 */

const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";
/** Bytes from here on are thrown away: the others stand for every digit equally often. */
const FAIR = 252;
/** Bytes that a host gives at once. */
const MOST = 65_536;

/**
 * So many digits and small letters by chance, 5.17 bits each: the 25 of an id by default have 129 bits, as a UUID has 122.
 *
 * @example
 * ```ts
 * import { randomId } from "@n2o/n2o/base";
 *
 * if (!/^[0-9a-z]{25}$/.test(randomId())) throw new Error("no id");
 * if (`auto-${randomId(10)}`.length !== 15) throw new Error("too short");
 * ```
 */
export function randomId(length: number = 25): string {
  let id = "";
  while (id.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(Math.min(length - id.length, MOST)))) {
      if (byte < FAIR) id += DIGITS.charAt(byte % 36);
    }
  }
  return id;
}

/**
 * An id that sorts by the time at which it was made: the time in 8 digits of base 36 (until the year 2059), and so many by chance, 7
 * by default. Short, for keys: whoever must be sure that it is new checks that.
 *
 * @param now milliseconds since 1970
 * @example
 * ```ts
 * import { timeId } from "@n2o/n2o/base";
 *
 * const ids = [timeId(Date.UTC(2027)), timeId(Date.UTC(2026)), timeId(Date.UTC(2026), 17)].toSorted();
 * if (ids.at(-1)?.length !== 15 || !ids[0]?.startsWith("mjuohs00")) throw ids;
 * ```
 */
export function timeId(now: number, length: number = 7): string {
  return now.toString(36).padStart(8, "0") + randomId(length);
}
