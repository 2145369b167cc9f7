/**
 * Small conversions of the original that a page may be used to.
 *
 * ```ts
 * import { coalesce, compact, htmlEncodeWhites, meg, num, toAtom, toBinary, urlDecode, urlEncode } from "@n2o/n2o/nitro";
 *
 * const texts = [coalesce(null, "a"), meg(2_500_000), compact("short"), htmlEncodeWhites("a b"), toAtom("row").name];
 * if (texts.join() !== "a,2M,short,a&nbsp;b,row") throw new Error(texts.join());
 * if (num("4K") !== 4_000 || toBinary("ab").length !== 2) throw new Error("another number");
 * if (urlDecode(urlEncode("tea & cake")) !== "tea & cake") throw new Error("another text");
 * ```
 *
 * @module
 */
import { Atom, atom as atomOf, encode, Float, ImproperList, type Term, Tuple } from "../n2o/mod.ts";
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

/**
 * The text of a value: of a text itself, of the bytes of UTF-8, of a number, of an atom's name; a list is the texts of its items, one
 * after the other. A tuple is written in braces, and anything else as its name in Erlang.
 *
 * @example
 * ```ts
 * import { toList } from "@n2o/n2o/nitro";
 *
 * if (toList(["row ", 7, [" of ", "users"]]) !== "row 7 of users") throw new Error("another text");
 * ```
 */
export function toList(value: Term): string {
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (value instanceof Atom) return value.name;
  if (value instanceof Float) return value.value.toFixed(1);
  if (value instanceof ImproperList) return toList([...value.elements, value.tail]);
  if (Array.isArray(value)) return value.map(toList).join("");
  if (value instanceof Tuple) return `{${value.elements.map(toList).join(",")}}`;
  return String(value);
}

/** The bytes of a value: of a text in UTF-8, bytes as they are, and a tuple as the external format of Erlang has it. */
export function toBinary(value: Term): Uint8Array {
  if (value instanceof Uint8Array) return value;
  return value instanceof Tuple ? encode(value) : new TextEncoder().encode(toList(value));
}

/** The atom of a value's text. */
export function toAtom(value: Term): Atom {
  return atomOf(toList(value));
}

/** A value as a short text, for people: at most 64 characters of it. */
export function compact(value: Term): string {
  const all = toList(value), characters = [...all.slice(0, 2 * SHORT + 1)];
  return characters.length > SHORT ? `${characters.slice(0, SHORT - 1).join("")}…` : all;
}

const SHORT = 64;

/** A text as forms send it: percent signs before the bytes of UTF-8, and `+` for a blank (URL standard, section 5). */
export function urlEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}

/** What a form sent, as text: `+` is a blank, and a percent sign that begins no byte stays. It never throws. */
export function urlDecode(text: string): string {
  const blanks = text.replaceAll("+", " ");
  // Only runs of bytes are decoded, so that characters beside them stay whatever they are.
  return blanks.replace(
    /(?:%[\da-f]{2})+/gi,
    (run) =>
      new TextDecoder().decode(
        Uint8Array.from(run.slice(1).split("%"), (pair) => parseInt(pair, 16)),
      ),
  );
}
