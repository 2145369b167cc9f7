/**
 * Small conversions of the original that a page may be used to.
 *
 * @module
 */
import { NitroError } from "./error.ts";
import { hte } from "./escape.ts";

/**
 * Parts of an id, joined by underscores.
 *
 * @example
 * ```ts
 * import { atom } from "@n2o/n2o/nitro";
 *
 * if (atom("row", 7, "name") !== "row_7_name") throw new Error("another id");
 * ```
 */
export function atom(...parts: readonly (string | number | bigint)[]): string {
  return parts.join("_");
}

/** The first that is neither `null` nor `undefined`, or `undefined`. */
export function coalesce<T>(...values: readonly (T | null | undefined)[]): T | undefined {
  return values.find((value): value is T => value !== null && value !== undefined);
}

/**
 * Text as HTML whose spaces, tabs and lines are seen: it is escaped, a space becomes `&nbsp;`, a tab four of them and a newline `<br>`.
 * What comes of it is markup: `raw` places it.
 */
export function htmlEncodeWhites(text: string): string {
  return hte(text).replace(/[ \t\n]/g, (white) => WHITES[white] ?? white);
}

const WHITES: Readonly<Record<string, string>> = {
  " ": "&nbsp;",
  "\t": "&nbsp;&nbsp;&nbsp;&nbsp;",
  "\n": "<br>",
};

/** A whole number in millions, the rest dropped: `2500000` is `2M`. */
export function meg(number: number | bigint): string {
  if (typeof number === "bigint") return `${number / 1_000_000n}M`;
  if (Number.isSafeInteger(number)) return `${Math.trunc(number / 1_000_000) + 0}M`;
  throw new NitroError("render", `meg: ${number} is no whole number`);
}

/**
 * The number that a text with `K` or `M` at its end says: `4K` is 4,000.
 *
 * @throws {NitroError} `render` for any other text.
 */
export function num(text: string): number {
  const [, digits, unit] = /^([+-]?\d{1,9})([KM])$/.exec(text) ?? [];
  if (digits === undefined) throw new NitroError("render", `num: "${text}" is no number of K or M`);
  return Number(digits) * (unit === "K" ? 1_000 : 1_000_000);
}
