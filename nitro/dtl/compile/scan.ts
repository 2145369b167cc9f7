/**
 * Templates as tokens: text, expressions and tags, each with its line.
 *
 * @module
 */
import type { Place } from "../error.ts";

/** A part of a template. */
export interface Token extends Place {
  /** What it is. */
  readonly kind: "text" | "expression" | "tag";
  /** Its text, or what stands between its brackets. */
  readonly text: string;
}

const LONGEST = 80;

/** The tokens of a template; comments are passed over. A tag stands on one line, or it is text. */
export function scan(file: string, template: string): Token[] {
  const tokens: Token[] = [], next = bracketed(template);
  let at = 0, line = 1, verbatim = "";
  const add = (kind: Token["kind"], text: string, written: string) => {
    const tag = written.length > LONGEST ? `${written.slice(0, LONGEST)}…` : written;
    tokens.push({ kind, text, file, line, tag });
  };
  const text = (end: number) => {
    if (end <= at) return;
    const plain = template.slice(at, end);
    add("text", plain, "");
    for (let from = plain.indexOf("\n"); from >= 0; from = plain.indexOf("\n", from + 1)) line++;
  };
  for (let found = next(0); found !== undefined; found = next(found.end)) {
    const { start, end } = found, written = template.slice(start, end);
    const inner = written.slice(2, -2).trim(), isTag = written.startsWith("{%");
    if (verbatim !== "" && !(isTag && inner === verbatim)) continue;
    text(start);
    at = end;
    if (isTag) {
      verbatim = verbatim === "" && /^verbatim(?: |$)/.test(inner) ? `end${inner}` : "";
      add("tag", inner, written);
    } else if (written.startsWith("{{")) add("expression", inner, written);
  }
  text(template.length);
  return tokens;
}

const CLOSERS: Readonly<Record<string, string>> = { "%": "%}", "{": "}}", "#": "#}" };

/** Where the next brackets stand, from a place on: each sign is looked at a bounded number of times, whatever is left open. */
function bracketed(template: string) {
  const known = new Map<string, number>();
  const find = (sign: string, from: number): number => {
    const before = known.get(sign);
    if (before !== undefined && before >= from) return before;
    const found = template.indexOf(sign, from), at = found < 0 ? template.length : found;
    known.set(sign, at);
    return at;
  };
  return (from: number): { readonly start: number; readonly end: number } | undefined => {
    for (let at = find("{", from); at < template.length; at = find("{", at + 1)) {
      const closer = CLOSERS[template.charAt(at + 1)];
      if (closer === undefined) continue;
      const end = find(closer, at + 2);
      if (end < template.length && end < find("\n", at)) return { start: at, end: end + 2 };
    }
    return undefined;
  };
}

const WORD =
  /(?:[^\s'"]*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')[^\s'"]*)(?:(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')[^\s'"]*)*|\S+/g;

/** The words of a tag: what is quoted stays together. */
export function split(text: string): string[] {
  return text.match(WORD) ?? [];
}
