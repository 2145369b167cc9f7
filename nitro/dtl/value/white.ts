/**
 * White space as Python's texts and patterns have it: that of Unicode and the separators of ASCII, but no mark of byte order.
 *
 * @module
 */

/** White space as the inside of a class of a regular expression: `[^<${WHITE}]`. */
export const WHITE: string =
  "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

const START = new RegExp(`^[${WHITE}]+`), END = new RegExp(`(?<![${WHITE}])[${WHITE}]+$`);
const BETWEEN = new RegExp(`[${WHITE}]+`), ALL = new RegExp(`^[${WHITE}]+$`);

/** A text without the white space that it begins with. */
export function withoutStart(text: string): string {
  return text.replace(START, "");
}

/** A text without the white space that it ends with. */
export function withoutEnd(text: string): string {
  return text.replace(END, "");
}

/** A text without white space around it. */
export function bare(text: string): string {
  return withoutEnd(withoutStart(text));
}

/** Whether there is nothing but white space, and some. */
export function isWhite(text: string): boolean {
  return ALL.test(text);
}

// deno-lint-ignore no-control-regex -- separators of ASCII end lines
const ENDED = /(?<=\r\n|[\n\v\f\x1c-\x1e\x85\u2028\u2029]|\r(?!\n))/;

/** The lines of a text, each with what ends it (`str.splitlines`); none of a text that is empty. */
export function linesOf(text: string): string[] {
  return text.split(ENDED).filter((line) => line !== "");
}

/** The words of a text, between what is white. */
export function wordsOf(text: string): string[] {
  return text.split(BETWEEN).filter((word) => word !== "");
}
