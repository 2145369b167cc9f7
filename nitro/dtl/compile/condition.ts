/**
 * Conditions, with Django's operators and their precedence: `or`, `and`, `not`, `in`, then comparisons. A comparison that cannot be made
 * is false.
 *
 * @module
 */
import { DtlError } from "../error.ts";
import type { Context, Expression } from "../run/context.ts";
import { isEqual, isSame, isTrue, isWithin, order } from "../value/compare.ts";

type Operand = (cx: Context) => unknown;

interface Operator {
  readonly binds: number;
  readonly apply: (left: Operand, right: Operand) => Operand;
}

/** A comparison that throws is false, but for one that took too much. */
function compares(binds: number, compare: (left: unknown, right: unknown) => unknown): Operator {
  return {
    binds,
    apply: (left, right) => quiet((cx) => compare(left(cx), right(cx)) === true),
  };
}

function quiet(operand: Operand): Operand {
  return (cx) => {
    try {
      return operand(cx);
    } catch (error) {
      if (DtlError.is(error, "variable", "value", "call")) return false;
      throw error;
    }
  };
}

const within = (left: unknown, right: unknown) => isWithin(left, right);
const ordered = (test: (order: number) => boolean) => (left: unknown, right: unknown) => {
  const found = order(left, right);
  return found !== undefined && test(found);
};

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ["or", {
    binds: 6,
    apply: (a, b) =>
      quiet((cx) => {
        const left = a(cx);
        return isTrue(left) ? left : b(cx);
      }),
  }],
  ["and", {
    binds: 7,
    apply: (a, b) =>
      quiet((cx) => {
        const left = a(cx);
        return isTrue(left) ? b(cx) : left;
      }),
  }],
  ["in", compares(9, within)],
  ["not in", compares(9, (left, right) => within(left, right) === false)],
  ["is", compares(10, isSame)],
  ["is not", compares(10, (left, right) => !isSame(left, right))],
  ["==", compares(10, isEqual)],
  ["!=", compares(10, (left, right) => !isEqual(left, right))],
  [">", compares(10, ordered((found) => found > 0))],
  [">=", compares(10, ordered((found) => found >= 0))],
  ["<", compares(10, ordered((found) => found < 0))],
  ["<=", compares(10, ordered((found) => found <= 0))],
]);
const NOT = 8;
/** How many words a condition may have: each may stand within the one before. */
const MOST = 500;

/** A condition of the words of a tag. @throws {DtlError} `syntax` */
export function condition(
  given: readonly string[],
  compile: (text: string) => Expression,
): (cx: Context) => boolean {
  if (given.length > MOST) throw new DtlError("limit", `a condition has at most ${MOST} words`);
  const words = joined(given);
  let at = 0;
  const whole = parsed(0);
  if (at < words.length) {
    throw new DtlError("syntax", `"${words[at]}" is not used at the end of a condition`);
  }
  // A name by itself throws for nothing that is missing: no operator or filter has it as an argument.
  if (words.length === 1 && /^[\p{L}\p{N}_.]+$/u.test(words[0] ?? "")) {
    return (cx) => isTrue(whole(cx));
  }
  return (cx) => isTrue(quietVariable(whole, cx));

  function operand(): Operand {
    const word = words[at++];
    if (word === undefined) throw new DtlError("syntax", "a condition ends before it is whole");
    if (word === "not") {
      const inner = parsed(NOT);
      return quiet((cx) => !isTrue(inner(cx)));
    }
    if (OPERATORS.has(word)) throw new DtlError("syntax", `"${word}" has nothing before it`);
    const found = compile(word);
    return (cx) => found(cx, true);
  }

  function parsed(binds: number): Operand {
    let left = operand();
    for (;;) {
      const word = words[at] ?? "", operator = OPERATORS.get(word);
      if (operator === undefined || operator.binds <= binds) {
        if (word === "not" && binds < NOT) {
          throw new DtlError("syntax", '"not" stands behind a value');
        }
        return left;
      }
      at++;
      left = operator.apply(left, parsed(operator.binds));
    }
  }
}

function quietVariable(operand: Operand, cx: Context): unknown {
  try {
    return operand(cx);
  } catch (error) {
    if (DtlError.is(error, "variable")) return null;
    throw error;
  }
}

/** Two words of one operator as one. */
function joined(words: readonly string[]): string[] {
  const made: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const pair = `${words[at]} ${words[at + 1]}`;
    if (pair === "is not" || pair === "not in") at++;
    made.push(pair === "is not" || pair === "not in" ? pair : words[at] ?? "");
  }
  return made;
}
