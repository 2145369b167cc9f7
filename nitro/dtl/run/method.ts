/**
 * The methods of Python's texts and lists that templates call.
 *
 * @module
 */
import { Safe } from "../value/safe.ts";
import { Group } from "../value/sequence.ts";
import { bare, isWhite, linesOf, withoutEnd, withoutStart, wordsOf } from "../value/white.ts";
import { capitalised, folded, swapped, titled } from "../value/words.ts";

/** Digits of any script, and those that stand above, below, in a circle, in brackets or before a full stop. */
const DIGITS =
  /^[\p{Nd}²³¹⁰⁴-⁹₀-₉፩-፱᧚①-⑨⑴-⑼⒈-⒐⓪⓵-⓽⓿❶-❾➀-➈➊-➒\u{10a40}-\u{10a43}\u{10e60}-\u{10e68}\u{11052}-\u{1105a}\u{1f100}-\u{1f10a}]+$/u;

const TEXTS: ReadonlyMap<string, (text: string) => unknown> = new Map<
  string,
  (text: string) => unknown
>([
  ["upper", (text) => text.toUpperCase()],
  ["lower", (text) => text.toLowerCase()],
  ["casefold", folded],
  ["title", titled],
  ["capitalize", capitalised],
  ["swapcase", swapped],
  ["strip", bare],
  ["lstrip", withoutStart],
  ["rstrip", withoutEnd],
  ["split", wordsOf],
  ["splitlines", (text) => linesOf(text)],
  ["isdigit", (text) => DIGITS.test(text)],
  ["isalpha", (text) => /^\p{L}+$/u.test(text)],
  ["isalnum", (text) => /^[\p{L}\p{N}]+$/u.test(text)],
  ["isspace", isWhite],
  ["isupper", (text) => /\p{Uppercase}/u.test(text) && !/[\p{Lowercase}\p{Lt}]/u.test(text)],
  ["islower", (text) => /\p{Lowercase}/u.test(text) && !/[\p{Uppercase}\p{Lt}]/u.test(text)],
]);

/** A method that needs no arguments, by its name in Python; `undefined` where a value has none of it. */
export function methodOf(value: unknown, name: string): (() => unknown) | undefined {
  if (value instanceof Group) {
    if (name === "grouper") return () => value.grouper;
    return name === "list" ? () => value.list : undefined;
  }
  const text = value instanceof Safe ? value.text : value;
  const method = typeof text === "string" ? TEXTS.get(name) : undefined;
  return method === undefined ? undefined : () => method(String(text));
}
