/**
 * The methods of Python's texts and lists that templates call.
 *
 * @module
 */
import { Safe } from "../value/safe.ts";
import { Group } from "../value/sequence.ts";
import { bare, isWhite, withoutEnd, withoutStart, wordsOf } from "../value/white.ts";
import { capitalised, swapped, titled } from "../value/words.ts";

const TEXTS: ReadonlyMap<string, (text: string) => unknown> = new Map<
  string,
  (text: string) => unknown
>([
  ["upper", (text) => text.toUpperCase()],
  ["lower", (text) => text.toLowerCase()],
  ["casefold", (text) => text.toLowerCase()],
  ["title", titled],
  ["capitalize", capitalised],
  ["swapcase", swapped],
  ["strip", bare],
  ["lstrip", withoutStart],
  ["rstrip", withoutEnd],
  ["split", wordsOf],
  ["splitlines", (text) => text.replace(/\r\n|[\r\n]$/, "\n").split(/\r\n|[\n\r]/)],
  ["isdigit", (text) => /^\p{Nd}+$/u.test(text)],
  ["isalpha", (text) => /^\p{L}+$/u.test(text)],
  ["isalnum", (text) => /^[\p{L}\p{N}]+$/u.test(text)],
  ["isspace", isWhite],
  ["isupper", (text) => /\p{Lu}/u.test(text) && !/\p{Ll}/u.test(text)],
  ["islower", (text) => /\p{Ll}/u.test(text) && !/\p{Lu}/u.test(text)],
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
