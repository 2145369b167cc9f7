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
const LINE_END = /(\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029])/;

/** The lines of a text (`str.splitlines`), with what ends them where that is asked for; none of a text that is empty. */
export function linesOf(text: string, keepEnds = false): string[] {
  const parts = text.split(LINE_END), lines: string[] = [];
  for (let at = 0; at < parts.length; at += 2) {
    const [line = "", end] = parts.slice(at, at + 2);
    // Behind the last end there is no line.
    if (line !== "" || end !== undefined) lines.push(keepEnds ? line + (end ?? "") : line);
  }
  return lines;
}

/** The words of a text, between what is white. */
export function wordsOf(text: string): string[] {
  return text.split(BETWEEN).filter((word) => word !== "");
}
