/**
 * Classes of characters in regular expressions (XML Schema 1.1 part 2, annex G.4): text to a test of one character.
 *
 * The host's own expressions do the test, but only ever on one character: no time is lost on what hostile patterns repeat.
 *
 * @module
 */

/** Tests one code point. */
export type Test = (point: string) => boolean;

/** A class, and where the text goes on. */
export interface Class {
  /** As the host writes it. */
  readonly source: string;
  readonly end: number;
}

/** Blocks by name: the host knows categories and scripts, but no blocks. */
const BLOCKS: Readonly<Record<string, string>> = {
  BasicLatin: "\\u{0}-\\u{7F}",
  "Latin-1Supplement": "\\u{80}-\\u{FF}",
  "LatinExtended-A": "\\u{100}-\\u{17F}",
  "LatinExtended-B": "\\u{180}-\\u{24F}",
  Greek: "\\u{370}-\\u{3FF}",
  GreekandCoptic: "\\u{370}-\\u{3FF}",
  Cyrillic: "\\u{400}-\\u{4FF}",
  Armenian: "\\u{530}-\\u{58F}",
  Hebrew: "\\u{590}-\\u{5FF}",
  Arabic: "\\u{600}-\\u{6FF}",
};

const NAMED: Readonly<Record<string, string>> = {
  s: "[ \\t\\n\\r]",
  S: "[^ \\t\\n\\r]",
  d: "\\p{Nd}",
  D: "\\P{Nd}",
  w: "[^\\p{P}\\p{Z}\\p{C}]",
  W: "[\\p{P}\\p{Z}\\p{C}]",
  i: "[\\p{L}\\p{Nl}_\\:]",
  I: "[^\\p{L}\\p{Nl}_\\:]",
  c: "[\\p{L}\\p{N}\\p{M}_\\:\\-.·]",
  C: "[^\\p{L}\\p{N}\\p{M}_\\:\\-.·]",
};

const SINGLE: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/** A test from a class as the host writes it; null where the host takes it for none. */
export function testOf(source: string, flags: string): Test | null {
  try {
    const pattern = new RegExp(`^${source}$`, flags.includes("i") ? "vi" : "v");
    return (point) => pattern.test(point);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** One character as the host writes it, in a class or outside. */
export function literal(point: string): string {
  return `\\u{${(point.codePointAt(0) ?? 0).toString(16)}}`;
}

/** What stands behind a backslash: a class, or a single character; null for neither. */
export function escape(points: readonly string[], at: number): Class | null {
  const point = points[at] ?? "";
  const named = Object.hasOwn(NAMED, point) ? NAMED[point] : undefined;
  if (named !== undefined) return { source: named, end: at + 1 };
  if (point === "p" || point === "P") return category(points, at);
  const single = SINGLE[point] ?? (/^[\\|.\-^?*+{}()[\]$]$/.test(point) ? point : undefined);
  return single === undefined ? null : { source: literal(single), end: at + 1 };
}

function category(points: readonly string[], at: number): Class | null {
  const close = points.indexOf("}", at);
  if (points[at + 1] !== "{" || close < 0 || close > at + 40) return null;
  const name = points.slice(at + 2, close).join("");
  const end = close + 1;
  if (name.startsWith("Is")) {
    const block = Object.hasOwn(BLOCKS, name.slice(2)) ? BLOCKS[name.slice(2)] : undefined;
    return block === undefined
      ? null
      : { source: points[at] === "P" ? `[^${block}]` : `[${block}]`, end };
  }
  return /^[LMNPZSC][a-z]?$/.test(name) ? { source: `\\${points[at]}{${name}}`, end } : null;
}

/** A class in brackets, from behind its `[`; null where it is none. Depth is bounded by the pattern's length. */
export function bracketed(points: readonly string[], start: number, depth = 0): Class | null {
  let at = start;
  const negated = points[at] === "^";
  if (negated) at++;
  let body = "";
  let minus = "";
  for (let first = true; points[at] !== "]" || first; first = false) {
    if (at >= points.length || depth > 8) return null;
    if (points[at] === "-" && points[at + 1] === "[") {
      const inner = bracketed(points, at + 2, depth + 1);
      if (inner === null || points[inner.end] !== "]") return null;
      minus = inner.source;
      at = inner.end;
      break;
    }
    const from = member(points, at);
    if (from === null) return null;
    at = from.end;
    const isRange = points[at] === "-" && points[at + 1] !== "]" && points[at + 1] !== "[";
    const to = isRange ? member(points, at + 1) : null;
    if (to === null) {
      if (isRange) return null;
      body += from.source;
    } else {
      if (!from.source.startsWith("\\u") || !to.source.startsWith("\\u")) return null;
      body += `${from.source}-${to.source}`;
      at = to.end;
    }
  }
  if (body === "") return null;
  const all = `[${negated ? "^" : ""}${body}]`;
  return { source: minus === "" ? all : `[${all}--${minus}]`, end: at + 1 };
}

function member(points: readonly string[], at: number): Class | null {
  const point = points[at] ?? "";
  if (point === "\\") return escape(points, at + 1);
  return point === "[" || point === "]" ? null : { source: literal(point), end: at + 1 };
}
