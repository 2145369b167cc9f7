/**
 * The parts of names: words, and the signs that the standard lets stand in a name (DMN 1.5, 10.3.1.2, rules 27 to 32).
 *
 * A name is the same with more white space between its parts, with other white space, or with none around its signs.
 *
 * @module
 */
import { CHARACTERS, COMMENTED, isPlain, plainEnd, skip, START, WHITE } from "./lex.ts";

/** A word or a sign of a name. */
export interface Part {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly sign: boolean;
}

/** How many parts a name may have. */
const PARTS = 64;

/** The signs that may stand in a name. */
const SIGNS: ReadonlySet<number> = new Set([..."./-'+*"].map((sign) => sign.charCodeAt(0)));

const PART = new RegExp(`([${START}${CHARACTERS}]+)|[./\\-'+*]`, "uy");
const FIRST = new RegExp(`^[${START}]`, "u");

/** Names that are a word of ASCII, as most are. */
const SIMPLE = /^[A-Za-z_$][\w$]*$/;

/** Words that end a name, unless it is known to go on. */
const STOPS: ReadonlySet<string> = new Set([
  "and",
  "or",
  "in",
  "between",
  "then",
  "else",
  "return",
  "satisfies",
  "?",
]);

/** The parts of a text from any place on, each of which is read but once. */
export interface Parts {
  /** With nothing but white space between them. */
  readonly written: (from: number) => Part[];
  /** With comments between them, as between all else. */
  readonly commented: (from: number) => Part[];
}

/** The parts of a text. */
export function partsOf(text: string): Parts {
  const written = reader(text, WHITE);
  return { written, commented: /\/[/*]/.test(text) ? reader(text, COMMENTED) : written };
}

function reader(text: string, space: RegExp): (from: number) => Part[] {
  const known = new Map<number, Part | null>();
  const read = (at: number) => {
    let found = known.get(at);
    if (found === undefined) {
      found = partAt(text, skip(space, text, at));
      known.set(at, found);
    }
    return found;
  };
  return (from) => gathered(read, from);
}

function gathered(read: (at: number) => Part | null, from: number): Part[] {
  const found: Part[] = [];
  let next = read(from);
  while (next !== null && found.length < PARTS) {
    found.push(next);
    next = read(next.end);
  }
  return found;
}

function partAt(text: string, start: number): Part | null {
  const code = text.charCodeAt(start);
  const end = isPlain(code) ? plainEnd(text, start) : -1;
  if (end >= 0) return { text: text.slice(start, end), start, end, sign: false };
  if (code < 128 && !isPlain(code) && !SIGNS.has(code)) return null;
  PART.lastIndex = start;
  const match = PART.exec(text);
  return match && { text: match[0], start, end: PART.lastIndex, sign: match[1] === undefined };
}

/** The names that the first part is, the first two are and so on: one space between words, and none around signs. */
export function prefixes(parts: readonly Part[]): string[] {
  let name = "";
  return parts.map((part, index) => {
    const apart = index > 0 && !part.sign && parts[index - 1]?.sign === false;
    name += apart ? ` ${part.text}` : part.text;
    return name;
  });
}

/** The name that the first so many parts are. */
export function nameOf(parts: readonly Part[], count: number): string {
  return prefixes(parts.slice(0, count)).at(-1) ?? "";
}

/**
 * How many parts a name has that nothing is known of: its words up to a sign or keyword. An apostrophe behind a word, and digits behind
 * a number's point, can be nothing else than more of a name, so that they are.
 */
export function plainCount(parts: readonly Part[]): number {
  let count = 1;
  while (count < parts.length && goesOn(parts, count)) count++;
  return count;
}

function goesOn(parts: readonly Part[], index: number): boolean {
  const [before, part, next] = [parts[index - 1], parts[index], parts[index + 1]];
  if (part === undefined || before === undefined) return false;
  if (!part.sign) return !isStop(parts, index);
  if (before.sign || before.end !== part.start) return false;
  return part.text === "'" ||
    (part.text === "." && isNumber(before) && part.end === next?.start && isNumber(next));
}

function isNumber({ text }: Part): boolean {
  return /^\d+$/.test(text);
}

/** Whether a word is one that a name does not begin with, and that begins nothing with a word behind it either. */
export function startsNone(word: string): boolean {
  return LITERAL.has(word) || (STOPS.has(word) && word !== "?");
}

/** Whether a part is a word that ends a name. */
export function isStop(parts: readonly Part[], index: number): boolean {
  const text = parts[index]?.text ?? "";
  return STOPS.has(text) || (text === "instance" && parts[index + 1]?.text === "of");
}

/** Words that are values or come before one. */
const LITERAL: ReadonlySet<string> = new Set(["true", "false", "null", "not"]);

/** A name as it is looked for. */
export interface Canonical {
  readonly key: string;
  /** Whether it is found only where it is known to be there: it has signs or keywords, or is spelled in another way. */
  readonly odd: boolean;
}

/** How a text is looked for as a name; undefined where it is none that FEEL could say. */
export function canonical(name: string): Canonical | undefined {
  if (SIMPLE.test(name)) return { key: name, odd: false };
  const parts = gathered((at) => partAt(name, skip(WHITE, name, at)), 0);
  if (parts.at(-1)?.end !== name.length || !FIRST.test(name)) return undefined;
  const key = nameOf(parts, parts.length);
  const first = parts.length > 1 && startsNone(parts[0]?.text ?? "");
  const plain = plainCount(parts) === parts.length && !parts.some((part) => part.sign);
  return { key, odd: first || key !== name || !plain };
}

/** The ways in which the first so many parts may be spelled among the variables: with and without spaces, and as written. */
export function spellings(text: string, parts: readonly Part[], count: number): string[] {
  const tight = nameOf(parts, count);
  const written = text.slice(parts[0]?.start, parts[count - 1]?.end);
  const found = written === tight ? [tight] : [tight, written];
  const wide = parts.slice(0, count).map((part) => part.text).join(" ");
  return /[-+*/]/.test(wide) && wide !== written ? [...found, wide] : found;
}
