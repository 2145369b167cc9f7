/**
 * Names: the longest one that is known goes before what its signs and keywords would otherwise say (DMN 1.5, 10.3.1.4).
 *
 * @module
 */
import { accept, isNext, jump, type Parser, peek, sees, unexpected } from "./parser.ts";
import { lexemeFrom } from "./lex.ts";
import { isStop, nameOf, type Part, plainCount, prefixes, spellings, startsNone } from "./part.ts";
import { type Finder, finderOf, isKnown, isSure } from "./known.ts";
import { type Entry, hasOdd, oddEntry, type Shape } from "./shape.ts";
import type { Doubt, Tree } from "./tree.ts";

/** Built-in functions whose names have a keyword, and the words that would be names without it. */
const KEYWORDED: readonly {
  readonly name: string;
  readonly words: readonly string[];
  readonly sides: readonly string[];
}[] = [
  { name: "date and time", words: ["date", "and", "time"], sides: ["date", "time"] },
  {
    name: "years and months duration",
    words: ["years", "and", "months", "duration"],
    sides: ["years", "months duration"],
  },
];

/** A name as an operand: the longest one that is in scope, else words up to a sign or keyword. */
export function reference(parser: Parser): Tree {
  const builtin = keyworded(parser);
  const finder = (called: boolean) => finderOf(parser.known, called);
  if (builtin !== undefined) {
    const count = builtin.split(" ").length;
    const parts = partsHere(parser);
    const longer = known(parser, count, finder);
    if (longer !== undefined) return named(parser, longer, () => doubtOf(parts, true));
    parser.at += count;
    return { is: "name", name: builtin, doubt: null };
  }
  const parts = partsHere(parser);
  const plain = plainCount(parts);
  const found = known(parser, plain, finder) ?? spelledSo(parser, parts, finder(false));
  return found === undefined
    ? ofWords(parser, passed(parser, parts, plain), () => doubtOf(parts, false))
    : named(parser, found, () => doubtOf(parts, true));
}

/** A name that begins with a keyword: none by the standard, but where it is known and nothing else can be meant. */
export function keywordName(parser: Parser): Tree | undefined {
  const { kind, text } = peek(parser);
  if (kind !== "word" || !startsNone(text)) return undefined;
  const parts = partsHere(parser);
  if (parts.length === 1 || isStop(parts, 1)) return undefined;
  const found = known(parser, 1, (called) => finderOf(parser.known, called));
  return found && named(parser, found, () => doubtOf(parts, true));
}

function named(parser: Parser, { name, shape }: Entry, doubt: () => Doubt): Tree {
  const tree = ofWords(parser, name, doubt);
  parser.known.shapes.set(tree, shape);
  return tree;
}

function ofWords({ known }: Parser, name: string, doubt: () => Doubt): Tree {
  // Of variables all that was asked is asked again; of what stands in them it is not.
  const tree: Tree = { is: "name", name, doubt: isSure(known) ? null : doubt() };
  known.places.set(tree, known.level);
  return tree;
}

/** The names that may be meant where one of these was taken. */
function doubtOf(parts: readonly Part[], odd: boolean): Doubt {
  if (parts.length === 1) return null;
  const names = prefixes(parts).slice(plainCount(parts) - 1);
  return { odd, words: names[0] ?? "", names: new Set(names) };
}

/** The built-in function that is next; nothing is passed. */
function keyworded(parser: Parser): string | undefined {
  for (const { name, words, sides } of KEYWORDED) {
    if (!words.every((word, index) => sees(parser, word, index))) continue;
    const called = sees(parser, "(", words.length);
    if (!called && sides.some((side) => isKnown(parser.known, side))) continue;
    return name;
  }
  return undefined;
}

/** What a name behind a dot is: an entry that is known, else words. */
export function entryName(
  parser: Parser,
  of: () => Shape,
): { readonly name: string; readonly doubt: Doubt } {
  const parts = partsHere(parser);
  const plain = plainCount(parts);
  // What looks like a comment may be more of the name.
  const written = parser.parts.written(peek(parser).start);
  const most = written.length > parts.length ? written : parts;
  if (most.length === 1) return { name: passed(parser, parts, 1), doubt: null };
  const shape = of();
  const finder: Finder | undefined = hasOdd(shape) ? (key) => oddEntry(shape, key) : undefined;
  const found = known(parser, plain, () => finder) ?? spelledSo(parser, parts, finder);
  const doubt = doubtOf(most, found !== undefined);
  return { name: found?.name ?? passed(parser, parts, plain), doubt };
}

