/**
 * What the words of tags have in common.
 *
 * @module
 */
import type { Parser } from "../compile/parser.ts";
import { DtlError } from "../error.ts";
import type { Context, Expression } from "../run/context.ts";

/** Values with names. */
export type Named = ReadonlyMap<string, Expression>;

/**
 * Takes `name=value` from the front of words; where `isOld`, `value as name and value as name`, too.
 *
 * @returns the values, and the words that are left
 */
export function named(
  parser: Parser,
  words: readonly string[],
  isOld: boolean,
): { readonly values: Named; readonly rest: readonly string[] } {
  const values = new Map<string, Expression>();
  let at = 0;
  const pair = (word: string | undefined) => /^([\p{L}\p{N}_]+)=(.+)$/u.exec(word ?? "");
  if (pair(words[0]) !== null || !isOld) {
    for (let found = pair(words[at]); found !== null; found = pair(words[++at])) {
      values.set(found[1] ?? "", parser.expression(found[2] ?? ""));
    }
    return { values, rest: words.slice(at) };
  }
  for (;;) {
    const [value, as, name] = words.slice(at, at + 3);
    if (value === undefined || as !== "as" || name === undefined) break;
    values.set(name, parser.expression(value));
    at += 3;
    if (words[at] !== "and") break;
    at++;
  }
  return { values, rest: words.slice(at) };
}

/** The values for a text. */
export function resolved(values: Named, cx: Context): Map<string, unknown> {
  const names = new Map<string, unknown>();
  for (const [name, value] of values) names.set(name, value(cx));
  return names;
}

/** Takes `as name` from the end of words. */
export function withName(
  words: readonly string[],
): { readonly words: readonly string[]; readonly name: string | undefined } {
  if (words.length < 2 || words.at(-2) !== "as") return { words, name: undefined };
  return { words: words.slice(0, -2), name: words.at(-1) };
}

/** Refuses a tag. */
export function refuse(message: string): never {
  throw new DtlError("syntax", message);
}

/** Refuses words where a tag takes none, or others. */
export function wants(isFit: boolean, usage: string): void {
  if (!isFit) refuse(`it is written so: ${usage}`);
}
