/**
 * Names: the longest one that is known goes before what its signs and keywords would otherwise say (DMN 1.5, 10.3.1.4).
 *
 * @module
 */
import { accept, isNext, jump, type Parser, peek, sees, unexpected } from "./parser.ts";
import { lexemeFrom } from "./lex.ts";
import { isStop, nameOf, type Part, partsFrom, plainCount, prefixes, spellings } from "./part.ts";
import { type Entry, isKnown, oddEntry, plainEntry, type Shape } from "./shape.ts";
import type { Doubt, Tree } from "./tree.ts";

/** Built-in functions whose names have a keyword, and the words that would be names without it. */
const KEYWORDED: readonly (readonly [string, readonly [string, string]])[] = [
  ["date and time", ["date", "time"]],
  ["years and months duration", ["years", "months duration"]],
];

/** A name as an operand: the longest one that is in scope, else words up to a sign or keyword. */
export function reference(parser: Parser): Tree {
  const builtin = keyworded(parser);
  if (builtin !== undefined) return { is: "name", name: builtin, doubt: null };
  const parts = partsHere(parser);
  const { levels } = parser.known;
  const found = known(parser, parts, levels);
  const plain = plainCount(parts);
  const entry = found ?? plainEntry(parser.known, passed(parser, parts, plain));
  // Of variables all that was asked is asked again; of what stands in lists it is not.
  const sure = levels.every((level) => level.is === "made" || isOuter(level));
  const doubt = sure ? null : found === undefined ? longer(parts, plain) : "odd";
  const tree: Tree = { is: "name", name: entry.name, doubt };
  parser.known.shapes.set(tree, entry.shape);
  return tree;
}

function isOuter(level: Shape): boolean {
  return level.is === "given" && level.steps.length === 0;
}

/** The names that may have been meant where so many parts were taken: those that go on, and another spelling of several words. */
function longer(parts: readonly Part[], count: number): readonly string[] | null {
  const names = prefixes(parts).slice(count > 1 ? count - 1 : count);
  return names.length === 0 ? null : names;
}

function keyworded(parser: Parser): string | undefined {
  for (const [name, sides] of KEYWORDED) {
    const words = name.split(" ");
    if (!words.every((word, index) => sees(parser, word, index))) continue;
    const called = sees(parser, "(", words.length);
    if (!called && sides.some((side) => isKnown(parser.known, side))) continue;
    parser.at += words.length;
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
  if (parts.length === 1) return { name: passed(parser, parts, 1), doubt: null };
  const shape = of();
  const found = known(parser, parts, [shape]) ?? spelledSo(parser, parts, shape);
  if (found !== undefined) return { name: found.name, doubt: shape.is === "made" ? null : "odd" };
  const doubt = shape.is === "made" ? null : longer(parts, plain);
  return { name: passed(parser, parts, plain), doubt };
}

/** An entry of the words that are next, in another spelling. */
function spelledSo(parser: Parser, parts: readonly Part[], shape: Shape): Entry | undefined {
  const plain = plainCount(parts);
  const key = nameOf(parts, plain);
  const found = plain === 1 ? undefined : oddEntry(parser.known.given, shape, key, () => [key]);
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
  return parser.parts(peek(parser).start);
}

/** The longest name with signs or keywords that one of these has, the last one first. */
function known(
  parser: Parser,
  parts: readonly Part[],
  levels: readonly Shape[],
): Entry | undefined {
  const plain = plainCount(parts);
  if (plain === parts.length) return undefined;
  const names = prefixes(parts);
  const inward = levels.toReversed();
  // What the application gives is never called.
  const called = isNext(parser, "(", parts.at(-1)?.end ?? 0) ? parts.length : 0;
  for (let count = parts.length; count > plain; count--) {
    const spelled = () => spellings(parser.text, parts, count);
    for (const level of inward) {
      if (count === called && level.is === "given") continue;
      const entry = oddEntry(parser.known.given, level, names[count - 1] ?? "", spelled);
      if (entry === undefined) continue;
      passed(parser, parts, count);
      return entry;
    }
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
  const parts = partsFrom(parser.text, peek(parser).start, true);
  return passed(parser, parts, parts.length);
}

/** A name that is defined before the word `in`. */
export function iteratorName(parser: Parser): string {
  if (peek(parser).kind !== "word") throw unexpected(parser, "a name is missing before");
  const parts = partsFrom(parser.text, peek(parser).start, true);
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
  const parts = partsFrom(parser.text, start, true);
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
