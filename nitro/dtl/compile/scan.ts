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
  const tokens: Token[] = [], found = /\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}/g;
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
  for (let match = found.exec(template); match !== null; match = found.exec(template)) {
    const [written] = match, inner = written.slice(2, -2).trim();
    const isTag = written.startsWith("{%");
    if (verbatim !== "" && !(isTag && inner === verbatim)) continue;
    text(match.index);
    at = found.lastIndex;
    if (isTag) {
      verbatim = verbatim === "" && /^verbatim(?: |$)/.test(inner) ? `end${inner}` : "";
      add("tag", inner, written);
    } else if (written.startsWith("{{")) add("expression", inner, written);
  }
  text(template.length);
  return tokens;
}

const WORD =
  /(?:[^\s'"]*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')[^\s'"]*)(?:(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')[^\s'"]*)*|\S+/g;

/** The words of a tag: what is quoted stays together. */
export function split(text: string): string[] {
  return text.match(WORD) ?? [];
}
