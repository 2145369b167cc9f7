/**
 * Filters that cut a text short.
 *
 * @module
 */
import type { Filter } from "../compile/filter.ts";
import { WHITE, wordsOf } from "../value/white.ts";
import { text, whole } from "./kinds.ts";

/** The longest markup that is looked through, in characters. */
const LONGEST = 5_000_000;

function ended(cut: string, end: string): string {
  return end.startsWith(" ") && cut.endsWith(end) ? cut : cut + end;
}

function characters(given: string, most: number): string {
  const all = [...given.normalize("NFC")], room = most - 1;
  let length = 0, end: number | undefined;
  for (const [at, sign] of all.entries()) {
    // What combines with the sign before it takes no room.
    if (/^\p{Mn}/u.test(sign)) continue;
    length++;
    if (end === undefined && length > room) end = at;
    if (length > most) return `${all.slice(0, end ?? 0).join("")}…`;
  }
  return all.join("");
}

function words(given: string, most: number): string {
  const all = wordsOf(given);
  if (all.length <= most) return all.join(" ");
  return ended(all.slice(0, most).join(" "), " …");
}

interface Part {
  readonly start: number;
  readonly end: number;
  readonly isTag: boolean;
}

/** Where a tag ends that begins somewhere; a text without a further end is looked through once. */
function endings(given: string): (from: number) => number {
  let isOver = false;
  return (from) => {
    const end = isOver ? -1 : given.indexOf(">", from);
    isOver = end < 0;
    return end;
  };
}

const WORD = new RegExp(`[^<>${WHITE}]+`, "g"), NEXT = new RegExp(`<|${WORD.source}`, "g");

/** The next word, or tag, of markup. */
function nextWord(given: string, from: number, ending: (from: number) => number): Part | undefined {
  NEXT.lastIndex = from;
  const found = NEXT.exec(given);
  if (found === null) return undefined;
  if (found[0] !== "<") return { start: found.index, end: NEXT.lastIndex, isTag: false };
  const end = ending(NEXT.lastIndex);
  if (end >= 0) return { start: found.index, end: end + 1, isTag: true };
  WORD.lastIndex = from + 1;
  const next = WORD.exec(given);
  return next === null ? undefined : { start: next.index, end: WORD.lastIndex, isTag: false };
}

/** The next character, or tag, of markup. */
function nextCharacter(
  given: string,
  from: number,
  ending: (from: number) => number,
): Part | undefined {
  if (from >= given.length) return undefined;
  if (given.charAt(from) === "<") {
    const end = ending(from + 1);
    if (end > from + 1) return { start: from, end: end + 1, isTag: true };
  }
  const size = (given.codePointAt(from) ?? 0) > 0xffff ? 2 : 1;
  return { start: from, end: from + size, isTag: false };
}

const SINGLE = new Set("br col link base img param area hr input".split(" "));

/** Cuts markup: what it opened is closed. */
function markup(given: string, most: number, isOfWords: boolean): string {
  if (isOfWords && most <= 0) return "";
  const text = given.slice(0, LONGEST), room = isOfWords ? most : most - 1;
  const next = isOfWords ? nextWord : nextCharacter, open: string[] = [];
  const ending = endings(text);
  let at = 0, end = 0, length = 0;
  while (length <= most) {
    const part = next(text, at, ending);
    if (part === undefined) break;
    at = part.end;
    if (!part.isTag) {
      if (++length === room) end = at;
    } else if (length < room) opened(text.slice(part.start, part.end), open);
  }
  const mark = isOfWords ? " …" : "…";
  if (length <= most) return given.length > LONGEST ? text + mark : given;
  return text.slice(0, end) + mark + open.reverse().map((name) => `</${name}>`).join("");
}

/** A tag: whether it ends an element, the name, and the slash of one without an end. */
const TAG = new RegExp(`^<(/)?([^>${WHITE}]+?)(?:([${WHITE}]*/)|[${WHITE}][^]*)?>$`);

function opened(tag: string, open: string[]): void {
  const found = TAG.exec(tag);
  if (found === null) return;
  const [, isEnd, written = "", isClosed] = found, name = written.toLowerCase();
  if (isClosed !== undefined || SINGLE.has(name)) return;
  if (isEnd === undefined) open.push(name);
  else if (open.at(-1) === name) open.pop();
}

/** A filter that leaves a text alone where its argument is no number. */
function shortens(cut: (given: string, most: number) => string): Filter {
  return text((given, argument) => {
    const most = whole(argument);
    return most === undefined ? given : cut(given, Number(most));
  }, "one");
}

/** The filters that cut a text short by their names, such as `truncatewords`. */
export const truncates: readonly (readonly [string, Filter])[] = [
  ["truncatechars", shortens(characters)],
  ["truncatechars_html", shortens((given, most) => markup(given.normalize("NFC"), most, false))],
  ["truncatewords", shortens(words)],
  ["truncatewords_html", shortens((given, most) => markup(given, most, true))],
];
