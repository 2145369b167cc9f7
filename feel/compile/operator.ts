/**
 * Operators (DMN 1.5, 10.3.2.11 to 10.3.2.14).
 *
 * @module
 */
import { arithmetic, negate, numbers } from "../operator/arithmetic.ts";
import { negated, ordered } from "../operator/compare.ts";
import { conforms } from "../operator/conform.ts";
import { equal } from "../operator/equal.ts";
import { adopt } from "../time/moment.ts";
import type { Type } from "../value/type.ts";
import { type Run, step } from "./run.ts";

/** `left operator right`. */
export function binary(operator: string, left: Run, right: Run): Run {
  switch (operator) {
    case "and":
      return (scope) => {
        step(scope);
        const first = left(scope);
        return first === false ? false : both(first, right(scope));
      };
    case "or":
      return (scope) => {
        step(scope);
        const first = left(scope);
        return first === true ? true : either(first, right(scope));
      };
    case "=":
      return (scope) => equal(scope.machine, left(scope), right(scope));
    case "!=":
      return (scope) => negated(equal(scope.machine, left(scope), right(scope)));
    case "<":
    case "<=":
    case ">":
    case ">=":
      return order(operator, left, right);
    default:
      return (scope) => {
        const machine = step(scope);
        const [a, b] = [left(scope), right(scope)];
        // What is no number is null, and has no finite difference from anything.
        return typeof a === "number" && typeof b === "number" && Number.isFinite(a - b)
          ? numbers(machine, operator, a, b)
          : arithmetic(machine, operator, a, b);
      };
  }
}

/** `left = "text"`, as conditions mostly have it. */
export function equalsText(left: Run, text: string): Run {
  return (scope) => {
    const value = left(scope);
    if (typeof value !== "string") return equal(scope.machine, value, text);
    step(scope);
    return value === text;
  };
}

function order(operator: "<" | "<=" | ">" | ">=", left: Run, right: Run): Run {
  return (scope) => {
    step(scope);
    const a = left(scope);
    const b = right(scope);
    if (typeof a !== "number" || typeof b !== "number" || !Number.isFinite(a - b)) {
      return ordered(operator, a, b);
    }
    switch (operator) {
      case "<":
        return a < b;
      case "<=":
        return a <= b;
      case ">":
        return a > b;
      case ">=":
        return a >= b;
    }
  };
}

/** `of between low and high`. */
export function between(of: Run, low: Run, high: Run): Run {
  return (scope) => {
    step(scope);
    const value = of(scope);
    return both(ordered(">=", value, low(scope)), ordered("<=", value, high(scope)));
  };
}

/** `-of`: the number or duration with its sign turned; null for anything else. */
export function negation(of: Run): Run {
  return (scope) => negate(of(scope));
}

/** `!of`, and `not of` without parentheses: no FEEL, but written by modelers, for whom no value counts as false. */
export function not(of: Run): Run {
  return (scope) => {
    const value = adopt(of(scope));
    return value === null ? true : typeof value === "boolean" ? !value : null;
  };
}

/** `of instance of type`. */
export function instance(of: Run, type: Type): Run {
  return (scope) => conforms(scope.machine, of(scope), type);
}

/** `if test then ... else ...`: only true counts as true (table 49). */
export function conditional(test: Run, then: Run, otherwise: Run): Run {
  return (scope) => (step(scope), test(scope) === true ? then(scope) : otherwise(scope));
}

/** And of three values (table 50): what is no boolean counts as null. */
function both(left: unknown, right: unknown): boolean | null {
  if (left === false || right === false) return false;
  return left === true && right === true ? true : null;
}

/** Or of three values (table 50). */
function either(left: unknown, right: unknown): boolean | null {
  if (left === true || right === true) return true;
  return left === false && right === false ? false : null;
}
