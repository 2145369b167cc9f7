/**
 * Regular expressions of FEEL (XPath 3.1 functions, 5.6.1) to a program that runs in time linear in its input.
 *
 * All of XPath's syntax but back-references, which no linear matcher can have: a pattern with one is refused.
 *
 * @module
 */
import { BpeError } from "../../bpe/error.ts";
import { PATTERNS, STATES } from "../limits.ts";
import { type Machine, spend } from "../budget.ts";
import { bracketed, escape, literal, type Test, testOf } from "./class.ts";

/** One state of a program. */
export type State =
  | { readonly is: "char"; readonly test: Test }
  | { readonly is: "split"; readonly first: number; readonly second: number }
  | { readonly is: "save"; readonly slot: number }
  | { readonly is: "line"; readonly end: boolean; readonly multiple: boolean }
  | { readonly is: "match" };

/** A compiled pattern. A state leads to the next one unless it says otherwise. */
export interface Program {
  readonly states: readonly State[];
  /** How many groups it captures, without the whole match. */
  readonly groups: number;
}

/** A parsed part. */
type Node =
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

/** The most groups of a pattern: every one costs a place in every match. */
const GROUPS = 99;

interface Reader {
  readonly points: readonly string[];
  readonly flags: string;
  at: number;
  groups: number;
  depth: number;
}

/** Thrown, and caught below: the text is no pattern, and the function that has it gives null. */
class Invalid extends Error {}

const kept = new Map<string, Program | null>();

/**
 * A program for a pattern; null where pattern or flags are none.
 *
 * @throws {BpeError} `expression` for a back-reference; `limit` for a pattern of too many states.
 */
export function compilePattern(machine: Machine, pattern: string, flags: string): Program | null {
  spend(machine, pattern.length);
  const name = `${flags}/${pattern}`;
  let program = kept.get(name);
  if (program === undefined) {
    program = make(pattern, flags);
    if (kept.size >= PATTERNS) kept.clear();
    kept.set(name, program);
  }
  if (program !== null) spend(machine, program.states.length >> 3);
  return program;
}

function make(pattern: string, flags: string): Program | null {
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
    if (reader.at < reader.points.length) return null;
    const states: State[] = [];
    emit(states, { is: "group", index: 0, of: node }, flags.includes("m"));
    states.push({ is: "match" });
    return { states, groups: reader.groups };
  } catch (error) {
    if (error instanceof Invalid) return null;
    throw error;
  }
}

function tooLarge(): BpeError {
  return new BpeError("limit", `it has a pattern of more than ${STATES} states: shorten it`);
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
        throw new BpeError(
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

function emit(states: State[], node: Node, multiple: boolean): void {
  if (states.length > STATES) throw tooLarge();
  switch (node.is) {
    case "char":
      states.push(node);
      return;
    case "line":
      states.push({ is: "line", end: node.end, multiple });
      return;
    case "all":
      for (const part of node.parts) emit(states, part, multiple);
      return;
    case "group":
      states.push({ is: "save", slot: node.index * 2 });
      emit(states, node.of, multiple);
      states.push({ is: "save", slot: node.index * 2 + 1 });
      return;
    case "any":
      return emitChoices(states, node.choices, multiple);
    case "repeat":
      return emitRepeat(states, node, multiple);
  }
}

/** Splits to every choice; behind each, a jump to the common end. */
function emitChoices(states: State[], nodes: readonly Node[], multiple: boolean): void {
  const jumps: number[] = [];
  for (const [index, node] of nodes.entries()) {
    const last = index === nodes.length - 1;
    const split = states.length;
    if (!last) states.push({ is: "match" });
    emit(states, node, multiple);
    if (last) break;
    jumps.push(states.length);
    states.push({ is: "match" });
    states[split] = { is: "split", first: split + 1, second: states.length };
  }
  for (const at of jumps) states[at] = { is: "split", first: states.length, second: states.length };
}

function emitRepeat(
  states: State[],
  { of, least, most, lazy }: Node & { readonly is: "repeat" },
  multiple: boolean,
): void {
  for (let count = 0; count < least; count++) emit(states, of, multiple);
  const branch = (at: number, into: number, past: number) => {
    states[at] = lazy
      ? { is: "split", first: past, second: into }
      : { is: "split", first: into, second: past };
  };
  if (most === Infinity) {
    const split = states.length;
    states.push({ is: "match" });
    emit(states, of, multiple);
    states.push({ is: "split", first: split, second: split });
    branch(split, split + 1, states.length);
    return;
  }
  const splits: number[] = [];
  for (let count = least; count < most; count++) {
    splits.push(states.length);
    states.push({ is: "match" });
    emit(states, of, multiple);
  }
  for (const at of splits) branch(at, at + 1, states.length);
}
