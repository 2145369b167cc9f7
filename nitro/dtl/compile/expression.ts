/**
 * Expressions: a variable and the filters behind it.
 *
 * @module
 */
import { DtlError } from "../error.ts";
import type { Context, Expression } from "../run/context.ts";
import { MISSING } from "../run/lookup.ts";
import { lengthOf } from "../value/sequence.ts";
import { Safe } from "../value/safe.ts";
import { textOf } from "../value/text.ts";
import type { Filter } from "./filter.ts";
import { literal, variable } from "./variable.ts";

/** Filters by their names. */
export type Filters = ReadonlyMap<string, Filter>;

const QUOTED = /(?:_\()?(?:"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*')\)?/y;
const NAMED = /[\p{L}\p{N}_.]+|[-+.]?\d[\d.e]*/uy;
const FILTER = /\s*\|\s*([\p{L}\p{N}_]+)/uy;

/** How many filters may stand behind one another. */
const MOST = 100;

/** An expression of its text. @throws {DtlError} `syntax` */
export function expression(text: string, filters: Filters): Expression {
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };
  const value = (absent?: Expression): Expression | undefined => {
    const quoted = take(QUOTED)?.[0];
    if (quoted !== undefined) return constant(quoted);
    const name = take(NAMED)?.[0];
    return name === undefined ? undefined : variable(name, absent);
  };
  const absent: Expression = ({ setting: { invalid } }, isQuiet) => {
    // With filters behind it that is for them to say.
    if (steps.length > 0) return MISSING;
    return isQuiet === true ? null : invalid.replace("%s", () => name);
  };
  const steps: Step[] = [], first = value(absent);
  if (first === undefined) {
    throw new DtlError("syntax", `an expression begins with a name or a literal: "${text}"`);
  }
  const name = text.slice(0, at);
  for (let found = take(FILTER); found !== null; found = take(FILTER)) {
    const named = found[1] ?? "", filter = filters.get(named);
    if (filter === undefined) throw new DtlError("syntax", `there is no filter "${named}"`);
    const argument = text.charAt(at) === ":" ? (at++, value()) : undefined;
    if (argument === undefined && text.charAt(at - 1) === ":") at--;
    if (argument === undefined ? filter.takes === "one" : filter.takes === "none") {
      const wants = filter.takes === "one" ? "one argument" : "no argument";
      throw new DtlError("syntax", `the filter "${named}" takes ${wants}`);
    }
    if (steps.push(argument === undefined ? { filter } : { filter, argument }) > MOST) {
      throw new DtlError("limit", `more than ${MOST} filters stand behind one another`);
    }
  }
  if (at < text.length) {
    throw new DtlError(
      "syntax",
      `what stands at "${text.slice(at, at + 40)}" belongs to no expression`,
    );
  }
  return compiled(first, name, steps);
}

function constant(quoted: string): Expression {
  const bare = quoted.startsWith("_(") ? quoted.slice(2, -1) : quoted;
  if (!quoted.startsWith("_(") && quoted.endsWith(")")) {
    throw new DtlError("syntax", `a bracket too many: ${quoted}`);
  }
  const text = literal(bare);
  return () => text;
}

interface Step {
  readonly filter: Filter;
  readonly argument?: Expression;
}

function compiled(first: Expression, name: string, steps: readonly Step[]): Expression {
  const [step] = steps;
  if (step === undefined) return first;
  return (cx, isQuiet) => {
    let value = first(cx);
    if (value === MISSING) {
      const { invalid } = cx.setting;
      if (isQuiet !== true && invalid !== "") return invalid.replace("%s", () => name);
      value = isQuiet === true ? null : "";
    }
    for (let at = 0; at < steps.length; at++) value = applied(steps[at] ?? step, value, cx);
    return value;
  };
}

/** What a filter makes of a value. What it looks through counts as work. */
function applied({ filter, argument }: Step, value: unknown, cx: Context): unknown {
  const given = argument === undefined ? undefined : argument(cx);
  if (given === MISSING) throw new DtlError("variable", "the argument of a filter is not there");
  if (typeof value === "string") {
    const made = filter.run(value, given, { cx, isSafe: false });
    cx.spend(1 + (value.length >> 5) + weight(made), 0);
    return made;
  }
  const isSafe = value instanceof Safe;
  const made = filter.run(filter.isOfText ? textOf(value) : value, given, { cx, isSafe });
  cx.spend(1 + weight(value) + weight(made), 0);
  return isSafe && filter.keepsSafe && !(made instanceof Safe) ? new Safe(textOf(made)) : made;
}

/** How much a value is to look through. */
function weight(value: unknown): number {
  if (typeof value === "string") return value.length >> 5;
  if (value instanceof Safe) return value.text.length >> 5;
  return typeof value === "object" && value !== null ? (lengthOf(value) ?? 0) >> 2 : 0;
}