/** What the words that are next lead to in another spelling. */
function spelledSo(
  parser: Parser,
  parts: readonly Part[],
  finder: Finder | undefined,
): Entry | undefined {
  const plain = plainCount(parts);
  if (plain === 1 || finder === undefined) return undefined;
  const key = nameOf(parts, plain);
  const found = finder(key, () => [key]);
  if (found === undefined || found.name === key) return undefined;
  passed(parser, parts, plain);
  return found;
}

/** Words up to a sign or keyword, where no names are known: the name of a type. */
export function words(parser: Parser): string {
  const parts = partsHere(parser);
  return passed(parser, parts, plainCount(parts));
}

function partsHere(parser: Parser): Part[] {
  if (peek(parser).kind !== "word") throw unexpected(parser, "a name is missing before");
  return parser.parts.commented(peek(parser).start);
}

/** What the longest name of more parts than `least` leads to. */
function known(
  parser: Parser,
  least: number,
  finder: (called: boolean) => Finder | undefined,
): Entry | undefined {
  const { start } = peek(parser);
  const [parts, commented] = [parser.parts.written(start), parser.parts.commented(start)];
  const found = longest(parser, parts, least, finder);
  // A name may have what looks like a comment, but one that is known without goes after it.
  return found !== undefined || parts.length === commented.length
    ? found
    : longest(parser, commented, least, finder);
}

function longest(
  parser: Parser,
  parts: readonly Part[],
  least: number,
  finder: (called: boolean) => Finder | undefined,
): Entry | undefined {
  const { length } = parts;
  if (length <= least) return undefined;
  const [names, others] = [prefixes(parts), finder(false)];
  for (let count = length; count > least; count--) {
    const called = count === length && isNext(parser, "(", parts[count - 1]?.end ?? 0);
    const find = called ? finder(true) : others;
    const entry = find?.(names[count - 1] ?? "", () => spellings(parser.text, parts, count));
    if (entry === undefined) continue;
    passed(parser, parts, count);
    return entry;
  }
  return undefined;
}

/** Goes past so many parts. */
function passed(parser: Parser, parts: readonly Part[], count: number): string {
  jump(parser, parts[count - 1]?.end ?? parser.text.length);
  return nameOf(parts, count);
}

/** A name that is defined: a parameter, or an entry of a type. It ends where no name can go on. */
export function definedName(parser: Parser): string {
  if (peek(parser).kind !== "word") throw unexpected(parser, "a name is missing before");
  const parts = parser.parts.commented(peek(parser).start);
  return passed(parser, parts, parts.length);
}

/** A name that is defined before the word `in`. */
export function iteratorName(parser: Parser): string {
  if (peek(parser).kind !== "word") throw unexpected(parser, "a name is missing before");
  const parts = parser.parts.commented(peek(parser).start);
  const end = parts.findIndex((part, index) => index > 0 && part.text === "in");
  return passed(parser, parts, end < 0 ? plainCount(parts) : end);
}

/**
 * The name before a colon, with whatever signs and words it has; undefined, and nothing passed, where there is none.
 *
 * @param quoted whether a value may stand here, so that an apostrophe may begin a text
 */
export function key(parser: Parser, quoted: boolean): string | undefined {
  const { kind, text, start } = peek(parser);
  if (kind === "string") {
    if (!sees(parser, ":", 1)) return undefined;
    parser.at += 2;
    return text;
  }
  if (kind !== "word") return undefined;
  const parts = parser.parts.commented(start);
  const end = parts.at(-1)?.end ?? start;
  if (quoted && parts.some((_, index) => isText(parser, parts, index))) return undefined;
  if (!isNext(parser, ":", end)) return undefined;
  const name = passed(parser, parts, parts.length);
  accept(parser, ":");
  return name;
}

/** Whether an apostrophe begins a text: it stands where a value may, and another one ends it behind what would be the name. */
function isText(parser: Parser, parts: readonly Part[], index: number): boolean {
  const [before, part, last] = [parts[index - 1], parts[index], parts.at(-1)];
  if (part?.text !== "'" || before === undefined || last === undefined) return false;
  if (!before.sign && !isStop(parts, index - 1)) return false;
  const { kind, end } = lexemeFrom(parser.text, part.start);
  return kind === "string" && end > last.end;
}
