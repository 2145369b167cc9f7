/**
 * A pattern from text to its parts (XPath 3.1 functions, 5.6.1): all of XPath's syntax but back-references.
 *
 * @module
 */
import { FeelError } from "../error.ts";
import { STATES } from "../limits.ts";
import { bracketed, escape, literal, type Test, testOf } from "./class.ts";
import { tooLarge } from "./program.ts";

/** A part of a pattern. */
export type Node =
  | { readonly is: "char"; readonly test: Test }
  | { readonly is: "line"; readonly end: boolean }
  | { readonly is: "all"; readonly parts: readonly Node[] }
  | { readonly is: "any"; readonly choices: readonly Node[] }
  | { readonly is: "group"; readonly index: number; readonly of: Node }
  | {
    readonly is: "repeat";
    readonly of: Node;
    readonly least: number;
    readonly most: number;
    readonly lazy: boolean;
  };

/** A pattern as it was read. */
export interface Pattern {
  /** The whole of it. */
  readonly node: Node;
  /** How many groups it captures, without the whole match. */
  readonly groups: number;
}

/** The most groups of a pattern: every one costs a place in every match. */
const GROUPS = 99;

interface Reader {
  readonly points: readonly string[];
  readonly flags: string;
  at: number;
  groups: number;
  depth: number;
}

/** Thrown and caught here: the text is no pattern. */
class Invalid extends Error {}

/**
 * Reads a pattern with its flags (`s`, `m`, `i`, `x`, `q`); null where they are none.
 *
 * @throws {FeelError} `expression` for a back-reference; `limit` for too many or too deep groups.
 */
export function readPattern(pattern: string, flags: string): Pattern | null {
  if (!/^[smixq]{0,5}$/.test(flags)) return null;
  if (pattern.length > STATES) throw tooLarge();
  const points = Array.from(pattern);
  const reader = {
    points: flags.includes("x") && !flags.includes("q") ? spaceless(points) : points,
    flags,
    at: 0,
    groups: 0,
    depth: 0,
  };
  try {
    const node = flags.includes("q") ? quoted(reader) : choices(reader);
    return reader.at < reader.points.length ? null : { node, groups: reader.groups };
  } catch (error) {
    if (error instanceof Invalid) return null;
    throw error;
  }
}

/** Flag x: spaces count in classes only. */
function spaceless(points: readonly string[]): string[] {
  let depth = 0;
  return points.filter((point, index) => {
    const escaped = points[index - 1] === "\\";
    if (point === "[" && !escaped) depth++;
    if (point === "]" && !escaped) depth--;
    return depth > 0 || !/^[ \t\n\r]$/.test(point);
  });
}

function quoted(reader: Reader): Node {
  reader.at = reader.points.length;
  return { is: "all", parts: reader.points.map((point) => char(literal(point), reader.flags)) };
}

function choices(reader: Reader): Node {
  if (++reader.depth > 100) throw tooLarge();
  const found = [sequence(reader)];
  while (reader.points[reader.at] === "|") {
    reader.at++;
    found.push(sequence(reader));
  }
  reader.depth--;
  return found.length === 1 && found[0] !== undefined ? found[0] : { is: "any", choices: found };
}

function sequence(reader: Reader): Node {
  const parts: Node[] = [];
  for (;;) {
    const point = reader.points[reader.at];
    if (point === undefined || point === "|" || point === ")") return { is: "all", parts };
    parts.push(quantified(reader, atom(reader, point)));
  }
}

function atom(reader: Reader, point: string): Node {
  const { points, flags } = reader;
  reader.at++;
  switch (point) {
    case "(":
      return group(reader);
    case "[": {
      const found = bracketed(points, reader.at);
      if (found === null) throw new Invalid();
      reader.at = found.end;
      return char(found.source, flags);
    }
    case "\\": {
      if (/^\d$/.test(points[reader.at] ?? "")) {
        throw new FeelError(
          "expression",
          "its pattern has a back-reference, which can take time without end: write it without",
        );
      }
      const found = escape(points, reader.at);
      if (found === null) throw new Invalid();
      reader.at = found.end;
      return char(found.source, flags);
    }
    case ".":
      return char(flags.includes("s") ? "[^]" : "[^\\n\\r]", flags);
    case "^":
    case "$":
      return { is: "line", end: point === "$" };
    case "?":
    case "*":
    case "+":
    case "{":
    case "}":
    case "]":
      throw new Invalid();
    default:
      return flags.includes("i")
        ? char(literal(point), flags)
        : { is: "char", test: (each) => each === point };
  }
}

function group(reader: Reader): Node {
  const silent = reader.points[reader.at] === "?";
  if (silent && reader.points[reader.at + 1] !== ":") throw new Invalid();
  if (silent) reader.at += 2;
  const index = silent ? -1 : ++reader.groups;
  if (index > GROUPS) throw tooLarge();
  const of = choices(reader);
  if (reader.points[reader.at] !== ")") throw new Invalid();
  reader.at++;
  return silent ? of : { is: "group", index, of };
}

function char(source: string, flags: string): Node {
  const test = testOf(source, flags);
  if (test === null) throw new Invalid();
  return { is: "char", test };
}

function quantified(reader: Reader, of: Node): Node {
  const counts = quantifier(reader);
  if (counts === undefined) return of;
  const lazy = reader.points[reader.at] === "?";
  if (lazy) reader.at++;
  const [least, most] = counts;
  return { is: "repeat", of, least, most, lazy };
}

function quantifier(reader: Reader): readonly [number, number] | undefined {
  const point = reader.points[reader.at];
  if (point === "?" || point === "*" || point === "+") {
    reader.at++;
    return [point === "+" ? 1 : 0, point === "?" ? 1 : Infinity];
  }
  if (point !== "{") return undefined;
  const close = reader.points.indexOf("}", reader.at);
  const text = reader.points.slice(reader.at + 1, close).join("");
  const found = close < 0 ? null : /^(\d{1,6})(,(\d{1,6})?)?$/.exec(text);
  if (found === null) throw new Invalid();
  reader.at = close + 1;
  const least = Number(found[1]);
  const most = found[2] === undefined
    ? least
    : found[3] === undefined
    ? Infinity
    : Number(found[3]);
  if (most < least) throw new Invalid();
  return [least, most];
}
